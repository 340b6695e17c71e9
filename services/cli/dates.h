// Dates between flags, protos and what a person reads.
#ifndef TIENDO_SERVICES_CLI_DATES_H_
#define TIENDO_SERVICES_CLI_DATES_H_

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/day.h"

namespace tiendo::cli {

// A date of a flag: "2022-06-30", or "30/06/2022" as clerks write it. The error names the flag.
absl::StatusOr<google::type::Date> ParseDate(std::string_view flag, std::string_view text);

google::type::Date ToDate(calendar::Day day);

// Today in the zone of business, Asia/Ho_Chi_Minh.
absl::StatusOr<google::type::Date> Today(const Clock& clock);
// The date of a flag that may be left out: today.
absl::StatusOr<google::type::Date> DateOrToday(const Clock& clock, std::string_view flag,
                                               std::string_view text);

// "2022-06-30", as filters write it.
std::string IsoDate(const google::type::Date& date);
// "30/06/2022"; "–" when absent.
std::string VietnameseDate(const google::type::Date& date);
// "30/06/2022 23:15:02" in Asia/Ho_Chi_Minh; "–" when absent.
std::string VietnameseTime(const google::protobuf::Timestamp& time);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_DATES_H_
