// The verbs that change an item's state. Each writes the item and one event in one revision. Which
// verb is allowed in which state: states.h. Numbers are those of the rules of counting.
//
// Dates given are not after today, so every approval recorded is in force.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_VERBS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_VERBS_H_

#include <cstdint>
#include <optional>
#include <string>

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
};

// All: NOT_FOUND, ETAG_MISMATCH, ITEM_STATE.

// The item enters the programme. PROGRAM_STATE unless the programme is approved: an item of a draft
// programme would count nowhere and still be called issued.
absl::StatusOr<Item> IssueItem(const ItemStores& stores, const VerbInput& input);

struct Completion : VerbInput {
  std::string lead;  // empty: the only lead, or of an item without one the item itself
  int64_t units_revision = 0;
};
// A lead has finished; with the last one the item is completed, on the latest of the result dates
// (rules 1 and 8), and its due date is frozen as of that day (rule 9). INVALID_ARGUMENT for a unit
// that does not lead the item, LEAD_ALREADY_DONE (rule 6: the first date stands).
absl::StatusOr<Item> ReportCompletion(const ItemStores& stores, const Completion& input);

struct Extension : VerbInput {
  std::optional<Day> new_due_date;  // nullopt removes it
  std::string approver;
};
// Moves or removes the due date; the baseline stays (rules 9 and 10). Approved before the item was
// in the programme: INVALID_ARGUMENT.
absl::StatusOr<Item> ExtendItem(const ItemStores& stores, const Extension& input);

// The item leaves the programme. ITEM_STATE when it was done on that day (rule 7; a result that
// came only after the withdrawal counts nothing). INVALID_ARGUMENT for a day before the item was in
// the programme.
absl::StatusOr<Item> WithdrawItem(const ItemStores& stores, const VerbInput& input);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ITEM_VERBS_H_
