#include <algorithm>
#include <map>

#include "common/resource/name.h"
#include "services/units/domain/units_manager.h"

namespace tiendo::units {
namespace {

class TreeBuilder {
 public:
  TreeBuilder(const std::vector<Unit>& units, Day as_of,
              const std::function<bool(const Unit&, const Unit&)>& less) {
    for (const Unit& u : units) {
      if (u.InForce(as_of)) in_force_.emplace(u.name, &u);
    }
    for (const auto& [name, u] : in_force_) {
      // A superior that is not in force that day leaves its part at the top rather than hidden.
      const bool has_parent = in_force_.contains(u->parent);
      if (has_parent) children_[u->parent].push_back(u);
      if (HangsUnderLeader(*u)) led_[u->led_by].push_back(u);
      if (!has_parent && !HangsUnderLeader(*u)) tops_.push_back(u);
    }
    auto by = [&less](const Unit* a, const Unit* b) { return less(*a, *b); };
    for (auto& [name, list] : children_) std::sort(list.begin(), list.end(), by);
    for (auto& [name, list] : led_) std::sort(list.begin(), list.end(), by);
    std::sort(tops_.begin(), tops_.end(), [&](const Unit* a, const Unit* b) {
      if (a->side != b->side) return a->side < b->side;
      return less(*a, *b);
    });
  }

  const Unit* Find(const std::string& name) const {
    auto it = in_force_.find(name);
    return it == in_force_.end() ? nullptr : it->second;
  }
  const std::vector<const Unit*>& tops() const { return tops_; }

  void Add(const Unit& unit, int depth, bool led, std::vector<TreeNode>& out) {
    out.push_back({&unit, depth, led});
    for (const Unit* child : children_[unit.name]) {
      if (whole_ || !HangsUnderLeader(*child)) Add(*child, depth + 1, false, out);
    }
    if (whole_) return;
    for (const Unit* child : led_[unit.name]) Add(*child, depth + 1, true, out);
  }
  // From a government root the government tree is shown whole, whoever leads its parts.
  void ShowWhole() { whole_ = true; }

 private:
  // A unit led by the same organisation as its superior stands below the superior; one with a
  // leader of its own, or without superior, below the leader.
  bool HangsUnderLeader(const Unit& unit) const {
    if (unit.side != Side::kGovernment || !in_force_.contains(unit.led_by)) return false;
    const Unit* superior = Find(unit.parent);
    return superior == nullptr || superior->led_by != unit.led_by;
  }

  std::map<std::string, const Unit*> in_force_;
  std::map<std::string, std::vector<const Unit*>> children_;
  std::map<std::string, std::vector<const Unit*>> led_;
  std::vector<const Unit*> tops_;
  bool whole_ = false;
};

}  // namespace

absl::StatusOr<std::vector<TreeNode>> Tree(
    const std::vector<Unit>& units, const std::string& root, Day as_of,
    const std::function<bool(const Unit&, const Unit&)>& less) {
  TreeBuilder builder(units, as_of, less);
  std::vector<TreeNode> out;
  if (root.empty()) {
    for (const Unit* top : builder.tops()) builder.Add(*top, 0, false, out);
    return out;
  }
  const Unit* top = builder.Find(root);
  if (top == nullptr) return resource::NotFound(root);
  if (top->side == Side::kGovernment) builder.ShowWhole();
  builder.Add(*top, 0, false, out);
  return out;
}

}  // namespace tiendo::units
