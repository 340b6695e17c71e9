// The part of the forest that one write can touch, loaded in its transaction: as stored, and as the
// write would leave it.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_WORKSPACE_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_WORKSPACE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/error.h"
#include "services/units/domain/forest.h"
#include "services/units/domain/store.h"

namespace tiendo::units {

class Workspace {
 public:
  explicit Workspace(UnitRepository& units) : units_(units), proposed_(stored_.names()) {}

  // As stored; nullptr when there is none.
  absl::StatusOr<const Unit*> Stored(std::string_view name);
  // As the write would leave it; nullptr when there is none.
  absl::StatusOr<const Unit*> Find(std::string_view name);
  // The write's new state of a unit. With everything above it, the forests then hold what its rules
  // need.
  absl::Status Propose(Unit unit);
  // Loads a unit and everything above it: superiors, leaders, successors, of all days.
  absl::Status Load(std::string_view name);

  const Forest& stored() const { return stored_; }
  const Forest& proposed() const { return proposed_; }
  // In order of name.
  const std::map<std::string, Unit, std::less<>>& proposals() const { return proposals_; }
  UnitRepository& units() { return units_; }

  // What is wrong with the proposals on any day, and with the units that refer to them: each unit
  // that would stand below itself, be left without superior or leader, or have named one that was
  // not in force. Stops after some dozens.
  absl::StatusOr<std::vector<Problem>> Check();
  // The codes of the proposals that another unit has on the same day: the unit proposed, and a
  // sentence.
  struct CodeTaken {
    std::string unit;
    std::string sentence;
  };
  absl::StatusOr<std::vector<CodeTaken>> CheckCodes();

 private:
  absl::Status Add(const Unit& unit, std::vector<std::string>& above);
  // Problems of what refers to `name` from `from` on, and, where `transitively`, through units that
  // have ended themselves.
  absl::Status CheckReferrers(const std::string& name, Day from, bool transitively,
                              std::vector<Problem>& problems);

  UnitRepository& units_;
  std::map<std::string, std::optional<Unit>, std::less<>> loaded_;
  std::map<std::string, Unit, std::less<>> proposals_;
  Forest stored_;
  Forest proposed_;
};

// UNIT_TREE_CONFLICT with a violation for each problem; OK without problems. `field` gives the
// request's path of a problem: those with one are the caller's own (INVALID_REQUEST), and come
// alone.
using FieldOf = std::function<std::string(const Problem&)>;
absl::Status ToStatus(const std::vector<Problem>& problems, const FieldOf& field);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_WORKSPACE_H_
