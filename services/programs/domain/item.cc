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

std::string ItemOf(std::string_view event_name) {
  return std::string(event_name.substr(0, event_name.find("/events/")));
}

}  // namespace tiendo::programs
