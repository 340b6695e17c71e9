// The items behind one number.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_CONTRIBUTIONS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_CONTRIBUTIONS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/figures.h"

namespace tiendo::status {

// How an item stands to its due date on a day: derived, never stored.
enum class Timeliness {
  kNotInPlan,  // not approved yet, or withdrawn
  kNoDueDate,  // open or done
  kNotYetDue,
  kDueSoon,  // within the query's working days, only when it asks for them
  kDueToday,
  kOverdue,
  kFinishedEarly,   // done before the due date, for ever
  kFinishedOnTime,  // done on the due date
  kFinishedLate,
};

// What is shown instead of the title of a secret item.
inline constexpr std::string_view kSecretTitle = "(nội dung mật)";

struct Contribution {
  std::string item;  // "programs/{program}/items/{item}"
  std::string program;
  int32_t ordinal = 0;
  std::string title;               // kSecretTitle of a secret item
  std::vector<std::string> leads;  // as named in the item, not the heirs
  std::optional<Day> due;          // on the query's basis
  std::optional<Day> done_on;
  Timeliness timeliness = Timeliness::kNoDueDate;
  int overdue_days = 0;  // calendar days, of an open item; 0 when not overdue
  int late_days = 0;     // calendar days, of a done item; 0 when in time
  bool operator==(const Contribution&) const = default;
};

// The items that make up `column` of `category` in the query's scope, by programme, ordinal and
// name; exactly as many as the column says. Errors as of Compute.
absl::StatusOr<std::vector<Contribution>> Contributions(const UnitTree& tree,
                                                        std::span<const ItemFact* const> items,
                                                        const Query& query,
                                                        std::string_view category, Column column);

// One item as it stands under the query, without asking whether it counts. Of one that is not in
// the programme on the day: leads and due date as issued.
Contribution Describe(const ItemFact& item, const UnitTree& tree, const Query& query);

// One item by a state that is known already.
Contribution DescribeState(const ItemFact& item, const ItemState& state, const Query& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_CONTRIBUTIONS_H_
