// The tree of one day, on both sides, and who counts where in it.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_UNIT_TREE_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_UNIT_TREE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/unit_history.h"

namespace tiendo::status {

// The units in force on one day. Immutable. `history` must outlive it.
//
// There are two ways to roll up. On the government side a unit contains what it owns. On the Party
// side a unit contains the Party units below it and every government unit that one of them leads; a
// government unit led by another Party organisation than its superior counts there and not here.
class UnitTree {
 public:
  static constexpr int kNone = -1;
  struct Node {
    const UnitFact* unit = nullptr;
    int parent = kNone;  // of the same side
    int leader = kNone;  // government side: the Party unit that leads it, inherited if need be
    std::vector<int> children;  // of the same side, by id
  };

  UnitTree(const UnitHistory& history, Day day);

  const UnitHistory& history() const { return *history_; }
  // The tree is the same on every day of [first_day, past_day); an end is nullopt when it is open.
  std::optional<Day> first_day() const { return first_day_; }
  std::optional<Day> past_day() const { return past_day_; }
  bool IsOf(Day day) const {
    return (!first_day_ || *first_day_ <= day) && (!past_day_ || day < *past_day_);
  }

  // By id.
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& node(int index) const { return nodes_[static_cast<size_t>(index)]; }
  // The unit if it is in force, else kNone.
  int Find(std::string_view id) const;
  // The unit or its heir, else kNone: unknown, or not in force yet.
  int Place(std::string_view id) const;
  // Where a unit stands when rolled up on `side`: itself, the Party unit that leads it, or kNone.
  int Position(int index, Side side) const;
  // Whether `index` is `top` or below it, on their own side.
  bool Within(int index, int top) const;
  // Whether a unit counts in a scope, rolled up on the scope's side.
  bool Counts(int unit, int scope) const;
  // The scope's node. NOT_FOUND (SCOPE_NOT_FOUND) for an unknown unit; FAILED_PRECONDITION
  // (SCOPE_NOT_IN_FORCE) naming the successors for one not in force on the day.
  absl::StatusOr<int> Scope(std::string_view id, Day day) const;

 private:
  void LinkParents(Day day);
  void LinkLeaders(Day day);

  const UnitHistory* history_;
  Day built_for_;
  std::optional<Day> first_day_;
  std::optional<Day> past_day_;
  std::vector<Node> nodes_;
  std::map<std::string, int, std::less<>> index_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_UNIT_TREE_H_
