#include "services/supervision/domain/event_log.h"

#include "common/resource/name.h"

namespace tiendo::supervision {

std::string EventName(std::string_view owner, size_t number) {
  return resource::NumberedName(std::string(owner) + "/events/", static_cast<int>(number));
}

std::string OwnerOf(std::string_view event_name) {
  return std::string(event_name.substr(0, event_name.find("/events/")));
}

absl::Status NotVoidable(const std::string& event, const std::string& newest,
                         std::string_view why) {
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kEventNotVoidable,
                      event + " " + std::string(why) +
                          "; the newest that stands: " + (newest.empty() ? "none" : newest),
                      {{"name", event}, {"newest", newest}});
}

absl::Status TooManyEvents(std::string_view reason, const std::string& owner,
                           std::string_view verb) {
  return errors::Make(absl::StatusCode::kFailedPrecondition, reason,
                      owner + " has " + std::to_string(kMaxEvents) +
                          " events and can have no more: " + std::string(verb) + " is not possible",
                      {{"name", owner}, {"verb", std::string(verb)}, {"allowed", ""}});
}

}  // namespace tiendo::supervision
