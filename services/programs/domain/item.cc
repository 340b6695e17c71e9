#include "services/programs/domain/item.h"

#include "common/resource/name.h"

namespace tiendo::programs {

std::string ProgramOf(std::string_view name) {
  // By its place, not by the word: an id may be "items".
  return std::string(name.substr(0, name.find('/', sizeof("programs/") - 1)));
}

std::string EventPrefix(std::string_view item_name) { return std::string(item_name) + "/events/"; }

std::string EventName(std::string_view item_name, int number) {
  return resource::NumberedName(EventPrefix(item_name), number);
}

std::string ItemOf(std::string_view event_name) {
  return std::string(event_name.substr(0, event_name.rfind("/events/")));
}

}  // namespace tiendo::programs
