// What the service has recorded of targets, in the form of rows of a table.
#ifndef TIENDO_SERVICES_CLI_TARGET_RECORD_H_
#define TIENDO_SERVICES_CLI_TARGET_RECORD_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "services/cli/caller.h"
#include "services/cli/sheets/target_row.h"
#include "tiendo/programs/v1/targets.pb.h"

namespace tiendo::cli {

// A target with what was recorded about it, in the order recorded.
struct TargetHistory {
  programs::v1::Target target;
  std::vector<programs::v1::TargetEvent> events;
  std::vector<programs::v1::TargetReport> reports;
};

// All of a programme. `read_time` may be null.
absl::StatusOr<std::vector<TargetHistory>> ListTargetHistories(
    Caller& caller, const std::string& program, const google::protobuf::Timestamp* read_time);
absl::StatusOr<TargetHistory> HistoryOf(Caller& caller, programs::v1::Target target,
                                        const google::protobuf::Timestamp* read_time);
absl::StatusOr<std::vector<programs::v1::Target>> ListTargets(
    Caller& caller, const std::string& program, const google::protobuf::Timestamp* read_time);

// The target as a row, units as "units/x". With `as_of` only what is dated by then: nullopt for one
// that was not assigned yet. What was voided never happened. The adjustment is the last that
// changed the year's value or the plan.
std::optional<sheets::TargetRow> RecordOf(const TargetHistory& history,
                                          std::optional<calendar::Day> as_of = std::nullopt);

// The last day of a period of a year.
calendar::Day LastDayOf(const sheets::Period& period, int year);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TARGET_RECORD_H_
