#include "services/units/domain/moves.h"

#include <deque>
#include <optional>
#include <set>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::units {
namespace {

constexpr int kReferrers = 500;

// Where a unit stands on the day; empty names where it does not.
struct Place {
  bool in_force = false;
  std::string parent;
  std::string leader;
};

Place PlaceIn(const Forest& forest, const std::string& name, Day day) {
  Place place;
  const int unit = forest.Find(name);
  if (!forest.InForce(unit, day)) return place;
  place.in_force = true;
  const int parent = forest.SuperiorOn(unit, day);
  const int leader = forest.LeaderOn(unit, day);
  if (parent != Forest::kNone) place.parent = forest.name(parent);
  if (leader != Forest::kNone) place.leader = forest.name(leader);
  return place;
}

class Walk {
 public:
  Walk(Workspace& workspace, Day day) : workspace_(workspace), day_(day) {}

  absl::Status Start(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (!seen_.insert(name).second) continue;
      TIENDO_RETURN_IF_ERROR(Note(name, /*named=*/true));
      todo_.push_back(name);
    }
    while (!todo_.empty() && moves_.count <= Moves::kCounted) {
      const std::string above = std::move(todo_.front());
      todo_.pop_front();
      TIENDO_RETURN_IF_ERROR(Below(above));
    }
    if (moves_.count > Moves::kCounted) moves_.count = Moves::kMany;
    return absl::OkStatus();
  }
  Moves Take() { return std::move(moves_); }

 private:
  absl::Status Below(const std::string& above) {
    std::string after;
    while (moves_.count <= Moves::kCounted) {
      TIENDO_ASSIGN_OR_RETURN(std::vector<std::string> names,
                              workspace_.units().Referrers(above, Day::min(), after, kReferrers));
      if (names.empty()) return absl::OkStatus();
      after = names.back();
      for (const std::string& name : names) {
        if (seen_.contains(name)) continue;
        TIENDO_RETURN_IF_ERROR(workspace_.Load(name));
        const Place before = PlaceIn(workspace_.stored(), name, day_);
        const Place then = PlaceIn(workspace_.proposed(), name, day_);
        const bool below = before.parent == above || then.parent == above ||
                           before.leader == above || then.leader == above ||
                           before.parent != then.parent || before.leader != then.leader;
        // What has ended passes on what refers to it; what names `above` on other days only is not
        // concerned.
        if (!below && (before.in_force || then.in_force)) continue;
        seen_.insert(name);
        TIENDO_RETURN_IF_ERROR(Note(name, /*named=*/false));
        todo_.push_back(name);
      }
    }
    return absl::OkStatus();
  }

  absl::Status Note(const std::string& name, bool named) {
    const Place before = PlaceIn(workspace_.stored(), name, day_);
    const Place then = PlaceIn(workspace_.proposed(), name, day_);
    if (!before.in_force && !then.in_force) return absl::OkStatus();
    ++moves_.count;
    if (moves_.list.size() >= Moves::kListed) return absl::OkStatus();
    Move move;
    move.unit = name;
    TIENDO_ASSIGN_OR_RETURN(const Unit* stored, workspace_.Stored(name));
    TIENDO_ASSIGN_OR_RETURN(const Unit* unit, workspace_.Find(name));
    const Period* period = unit->On(day_);
    if (period != nullptr) move.display_name = period->display_name;
    move.old_parent = before.parent;
    move.new_parent = then.parent;
    move.old_leader = before.leader;
    move.new_leader = then.leader;
    if (before.in_force && !then.in_force) {
      move.effect = Move::Effect::kEnds;
    } else if (!before.in_force) {
      move.effect = Move::Effect::kBegins;
    } else if (before.parent != then.parent || (named && before.leader != then.leader)) {
      move.effect = Move::Effect::kMoves;
    } else if (named && stored != nullptr && stored->On(day_) != nullptr && period != nullptr &&
               stored->On(day_)->display_name != period->display_name) {
      move.effect = Move::Effect::kRenamed;
    } else if (before.leader != then.leader && OwnLeader(name)) {
      move.effect = Move::Effect::kMoves;
    }
    moves_.list.push_back(std::move(move));
    return absl::OkStatus();
  }

  // Led by an organisation that it names itself, not by its superior's.
  bool OwnLeader(const std::string& name) const {
    const Forest& forest = workspace_.proposed();
    const Forest::Link* link = forest.LinkOn(forest.Find(name), day_);
    return link != nullptr && link->leader != Forest::kNone;
  }

  Workspace& workspace_;
  const Day day_;
  std::set<std::string> seen_;
  std::deque<std::string> todo_;
  Moves moves_;
};

}  // namespace

absl::StatusOr<Moves> MovesOf(Workspace& workspace, const std::vector<std::string>& names,
                              Day day) {
  // A new name alone moves nobody.
  bool moved = false;
  for (const std::string& name : names) {
    TIENDO_ASSIGN_OR_RETURN(const Unit* before, workspace.Stored(name));
    TIENDO_ASSIGN_OR_RETURN(const Unit* then, workspace.Find(name));
    const Period* a = before == nullptr ? nullptr : before->On(day);
    const Period* b = then == nullptr ? nullptr : then->On(day);
    moved = moved || a == nullptr || b == nullptr || a->parent != b->parent ||
            a->led_by != b->led_by || before->effective_to != then->effective_to ||
            before->successors != then->successors;
  }
  Walk walk(workspace, day);
  if (moved) {
    TIENDO_RETURN_IF_ERROR(walk.Start(names));
    return walk.Take();
  }
  Moves moves;
  for (const std::string& name : names) {
    TIENDO_ASSIGN_OR_RETURN(const Unit* unit, workspace.Find(name));
    const Place place = PlaceIn(workspace.proposed(), name, day);
    if (!place.in_force) continue;
    moves.list.push_back({name, unit->On(day)->display_name, Move::Effect::kRenamed, place.parent,
                          place.parent, place.leader, place.leader});
    ++moves.count;
  }
  return moves;
}

}  // namespace tiendo::units
