// What was agreed of an item: due date, leads, its place in the programme (item_verbs.h).
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/programs/domain/verb_steps.h"

namespace tiendo::programs {
namespace {

constexpr char kApprovalDate[] = "approval_date";

// From the day on which an item was done, and from a carry-over on, its due date stands still.
absl::Status CheckDueDateMoves(const Step& step, Day day) {
  const Present& before = step.before;
  if (before.result_date && day > *before.result_date) {
    return StateError(
        step, "has no effect: the item was done on " + calendar::FormatIso(*before.result_date));
  }
  if (before.carry_over_date && day > *before.carry_over_date) {
    return StateError(step, "is not possible: the due date stands still since the carry-over of " +
                                calendar::FormatIso(*before.carry_over_date));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Item> ExtendItem(const ItemStores& stores, const Extension& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kExtend));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kApprovalDate, input.date));
  TIENDO_RETURN_IF_ERROR(CheckDueDateMoves(step, input.date));
  ItemEvent event = NewEvent(step, EventKind::kExtended, input);
  event.new_due_date = input.new_due_date;
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> ReassignItem(const ItemStores& stores, const Reassignment& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kReassign));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kApprovalDate, input.date));
  const Present then = step.On(input.date);
  if (then.leads == input.leads && then.coordinators == input.coordinators) {
    return errors::InvalidField("leads", "lead the item already on " +
                                             calendar::FormatIso(input.date) +
                                             ", with the same units coordinating");
  }
  ItemEvent event = NewEvent(step, EventKind::kReassigned, input);
  event.leads = input.leads;
  event.coordinators = input.coordinators;
  event.units_revision = input.units_revision;
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> WithdrawItem(const ItemStores& stores, const VerbInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kWithdraw));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kApprovalDate, input.date));
  if (step.before.carry_over_date) {
    return StateError(step, "is not possible: it was carried over on " +
                                calendar::FormatIso(*step.before.carry_over_date));
  }
  if (const std::optional<Day> done = step.On(input.date).result_date) {
    return StateError(step, "on " + calendar::FormatIso(input.date) +
                                " is not possible: the item was done on " +
                                calendar::FormatIso(*done));
  }
  ItemEvent event = NewEvent(step, EventKind::kWithdrawn, input);
  return Record(stores, std::move(step), std::move(event));
}

}  // namespace tiendo::programs
