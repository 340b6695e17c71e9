#include "services/programs/api/verb_fields.h"

namespace tiendo::programs {
namespace {

constexpr size_t kMaxReason = 512;
constexpr size_t kMaxApprover = 256;

}  // namespace

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
