#include "services/programs/domain/items.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {

absl::Status CreateItems(const ItemStores& stores, std::vector<Item>& items) {
  if (items.empty()) return absl::OkStatus();
  const std::string program_name = ProgramOf(items.front().name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, stores.programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
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
  const bool draft = stored.state == ItemState::kDraft;
  if (update.only_draft && !draft) {
    return ItemStateError(stored, ItemVerb::kUpdate,
                          "changes leads and baseline_due_date of a draft only");
  }
  Item item = stored;
  update.change(item, draft);
  if (draft) item.due_date = item.baseline_due_date;
  if (item == stored) return item;
  TIENDO_RETURN_IF_ERROR(stores.items.Put(item));
  if (item.secret == stored.secret) return item;
  TIENDO_ASSIGN_OR_RETURN(std::vector<ItemEvent> events, EventsOf(stores.events, item.name));
  for (ItemEvent& event : events) {
    event.secret = item.secret;
    TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  }
  return item;
}

}  // namespace tiendo::programs
