// What the events of an item come to. The one place that decides it: every verb stores what
// Replay says, so a stored state can always be made again from the events. Numbers are those of the
// rules of counting; services/status/domain/item_state.h reads the same rules for a day.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_LIFECYCLE_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_LIFECYCLE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/programs/domain/item.h"

namespace tiendo::programs {

// A part that is finished, since the last return.
struct Part {
  Day result_date;
  std::optional<Day> reported_date;
  std::optional<Day> accepted_date;
  resource::Document document;
  bool operator==(const Part&) const = default;
};

enum class Response { kAccepted, kRefused };

// The part of an item that has no lead, and who answers for it.
inline constexpr char kWholeItem[] = "";

struct Present {
  ItemState state = ItemState::kDraft;
  std::vector<std::string> leads;
  std::vector<std::string> coordinators;
  std::optional<Day> approval_date;
  std::optional<Day> baseline_due_date;
  std::optional<Day> due_date;
  std::optional<Day> result_date;
  std::optional<Day> withdrawal_date;
  std::optional<Day> carry_over_date;
  std::optional<Day> last_news_date;
  std::optional<int32_t> progress_percent;
  std::vector<Milestone> milestones;
  std::string carried_from;
  std::string carried_to;
  bool suspended = false;
  // By unit, also of units that lead no more; kWholeItem for an item without lead.
  std::map<std::string, Part, std::less<>> finished;
  std::map<std::string, Response, std::less<>> responses;
  bool operator==(const Present&) const = default;
};

// What `events` come to that are dated `until` or before and not voided, in the order of (date,
// time of recording, number); one that is not stored yet counts as recorded last (rule 2).
//  * Done since the first day on which every lead in force had finished, without interruption
//    (rules 1, 4, 6, 8). An item without lead is finished by any completion (rule 15).
//  * Of several extensions the one approved last is in force; of a done item, as of the day it was
//    done (rule 9). The baseline is the first due date ever set (rule 10).
//  * Withdrawn by the first withdrawal on whose day the item was not done; what is dated later
//    counts nothing (rule 7). A withdrawal of a done item has no effect for good.
//  * Without an issue in force the item is a draft and is as its entry says.
Present Replay(const Entry& entry, std::span<const ItemEvent> events,
               Day until = calendar::kLastDay);

// The entry of an item, also of one that was recorded before it was kept: nothing could change its
// leads then, and its baseline was the due date it was issued with. Of a draft what it would be.
Entry EntryOf(const Item& item);

// Puts what the events come to into the item; what describes it stays.
void Restate(const Present& present, Item& item);

// The events that are in force, in that order.
std::vector<const ItemEvent*> InOrder(std::span<const ItemEvent> events, Day until);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_LIFECYCLE_H_
