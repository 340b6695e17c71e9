// What a command has at hand, and how a command is registered.
#ifndef TIENDO_SERVICES_CLI_CONTEXT_H_
#define TIENDO_SERVICES_CLI_CONTEXT_H_

#include <google/protobuf/message.h>
#include <google/type/date.pb.h>

#include <functional>
#include <istream>
#include <map>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "services/cli/caller.h"
#include "services/cli/table.h"

namespace tiendo::cli {

struct Settings {
  std::map<Service, std::string> addresses;
  std::map<Service, std::string> admin_addresses;
  absl::Duration deadline = absl::Seconds(10);
  bool json = false;
};

struct Context {
  const Settings& settings;
  Caller& caller;
  const Clock& clock;
  std::istream& in;
  std::ostream& out;
  // Questions, progress and errors: standard output stays clean for machines.
  std::ostream& err;
  bool err_is_terminal = false;
  Style style;
};

// Runs a command; the value is the exit code (services/cli/call_error.h).
using Action = std::function<absl::StatusOr<int>(Context&)>;

// A message as `--json` prints it: proto JSON, fields with default values included.
std::string ToJson(const google::protobuf::Message& message);

// "units/x" for "units/x" or "x"; "" stays.
std::string UnitName(const std::string& given);

// Asks the clerk before a write; true without asking when `yes`.
bool Confirmed(Context& context, bool yes);

// `given` ("units/x" or "x"), or when empty the single top of the Party tree. FAILED_PRECONDITION
// when there are several or none: then --scope is needed.
absl::StatusOr<std::string> ResolveScope(Context& context, const std::string& given);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_CONTEXT_H_
