// The dated events of one plan or engagement: numbered in the order of recording, never changed but
// voided, the newest first.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_EVENT_LOG_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_EVENT_LOG_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/name.h"
#include "common/resource/repository.h"
#include "services/supervision/domain/reasons.h"
#include "services/supervision/domain/record.h"

namespace tiendo::supervision {

// Most events of one resource: their numbers have four digits.
inline constexpr int kMaxEvents = resource::kMaxNumber;

std::string EventName(std::string_view owner, size_t number);
// "plans/p" of "plans/p/events/0001".
std::string OwnerOf(std::string_view event_name);

// FAILED_PRECONDITION EVENT_NOT_VOIDABLE.
absl::Status NotVoidable(const std::string& event, const std::string& newest, std::string_view why);
// FAILED_PRECONDITION with `reason`: the resource cannot have another event.
absl::Status TooManyEvents(std::string_view reason, const std::string& owner,
                           std::string_view verb);

// Event types have name, voided, void_reason and chained(): whether it is voided in its turn only.
template <typename Event>
class EventLog {
 public:
  static absl::StatusOr<EventLog> Read(resource::Repository<Event>& events,
                                       const std::string& owner) {
    TIENDO_ASSIGN_OR_RETURN(std::vector<Event> all,
                            events.List(owner + "/events/", "", kMaxEvents));
    return EventLog(events, owner, std::move(all));
  }

  const std::vector<Event>& all() const { return all_; }
  // The newest event that stands, of those that are voided one after the other; nullptr when there
  // is none.
  const Event* newest() const {
    for (auto event = all_.rbegin(); event != all_.rend(); ++event) {
      if (!event->voided && event->chained()) return &*event;
    }
    return nullptr;
  }
  bool full() const { return all_.size() >= static_cast<size_t>(kMaxEvents); }
  std::string next_name() const { return EventName(owner_, all_.size() + 1); }

  // Stores `event` as the next one, under next_name().
  absl::Status Append(Event event) {
    event.name = next_name();
    TIENDO_RETURN_IF_ERROR(events_->Put(event));
    all_.push_back(std::move(event));
    return absl::OkStatus();
  }

  // The event to be voided, if it is the newest that stands. NOT_FOUND, EVENT_NOT_VOIDABLE.
  absl::StatusOr<Event> FindVoidable(const std::string& name) const {
    const Event* last = newest();
    const std::string last_name = last == nullptr ? "" : last->name;
    for (const Event& event : all_) {
      if (event.name != name) continue;
      if (event.voided) return NotVoidable(name, last_name, "has been voided before");
      if (event.chained() && name != last_name) {
        return NotVoidable(name, last_name, "is not the newest that stands");
      }
      return event;
    }
    return resource::NotFound(name);
  }

  absl::Status PutVoided(const std::string& name, const std::string& reason) {
    for (Event& event : all_) {
      if (event.name != name) continue;
      event.voided = true;
      event.void_reason = reason;
      return events_->Put(event);
    }
    return resource::NotFound(name);
  }

 private:
  EventLog(resource::Repository<Event>& events, std::string owner, std::vector<Event> all)
      : events_(&events), owner_(std::move(owner)), all_(std::move(all)) {}

  resource::Repository<Event>* events_;
  std::string owner_;
  std::vector<Event> all_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_EVENT_LOG_H_
