// What law and practice say about plans, engagements and reminders: settings, never constants of
// the rules. config.h has the defaults and where they come from.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_PRACTICE_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_PRACTICE_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/supervision/domain/engagement.h"
#include "services/supervision/domain/ladder.h"

namespace tiendo::supervision {

struct Practice {
  // Kinds of units whose plan is issued without a step of adoption: they have no committee.
  std::set<std::string> plans_without_adoption;
  // Steps that a kind of engagement may leave out. The conclusion is nobody's to leave out.
  std::map<EngagementKind, std::set<Step>> optional_steps;
  // Working days from the decision to the launch.
  int launch_working_days = 3;
  // Calendar days from launch to conclusion, by the kind of the unit that carries it out; no limit
  // for a kind that is not listed.
  std::map<std::string, int> duration_days;
  // An extension may be at most the limit divided by this.
  int extension_divisor = 3;
  // Longest period inspected.
  int period_years = 5;
  // When units are reminded, and by when they answer.
  Ladder ladder;
};

// "SUBORDINATE_CELL,GRASSROOTS_CELL"; kinds of PartyKinds(). INVALID_ARGUMENT says what would be
// right, here and below; an empty text is an empty list.
absl::StatusOr<std::set<std::string>> ParseUnitKinds(std::string_view text);
// "PARTY_COMMITTEE_ABOVE_GRASSROOTS=20,COMMITTEE_ORGAN=20"; 1 to 3650.
absl::StatusOr<std::map<std::string, int>> ParseDurations(std::string_view text);
// "THEMATIC_SUPERVISION=VERIFICATION+MEETING,CONTINUOUS_SUPERVISION=DECISION".
absl::StatusOr<std::map<EngagementKind, std::set<Step>>> ParseOptionalSteps(std::string_view text);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_PRACTICE_H_
