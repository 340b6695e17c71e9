#include "services/units/domain/forest.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace tiendo::units {
namespace {

void Lower(Day* until, Day day) {
  if (until != nullptr) *until = std::min(*until, day);
}

// The first day after `day` on which the record says something else.
Day NextChange(const Forest::Node& node, Day day) {
  Day next = Forest::kNever;
  if (node.from > day) return node.from;
  for (const Forest::Link& link : node.links) {
    if (link.from > day) {
      next = link.from;
      break;
    }
  }
  return node.to > day ? std::min(next, node.to) : next;
}

}  // namespace

UnitRecord RecordOf(const Unit& unit) {
  UnitRecord out;
  out.name = unit.name;
  out.side = unit.side;
  out.kind = unit.kind;
  out.to = unit.effective_to;
  for (const Period& p : unit.periods) out.placements.push_back({p.from, p.parent, p.led_by});
  out.successors = unit.successors;
  return out;
}

int NameTable::Intern(std::string_view name) {
  std::unique_lock lock(mutex_);
  const auto found = ids_.find(name);
  if (found != ids_.end()) return found->second;
  const int id = static_cast<int>(names_.size());
  names_.emplace_back(name);
  ids_.emplace(names_.back(), id);
  return id;
}

int NameTable::Find(std::string_view name) const {
  std::shared_lock lock(mutex_);
  const auto found = ids_.find(name);
  return found == ids_.end() ? kNone : found->second;
}

const std::string& NameTable::name(int id) const {
  std::shared_lock lock(mutex_);
  return names_[static_cast<size_t>(id)];
}

int NameTable::size() const {
  std::shared_lock lock(mutex_);
  return static_cast<int>(names_.size());
}

std::string Describe(const Problem& problem) {
  const std::string day = "on " + calendar::FormatIso(problem.day);
  switch (problem.kind) {
    case Problem::Kind::kUnknown:
      return absl::StrCat("there is no ", problem.other, ": create it first or name another");
    case Problem::Kind::kOtherSide:
      return absl::StrCat(problem.other, " stands on the other side; name a ",
                          problem.field == "led_by" ? "Party organisation" : "unit of its side");
    case Problem::Kind::kNotInForce:
      return absl::StrCat(problem.other, " is not in force ", day,
                          ", when it is named; name its successor, or choose another day");
    case Problem::Kind::kCycle:
      return absl::StrCat(problem.unit, " would stand below itself ", day, ", by way of ",
                          problem.other, ": a cycle; transfer one of them first");
    case Problem::Kind::kNoHeir:
      break;
  }
  return absl::StrCat(problem.other, " has ended ", day, " and nobody took over: ", problem.unit,
                      " would be left without ", problem.field == "led_by" ? "leader" : "superior",
                      "; name a successor, or transfer ", problem.unit, " before");
}

int Forest::Put(const UnitRecord& record) {
  const int id = names_->Intern(record.name);
  auto number = [this](const std::string& name) {
    return name.empty() ? kNone : names_->Intern(name);
  };
  auto node = std::make_shared<Node>();
  node->side = record.side;
  node->kind = record.kind;
  node->from = record.placements.front().from;
  if (record.to) node->to = *record.to;
  node->links.reserve(record.placements.size());
  for (const UnitRecord::Placement& p : record.placements) {
    const Link link{p.from, number(p.parent), number(p.led_by)};
    // A change of the name only is no change here.
    if (!node->links.empty() && node->links.back().parent == link.parent &&
        node->links.back().leader == link.leader) {
      continue;
    }
    node->links.push_back(link);
  }
  for (const std::string& s : record.successors) node->successors.push_back(number(s));
  if (id >= limit()) nodes_.resize(static_cast<size_t>(id) + 1);
  nodes_[static_cast<size_t>(id)] = std::move(node);
  return id;
}

int Forest::Find(std::string_view name) const {
  const int id = names_->Find(name);
  return node(id) == nullptr ? kNone : id;
}

bool Forest::InForce(int unit, Day day) const {
  const Node* n = node(unit);
  return n != nullptr && n->InForce(day);
}

const Forest::Link* Forest::LinkOn(int unit, Day day) const {
  const Node* n = node(unit);
  if (n == nullptr) return nullptr;
  const Link* found = nullptr;
  for (const Link& link : n->links) {
    if (link.from <= day) found = &link;
  }
  return found;
}

int Forest::HeirOn(int unit, Day day, Day* until) const {
  // A line is short; a unit met twice ends it (units that name each other: nobody is left).
  std::vector<int> seen;
  for (int at = unit; node(at) != nullptr;) {
    const Node& n = *node(at);
    Lower(until, NextChange(n, day));
    if (n.InForce(day)) return at;
    if (day < n.from || absl::c_linear_search(seen, at)) return kNone;
    seen.push_back(at);
    at = n.successors.empty() ? n.links.back().parent : n.successors.front();
  }
  return kNone;
}

int Forest::SuperiorOn(int unit, Day day, Day* until) const {
  std::vector<int> seen;
  const Link* link = LinkOn(unit, day);
  if (node(unit) != nullptr) Lower(until, NextChange(*node(unit), day));
  while (link != nullptr && link->parent != kNone) {
    if (absl::c_linear_search(seen, link->parent)) return kNone;
    seen.push_back(link->parent);
    const int superior = HeirOn(link->parent, day, until);
    if (superior != unit) return superior;
    link = LinkOn(link->parent, day);
  }
  return kNone;
}

