#include "services/units/domain/workspace.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/units/domain/reasons.h"

namespace tiendo::units {
namespace {

// Referrers read per statement.
constexpr int kReferrers = 500;
// An error that names more units than this helps nobody.
constexpr size_t kEnoughProblems = 20;

// Days on which a unit has a code: [from, to) of each period that has it.
struct Span {
  Day from;
  Day to;
};
std::vector<Span> SpansOf(const Unit& unit, std::string_view code) {
  std::vector<Span> out;
  for (size_t i = 0; i < unit.periods.size(); ++i) {
    if (unit.periods[i].code != code) continue;
    const Day end = i + 1 < unit.periods.size() ? unit.periods[i + 1].from
                                                : unit.effective_to.value_or(Forest::kNever);
    out.push_back({unit.periods[i].from, end});
  }
  return out;
}

std::optional<Day> FirstSharedDay(const Unit& a, const Unit& b, std::string_view code) {
  std::optional<Day> first;
  for (const Span& x : SpansOf(a, code)) {
    for (const Span& y : SpansOf(b, code)) {
      const Day from = std::max(x.from, y.from);
      if (from < std::min(x.to, y.to) && (!first || from < *first)) first = from;
    }
  }
  return first;
}

}  // namespace

std::vector<Reference> ReferencesOf(const Unit& unit) {
  std::map<std::string, Day> last;
  auto add = [&last](const std::string& key, Day day) {
    auto [it, added] = last.emplace(key, day);
    if (!added) it->second = std::max(it->second, day);
  };
  const Period* before = nullptr;
  for (const Period& p : unit.periods) {
    const bool first = before == nullptr;
    if (!p.parent.empty() && (first || p.parent != before->parent)) add(p.parent, p.from);
    if (!p.led_by.empty() && (first || p.led_by != before->led_by)) add(p.led_by, p.from);
    if (!p.code.empty()) add(CodeKey(p.code), Forest::kNever);
    before = &p;
  }
  if (unit.effective_to) {
    for (const std::string& s : unit.successors) add(s, *unit.effective_to);
  }
  std::vector<Reference> out;
  for (const auto& [key, day] : last) out.push_back({key, day});
  return out;
}

absl::StatusOr<const Unit*> Workspace::Stored(std::string_view name) {
  auto it = loaded_.find(name);
  if (it == loaded_.end()) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Unit> stored, units_.Get(name));
    it = loaded_.emplace(std::string(name), std::move(stored)).first;
  }
  return it->second ? &*it->second : nullptr;
}

absl::StatusOr<const Unit*> Workspace::Find(std::string_view name) {
  const auto it = proposals_.find(name);
  if (it != proposals_.end()) return &it->second;
  return Stored(name);
}

absl::Status Workspace::Propose(Unit unit) {
  const std::string name = unit.name;
  proposed_.Put(RecordOf(unit));
  std::vector<std::string> above;
  for (const Reference& r : ReferencesOf(unit)) above.push_back(r.key);
  proposals_.insert_or_assign(name, std::move(unit));
  TIENDO_RETURN_IF_ERROR(Load(name));
  for (const std::string& key : above) TIENDO_RETURN_IF_ERROR(Load(key));
  return absl::OkStatus();
}

