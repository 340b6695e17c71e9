// What somebody has to do by a day beside the items of programmes: assignments of duties, yearly
// plans, engagements, recommendations, each at the unit that it was given to.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_SUBJECTS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_SUBJECTS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/status/domain/duties.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/plans.h"
#include "services/status/domain/supervision_facts.h"
#include "services/status/domain/target_facts.h"

namespace tiendo::status {

enum class SubjectKind : uint8_t { kItem, kAssignment, kPlan, kEngagement, kRecommendation };
inline constexpr std::array kAllSubjectKinds{SubjectKind::kItem, SubjectKind::kAssignment,
                                             SubjectKind::kPlan, SubjectKind::kEngagement,
                                             SubjectKind::kRecommendation};

// The facts of one year. What they point to outlives this.
struct SubjectFacts {
  std::vector<RequirementFact> requirements;
  std::span<const PlanFact> plans = {};
  std::span<const EngagementFact> engagements = {};          // of all years
  std::span<const RecommendationFact> recommendations = {};  // of all years
  const AssignmentsByUnit* assignments = nullptr;            // null: none
  DutiesOfYear duties;
  std::vector<const TargetFact*> targets;  // of all years; reminders may be about them
};

// One subject at one unit, on one day.
struct Subject {
  SubjectKind kind = SubjectKind::kItem;
  std::string name;                      // of the resource, that reminders carry
  std::vector<std::string> reminded_by;  // `name`, and others that mean the same
  std::string category;                  // of an assignment
  std::string title;
  std::string unit;        // as it was given; its heir answers for it
  std::optional<Day> due;  // on the basis asked for
  std::optional<Day> due_in_force;
  bool open = false;  // the unit has something to do
  // The day, not after the one asked for, on which the unit did what is asked: handed in, issued,
  // notified the conclusion, reported. Not set of what is closed without that: a recommendation
  // assessed without a report.
  std::optional<Day> complied_on;
};

struct SubjectQuery {
  int year = 0;
  Day day;
  Basis basis = Basis::kInForce;
  // Only what carries it, so no plans; empty: all.
  std::string tag;
};

// In the order of kinds, open or not:
//  * assignments given by the day, of duties in `facts.duties` and of the year;
//  * the plans that the year's requirements ask for (rule 29);
//  * planned engagements of the year that were not taken out (rule 30); those on signs of violation
//    have no due date, so nobody is late with them;
//  * recommendations of its engagements, from the conclusion on.
std::vector<Subject> SubjectsOn(const SubjectFacts& facts, const UnitHistory& units,
                                const SubjectQuery& query);

// A recommendation at the end of a day.
struct RecommendationState {
  enum class State { kOpen, kReported, kAssessed };
  State state = State::kOpen;
  Outcome outcome = Outcome::kNone;      // of an assessed one
  std::optional<Day> first_reported_on;  // the unit's part is done since
};
RecommendationState RecommendationOn(const RecommendationFact& recommendation, Day day);

// The window's end that counts on `basis`.
std::optional<Day> DueOn(const EngagementFact& engagement, Day day, Basis basis);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_SUBJECTS_H_
