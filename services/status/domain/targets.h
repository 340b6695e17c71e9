// The states of targets: reached, on track, at risk, missed, not yet assessable. A plain function
// of what is asked, what was reported, and the day. There are few targets, so nothing faster stands
// beside it.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_TARGETS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_TARGETS_H_

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/target_facts.h"
#include "services/status/domain/unit_tree.h"

namespace tiendo::status {

enum class TargetState { kReached, kOnTrack, kAtRisk, kMissed, kNotYetAssessable };
inline constexpr size_t kTargetStates = 5;

// What the operator decides.
struct TargetRules {
  // Per cent of a period's plan that a value may lack and still be on track. Not of a ceiling: one
  // that is passed is passed.
  Decimal tolerance;
};

// What is true of one target at the end of one day.
struct TargetStanding {
  // Why a target cannot be assessed.
  enum class Gap {
    kNone,           // it can
    kNotMeasurable,  // measured only later, or not reported yet for a period that can be
    kNoValue,        // nothing reported
    kNoPlan,         // no plan to hold it against before the year's end
  };
  // Assigned and not withdrawn; otherwise nothing below means anything.
  bool in_force = false;
  TargetState state = TargetState::kNotYetAssessable;
  Gap gap = Gap::kNone;
  std::vector<std::string> leads;
  Decimal year_value;
  std::optional<Decimal> value;  // as reported, increments added
  std::optional<Day> as_of;      // the day up to which it holds
  // What is held against the year's value and the plan: the value, or the change since the base.
  std::optional<Decimal> progress;
  // The plan's point that the value is held against: the last whose period had ended by the day and
  // which the reports cover.
  std::optional<Decimal> plan_value;
  std::optional<Day> plan_end;
  // A period of the plan, or the year, has ended before the day and no report covers it.
  bool report_missing = false;
};

// Whether year value and plan are changes, not levels.
bool IsChange(TargetFact::Direction direction);
// Whether the value must stay below: reached at the end of the year only, and a share of it says
// nothing.
bool IsCeiling(TargetFact::Direction direction);

// Events and reports dated `day` count on it; those after it are not looked at. The rules, in this
// order:
//  1. Not yet assessable before the first period that can be measured has ended and is reported,
//     and without any value.
//  2. Reached when the value meets the year's; a ceiling only by a value of the year's end.
//  3. Missed when the value is of the year's end and does not meet it: never by a date alone.
//  4. Otherwise on track or at risk, by the last point of the plan that had ended by the day and is
//     reported, less the tolerance; a ceiling without such a point by the year's value. The rest
//     has nothing to be held against and is not yet assessable.
TargetStanding StandingOn(const TargetFact& target, Day day, const TargetRules& rules);

struct TargetRow {
  const TargetFact* target = nullptr;
  TargetStanding standing;
};

// One category of one scope. Never summed with another, nor with items.
struct TargetCategory {
  std::string category;
  std::array<int32_t, kTargetStates> counts{};  // by state
  int32_t report_missing = 0;
  // Of the whole population: in force, with a lead that the tree does not know (yet). Such a target
  // counts at its known leads.
  int32_t unattributed = 0;
  std::vector<TargetRow> rows;  // by programme, ordinal and name

  int32_t total() const;
  int32_t count(TargetState state) const { return counts[static_cast<size_t>(state)]; }
};

struct TargetQuery {
  std::string scope;
  int year = 0;
  Day as_of;
  TargetRules rules;
  std::string tag = {};  // only those that carry it; empty: all
};

// A row per category that has targets of the year and tag, drafts included, by category id. A
// target counts once in a scope in which one of its leads (or heirs) stands, without lead where its
// programme's owner does. `tree` must be that of the day. Errors: those of UnitTree::Scope.
absl::StatusOr<std::vector<TargetCategory>> ComputeTargets(
    const UnitTree& tree, std::span<const TargetFact* const> targets, const TargetQuery& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_TARGETS_H_
