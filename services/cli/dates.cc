#include "services/cli/dates.h"

#include <chrono>
#include <cstdio>

#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/calendar/time_zone.h"
#include "common/errors/error.h"

namespace tiendo::cli {
namespace {

// "30/06/2022" -> "2022-06-30"; other text unchanged.
std::string IsoOrder(std::string_view text) {
  if (text.size() != 10 || text[2] != '/' || text[5] != '/') return std::string(text);
  return std::string(text.substr(6)) + '-' + std::string(text.substr(3, 2)) + '-' +
         std::string(text.substr(0, 2));
}

}  // namespace

absl::StatusOr<google::type::Date> ParseDate(std::string_view flag, std::string_view text) {
  absl::StatusOr<calendar::Day> day = calendar::ParseIsoDay(IsoOrder(text));
  if (!day.ok()) {
    return errors::InvalidField(
        flag, "\"" + std::string(text) + "\" is not a date: write 2022-06-30 or 30/06/2022");
  }
  return ToDate(*day);
}

google::type::Date ToDate(calendar::Day day) {
  const std::chrono::year_month_day ymd(day);
  google::type::Date date;
  date.set_year(static_cast<int>(ymd.year()));
  date.set_month(static_cast<int>(static_cast<unsigned>(ymd.month())));
  date.set_day(static_cast<int>(static_cast<unsigned>(ymd.day())));
  return date;
}

absl::StatusOr<google::type::Date> Today(const Clock& clock) {
  TIENDO_ASSIGN_OR_RETURN(calendar::BusinessZone zone, calendar::BusinessZone::Create());
  return ToDate(zone.DayOf(clock.Now()));
}

absl::StatusOr<google::type::Date> DateOrToday(const Clock& clock, std::string_view flag,
                                               std::string_view text) {
  return text.empty() ? Today(clock) : ParseDate(flag, text);
}

std::string IsoDate(const google::type::Date& date) {
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", date.year(), date.month(), date.day());
  return text;
}

std::string VietnameseDate(const google::type::Date& date) {
  if (date.year() == 0) return "–";
  char text[40];
  std::snprintf(text, sizeof text, "%02d/%02d/%04d", date.day(), date.month(), date.year());
  return text;
}

std::string VietnameseTime(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "–";
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Asia/Ho_Chi_Minh", &zone)) zone = absl::FixedTimeZone(7 * 3600);
  return absl::FormatTime("%d/%m/%Y %H:%M:%S", absl::FromUnixSeconds(time.seconds()), zone);
}

}  // namespace tiendo::cli
