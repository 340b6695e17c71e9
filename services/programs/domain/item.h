// An item of a programme (nội dung) and its dated events.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::programs {

using calendar::Day;

// Values as in programs.proto. Timeliness is not a state: it is derived at a date.
enum class ItemState { kDraft = 1, kIssued = 2, kCompleted = 3, kWithdrawn = 4 };

// A unit that leads an item (đơn vị chủ trì).
struct Lead {
  std::string unit;                // units/{unit}
  std::optional<Day> result_date;  // when it finished its part
  bool operator==(const Lead&) const = default;
};

struct Item {
  std::string name;  // programs/{program}/items/{item}
  int32_t ordinal = 0;
  std::string title;    // the true one, also of a secret item (secret.h)
  std::string product;  // likewise
  std::vector<Lead> leads;
  std::vector<std::string> coordinators;
  std::string assigning_organ;
  std::vector<std::string> tags;
  std::optional<Day> approval_date;      // from here on in the programme
  std::optional<Day> baseline_due_date;  // first one set; nullopt: issued without
  std::optional<Day> due_date;           // in force
  bool secret = false;
  ItemState state = ItemState::kDraft;
  std::optional<Day> result_date;      // first day on which all leads had finished
  std::optional<Day> withdrawal_date;  // from here on out of the programme
  resource::Stamp stamp;
  bool operator==(const Item&) const = default;
};

enum class EventKind { kIssued = 1, kCompleted = 2, kExtended = 3, kWithdrawn = 4 };

// What happened to an item, as recorded: a resource of its own, never changed but for its secrecy.
struct ItemEvent {
  std::string name;  // programs/{program}/items/{item}/events/{number}
  EventKind kind = EventKind::kIssued;
  Day date;                         // the day on which it counts
  std::string lead;                 // of a completion; empty for an item without a lead
  std::optional<Day> new_due_date;  // of an extension; nullopt: removed
  resource::Document document;
  std::string approver;  // of an extension: post or organ
  std::string reason;    // the true one, also of a secret item
  bool secret = false;   // whether the item is: hides the reason
  // Revision of the units service that the named unit was checked against; 0: none was named.
  int64_t units_revision = 0;
  resource::Stamp stamp;
  bool operator==(const ItemEvent&) const = default;
};

using ItemRepository = resource::Repository<Item>;
using EventRepository = resource::Repository<ItemEvent>;

// "programs/p" of "programs/p/items/i".
std::string ProgramOf(std::string_view item_name);

// What the names of an item's events start with.
std::string EventPrefix(std::string_view item_name);

// Numbers have four digits, "0001": the order of names is the order of recording.
inline constexpr int kMaxEvents = 9999;
std::string EventName(std::string_view item_name, int number);

// The due date in force on `as_of` (figures.md, rule 9): that of the extension with the latest
// approval on or before that day, of one day the last recorded; without one the baseline. `events`
// in the order of recording.
std::optional<Day> DueDate(const std::optional<Day>& baseline, const std::vector<ItemEvent>& events,
                           Day as_of);

// The first day on which every lead had finished: the latest of their result dates. nullopt while
// one is open, or without leads.
std::optional<Day> AllDone(const std::vector<Lead>& leads);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_H_
