// Writing a table to a file, the same in every command that exports one.
#ifndef TIENDO_SERVICES_CLI_TABLE_FILE_H_
#define TIENDO_SERVICES_CLI_TABLE_FILE_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "services/cli/context.h"
#include "services/cli/sheets/columns.h"
#include "services/cli/sheets/write.h"
#include "services/cli/unit_names.h"

namespace CLI {
class App;
}

namespace tiendo::cli {

struct TableFileFlags {
  std::string output;
  std::string format;  // csv, xlsx; empty: by the name of the file
  std::string separator = ",";
  std::string as_of;
  std::string read_time;
  bool unit_ids = false;
  bool force = false;
};
void AddTableFileFlags(CLI::App& command, TableFileFlags& flags);

// The flags as values.
struct TableFile {
  std::string path;  // "-": standard output
  bool xlsx = false;
  char separator = ',';
  bool unit_ids = false;
  std::optional<calendar::Day> as_of;
  std::optional<google::protobuf::Timestamp> read_time;

  const google::protobuf::Timestamp* ReadTime() const { return read_time ? &*read_time : nullptr; }
};
// INVALID_ARGUMENT naming the flag, also for a file that exists without --force.
absl::StatusOr<TableFile> ParseTableFile(const TableFileFlags& flags);

// A table with the columns of a kind and no rows; `name` is that of the sheet.
sheets::OutTable EmptyTable(sheets::TableKind kind, const std::string& name,
                            const std::string& title, const TableFile& file);

// The file is replaced as a whole, or not at all.
absl::Status WriteTable(Context& context, const sheets::OutTable& table, const TableFile& file);

// Units as a person writes them; the import finds the same units again.
absl::Status NameUnits(const TableFile& file, std::optional<calendar::Day> day,
                       const std::vector<std::string*>& units, UnitNames& names);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TABLE_FILE_H_
