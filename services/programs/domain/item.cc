#include "services/programs/domain/item.h"

#include <algorithm>

namespace tiendo::programs {

std::string ProgramOf(std::string_view item_name) {
  return std::string(item_name.substr(0, item_name.find("/items/")));
}

std::string EventPrefix(std::string_view item_name) { return std::string(item_name) + "/events/"; }

std::string EventName(std::string_view item_name, int number) {
  constexpr size_t kDigits = 4;
  std::string digits = std::to_string(number);
  return EventPrefix(item_name) + std::string(kDigits - std::min(kDigits, digits.size()), '0') +
         digits;
}

std::optional<Day> DueDate(const std::optional<Day>& baseline, const std::vector<ItemEvent>& events,
                           Day as_of) {
  const ItemEvent* latest = nullptr;
  for (const ItemEvent& e : events) {
    if (e.kind != EventKind::kExtended || e.date > as_of) continue;
    if (latest == nullptr || e.date >= latest->date) latest = &e;
  }
  return latest == nullptr ? baseline : latest->new_due_date;
}

std::optional<Day> AllDone(const std::vector<Lead>& leads) {
  std::optional<Day> last;
  for (const Lead& lead : leads) {
    if (!lead.result_date) return std::nullopt;
    if (!last || *last < *lead.result_date) last = lead.result_date;
  }
  return last;
}

}  // namespace tiendo::programs
