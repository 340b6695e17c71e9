// Holding a claimed figure against the facts: "19/21, as of 14/07".
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_RECONCILE_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_RECONCILE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/contributions.h"
#include "services/status/domain/figures.h"

namespace tiendo::status {

// What the numbers of a claim stand for. Two numbers are read as kDonePlan first, three as
// kDoneDuePlan; the others are answered beside it.
enum class Reading { kDonePlan, kDoneDue, kDuePlan, kDoneDuePlan };
// "done/plan" …
std::string_view ReadingName(Reading reading);
std::span<const Column> ColumnsOf(Reading reading);

// Reads "19/21" or "18/19/21", spaces around the numbers allowed, each at most 9 digits.
// INVALID_ARGUMENT on the field "figure" otherwise.
absl::StatusOr<std::vector<int32_t>> ParseClaim(std::string_view text);

struct ReconcileQuery {
  Query query;  // what the claim is said to be of; `children` is ignored
  std::string category;
  std::vector<int32_t> claim;  // from ParseClaim
  // The claim is tried on each day from 01/01 of the year to the earlier of 31/12 and this: the day
  // of the moment of knowledge, or today.
  Day search_until;
};

// Both days included.
struct DayRange {
  Day first;
  Day last;
  bool operator==(const DayRange&) const = default;
};

struct Reconciliation {
  struct Part {
    Column column;  // as read
    int32_t claimed = 0;
    int32_t actual = 0;
    std::vector<Column> equal_columns;  // other columns of the row that have the claimed value
  };
  // An item that makes a column differ. +1: it counts where the claim is true and not on the
  // claim's day; -1: the other way round.
  struct Difference {
    Contribution item;  // as it stands on the claim's day
    Column column;
    int delta = 0;
    bool candidate = false;  // no day makes the claim true: the item could make the difference
  };
  struct OtherReading {
    Reading reading;
    bool agrees = false;
    std::vector<DayRange> true_on;
  };
  // The claim under a reading that looks at due dates, with due_by at the end of a period.
  struct ByPeriodEnd {
    Day due_by;
    Reading reading;
    bool agrees = false;
  };

  Reading reading = Reading::kDonePlan;
  Figures actual;  // the row on the claim's day
  bool agrees = false;
  std::vector<Part> parts;
  std::vector<DayRange> true_on;        // all maximal ranges searched in which the claim is true
  std::optional<Day> nearest_day;       // of those, nearest to the claim's day; of two, the earlier
  std::vector<Difference> differences;  // against nearest_day, per differing column
  std::vector<OtherReading> other_readings;
  bool other_basis_agrees = false;
  std::vector<ByPeriodEnd> period_ends;  // 31/03, 30/06, 30/09, 31/12 of the year
  // Counts do not depend on rounding: absent, kept for claims of percentages.
  std::optional<bool> other_rounding_agrees;
  // Whether the claim agrees with what was known on its own day: needs other facts, set by the
  // caller.
  std::optional<bool> known_on_day_agrees;
};

// `items` may hold more than the category. Errors: those of UnitTree::Scope on the claim's day.
// Days on which the scope is not in force are days on which the claim is not true.
absl::StatusOr<Reconciliation> Reconcile(const UnitHistory& units,
                                         std::span<const ItemFact* const> items,
                                         const ReconcileQuery& query);

// The outcome in one paragraph, to be read out. `claim` as it was written.
std::string SummaryVi(std::string_view claim, const ReconcileQuery& query,
                      const Reconciliation& outcome);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_RECONCILE_H_
