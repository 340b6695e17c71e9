// What needs somebody's care on a day (danh mục cần quan tâm), by responsible unit, the riskiest
// first. It lists what the columns count: as many items as the row of the same moment says.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/contributions.h"
#include "services/status/domain/figures.h"

namespace tiendo::status {

// Why an open item needs attention, the riskiest first.
enum class AttentionKind : uint8_t {
  kOverdue,
  kDueToday,
  kDueSoon,      // within the query's working days
  kNotConcrete,  // no milestones
  kUnowned,      // no lead
  kStale,        // no news for longer than the query's calendar days
};
inline constexpr int kAttentionKinds = 6;
inline constexpr std::array kAllAttentionKinds{AttentionKind::kOverdue, AttentionKind::kDueToday,
                                               AttentionKind::kDueSoon, AttentionKind::kNotConcrete,
                                               AttentionKind::kUnowned, AttentionKind::kStale};

// The column that counts the same items.
Column ColumnOf(AttentionKind kind);

struct AttentionReason {
  AttentionKind kind = AttentionKind::kOverdue;
  // Overdue: calendar days past the due date. Due soon: working days that are left. Stale: calendar
  // days since the last news. Otherwise 0.
  int days = 0;
  bool operator==(const AttentionReason&) const = default;
};

// One item at one responsible unit. An item with several such units is listed at each.
struct AttentionEntry {
  std::string key;  // sorts as the entries of a unit are listed
  std::string category;
  Contribution item;
  std::vector<AttentionReason> reasons;   // the riskiest first, at least one
  std::vector<std::string> open_leads;    // whose part is not done
  std::vector<std::string> coordinators;  // đơn vị phối hợp
  // The part of this unit is done and others hold the item open.
  bool own_part_done = false;
  bool suspended = false;
  Day last_news;
  // The earliest milestone that is not done; none for a secret item.
  std::optional<Milestone> next_step;
  bool operator==(const AttentionEntry&) const = default;
};

// Items of one kind and category, each once. With a day to compare with:
// now = before + appeared + moved_in - resolved - moved_out.
struct AttentionCount {
  int now = 0;
  int before = 0;     // on that day, in its own tree: as it was said then
  int appeared = 0;   // now, and nowhere of this kind then
  int resolved = 0;   // then, and nowhere of this kind now
  int moved_in = 0;   // of this kind then too, at units outside
  int moved_out = 0;  // still of this kind, at units outside
  bool operator==(const AttentionCount&) const = default;
};
// By category and kind.
using AttentionCounts = std::map<std::pair<std::string, AttentionKind>, AttentionCount>;

struct AttentionGroup {
  std::string key;  // sorts as the groups are listed
  std::string unit;
  AttentionCounts counts;               // without what has nothing now and had nothing then
  std::vector<AttentionEntry> entries;  // none of a unit of which all is resolved
  bool operator==(const AttentionGroup&) const = default;
};

struct Attention {
  // The whole scope; each category of the population with each kind asked for.
  AttentionCounts totals;
  // Units with most overdue items first, then with the longest delay, then with most entries; last
  // those without entries. Within a unit by risk: kind, then the days.
  std::vector<AttentionGroup> groups;
  // False when a year without known holidays kept an item out of those that are due soon.
  bool due_soon_complete = true;
};

struct AttentionQuery {
  // `children`, `due_by` are not used.
  Query query;
  std::set<AttentionKind> kinds;
  std::string category;  // empty: all
  // The day to compare with, and its tree.
  std::optional<Day> before;
  const UnitTree* tree_before = nullptr;
};

// `tree` must be that of query.as_of. Errors: those of UnitTree::Scope on either day.
absl::StatusOr<Attention> AttentionOf(const UnitTree& tree, std::span<const ItemFact* const> items,
                                      const AttentionQuery& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_H_
