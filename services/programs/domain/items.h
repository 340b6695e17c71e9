// Use cases that describe items: create and update. Every function runs inside one transaction and
// decides on what it reads there; what it is given has valid text and dates, and units that exist.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEMS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEMS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

// What item use cases read and write.
struct ItemStores {
  ProgramRepository& programs;
  ItemRepository& items;
  EventRepository& events;
};

// Stores drafts of one programme, all or none. NOT_FOUND for the programme, RESOURCE_EXISTS.
absl::Status CreateItems(const ItemStores& stores, std::vector<Item>& items);

struct ItemUpdate {
  std::string name;
  std::string etag;  // expected; empty: any
  // Puts the new values into the item. `draft`: leads and baseline_due_date may be changed too.
  std::function<void(Item& item, bool draft)> change;
  // The caller named leads or baseline_due_date: an error unless the item is a draft.
  bool only_draft = false;
};

// Stores the changed item, if it differs. When it becomes secret, or is so no longer, its events
// follow in the same revision. NOT_FOUND, ETAG_MISMATCH, ITEM_STATE.
absl::StatusOr<Item> UpdateItem(const ItemStores& stores, const ItemUpdate& update);

// The item, if it has the etag expected (empty: any). NOT_FOUND, ETAG_MISMATCH.
absl::StatusOr<Item> ReadItem(ItemRepository& items, const std::string& name,
                              const std::string& etag);

// All events of an item, in the order of recording.
absl::StatusOr<std::vector<ItemEvent>> EventsOf(EventRepository& events,
                                                const std::string& item_name);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEMS_H_
