// A random year with all that status knows of it, drawn inside a rapidcheck property.
#ifndef TIENDO_TESTS_UNIT_STATUS_RANDOM_WORLD_H_
#define TIENDO_TESTS_UNIT_STATUS_RANDOM_WORLD_H_

#include <string>
#include <vector>

#include "services/status/domain/statistics.h"
#include "services/status/domain/subjects.h"
#include "services/status/domain/target_facts.h"
#include "tests/unit/status/random_facts.h"

namespace tiendo::status::testing {

// All that happened, and what was made of it.
struct World {
  std::vector<UnitFact> units;
  std::vector<ItemFact> items;
  std::vector<TargetFact> targets;
  std::vector<RequirementFact> requirements;
  std::vector<PlanFact> plans;
  std::vector<EngagementFact> engagements;
  std::vector<RecommendationFact> recommendations;
  AssignmentsByUnit assignments;
  DutiesOfYear duties;  // of 2022
  ReminderLedger reminders;

  // Of 2022. Good for as long as the world.
  SubjectFacts facts() const;
  FindItem find_item() const;
};

// The trees and items of DrawFacts, and up to 4 targets, 2 requirements, 4 plans, 6 engagements
// with dossiers and recommendations, 5 assignments of 2 duties, and 59 reminders, about half of
// them of a few subjects.
World DrawWorld();
// What carries kTheme alone: nothing that is about plans but the plans themselves, which the themes
// of statistics need, and no reminder of anything else.
World OnlyTagged(const World& world);

}  // namespace tiendo::status::testing

#endif  // TIENDO_TESTS_UNIT_STATUS_RANDOM_WORLD_H_
