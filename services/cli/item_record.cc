#include "services/cli/item_record.h"

#include <algorithm>

#include "services/cli/dates.h"
#include "services/cli/list_all.h"

namespace tiendo::cli {
namespace {

using calendar::Day;
using programs::v1::Item;
using programs::v1::ItemEvent;
using sheets::ItemRow;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

// Events that count, in the order in which they are in force.
std::vector<const ItemEvent*> InForce(const std::vector<ItemEvent>& events,
                                      std::optional<Day> as_of) {
  std::vector<const ItemEvent*> out;
  for (const ItemEvent& event : events) {
    const std::optional<Day> day = DayOf(event.has_event_date(), event.event_date());
    if (!event.voided() && (!as_of || (day && *day <= *as_of))) out.push_back(&event);
  }
  // Recorded in order, so that a stable sort by date is enough.
  std::stable_sort(out.begin(), out.end(), [](const ItemEvent* a, const ItemEvent* b) {
    return IsoDate(a->event_date()) < IsoDate(b->event_date());
  });
  return out;
}

Day DateOf(const ItemEvent& event) {
  return DayOf(event.has_event_date(), event.event_date()).value_or(calendar::kFirstDay);
}

// The extension that gave the due date of `row`; none when that is still the first one.
void ReadExtension(const std::vector<const ItemEvent*>& events, ItemRow& row) {
  const ItemEvent* extension = nullptr;
  for (const ItemEvent* event : events) {
    if (event->kind() != ItemEvent::KIND_EXTENDED) continue;
    if (DayOf(event->has_new_due_date(), event->new_due_date()) == row.due) extension = event;
  }
  if (extension == nullptr) return;
  row.extension = {DateOf(*extension), sheets::OneLineOf(extension->approver()),
                   FromProto(extension->document()), sheets::OneLineOf(extension->reason())};
  row.due_removed = !row.due.has_value();
}

// By as_of: the due date that the last extension by then had set.
std::optional<Day> DueAsOf(const std::vector<const ItemEvent*>& events, const Item& item) {
  std::optional<Day> due = DayOf(item.has_baseline_due_date(), item.baseline_due_date());
  for (const ItemEvent* event : events) {
    if (event->kind() == ItemEvent::KIND_EXTENDED || event->kind() == ItemEvent::KIND_CARRIED_IN) {
      due = DayOf(event->has_new_due_date(), event->new_due_date());
    }
  }
  return due;
}

void ReadResults(const Item& item, const std::vector<const ItemEvent*>& events,
                 std::optional<Day> as_of, ItemRow& row) {
  const auto document_of = [&events](const std::string& lead) {
    sheets::Document document;
    for (const ItemEvent* event : events) {
      if (event->kind() == ItemEvent::KIND_COMPLETED && event->lead() == lead) {
        document = FromProto(event->document());
      }
    }
    return document;
  };
  const auto by_then = [as_of](std::optional<Day> day) {
    return day && (!as_of || *day <= *as_of);
  };
  for (const Item::Lead& lead : item.leads()) {
    const std::optional<Day> day = DayOf(lead.has_result_date(), lead.result_date());
    if (by_then(day)) row.results.push_back({lead.unit(), *day, document_of(lead.unit())});
  }
  if (item.leads().empty()) {
    const std::optional<Day> day = DayOf(item.has_result_date(), item.result_date());
    if (by_then(day)) row.results.push_back({"", *day, document_of("")});
  }
}

}  // namespace

std::optional<Day> DayOf(bool present, const google::type::Date& date) {
  if (!present) return std::nullopt;
  return calendar::FromYmd(date.year(), date.month(), date.day());
}

sheets::Document FromProto(const tiendo::type::v1::Document& document) {
  return {sheets::OneLineOf(document.number()), DayOf(document.has_date(), document.date()),
          sheets::OneLineOf(document.issuer())};
}

tiendo::type::v1::Document ToProto(const sheets::Document& document) {
  tiendo::type::v1::Document out;
  out.set_number(document.number);
  if (document.date) *out.mutable_date() = ToDate(*document.date);
  out.set_issuer(document.issuer);
  return out;
}

std::optional<ItemRow> RecordOf(const Item& item, const std::vector<ItemEvent>& events,
                                std::optional<Day> as_of) {
  ItemRow row;
  row.approval_date = DayOf(item.has_approval_date(), item.approval_date());
  if (as_of && (!row.approval_date || *row.approval_date > *as_of)) return std::nullopt;
  const std::string& name = item.name();
  const size_t slash = name.find('/');
  row.program = name.substr(slash + 1, name.find("/items/") - slash - 1);
  row.id = name.substr(name.rfind('/') + 1);
  row.ordinal = item.ordinal();
  row.title = sheets::OneLineOf(item.title());
  row.product = sheets::OneLineOf(item.product());
  for (const Item::Lead& lead : item.leads()) row.leads.push_back(lead.unit());
  row.coordinators.assign(item.coordinators().begin(), item.coordinators().end());
  row.assigning_organ = sheets::OneLineOf(item.assigning_organ());
  row.tags.assign(item.tags().begin(), item.tags().end());
  row.secret = item.secret();
  row.baseline_due = DayOf(item.has_baseline_due_date(), item.baseline_due_date());
  const std::vector<const ItemEvent*> in_force = InForce(events, as_of);
  row.due = as_of ? DueAsOf(in_force, item) : DayOf(item.has_due_date(), item.due_date());
  ReadExtension(in_force, row);
  ReadResults(item, in_force, as_of, row);
  for (const ItemEvent* event : in_force) {
    if (event->kind() == ItemEvent::KIND_ISSUED || event->kind() == ItemEvent::KIND_CARRIED_IN) {
      row.approval_document = FromProto(event->document());
    }
    if (event->kind() == ItemEvent::KIND_WITHDRAWN) {
      row.withdrawal = {DateOf(*event), FromProto(event->document()),
                        sheets::OneLineOf(event->reason())};
    }
  }
  return row;
}

absl::StatusOr<std::vector<Item>> ListItems(Caller& caller, const std::string& program,
                                            const google::protobuf::Timestamp* read_time) {
  using Page = programs::v1::ListItemsResponse;
  return ListAll<programs::v1::ListItemsRequest, Page>(caller, std::string(kService) + "ListItems",
                                                       program, read_time, &Page::items);
}

absl::StatusOr<std::vector<ItemEvent>> ListEvents(Caller& caller, const std::string& item,
                                                  const google::protobuf::Timestamp* read_time) {
  using Page = programs::v1::ListItemEventsResponse;
  return ListAll<programs::v1::ListItemEventsRequest, Page>(
      caller, std::string(kService) + "ListItemEvents", item, read_time, &Page::events);
}

}  // namespace tiendo::cli
