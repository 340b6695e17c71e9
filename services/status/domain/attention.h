// What needs somebody's care on a day (danh mục cần quan tâm), by responsible unit, the riskiest
// first. Of items it lists what the columns count: as many as the row of the same moment says. Of
// plans and engagements as many as are late in the figures of supervision.
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
#include "services/status/domain/reminders.h"
#include "services/status/domain/subjects.h"

namespace tiendo::status {

// Why something open needs attention, the riskiest first.
enum class AttentionKind : uint8_t {
  kEscalated,  // on the leadership's agenda (rule 33)
  kOverdue,
  kUnexplained,     // a reminder was not explained by its deadline
  kUnacknowledged,  // nor acknowledged
  kDueToday,
  kDueSoon,        // within the query's working days
  kNotComputable,  // not overdue, and a calendar is missing that it takes to know (rule 34)
  kNotConcrete,    // no milestones
  kUnowned,        // no lead
  kStale,          // no news for longer than the query's calendar days
};
inline constexpr std::array kAllAttentionKinds{
    AttentionKind::kEscalated,      AttentionKind::kOverdue,     AttentionKind::kUnexplained,
    AttentionKind::kUnacknowledged, AttentionKind::kDueToday,    AttentionKind::kDueSoon,
    AttentionKind::kNotComputable,  AttentionKind::kNotConcrete, AttentionKind::kUnowned,
    AttentionKind::kStale};

// The column that counts the same items; nullopt of a kind that rests on reminders or the calendar.
std::optional<Column> ColumnOf(AttentionKind kind);
// Whether the kind can hold of what is no item.
bool HoldsBesideItems(AttentionKind kind);

struct AttentionReason {
  AttentionKind kind = AttentionKind::kOverdue;
  // Overdue, escalated: calendar days past the due date. Due soon: working days that are left.
  // Stale: calendar days since the last news. Unacknowledged, unexplained: calendar days past the
  // earliest deadline that was missed. Otherwise 0.
  int days = 0;
  bool operator==(const AttentionReason&) const = default;
};

// One subject at one responsible unit. An item with several such units is listed at each; an heir
// may have two entries of one subject, for two units that it replaced.
struct AttentionEntry {
  std::string key;  // sorts as the entries of a unit are listed
  SubjectKind kind = SubjectKind::kItem;
  std::string category;  // of items and assignments
  // Of another subject: its name, title, dates, and the unit that it was given to as lead.
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
  // To this unit, with the due date that they are held against.
  RemindersSoFar reminders;
  std::optional<Day> due_in_force;
  bool operator==(const AttentionEntry&) const = default;
};

// Subjects of one kind, category and reason, each once. With a day to compare with:
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
// What is counted together: nothing is summed across.
struct AttentionClass {
  SubjectKind kind = SubjectKind::kItem;
  std::string category;  // of items and assignments
  auto operator<=>(const AttentionClass&) const = default;
};
using AttentionCounts = std::map<std::pair<AttentionClass, AttentionKind>, AttentionCount>;

struct AttentionGroup {
  std::string key;  // sorts as the groups are listed
  std::string unit;
  AttentionCounts counts;               // without what has nothing now and had nothing then
  std::vector<AttentionEntry> entries;  // none of a unit of which all is resolved
  bool operator==(const AttentionGroup&) const = default;
};

struct Attention {
  // The whole scope; each class of the population with each kind asked for that can hold of it.
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
  std::set<SubjectKind> subjects = {kAllSubjectKinds.begin(), kAllSubjectKinds.end()};
  std::string category;  // of items and assignments; empty: all, also what has none
  // The day to compare with, and its tree.
  std::optional<Day> before;
  const UnitTree* tree_before = nullptr;
  // What is no item, and what was reminded of; null: nothing.
  const SubjectFacts* others = nullptr;
  const ReminderLedger* reminders = nullptr;
  ReminderLadder ladder;
};

// `tree` must be that of query.as_of. Errors: those of UnitTree::Scope on either day.
absl::StatusOr<Attention> AttentionOf(const UnitTree& tree, std::span<const ItemFact* const> items,
                                      const AttentionQuery& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_H_
