// The flags that say which figures are asked for, shared by the commands that ask.
#ifndef TIENDO_SERVICES_CLI_STATUS_QUERY_H_
#define TIENDO_SERVICES_CLI_STATUS_QUERY_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "tiendo/programs/v1/vocabulary.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace CLI {
class App;
}

namespace tiendo::cli {

struct StatusFlags {
  std::string scope;
  std::string as_of;
  std::string period;
  int year = 0;
  std::string due_by;
  std::string known_at;
  std::string basis = "in-force";
  std::string rounding = "default";
  std::string tag;
  int stale_after = 0;
  int due_soon = 0;
};

// --scope (TIENDO_SCOPE) and --as-of.
void AddScopeFlags(CLI::App& command, StatusFlags& flags);
// --year and --known-at.
void AddYearFlags(CLI::App& command, StatusFlags& flags);
// The same and --basis.
void AddBasisFlags(CLI::App& command, StatusFlags& flags);
// --period, which takes the place of --as-of, --year and --from: of those that the command has
// before it. `also` ends its sentence in --help.
void AddPeriodFlag(CLI::App& command, StatusFlags& flags, const std::string& also = "");
// --rounding.
void AddRoundingFlag(CLI::App& command, StatusFlags& flags);
// --tag, --stale-after and --due-soon.
void AddPickFlags(CLI::App& command, StatusFlags& flags);

status::v1::Basis BasisOf(const StatusFlags& flags);

// The question that the flags ask; resolves the scope. --period is asked of programs: its figures
// are those of the day of its cut-off, in the year in which it ends. `period` (may be null)
// receives it, for commands that count from its first day.
absl::StatusOr<status::v1::GetStatusRequest> QueryOf(Context& context, const StatusFlags& flags,
                                                     programs::v1::Period* period = nullptr);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_STATUS_QUERY_H_
