// The verbs that change an item's state. Each records one event, or voids one, and stores the item
// as its events then come to (lifecycle.h), in one revision. Which verb is allowed in which state:
// states.h. Numbers are those of the rules of counting.
//
// Dates given are not after today, so everything recorded is in force. What would change nothing
// because of what is recorded already is refused and never silently ignored.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_VERBS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_VERBS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/programs/domain/items.h"

namespace tiendo::programs {

// Common to all verbs.
struct VerbInput {
  std::string name;
  std::string etag;  // expected; empty: any
  Day date;          // approval date; of a completion the result date
  resource::Document document;
  std::string reason;
  std::string approver;  // post or organ
};

// Of a verb that may be about one lead. Empty: all, or the item that has none.
struct LeadInput : VerbInput {
  std::string lead;
};

// Milestones that an item has at most.
inline constexpr size_t kMaxMilestones = 100;

// All: NOT_FOUND, ETAG_MISMATCH, ITEM_STATE; INVALID_ARGUMENT for a day before the item was in the
// programme (but of a completion), and for a lead that is none.

// The item enters the programme. PROGRAM_STATE unless the programme is approved: an item of a draft
// programme would count nowhere and still be called issued. Issued again after its issue was
// voided: not after what is recorded of it since.
absl::StatusOr<Item> IssueItem(const ItemStores& stores, const VerbInput& input);

// ITEM_STATE when it changes nobody's answer.
absl::StatusOr<Item> AcceptItem(const ItemStores& stores, const LeadInput& input);
absl::StatusOr<Item> RefuseItem(const ItemStores& stores, const LeadInput& input);

struct Progress : LeadInput {
  std::optional<int32_t> percent;
  std::string note;
};
// Moves no count; it is news of the item (rule 1).
absl::StatusOr<Item> ReportProgress(const ItemStores& stores, const Progress& input);

// The day from which `unit` is no more, if `heir` is in its line of heirs (rule 18).
using Inheritance = std::function<std::optional<Day>(std::string_view heir, std::string_view unit)>;

struct Completion : LeadInput {
  std::optional<Day> reported_date;
  std::optional<Day> accepted_date;
  int64_t units_revision = 0;
  Inheritance inherits;  // empty: nobody inherits
};
// A lead has finished, or the heir of one that has ended finishes that one's part (rule 18). With
// the last part the item is completed, on the latest of the result dates (rules 1 and 8), and its
// due date is frozen as of that day (rule 9). LEAD_ALREADY_DONE (rule 6: the first date stands).
// INVALID_ARGUMENT for a result before the return that it would have to follow. ITEM_STATE for a
// result after the withdrawal (rule 7), and for one by which a line that was carried over had been
// done by then (rule 21).
absl::StatusOr<Item> ReportCompletion(const ItemStores& stores, const Completion& input);

struct Appraisal : LeadInput {
  bool accept = false;  // else returned
  Inheritance inherits;
};
// Accepts results, which moves no count (rule 1), or returns them: open again from that day (rule
// 4). ITEM_STATE when there is nothing to appraise; INVALID_ARGUMENT before the result.
absl::StatusOr<Item> AppraiseCompletion(const ItemStores& stores, const Appraisal& input);

struct Extension : VerbInput {
  std::optional<Day> new_due_date;  // nullopt removes it
};
// Moves or removes the due date; the baseline stays (rules 9 and 10). ITEM_STATE after the day the
// item was done, and after a carry-over (rule 21).
absl::StatusOr<Item> ExtendItem(const ItemStores& stores, const Extension& input);

// Move no count; the clock runs (rule 11).
absl::StatusOr<Item> SuspendItem(const ItemStores& stores, const VerbInput& input);
absl::StatusOr<Item> ResumeItem(const ItemStores& stores, const VerbInput& input);

struct Reassignment : VerbInput {
  std::vector<std::string> leads;         // not empty, distinct
  std::vector<std::string> coordinators;  // distinct
  int64_t units_revision = 0;
};
// Led by others from that day on (rule 8). INVALID_ARGUMENT when they are the present ones.
absl::StatusOr<Item> ReassignItem(const ItemStores& stores, const Reassignment& input);

struct MilestonesInput : VerbInput {
  std::vector<Milestone> milestones;  // with distinct ids
};
// INVALID_ARGUMENT for an id that the item has, and for too many.
absl::StatusOr<Item> AddMilestones(const ItemStores& stores, const MilestonesInput& input);
absl::StatusOr<Item> ReplaceMilestones(const ItemStores& stores, const MilestonesInput& input);
struct MilestoneDone : VerbInput {
  std::string milestone_id;
};
// INVALID_ARGUMENT for an id that the item does not have; ITEM_STATE when it was done.
absl::StatusOr<Item> CompleteMilestone(const ItemStores& stores, const MilestoneDone& input);

struct CarryOver : VerbInput {
  std::string new_name;  // programs/{program}/items/{item} of the new line
  Day new_due_date;
  std::optional<int32_t> ordinal;  // nullopt: that of the old line
  std::vector<std::string> leads;  // empty: those whose parts are open
  int64_t units_revision = 0;
};
// Makes a new line, in force from that day on, and returns it (rule 21). The old one stays with its
// due date. ITEM_STATE when it was done or withdrawn by then, or carried over before;
// REFERENCE_NOT_FOUND for the programme, PROGRAM_STATE unless that is approved, a violation of
// "program" when its category does not hold items; RESOURCE_EXISTS, but for a line whose carry-over
// from this item was voided: it is taken up again.
absl::StatusOr<Item> CarryOverItem(const ItemStores& stores, const CarryOver& input);

// The item leaves the programme. ITEM_STATE when it was done on that day (rule 7; a result that
// came only after the withdrawal counts nothing).
absl::StatusOr<Item> WithdrawItem(const ItemStores& stores, const VerbInput& input);

struct Voiding {
  std::string event;  // programs/{program}/items/{item}/events/{number}
  std::string etag;   // expected of the item; empty: any
  std::string reason;
};
// The entry never happened (rule 5); of a carry-over both lines are restated. Returns the item.
// NOT_FOUND for the event. ITEM_EVENT_CONFLICT when it is voided already, is the second half of a
// carry-over, or when a carry-over stands that would then be void (rule 21).
absl::StatusOr<Item> VoidEvent(const ItemStores& stores, const Voiding& input);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_VERBS_H_
