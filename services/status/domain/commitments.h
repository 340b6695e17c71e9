// What hangs on units that are about to be reorganised: items, plans, engagements.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_COMMITMENTS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_COMMITMENTS_H_

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/facts.h"
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
  enum class Kind { kItem, kPlan, kEngagement };
  Kind kind = Kind::kItem;
  std::string name;
  std::string unit;        // responsible on the effective day: heirs are considered
  std::string category;    // of an item
  std::string title;       // of an item; kSecretTitle of a secret one
  std::optional<Day> due;  // in force; of a plan the deadline of its year
  bool done = false;
  bool to_heir = false;  // the unit itself ends; otherwise it follows with its superior
  bool operator==(const Commitment&) const = default;
};

struct CommitmentCounts {
  int total = 0;  // an item with several units concerned counts once
  int open = 0;
  int to_heir = 0;  // at least one of the units ends
  bool operator==(const CommitmentCounts&) const = default;
};

struct Commitments {
  std::map<std::string, CommitmentCounts> items;  // by category
  CommitmentCounts plans;
  CommitmentCounts engagements;
  // Open ones first, then by due date (without one last), kind, name, unit.
  std::vector<Commitment> list;
};

// What counts in one of the units, on either side. `tree` must be that of the effective day. Items
// are those in the programme, not withdrawn, on the later of the effective day and today: a
// reorganisation entered late moves what has been added since, too. `deadline` of a year's plans,
// nullopt when none is required. Errors: those of UnitTree::Scope.
absl::StatusOr<Commitments> CommitmentsOf(
    const UnitTree& tree, const Reorganisation& change, std::span<const ItemFact* const> items,
    std::span<const PlanFact> plans, std::span<const EngagementFact> engagements,
    const std::function<std::optional<Day>(int year)>& deadline);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_COMMITMENTS_H_
