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
#include "common/resource/name.h"
#include "common/resource/repository.h"

namespace tiendo::programs {

using calendar::Day;

// Values as in items.proto, which says what each means. Timeliness is not a state: it is derived at
// a date.
enum class ItemState {
  kDraft = 1,
  kIssued = 2,
  kCompleted = 3,
  kWithdrawn = 4,
  kAccepted = 5,
  kRefused = 6,
  kInProgress = 7,
  kSuspended = 8,
  kCarriedOver = 9,
};

// A unit that leads an item (đơn vị chủ trì), and what is known of its part.
struct Lead {
  std::string unit;                                 // units/{unit}
  std::optional<Day> result_date = std::nullopt;    // when it finished its part
  std::optional<Day> reported_date = std::nullopt;  // when it said so
  std::optional<Day> accepted_date = std::nullopt;  // when the result was accepted
  resource::Document document = {};                 // the product
  bool operator==(const Lead&) const = default;
};

// What an item came into the programme with: what its events start from.
struct Entry {
  std::vector<std::string> leads;
  std::vector<std::string> coordinators;
  // Of a line that was carried in the baseline of the line it came from.
  std::optional<Day> due_date;
  bool operator==(const Entry&) const = default;
};

// A step that makes concrete what remains (mốc). Moves no count.
struct Milestone {
  std::string id;  // within the item
  std::string title;
  std::optional<Day> due_date = std::nullopt;
  std::optional<Day> done_date = std::nullopt;
  bool operator==(const Milestone&) const = default;
};

struct Item {
  std::string name;  // programs/{program}/items/{item}
  int32_t ordinal = 0;
  std::string title;    // the true one, also of a secret item (secret.h)
  std::string product;  // likewise
  std::string assigning_organ;
  std::vector<std::string> tags;
  bool secret = false;
  // nullopt: a draft, or recorded before it was kept (EntryOf in lifecycle.h).
  std::optional<Entry> entry;

  // From here on what the events come to (lifecycle.h); of a draft as entered, or empty.
  std::vector<Lead> leads;
  std::vector<std::string> coordinators;
  std::optional<Day> approval_date;      // from here on in the programme
  std::optional<Day> baseline_due_date;  // first one set
  std::optional<Day> due_date;           // in force
  ItemState state = ItemState::kDraft;
  std::optional<Day> result_date;      // first day on which all leads had finished
  std::optional<Day> withdrawal_date;  // from here on out of the programme
  std::optional<Day> accepted_date;    // all results accepted
  std::optional<Day> carry_over_date;  // from here on the due date stands still
  std::optional<Day> last_news_date;   // of the newest event
  std::optional<int32_t> progress_percent;
  std::vector<Milestone> milestones;  // the true ones, also of a secret item
  std::string carried_from;           // the line before; empty: none
  std::string carried_to;             // the line after
  resource::Stamp stamp;
  bool operator==(const Item&) const = default;
};

// Values as in items.proto.
enum class EventKind {
  kIssued = 1,
  kCompleted = 2,
  kExtended = 3,
  kWithdrawn = 4,
  kAccepted = 5,
  kRefused = 6,
  kProgress = 7,
  kAppraised = 8,
  kReturned = 9,
  kSuspended = 10,
  kResumed = 11,
  kCarriedOver = 12,
  kCarriedIn = 13,
  kReassigned = 14,
  kMilestonesAdded = 15,
  kMilestonesReplaced = 16,
  kMilestoneDone = 17,
};

// What happened to an item, as recorded: a resource of its own. It changes when it is voided, and
// its secrecy follows the item's.
struct ItemEvent {
  std::string name;  // programs/{program}/items/{item}/events/{number}
  EventKind kind = EventKind::kIssued;
  Day date;                          // the day on which it counts
  std::string lead;                  // whom it is about; empty: the item as a whole
  std::vector<std::string> parts;    // leads whose parts a completion, appraisal or return is about
  std::optional<Day> new_due_date;   // of an extension (nullopt: removed), of a line carried in
  std::optional<Day> reported_date;  // of a completion
  std::optional<Day> accepted_date;  // of a completion, where it was known at once
  std::vector<std::string> leads;    // of a reassignment: all from then on
  std::vector<std::string> coordinators;  // likewise
  std::optional<int32_t> percent;         // of progress
  std::string note;                       // of progress; the true one, also of a secret item
  std::vector<Milestone> milestones;      // likewise
  std::string item;                       // of a carry-over: the other line
  resource::Document document;
  std::string approver;  // post or organ
  std::string reason;    // the true one, also of a secret item
  bool secret = false;   // whether the item is: hides the texts
  // Revision of the units service that the named units were checked against; 0: none was named.
  int64_t units_revision = 0;
  bool voided = false;  // a wrong entry: it never happened
  std::string void_reason;
  std::optional<Instant> void_time;  // nullopt: not stored yet as voided
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
inline constexpr int kMaxEvents = resource::kMaxNumber;
std::string EventName(std::string_view item_name, int number);

// "programs/p/items/i" of one of its events' names.
std::string ItemOf(std::string_view event_name);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_H_