int Forest::LeaderOn(int unit, Day day) const {
  const Node* n = node(unit);
  if (n == nullptr || n->side != Side::kGovernment) return kNone;
  // Bounded, should facts of different age make a ring.
  for (int steps = 0; unit != kNone && steps <= limit(); ++steps) {
    const Link* link = LinkOn(unit, day);
    if (link == nullptr) return kNone;
    if (link->leader != kNone) {
      const int leader = HeirOn(link->leader, day);
      return leader != kNone && node(leader)->side == Side::kParty ? leader : kNone;
    }
    unit = SuperiorOn(unit, day);
  }
  return kNone;
}

bool Forest::Within(int unit, int top, Day day) const {
  if (!InForce(unit, day) || !InForce(top, day)) return false;
  for (int steps = 0; unit != kNone && steps <= limit(); ++steps) {
    if (unit == top) return true;
    unit = SuperiorOn(unit, day);
  }
  return false;
}

bool Forest::Counts(int unit, int scope, Day day) const {
  if (!InForce(unit, day) || !InForce(scope, day)) return false;
  if (node(scope)->side == Side::kParty && node(unit)->side == Side::kGovernment) {
    unit = LeaderOn(unit, day);
  }
  return Within(unit, scope, day);
}

Problem Forest::Make(Problem::Kind kind, int unit, const char* field, Day day, int other) const {
  return {kind, name(unit), field, day, other == kNone ? "" : name(other)};
}

// `other` is named from `day` on.
void Forest::CheckNamed(int unit, int other, Side side, const char* field, Day day,
                        std::vector<Problem>& problems) const {
  const Node* named = node(other);
  if (named == nullptr) {
    problems.push_back(Make(Problem::Kind::kUnknown, unit, field, day, other));
  } else if (named->side != side) {
    problems.push_back(Make(Problem::Kind::kOtherSide, unit, field, day, other));
  } else if (!named->InForce(day)) {
    problems.push_back(Make(Problem::Kind::kNotInForce, unit, field, day, other));
  }
}

bool Forest::MakesCycle(int unit, Day day, Day* until) const {
  std::vector<int> seen;
  for (int at = unit; at != kNone; at = SuperiorOn(at, day, until)) {
    if (absl::c_linear_search(seen, at)) return true;
    seen.push_back(at);
  }
  return false;
}

// The line upwards of a unit in force on `day`.
void Forest::CheckLine(int unit, Day day, Day* until, std::vector<Problem>& problems) const {
  const Link& link = *LinkOn(unit, day);
  auto gone = [&](int named) {
    return node(named) != nullptr && HeirOn(named, day, until) == kNone && node(named)->to <= day;
  };
  if (gone(link.parent)) {
    problems.push_back(Make(Problem::Kind::kNoHeir, unit, "parent", day, link.parent));
  }
  if (gone(link.leader)) {
    problems.push_back(Make(Problem::Kind::kNoHeir, unit, "led_by", day, link.leader));
  }
  if (MakesCycle(unit, day, until)) {
    problems.push_back(
        Make(Problem::Kind::kCycle, unit, "parent", day, SuperiorOn(unit, day, until)));
  }
}

std::vector<Problem> Forest::Check(int unit) const {
  std::vector<Problem> found;
  const Node* n = node(unit);
  if (n == nullptr) return found;
  int parent = kNone;
  int leader = kNone;
  for (const Link& link : n->links) {
    if (link.parent != parent && link.parent != kNone) {
      CheckNamed(unit, link.parent, n->side, "parent", link.from, found);
    }
    if (link.leader != leader && link.leader != kNone) {
      CheckNamed(unit, link.leader, Side::kParty, "led_by", link.from, found);
    }
    parent = link.parent;
    leader = link.leader;
  }
  for (int successor : n->successors) {
    if (successor == unit) {
      found.push_back(Make(Problem::Kind::kCycle, unit, "successors", n->to, successor));
    } else {
      CheckNamed(unit, successor, n->side, "successors", n->to, found);
    }
  }
  for (Day day = n->from, until = kNever; day < n->to; day = until) {
    until = n->to;
    CheckLine(unit, day, &until, found);
  }
  // Whoever pointed here points at the heir: the line above it must not come back.
  for (Day day = n->to, until = kNever; day != kNever; day = until) {
    until = kNever;
    const int heir = HeirOn(unit, day, &until);
    if (heir != kNone && MakesCycle(heir, day, &until)) {
      found.push_back(Make(Problem::Kind::kCycle, heir, "parent", day, unit));
    }
  }
  std::vector<Problem> out;
  for (Problem& p : found) {
    const bool known = std::any_of(out.begin(), out.end(), [&p](const Problem& o) {
      return o.kind == p.kind && o.unit == p.unit && o.field == p.field && o.other == p.other;
    });
    if (!known) out.push_back(std::move(p));
  }
  return out;
}

std::optional<Day> Forest::WithoutHeirFrom(int unit) const {
  const Node* n = node(unit);
  if (n == nullptr) return std::nullopt;
  for (Day day = n->to, until = kNever; day != kNever; day = until) {
    until = kNever;
    if (HeirOn(unit, day, &until) == kNone) return day;
  }
  return std::nullopt;
}

}  // namespace tiendo::units
