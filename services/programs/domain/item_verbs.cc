#include "services/programs/domain/item_verbs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/name.h"
#include "services/programs/domain/reasons.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

// An item as a verb finds it.
struct Found {
  Item item;
  std::vector<ItemEvent> events;
};

absl::StatusOr<Found> Begin(const ItemStores& stores, const VerbInput& input, ItemVerb verb) {
  TIENDO_ASSIGN_OR_RETURN(Item item, ReadItem(stores.items, input.name, input.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(item, verb));
  TIENDO_ASSIGN_OR_RETURN(std::vector<ItemEvent> events, EventsOf(stores.events, item.name));
  if (events.size() >= static_cast<size_t>(kMaxEvents)) {
    return ItemStateError(
        item, verb,
        "would be event " + std::to_string(kMaxEvents + 1) + ", which an item cannot have");
  }
  return Found{std::move(item), std::move(events)};
}

ItemEvent NewEvent(const Found& found, EventKind kind, const VerbInput& input) {
  ItemEvent event;
  event.name = EventName(found.item.name, static_cast<int>(found.events.size()) + 1);
  event.kind = kind;
  event.date = input.date;
  event.document = input.document;
  event.reason = input.reason;
  event.secret = found.item.secret;
  return event;
}

absl::StatusOr<Item> Store(const ItemStores& stores, Item item, ItemEvent event) {
  TIENDO_RETURN_IF_ERROR(stores.items.Put(item));
  TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  return item;
}

absl::Status CheckNotBeforeApproval(const Item& item, const VerbInput& input) {
  if (!item.approval_date || input.date >= *item.approval_date) return absl::OkStatus();
  return errors::InvalidField("approval_date", calendar::FormatIso(input.date) +
                                                   " is before the item was in the programme (" +
                                                   calendar::FormatIso(*item.approval_date) + ")");
}

// The lead that a completion is about; nullptr for the item without one.
absl::StatusOr<Lead*> FindLead(Item& item, const std::string& unit) {
  if (unit.empty()) {
    if (item.leads.empty()) return nullptr;
    if (item.leads.size() == 1) return &item.leads.front();
    return errors::InvalidField("lead", "is required: the item has several leads");
  }
  auto it = std::find_if(item.leads.begin(), item.leads.end(),
                         [&unit](const Lead& lead) { return lead.unit == unit; });
  if (it == item.leads.end()) {
    return errors::InvalidField("lead", unit + " does not lead " + item.name +
                                            (item.leads.empty() ? ", which has no lead" : ""));
  }
  return &*it;
}

absl::Status AlreadyDone(const Item& item, const Lead& lead) {
  const std::string date = calendar::FormatIso(*lead.result_date);
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kLeadAlreadyDone,
      lead.unit + " finished its part of " + item.name + " on " + date + ": the first date stands",
      {{"name", item.name}, {"lead", lead.unit}, {"result_date", date}});
}

}  // namespace

absl::StatusOr<Item> IssueItem(const ItemStores& stores, const VerbInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, ItemVerb::kIssue));
  const std::string program_name = ProgramOf(input.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, stores.programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kIssueItem));
  ItemEvent event = NewEvent(found, EventKind::kIssued, input);
  found.item.state = ItemState::kIssued;
  found.item.approval_date = input.date;
  found.item.due_date = found.item.baseline_due_date;
  return Store(stores, std::move(found.item), std::move(event));
}

absl::StatusOr<Item> ReportCompletion(const ItemStores& stores, const Completion& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, ItemVerb::kReportCompletion));
  ItemEvent event = NewEvent(found, EventKind::kCompleted, input);
  Item& item = found.item;
  TIENDO_ASSIGN_OR_RETURN(Lead * lead, FindLead(item, input.lead));
  if (lead != nullptr) {
    if (lead->result_date) return AlreadyDone(item, *lead);
    lead->result_date = input.date;
    event.lead = lead->unit;
    event.units_revision = input.units_revision;
  }
  item.result_date = lead == nullptr ? input.date : AllDone(item.leads);
  if (item.result_date) {
    item.state = ItemState::kCompleted;
    item.due_date = DueDate(item.baseline_due_date, found.events, *item.result_date);
  }
  return Store(stores, std::move(item), std::move(event));
}

absl::StatusOr<Item> ExtendItem(const ItemStores& stores, const Extension& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, ItemVerb::kExtend));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeApproval(found.item, input));
  ItemEvent event = NewEvent(found, EventKind::kExtended, input);
  event.new_due_date = input.new_due_date;
  event.approver = input.approver;
  found.events.push_back(event);
  found.item.due_date = DueDate(found.item.baseline_due_date, found.events, calendar::kLastDay);
  return Store(stores, std::move(found.item), std::move(event));
}

absl::StatusOr<Item> WithdrawItem(const ItemStores& stores, const VerbInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, ItemVerb::kWithdraw));
  Item& item = found.item;
  if (item.result_date && *item.result_date <= input.date) {
    return ItemStateError(item, ItemVerb::kWithdraw,
                          "on " + calendar::FormatIso(input.date) +
                              " is not possible: the item was done on " +
                              calendar::FormatIso(*item.result_date));
  }
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeApproval(item, input));
  ItemEvent event = NewEvent(found, EventKind::kWithdrawn, input);
  item.state = ItemState::kWithdrawn;
  item.withdrawal_date = input.date;
  return Store(stores, std::move(item), std::move(event));
}

}  // namespace tiendo::programs
