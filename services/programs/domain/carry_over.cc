// Carrying over, and taking back what was entered wrongly (item_verbs.h): what may touch two lines.
#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/name.h"
#include "services/programs/domain/programs.h"
#include "services/programs/domain/reasons.h"
#include "services/programs/domain/verb_steps.h"

namespace tiendo::programs {
namespace {

absl::Status CheckProgram(const ItemStores& stores, const std::string& name) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, stores.programs.Get(name));
  if (!program) return resource::ReferenceNotFound("program", name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kCarryOverItem));
  errors::Violations violations;
  TIENDO_RETURN_IF_ERROR(
      CheckHolds(stores.categories, *program, Content::kItem, "program", violations));
  return violations.ToStatus();
}

// Done or withdrawn by then, a carry-over would be void (rule 21).
absl::Status CheckCanBeCarried(const Step& step, Day day) {
  if (step.before.carry_over_date) {
    return StateError(step, "is not possible: it was carried over into " + step.before.carried_to);
  }
  if (const std::optional<Day> done = step.On(day).result_date) {
    return StateError(step, "on " + calendar::FormatIso(day) +
                                " is not possible: the item was done on " +
                                calendar::FormatIso(*done));
  }
  for (const ItemEvent* event : InOrder(step.events, calendar::kLastDay)) {
    if (event->kind != EventKind::kExtended || event->date <= day) continue;
    return errors::InvalidField("approval_date",
                                calendar::FormatIso(day) + " is before the extension of " +
                                    calendar::FormatIso(event->date) + " (" + event->name + ")");
  }
  return absl::OkStatus();
}

std::vector<std::string> OpenLeads(const Present& present) {
  std::vector<std::string> out = present.leads;
  std::erase_if(out, [&](const std::string& lead) { return present.finished.contains(lead); });
  return out;
}

Item NewLine(const Step& old, const CarryOver& input) {
  const Present then = old.On(input.date);
  Item line;
  line.name = input.new_name;
  line.ordinal = input.ordinal.value_or(old.item.ordinal);
  line.title = old.item.title;
  line.product = old.item.product;
  line.assigning_organ = old.item.assigning_organ;
  line.tags = old.item.tags;
  line.secret = old.item.secret;
  Entry entry;
  entry.leads = input.leads.empty() ? OpenLeads(then) : input.leads;
  entry.coordinators = then.coordinators;
  // A carry-over does not rebase (rule 10).
  entry.due_date = then.baseline_due_date;
  line.entry = std::move(entry);
  return line;
}

// A draft that was carried in from this very line by an entry that was voided since.
bool CameInByMistake(const Step& line, const std::string& from) {
  return line.item.state == ItemState::kDraft &&
         std::ranges::any_of(line.events, [&](const ItemEvent& event) {
           return event.kind == EventKind::kCarriedIn && event.voided && event.item == from;
         });
}

// The new line, before it is carried in. One whose carry-over was voided takes its id up again.
absl::StatusOr<Step> LineFor(const ItemStores& stores, const Step& old, const CarryOver& input) {
  Step line{old.verb, NewLine(old, input), {}, {}, {}};
  line.entry = *line.item.entry;
  TIENDO_ASSIGN_OR_RETURN(std::optional<Item> taken, stores.items.Get(input.new_name));
  if (!taken) return line;
  TIENDO_ASSIGN_OR_RETURN(Step there, ReadStep(stores, input.new_name, "", old.verb));
  if (!CameInByMistake(there, old.item.name)) return resource::Exists(input.new_name);
  TIENDO_RETURN_IF_ERROR(CheckNotAfterEvents(there, input.date));
  TIENDO_RETURN_IF_ERROR(CheckRoom(there));
  line.item.stamp = there.item.stamp;
  line.item.secret = there.item.secret;  // as its events are
  line.events = std::move(there.events);
  return line;
}

// `against` is the entry that stands against it.
absl::Status Conflict(const std::string& voided, const std::string& against,
                      const std::string& why) {
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kItemEventConflict,
                      voided + " cannot be voided: " + why, {{"name", voided}, {"event", against}});
}

