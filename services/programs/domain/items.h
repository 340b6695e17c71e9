// Use cases that describe items: create and update. Every function runs inside one transaction and
// decides on what it reads there; what it is given has valid text and dates, and units that exist.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEMS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEMS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

// What item use cases read and write.
struct ItemStores {
  ProgramRepository& programs;
  CategoryRepository& categories;
  ItemRepository& items;
  EventRepository& events;
};

// Stores drafts of one programme, all or none. NOT_FOUND for the programme, PROGRAM_STATE when it
// is closed, RESOURCE_EXISTS; a violation of "parent" when its category does not hold items.
absl::Status CreateItems(const ItemStores& stores, std::vector<Item>& items);

// What an update may change beyond the fields that describe an item.
struct Editable {
  bool terms = false;         // leads and baseline_due_date: of a draft
  bool coordinators = false;  // until a reassignment has set them
};

struct ItemUpdate {
  std::string name;
  std::string etag;  // expected; empty: any
  // Puts the new values into the item.
  std::function<void(Item& item, const Editable& editable)> change;
  // What the caller named, and not only by "*": an error where it may not be changed.
  Editable named;
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
