// All units in force on a day.
#ifndef TIENDO_SERVICES_CLI_UNIT_LIST_H_
#define TIENDO_SERVICES_CLI_UNIT_LIST_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "services/cli/caller.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {

// As they are on `day` (absent: today), superiors before those below them. `read_time` may be null.
absl::StatusOr<std::vector<units::v1::Unit>> UnitsOn(Caller& caller,
                                                     std::optional<calendar::Day> day,
                                                     const google::protobuf::Timestamp* read_time);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_UNIT_LIST_H_
