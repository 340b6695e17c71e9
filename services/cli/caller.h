// How the commands reach the services.
#ifndef TIENDO_SERVICES_CLI_CALLER_H_
#define TIENDO_SERVICES_CLI_CALLER_H_

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/methods.h"

namespace tiendo::cli {

// Errors are statuses as services/cli/call_error.h makes them.
class Caller {
 public:
  virtual ~Caller() = default;

  // Calls a unary method and waits, at most for the deadline of the settings. `position` (may be
  // null) receives the trailing metadata `tiendo-position`: what a later read must include.
  virtual absl::Status Call(const Method& method, const google::protobuf::Message& request,
                            google::protobuf::Message& response,
                            std::string* position = nullptr) = 0;

  // Newest revision of a service that keeps data; INVALID_ARGUMENT for status.
  virtual absl::StatusOr<int64_t> HeadRevision(Service service) = 0;

  // Call by name, for the commands that know theirs.
  absl::Status CallByName(std::string_view path, const google::protobuf::Message& request,
                          google::protobuf::Message& response, std::string* position = nullptr);
};

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_CALLER_H_
