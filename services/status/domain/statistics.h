// The statistics of inspection and supervision that the committee reports: who has a plan, who was
// late to draw one up and to carry it out, who had to be reminded how often, and what came of it.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_STATISTICS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_STATISTICS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/dossiers.h"
#include "services/status/domain/reminders.h"
#include "services/status/domain/subjects.h"

namespace tiendo::status {

// Rule 29. required = in_time + issued_late + not_issued + waiting.
struct PlanCounts {
  int required = 0;
  int in_time = 0;
  int issued_late = 0;
  int not_issued = 0;  // and the deadline has passed; late to draw up = issued_late + not_issued
  int waiting = 0;     // not issued, the deadline has not passed
  bool operator==(const PlanCounts&) const = default;
};

// Rule 30. planned = concluded + overdue + within_time.
struct EngagementCounts {
  int planned = 0;
  int due = 0;
  int concluded = 0;
  int concluded_late = 0;  // of these
  int overdue = 0;
  int within_time = 0;
  int unplanned = 0;  // on signs of violation: in none of the others
  bool operator==(const EngagementCounts&) const = default;
};

// total = open + reported + the outcomes.
struct RecommendationCounts {
  int total = 0;
  int open = 0;
  int overdue = 0;   // of these, past their deadline
  int reported = 0;  // and not assessed yet
  // By Outcome, from kDone on.
  std::array<int, 6> outcomes{};
  bool operator==(const RecommendationCounts&) const = default;
};

// Those that `counts` takes, of all whose engagement was concluded by the day.
RecommendationCounts CountRecommendations(
    std::span<const RecommendationFact> recommendations, Day day,
    const std::function<bool(const RecommendationFact&)>& counts);

// A number as it is exactly.
struct Quotient {
  int64_t numerator = 0;
  int64_t denominator = 0;  // 0: there is nothing to divide
  bool operator==(const Quotient&) const = default;
};

// What was reminded of, and what came of it; a subject is one at one unit.
// reminders = notices + urgings; subjects = complied + already_done + closed + open.
struct ReminderCounts {
  int reminders = 0;
  int notices = 0;  // of the ladder
  int urgings = 0;  // by hand
  int subjects = 0;
  int complied = 0;      // done on the day of the first reminder or after it
  int already_done = 0;  // done before that, as is known by now
  int closed = 0;        // nobody asks for it any more: withdrawn, reassigned, taken out …
  int open = 0;
  int on_agenda = 0;      // of these (rule 33)
  std::vector<int> days;  // from the first reminder to the day it was done, rising; of `complied`
  bool operator==(const ReminderCounts&) const = default;

  Quotient MeanDays() const;
  Quotient MedianDays() const;
};

struct UnitStatistics {
  std::string unit;  // in force on the day
  PlanCounts plans;
  EngagementCounts engagements;
  DossierCounts dossiers;
  RecommendationCounts recommendations;
  ReminderCounts reminders;
  std::optional<Day> last_reminder;
  bool operator==(const UnitStatistics&) const = default;

  bool late_to_draw_up() const { return plans.issued_late + plans.not_issued > 0; }
  bool late_to_carry_out() const { return engagements.concluded_late + engagements.overdue > 0; }
};

// One theme that runs across the plans.
struct ThemeCounts {
  std::vector<std::string> tags;  // any of them
  int plans = 0;                  // issued, with an engagement of the theme
  EngagementCounts engagements;
  RecommendationCounts recommendations;
  bool operator==(const ThemeCounts&) const = default;
};

struct SupervisionStatistics {
  PlanCounts plans;
  EngagementCounts engagements;
  DossierCounts dossiers;  // of those that are counted in `engagements`
  RecommendationCounts recommendations;
  ReminderCounts reminders;
  // Units that answer for a plan, an engagement or a recommendation, or were reminded of anything:
  // the rows. The most reminded first, then by unit.
  std::vector<UnitStatistics> units;
  int reminded = 0;           // of these, at least once
  int late_to_draw_up = 0;    // of these
  int late_to_carry_out = 0;  // of these
  std::vector<ThemeCounts> themes;
  ThemeCounts any_theme;  // of any of them; no sum, since an engagement may have several
};

struct StatisticsQuery {
  std::string scope;
  int year = 0;
  Day day;
  // Only what has fallen due from this day on, and reminders issued from it on; nullopt: the whole
  // year. Unplanned engagements are then those concluded from it on.
  std::optional<Day> from;
  // Only what carries it; plans carry no tag and are left out. Empty: all.
  std::string tag;
  std::vector<std::string> themes;
  ReminderLadder ladder;
  ChecklistSizes checklists = DefaultChecklistSizes();
};

using FindItem = std::function<const ItemFact*(const std::string& name)>;

// Reminders belong to the year of their subject; of a subject without one (a target, something that
// is not known yet) to the year in which they were issued. Errors: those of UnitTree::Scope.
absl::StatusOr<SupervisionStatistics> StatisticsOf(const UnitTree& tree, const SubjectFacts& facts,
                                                   const ReminderLedger& reminders,
                                                   const FindItem& items,
                                                   const StatisticsQuery& query);

// `reminders` of StatisticsOf for the same question, by the same code, without the rest: what is
// recorded is gone through once, and what it is about only if a unit of the scope was reminded of
// anything. Errors: those of UnitTree::Scope.
absl::StatusOr<ReminderCounts> RemindersCounted(const UnitTree& tree, const SubjectFacts& facts,
                                                const ReminderLedger& reminders,
                                                const FindItem& items,
                                                const StatisticsQuery& query);

// The part of an item that stands at a unit in force on the day.
struct ItemPart {
  bool open = false;
  std::optional<Day> done_on;  // without interruption since; neither: nothing is asked of the unit
};
ItemPart PartOf(const ItemFact& item, const UnitTree& tree, int unit, Day day);

// Empty when the numbers do not contradict themselves, otherwise what fails.
std::string FailedIdentity(const SupervisionStatistics& statistics);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_STATISTICS_H_
