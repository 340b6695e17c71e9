#include "services/programs/api/verb_fields.h"

namespace tiendo::programs {
namespace {

// A date of record before this is a slip of the keyboard: no programme covers an earlier year.
constexpr Day kFirstRecord{std::chrono::year{2000} / 1 / 1};

constexpr size_t kMaxReason = 512;
constexpr size_t kMaxApprover = 256;

void CheckFirst(std::string_view field, Day day, Violations& violations) {
  if (day >= kFirstRecord) return;
  violations.Add(std::string(field), calendar::FormatIso(day) + " is before 2000-01-01");
}

}  // namespace

Day RecordedDay(std::string_view field, bool present, const google::type::Date& date, Day today,
                Violations& violations) {
  std::optional<Day> day = api::PastDate(field, present, date, today, violations);
  if (day) CheckFirst(field, *day, violations);
  return day.value_or(kFirstRecord);
}

std::optional<Day> LaterDay(std::string_view field, bool present, const google::type::Date& date,
                            Day today, Day earliest, std::string_view what,
                            Violations& violations) {
  if (!present) return std::nullopt;
  std::optional<Day> day = api::PastDate(field, present, date, today, violations);
  if (day && *day < earliest) {
    violations.Add(std::string(field), calendar::FormatIso(*day) + " is before " +
                                           std::string(what) + " (" +
                                           calendar::FormatIso(earliest) + ")");
  }
  return day;
}

std::string Reason(std::string_view reason, Presence presence, Violations& violations) {
  return api::Text("reason", reason, presence, kMaxReason, violations);
}

std::string Approver(std::string_view approver, Presence presence, Violations& violations) {
  return api::Text("approver", approver, presence, kMaxApprover, violations);
}

}  // namespace tiendo::programs
