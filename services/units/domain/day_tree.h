// The tree of one day, on both sides: made once, walked often.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_DAY_TREE_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_DAY_TREE_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "services/units/domain/forest.h"

namespace tiendo::units {

// A node of a tree in pre-order.
struct TreeNode {
  int unit = Forest::kNone;
  int depth = 0;
  bool led = false;  // hangs here because the Party organisation above leads it
  bool operator==(const TreeNode&) const = default;
};

// Immutable, hence thread-safe; needs the forest only while it is made.
class DayTree {
 public:
  // Order of siblings.
  using Less = std::function<bool(int, int)>;
  DayTree(const Forest& forest, Day day, const Less& less);

  Day day() const { return day_; }
  // Superior of a unit in force that day, and the Party organisation that leads it; kNone if none.
  int parent(int unit) const { return parents_[static_cast<size_t>(unit)]; }
  int leader(int unit) const { return leaders_[static_cast<size_t>(unit)]; }

  // Nodes `skip`, `skip` + 1, … of the tree below `root`, at most `limit`, and how many there are
  // in all. kNone: all tops, those of the Party side first. From a Party unit a government unit
  // hangs below the organisation that leads it, or below its superior when that has the same
  // leader, behind the Party children. From a government unit its own side is shown whole, whoever
  // leads its parts. An empty page for a unit not in force.
  struct Page {
    std::vector<TreeNode> nodes;
    int total = 0;
  };
  Page Walk(int root, int skip, int limit) const;

 private:
  // Lists of many units in one array: those of unit u are [start[u], start[u + 1]).
  struct Lists {
    std::vector<int> start;
    std::vector<int> items;
  };
  void Link(const Forest& forest);
  static Lists Group(const std::vector<int>& units, const std::vector<int>& keys, size_t size);
  bool HangsUnderLeader(int unit) const;

  const Day day_;
  std::vector<uint8_t> in_force_;
  std::vector<uint8_t> party_;
  std::vector<int> parents_;
  std::vector<int> leaders_;
  Lists children_;
  Lists led_;  // that hang under their leader
  std::vector<int> tops_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_DAY_TREE_H_