absl::Status Workspace::Load(std::string_view name) {
  std::vector<std::string> todo = {std::string(name)};
  while (!todo.empty()) {
    const std::string next = std::move(todo.back());
    todo.pop_back();
    if (next.starts_with("code/") || stored_.Find(next) != Forest::kNone) continue;
    TIENDO_ASSIGN_OR_RETURN(const Unit* unit, Stored(next));
    if (unit == nullptr) continue;
    stored_.Put(RecordOf(*unit));
    if (!proposals_.contains(next)) proposed_.Put(RecordOf(*unit));
    for (Reference& r : ReferencesOf(*unit)) todo.push_back(std::move(r.key));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Problem>> Workspace::Check() {
  std::vector<Problem> problems;
  for (const auto& [name, unit] : proposals_) {
    const int id = proposed_.Find(name);
    for (Problem& p : proposed_.Check(id)) problems.push_back(std::move(p));
  }
  for (const auto& [name, unit] : proposals_) {
    if (problems.size() >= kEnoughProblems) break;
    const int id = proposed_.Find(name);
    const int before = stored_.Find(name);
    if (unit.effective_to) {
      // Whoever names it on or after its end names one that is not in force. Nothing new when the
      // end is no earlier than it was.
      const bool earlier = before != Forest::kNone && *unit.effective_to < stored_.node(before)->to;
      if (earlier) {
        TIENDO_RETURN_IF_ERROR(CheckReferrers(name, *unit.effective_to, false, problems));
      }
    }
    const std::optional<Day> alone = proposed_.WithoutHeirFrom(id);
    const std::optional<Day> alone_before = stored_.WithoutHeirFrom(before);
    if (alone && (!alone_before || *alone < *alone_before)) {
      TIENDO_RETURN_IF_ERROR(CheckReferrers(name, Day::min(), true, problems));
    }
  }
  return problems;
}

absl::Status Workspace::CheckReferrers(const std::string& name, Day from, bool transitively,
                                       std::vector<Problem>& problems) {
  std::set<std::string> seen = {name};
  std::vector<std::string> todo = {name};
  while (!todo.empty() && problems.size() < kEnoughProblems) {
    const std::string at = std::move(todo.back());
    todo.pop_back();
    std::string after;
    while (problems.size() < kEnoughProblems) {
      TIENDO_ASSIGN_OR_RETURN(std::vector<std::string> names,
                              units_.Referrers(at, from, after, kReferrers));
      if (names.empty()) break;
      after = names.back();
      for (const std::string& referrer : names) {
        if (!seen.insert(referrer).second) continue;
        TIENDO_RETURN_IF_ERROR(Load(referrer));
        const int id = proposed_.Find(referrer);
        if (id == Forest::kNone) continue;
        if (!proposals_.contains(referrer)) {
          for (Problem& p : proposed_.Check(id)) problems.push_back(std::move(p));
        }
        // What has ended itself passes on what refers to it.
        if (transitively && proposed_.node(id)->to != Forest::kNever) todo.push_back(referrer);
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Workspace::CodeTaken>> Workspace::CheckCodes() {
  std::vector<CodeTaken> taken;
  auto compare = [&taken](const Unit& unit, const Unit& other, const std::string& code) {
    const std::optional<Day> day = FirstSharedDay(unit, other, code);
    if (!day) return;
    taken.push_back({unit.name, absl::StrCat("\"", code, "\" is the code of ", other.name, " on ",
                                             calendar::FormatIso(*day),
                                             "; give another, or another from that day on")});
  };
  std::map<std::string, std::vector<const Unit*>> by_code;
  for (const auto& [name, unit] : proposals_) {
    std::set<std::string> codes;
    for (const Period& p : unit.periods) {
      if (!p.code.empty()) codes.insert(p.code);
    }
    for (const std::string& code : codes) {
      for (const Unit* other : by_code[code]) compare(unit, *other, code);
      by_code[code].push_back(&unit);
      TIENDO_ASSIGN_OR_RETURN(std::vector<std::string> names,
                              units_.Referrers(CodeKey(code), Day::min(), "", kReferrers));
      for (const std::string& holder : names) {
        if (proposals_.contains(holder)) continue;
        TIENDO_ASSIGN_OR_RETURN(const Unit* other, Stored(holder));
        if (other != nullptr) compare(unit, *other, code);
      }
    }
  }
  return taken;
}

absl::Status ToStatus(const std::vector<Problem>& problems, const FieldOf& field) {
  errors::Violations own;
  for (const Problem& p : problems) {
    const std::string path = field(p);
    if (!path.empty()) own.Add(path, Describe(p));
  }
  if (!own.empty()) return own.ToStatus();
  if (problems.empty()) return absl::OkStatus();
  errors::Details details;
  details.reason = std::string(reasons::kUnitTreeConflict);
  details.metadata = {{"unit", problems.front().unit},
                      {"day", calendar::FormatIso(problems.front().day)},
                      {"other", problems.front().other}};
  for (const Problem& p : problems) details.violations.push_back({p.unit, Describe(p)});
  return errors::Make(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat("the tree would not be one on every day: ", Describe(problems.front())),
      std::move(details));
}

}  // namespace tiendo::units
