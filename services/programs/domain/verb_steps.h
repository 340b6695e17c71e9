// What all verbs of an item share; for the files of item_verbs.h only.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_VERB_STEPS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_VERB_STEPS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/programs/domain/item_verbs.h"
#include "services/programs/domain/lifecycle.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {

// An item as a verb finds it, and as it will be.
struct Step {
  ItemVerb verb;
  Item item;
  std::vector<ItemEvent> events;
  Entry entry;
  Present before;

  // As of the end of a day.
  Present On(Day day) const { return Replay(entry, events, day); }
  // With one more event.
  Present With(const ItemEvent& event) const;
};

// The item with its events; whatever its state.
absl::StatusOr<Step> ReadStep(const ItemStores& stores, const std::string& name,
                              const std::string& etag, ItemVerb verb);
// The same, when the state allows the verb and there is room for one more event.
absl::StatusOr<Step> Begin(const ItemStores& stores, const VerbInput& input, ItemVerb verb);
absl::Status CheckRoom(const Step& step);

// The next event of the item, with what all inputs have.
ItemEvent NewEvent(const Step& step, EventKind kind, const VerbInput& input);

// Records the event and stores the item as it then is.
absl::StatusOr<Item> Record(const ItemStores& stores, Step step, ItemEvent event);

// `field` names the date in the request.
absl::Status CheckNotBeforeEntry(const Step& step, std::string_view field, Day day);

// An item whose entry was voided keeps what was recorded since; it comes in again no later than
// that. A result may be older than the approval.
absl::Status CheckNotAfterEvents(const Step& step, Day day);

// INVALID_ARGUMENT for a unit that does not lead the item now. Empty: all right.
absl::Status CheckLead(const Step& step, const std::string& unit);

// A date by which the event changes nothing because of what is recorded of a later day.
absl::Status Overtaken(std::string_view field, Day day, std::string_view why);

absl::Status StateError(const Step& step, std::string_view why);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_VERB_STEPS_H_
