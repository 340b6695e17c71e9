#include "services/units/domain/day_tree.h"

#include <algorithm>

namespace tiendo::units {

DayTree::DayTree(const Forest& forest, Day day, const Less& less) : day_(day) {
  Link(forest);
  const size_t size = in_force_.size();
  std::vector<int> sorted;
  for (int u = 0; u < static_cast<int>(size); ++u) {
    if (in_force_[static_cast<size_t>(u)] != 0) sorted.push_back(u);
  }
  std::sort(sorted.begin(), sorted.end(), less);
  std::vector<int> below;
  std::vector<int> led;
  for (int u : sorted) {
    if (parent(u) != Forest::kNone) below.push_back(u);
    if (HangsUnderLeader(u)) led.push_back(u);
    if (parent(u) == Forest::kNone && !HangsUnderLeader(u)) tops_.push_back(u);
  }
  std::stable_sort(tops_.begin(), tops_.end(), [this](int a, int b) {
    return party_[static_cast<size_t>(a)] > party_[static_cast<size_t>(b)];
  });
  children_ = Group(below, parents_, size);
  led_ = Group(led, leaders_, size);
}

void DayTree::Link(const Forest& forest) {
  const auto size = static_cast<size_t>(forest.limit());
  in_force_.assign(size, 0);
  party_.assign(size, 0);
  parents_.assign(size, Forest::kNone);
  leaders_.assign(size, Forest::kNone);
  for (int u = 0; u < forest.limit(); ++u) {
    if (!forest.InForce(u, day_)) continue;
    const auto i = static_cast<size_t>(u);
    in_force_[i] = 1;
    party_[i] = forest.node(u)->side == Side::kParty ? 1 : 0;
    parents_[i] = forest.SuperiorOn(u, day_);
    leaders_[i] = forest.LeaderOn(u, day_);
  }
}

DayTree::Lists DayTree::Group(const std::vector<int>& units, const std::vector<int>& keys,
                              size_t size) {
  Lists out;
  out.start.assign(size + 1, 0);
  for (int u : units) ++out.start[static_cast<size_t>(keys[static_cast<size_t>(u)]) + 1];
  for (size_t i = 1; i <= size; ++i) out.start[i] += out.start[i - 1];
  std::vector<int> next(out.start.begin(), out.start.end() - 1);
  out.items.resize(units.size());
  // Units come sorted, so each list is.
  for (int u : units) {
    int& at = next[static_cast<size_t>(keys[static_cast<size_t>(u)])];
    out.items[static_cast<size_t>(at++)] = u;
  }
  return out;
}

bool DayTree::HangsUnderLeader(int unit) const {
  const int leader = this->leader(unit);
  if (leader == Forest::kNone) return false;
  const int superior = parent(unit);
  return superior == Forest::kNone || this->leader(superior) != leader;
}

DayTree::Page DayTree::Walk(int root, int skip, int limit) const {
  Page page;
  std::vector<TreeNode> stack;
  bool whole = false;
  if (root == Forest::kNone) {
    for (auto it = tops_.rbegin(); it != tops_.rend(); ++it) stack.push_back({*it, 0, false});
  } else if (in_force_[static_cast<size_t>(root)] != 0) {
    whole = party_[static_cast<size_t>(root)] == 0;
    stack.push_back({root, 0, false});
  }
  auto push = [&stack](const Lists& lists, const TreeNode& above, bool led, auto&& wanted) {
    const auto u = static_cast<size_t>(above.unit);
    for (int i = lists.start[u + 1]; i-- > lists.start[u];) {
      const int child = lists.items[static_cast<size_t>(i)];
      if (wanted(child)) stack.push_back({child, above.depth + 1, led});
    }
  };
  while (!stack.empty()) {
    const TreeNode node = stack.back();
    stack.pop_back();
    if (page.total >= skip && page.total < skip + limit) page.nodes.push_back(node);
    ++page.total;
    // What is pushed last comes first.
    if (!whole) push(led_, node, true, [](int) { return true; });
    push(children_, node, false, [&](int child) { return whole || !HangsUnderLeader(child); });
  }
  return page;
}

}  // namespace tiendo::units
