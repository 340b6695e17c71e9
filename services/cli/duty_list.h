// All duties of a programme.
#ifndef TIENDO_SERVICES_CLI_DUTY_LIST_H_
#define TIENDO_SERVICES_CLI_DUTY_LIST_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/list_all.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::cli {

// `read_time` may be null.
inline absl::StatusOr<std::vector<programs::v1::Duty>> ListDuties(
    Caller& caller, const std::string& program, const google::protobuf::Timestamp* read_time) {
  using Page = programs::v1::ListDutiesResponse;
  return ListAll<programs::v1::ListDutiesRequest, Page>(
      caller, "tiendo.programs.v1.ProgramService/ListDuties", program, read_time, &Page::duties);
}

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_DUTY_LIST_H_
