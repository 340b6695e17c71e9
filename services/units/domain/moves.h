// What a write would move: the units whose place on a day is another, and those that follow them.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_MOVES_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_MOVES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/units/domain/workspace.h"

namespace tiendo::units {

struct Move {
  // Values as in units.proto.
  enum class Effect { kEnds = 1, kBegins = 2, kRenamed = 3, kMoves = 4, kFollows = 5 };
  std::string unit;
  std::string display_name;
  Effect effect = Effect::kFollows;
  std::string old_parent;
  std::string new_parent;
  std::string old_leader;
  std::string new_leader;
};

struct Moves {
  static constexpr size_t kListed = 1000;
  static constexpr int kCounted = 20'000;
  static constexpr int kMany = -1;

  std::vector<Move> list;  // at most kListed, nearest first
  int count = 0;           // kMany beyond kCounted
};

// Compares the tree of `day` as stored with the one proposed, from the proposals downwards, in the
// order of `names` (the proposals).
absl::StatusOr<Moves> MovesOf(Workspace& workspace, const std::vector<std::string>& names, Day day);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_MOVES_H_
