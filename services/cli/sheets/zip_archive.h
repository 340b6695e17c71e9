// The parts of an XLSX file, unpacked in memory under limits. Nothing is ever written to disk.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ZIP_ARCHIVE_H_
#define TIENDO_SERVICES_CLI_SHEETS_ZIP_ARCHIVE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/sheets/limits.h"

struct zip;

namespace tiendo::sheets {

// Errors are INVALID_ARGUMENT with a sentence in Vietnamese for the clerk.
class ZipArchive {
 public:
  // Checks the whole directory first: encrypted parts, names that are twice there or lead out of
  // the archive, and sizes beyond the limits are refused before anything is unpacked.
  static absl::StatusOr<ZipArchive> Open(std::string bytes, const Limits& limits);

  bool Has(const std::string& name) const { return entries_.contains(name); }
  // Unpacks a part. What a directory says of sizes is not believed: unpacking ends at the limit.
  absl::StatusOr<std::string> Read(const std::string& name);

 private:
  struct Entry {
    uint64_t index = 0;
    uint64_t size = 0;
  };
  struct Discard {
    void operator()(zip* archive) const;
  };

  ZipArchive() = default;
  absl::Status ReadDirectory(const Limits& limits);

  std::unique_ptr<std::string> bytes_;  // libzip reads from here
  std::unique_ptr<zip, Discard> archive_;
  std::map<std::string, Entry> entries_;
  uint64_t left_ = 0;  // bytes that may still be unpacked
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ZIP_ARCHIVE_H_
