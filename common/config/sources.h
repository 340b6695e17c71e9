// Where settings are read from, private to common/config: the command line and the file, through
// CLI11, as plain text.
#ifndef TIENDO_COMMON_CONFIG_SOURCES_H_
#define TIENDO_COMMON_CONFIG_SOURCES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::config {

// The bytes of a file; nullopt when it cannot be read (missing, forbidden, a folder).
std::optional<std::string> ReadBytes(const std::string& path);

struct CommandLine {
  bool help = false;
  std::vector<std::string> words;            // what is no flag, in order
  std::map<std::string, std::string> flags;  // by name without "--"; the last one of a name
  std::vector<std::string> unknown;          // flags that nobody has, with their dashes
  std::string error;                         // what CLI11 could not read, "" when all
};

// `names` take a value, `switches` may stand alone ("true").
CommandLine ReadCommandLine(int argc, const char* const* argv,
                            const std::vector<std::string>& names,
                            const std::vector<std::string>& switches);

struct FileEntry {
  std::string name;  // "redis.address" for `address` in [redis]
  std::vector<std::string> values;
};

// The entries of an INI or TOML file as CLI11 reads them; INVALID_ARGUMENT when it cannot be read.
absl::StatusOr<std::vector<FileEntry>> ReadFile(const std::string& path);

}  // namespace tiendo::config

#endif  // TIENDO_COMMON_CONFIG_SOURCES_H_
