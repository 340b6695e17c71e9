#include "services/programs/domain/verb_steps.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"

namespace tiendo::programs {

Present Step::With(const ItemEvent& event) const {
  std::vector<ItemEvent> all = events;
  all.push_back(event);
  return Replay(entry, all);
}

absl::StatusOr<Step> ReadStep(const ItemStores& stores, const std::string& name,
                              const std::string& etag, ItemVerb verb) {
  TIENDO_ASSIGN_OR_RETURN(Item item, ReadItem(stores.items, name, etag));
  TIENDO_ASSIGN_OR_RETURN(std::vector<ItemEvent> events, EventsOf(stores.events, name));
  Step step{verb, std::move(item), std::move(events), {}, {}};
  step.entry = EntryOf(step.item);
  step.before = Replay(step.entry, step.events);
  return step;
}

absl::StatusOr<Step> Begin(const ItemStores& stores, const VerbInput& input, ItemVerb verb) {
  TIENDO_ASSIGN_OR_RETURN(Step step, ReadStep(stores, input.name, input.etag, verb));
  TIENDO_RETURN_IF_ERROR(CheckState(step.item, verb));
  TIENDO_RETURN_IF_ERROR(CheckRoom(step));
  return step;
}

absl::Status CheckRoom(const Step& step) {
  if (step.events.size() < static_cast<size_t>(kMaxEvents)) return absl::OkStatus();
  return StateError(
      step, "would be event " + std::to_string(kMaxEvents + 1) + ", which an item cannot have");
}

ItemEvent NewEvent(const Step& step, EventKind kind, const VerbInput& input) {
  ItemEvent event;
  event.name = EventName(step.item.name, static_cast<int>(step.events.size()) + 1);
  event.kind = kind;
  event.date = input.date;
  event.document = input.document;
  event.approver = input.approver;
  event.reason = input.reason;
  event.secret = step.item.secret;
  return event;
}

absl::StatusOr<Item> Record(const ItemStores& stores, Step step, ItemEvent event) {
  Item& item = step.item;
  Restate(step.With(event), item);
  item.entry = std::move(step.entry);
  TIENDO_RETURN_IF_ERROR(stores.items.Put(item));
  TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  return std::move(item);
}

absl::Status CheckNotBeforeEntry(const Step& step, std::string_view field, Day day) {
  const std::optional<Day>& entered = step.before.approval_date;
  if (!entered || day >= *entered) return absl::OkStatus();
  return errors::InvalidField(field, calendar::FormatIso(day) +
                                         " is before the item was in the programme (" +
                                         calendar::FormatIso(*entered) + ")");
}

absl::Status CheckNotAfterEvents(const Step& step, Day day) {
  for (const ItemEvent* event : InOrder(step.events, calendar::kLastDay)) {
    if (event->kind == EventKind::kCompleted || event->date >= day) continue;
    return errors::InvalidField("approval_date", calendar::FormatIso(day) + " is after " +
                                                     event->name + " of " +
                                                     calendar::FormatIso(event->date));
  }
  return absl::OkStatus();
}

absl::Status CheckLead(const Step& step, const std::string& unit) {
  const std::vector<std::string>& leads = step.before.leads;
  if (unit.empty() || absl::c_linear_search(leads, unit)) return absl::OkStatus();
  return errors::InvalidField("lead", unit + " does not lead " + step.item.name +
                                          (leads.empty() ? ", which has no lead" : ""));
}

absl::Status Overtaken(std::string_view field, Day day, std::string_view why) {
  return errors::InvalidField(field,
                              calendar::FormatIso(day) + " changes nothing: " + std::string(why));
}

absl::Status StateError(const Step& step, std::string_view why) {
  return ItemStateError(step.item, step.verb, why);
}

}  // namespace tiendo::programs
