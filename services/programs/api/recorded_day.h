// Dates on which something was decided or happened.
#ifndef TIENDO_SERVICES_PROGRAMS_API_RECORDED_DAY_H_
#define TIENDO_SERVICES_PROGRAMS_API_RECORDED_DAY_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "common/api/fields.h"

namespace tiendo::programs {

// A date of record before this is a slip of the keyboard: no programme covers an earlier year.
inline constexpr calendar::Day kFirstRecord{std::chrono::year{2000} / 1 / 1};

// A required day from kFirstRecord to `today`.
inline calendar::Day RecordedDay(std::string_view field, bool present,
                                 const google::type::Date& date, calendar::Day today,
                                 errors::Violations& violations) {
  std::optional<calendar::Day> day = api::PastDate(field, present, date, today, violations);
  if (day && *day < kFirstRecord) {
    violations.Add(std::string(field), calendar::FormatIso(*day) + " is before 2000-01-01");
  }
  return day.value_or(kFirstRecord);
}

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_RECORDED_DAY_H_
