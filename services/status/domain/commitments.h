// What hangs on units that are about to be reorganised: items, targets, what they have to hand in,
// plans, engagements.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_COMMITMENTS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_COMMITMENTS_H_

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/duties.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/target_facts.h"
#include "services/status/domain/unit_tree.h"

namespace tiendo::status {

struct Reorganisation {
  std::vector<std::string> ending;  // merged, split or dissolved: an heir takes over
  std::vector<std::string> moving;  // another superior, with all below
  Day effective;                    // first day of the new order
  Day today;
};

// One commitment of one unit.
struct Commitment {
  enum class Kind { kItem, kPlan, kEngagement, kTarget, kAssignment };
  Kind kind = Kind::kItem;
  std::string name;
  std::string unit;      // responsible on the effective day: heirs are considered
  std::string category;  // of what stands in a programme
  // Of what stands in a programme: of an assignment that of its duty; kSecretTitle of a secret
  // item.
  std::string title;
  std::string period;  // of an assignment
  // In force; of a plan the deadline of its year, of a target the end of it.
  std::optional<Day> due;
  // Of a target: reached by what is reported. Of an assignment: all is handed in.
  bool done = false;
  bool to_heir = false;  // the unit itself ends; otherwise it follows with its superior
  bool operator==(const Commitment&) const = default;
};

struct CommitmentCounts {
  int total = 0;  // an item or target with several units concerned counts once
  int open = 0;
  int to_heir = 0;  // at least one of the units ends
  bool operator==(const CommitmentCounts&) const = default;
};

struct Commitments {
  // By category.
  std::map<std::string, CommitmentCounts> items;
  std::map<std::string, CommitmentCounts> targets;
  std::map<std::string, CommitmentCounts> assignments;
  CommitmentCounts plans;
  CommitmentCounts engagements;
  // Open ones first, then by due date (without one last), kind, name, unit.
  std::vector<Commitment> list;
};

// What there is to look through. All of it outlives the call.
struct CommitmentFacts {
  std::span<const ItemFact* const> items;
  std::span<const TargetFact* const> targets;
  const AssignmentsByUnit& assignments;
  const std::map<std::string, DutyFact>& duties;
  std::span<const PlanFact> plans;
  std::span<const EngagementFact> engagements;
  // Category of a programme; empty when it is not known.
  std::function<std::string(const std::string& program)> category;
  // Of the plans of a year; nullopt when none is required.
  std::function<std::optional<Day>(int year)> deadline;
};

// What counts in one of the units, on either side. `tree` must be that of the effective day. Items,
// targets and assignments are those in force, not withdrawn, on the later of the effective day and
// today: a reorganisation entered late moves what has been added since, too. Errors: those of
// UnitTree::Scope.
absl::StatusOr<Commitments> CommitmentsOf(const UnitTree& tree, const Reorganisation& change,
                                          const CommitmentFacts& facts);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_COMMITMENTS_H_