ItemEvent* FindEvent(std::vector<ItemEvent>& events, std::string_view name) {
  auto found = std::ranges::find(events, name, &ItemEvent::name);
  return found == events.end() ? nullptr : &*found;
}

// Whether the item's own carry-over still stands without the voided event.
absl::Status CheckCarryOverStands(const Step& step, const std::string& voided) {
  const Present after = Replay(step.entry, step.events);
  const ItemEvent* carried = nullptr;
  for (const ItemEvent& event : step.events) {
    if (event.kind == EventKind::kCarriedOver && !event.voided) carried = &event;
  }
  if (carried == nullptr) return absl::OkStatus();
  if (after.approval_date && !after.withdrawal_date && !step.On(carried->date).result_date) {
    return absl::OkStatus();
  }
  return Conflict(voided, carried->name,
                  "the item was carried over into " + carried->item + " on " +
                      calendar::FormatIso(carried->date) +
                      ", which could not have been; void that first");
}

absl::StatusOr<Item> StoreVoided(const ItemStores& stores, Step step, ItemEvent event) {
  Restate(Replay(step.entry, step.events), step.item);
  // A draft has not come into the programme with anything yet.
  step.item.entry = step.item.state == ItemState::kDraft ? std::nullopt : std::optional(step.entry);
  TIENDO_RETURN_IF_ERROR(stores.items.Put(step.item));
  TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  return std::move(step.item);
}

void MarkVoided(ItemEvent& event, const std::string& reason) {
  event.voided = true;
  event.void_reason = reason;
}

// The other half of a carry-over: the new line never came in.
absl::Status VoidNewLine(const ItemStores& stores, const ItemEvent& carried_over,
                         const std::string& reason) {
  TIENDO_ASSIGN_OR_RETURN(Step line, ReadStep(stores, carried_over.item, "", ItemVerb::kVoidEvent));
  for (ItemEvent& event : line.events) {
    if (event.kind != EventKind::kCarriedIn || event.voided) continue;
    MarkVoided(event, reason);
    TIENDO_RETURN_IF_ERROR(CheckCarryOverStands(line, event.name));
    ItemEvent voided = event;
    return StoreVoided(stores, std::move(line), std::move(voided)).status();
  }
  return errors::Internal(carried_over.name + " has no other half");
}

}  // namespace

absl::StatusOr<Item> CarryOverItem(const ItemStores& stores, const CarryOver& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kCarryOver));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, "approval_date", input.date));
  TIENDO_RETURN_IF_ERROR(CheckCanBeCarried(step, input.date));
  TIENDO_RETURN_IF_ERROR(CheckProgram(stores, ProgramOf(input.new_name)));
  TIENDO_ASSIGN_OR_RETURN(Step line, LineFor(stores, step, input));
  ItemEvent in = NewEvent(line, EventKind::kCarriedIn, input);
  in.item = step.item.name;
  in.new_due_date = input.new_due_date;
  in.units_revision = input.units_revision;
  ItemEvent over = NewEvent(step, EventKind::kCarriedOver, input);
  over.item = line.item.name;
  TIENDO_RETURN_IF_ERROR(Record(stores, std::move(step), std::move(over)).status());
  return Record(stores, std::move(line), std::move(in));
}

absl::StatusOr<Item> VoidEvent(const ItemStores& stores, const Voiding& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step,
                          ReadStep(stores, ItemOf(input.event), input.etag, ItemVerb::kVoidEvent));
  ItemEvent* event = FindEvent(step.events, input.event);
  if (event == nullptr) return resource::NotFound(input.event);
  if (event->voided) return Conflict(event->name, event->name, "it is voided already");
  if (event->kind == EventKind::kCarriedIn) {
    return Conflict(event->name, event->name,
                    "it is half of a carry-over; void that of " + event->item);
  }
  MarkVoided(*event, input.reason);
  TIENDO_RETURN_IF_ERROR(CheckCarryOverStands(step, event->name));
  if (event->kind == EventKind::kCarriedOver) {
    TIENDO_RETURN_IF_ERROR(VoidNewLine(stores, *event, input.reason));
  }
  ItemEvent voided = *event;
  return StoreVoided(stores, std::move(step), std::move(voided));
}

}  // namespace tiendo::programs
