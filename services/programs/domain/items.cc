#include "services/programs/domain/items.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/lifecycle.h"
#include "services/programs/domain/programs.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

Editable EditableOf(const Item& item, const std::vector<ItemEvent>& events) {
  const bool draft = item.state == ItemState::kDraft;
  const bool reassigned = std::ranges::any_of(events, [](const ItemEvent& event) {
    return event.kind == EventKind::kReassigned && !event.voided;
  });
  return {.terms = draft, .coordinators = draft || !reassigned};
}

absl::Status CheckEditable(const Item& item, const Editable& named, const Editable& editable) {
  if (named.terms && !editable.terms) {
    return ItemStateError(item, ItemVerb::kUpdate,
                          "changes leads and baseline_due_date of a draft only");
  }
  if (named.coordinators && !editable.coordinators) {
    return ItemStateError(item, ItemVerb::kUpdate,
                          "changes coordinators only until ReassignItem has set them");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CreateItems(const ItemStores& stores, std::vector<Item>& items) {
  if (items.empty()) return absl::OkStatus();
  const std::string program_name = ProgramOf(items.front().name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, stores.programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kCreateItem));
  errors::Violations violations;
  TIENDO_RETURN_IF_ERROR(
      CheckHolds(stores.categories, *program, Content::kItem, "parent", violations));
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  for (Item& item : items) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Item> stored, stores.items.Get(item.name));
    if (stored) return resource::Exists(item.name);
    item.due_date = item.baseline_due_date;
    TIENDO_RETURN_IF_ERROR(stores.items.Put(item));
  }
  return absl::OkStatus();
}

absl::StatusOr<Item> ReadItem(ItemRepository& items, const std::string& name,
                              const std::string& etag) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Item> item, items.Get(name));
  if (!item) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, item->stamp.revision));
  return *std::move(item);
}

absl::StatusOr<std::vector<ItemEvent>> EventsOf(EventRepository& events,
                                                const std::string& item_name) {
  return events.List(EventPrefix(item_name), "", kMaxEvents);
}

absl::StatusOr<Item> UpdateItem(const ItemStores& stores, const ItemUpdate& update) {
  TIENDO_ASSIGN_OR_RETURN(Item stored, ReadItem(stores.items, update.name, update.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(stored, ItemVerb::kUpdate));
  TIENDO_ASSIGN_OR_RETURN(std::vector<ItemEvent> events, EventsOf(stores.events, stored.name));
  const Editable editable = EditableOf(stored, events);
  TIENDO_RETURN_IF_ERROR(CheckEditable(stored, update.named, editable));
  Item item = stored;
  update.change(item, editable);
  if (editable.terms) {
    item.due_date = item.baseline_due_date;
  } else if (item.coordinators != stored.coordinators) {
    // A correction of what it was issued with, not another reassignment.
    item.entry = EntryOf(stored);
    item.entry->coordinators = item.coordinators;
  }
  if (item == stored) return item;
  TIENDO_RETURN_IF_ERROR(stores.items.Put(item));
  if (item.secret == stored.secret) return item;
  for (ItemEvent& event : events) {
    event.secret = item.secret;
    TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  }
  return item;
}

}  // namespace tiendo::programs
