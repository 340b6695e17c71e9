// All units with all their dates, in memory: who is whose superior, leader and heir on any day. The
// one place of these rules; the checks of a write, GetTree and the directory of other services use
// it. Only links and dates are kept, as numbers, so that a country fits.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_FOREST_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_FOREST_H_

#include <deque>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "services/units/domain/unit.h"

namespace tiendo::units {

// What the forest needs of a unit.
struct UnitRecord {
  struct Placement {
    Day from;
    std::string parent;
    std::string led_by;
  };
  std::string name;
  Side side = Side::kParty;
  Kind kind = Kind::kGrassrootsCell;
  std::optional<Day> to;              // end; the start is the first placement's
  std::vector<Placement> placements;  // ascending, not empty
  std::vector<std::string> successors;
};
UnitRecord RecordOf(const Unit& unit);

// Numbers for names, given once and never taken back. Thread-safe.
class NameTable {
 public:
  static constexpr int kNone = -1;
  int Intern(std::string_view name);
  // kNone for an unknown name.
  int Find(std::string_view name) const;
  // Valid as long as the table.
  const std::string& name(int id) const;
  int size() const;

 private:
  mutable std::shared_mutex mutex_;
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, int> ids_;  // views into names_
};

// A problem of one unit on one day; a write that makes one is refused.
struct Problem {
  enum class Kind {
    kUnknown,     // names a unit that does not exist
    kOtherSide,   // names a unit of the wrong side
    kNotInForce,  // names a unit that is not in force on the day it is named for
    kCycle,       // stands below itself
    kNoHeir,      // what it names has ended and nobody took over
  };
  Kind kind = Kind::kUnknown;
  std::string unit;
  std::string field;  // "parent", "led_by", "successors"
  Day day;
  std::string other;  // the unit named
  bool operator==(const Problem&) const = default;
};
// A sentence with the day and the remedy.
std::string Describe(const Problem& problem);

// A copy is cheap and shares what does not change. Reading is safe from several threads, Put is
// not.
class Forest {
 public:
  static constexpr int kNone = NameTable::kNone;
  static constexpr Day kNever = Day::max();

  struct Link {
    Day from;
    int parent = kNone;
    int leader = kNone;
  };
  struct Node {
    Side side = Side::kParty;
    Kind kind = Kind::kGrassrootsCell;
    Day from;
    Day to = kNever;
    std::vector<Link> links;  // ascending, the first from `from`
    std::vector<int> successors;

    bool InForce(Day day) const { return from <= day && day < to; }
  };

  Forest() : names_(std::make_shared<NameTable>()) {}
  // Shares the numbers of another forest.
  explicit Forest(std::shared_ptr<NameTable> names) : names_(std::move(names)) {}

  // Adds or replaces a unit; the number it has.
  int Put(const UnitRecord& record);

  // Numbers are below this; those of names that are only mentioned have no node.
  int limit() const { return static_cast<int>(nodes_.size()); }
  const Node* node(int unit) const {
    return unit >= 0 && unit < limit() ? nodes_[static_cast<size_t>(unit)].get() : nullptr;
  }
  const std::string& name(int unit) const { return names_->name(unit); }
  const std::shared_ptr<NameTable>& names() const { return names_; }
  // kNone when the forest has no such unit.
  int Find(std::string_view name) const;

  bool InForce(int unit, Day day) const;
  // As entered, of the link that holds on `day`; after the end the last one. nullptr before.
  const Link* LinkOn(int unit, Day day) const;

  // Every function below may lower `until` to the first day after `day` on which its answer may be
  // another.

  // The unit itself while in force, then its heir in force on `day`: the first-named successor,
  // else the last superior, transitively. kNone before its first day and when the line ends.
  int HeirOn(int unit, Day day, Day* until = nullptr) const;
  // Superior of a unit in force on `day`, heirs considered; kNone at the top. A unit that took over
  // from its own superior stands where that one stood.
  int SuperiorOn(int unit, Day day, Day* until = nullptr) const;
  // The Party organisation that leads a government unit, its own or that of the nearest superior
  // that has one, heirs considered; kNone on the Party side. O(depth).
  int LeaderOn(int unit, Day day) const;
  // Whether `unit` is `top` or stands below it, on their own side. O(depth).
  bool Within(int unit, int top, Day day) const;
  // Whether `unit` counts in `scope`: on the government side what stands below it, on the Party
  // side also what is led by it or by one below it. O(depth).
  bool Counts(int unit, int scope, Day day) const;

  // What is wrong with the unit's links and those of its heirs on any day; of each kind the first
  // day. Empty when all is well.
  std::vector<Problem> Check(int unit) const;
  // The first day on or after its end on which nobody stands for the unit; nullopt when somebody
  // always does, or it has no end.
  std::optional<Day> WithoutHeirFrom(int unit) const;

 private:
  void CheckNamed(int unit, int other, Side side, const char* field, Day day,
                  std::vector<Problem>& problems) const;
  void CheckLine(int unit, Day day, Day* until, std::vector<Problem>& problems) const;
  bool MakesCycle(int unit, Day day, Day* until) const;
  Problem Make(Problem::Kind kind, int unit, const char* field, Day day, int other) const;

  std::shared_ptr<NameTable> names_;
  std::vector<std::shared_ptr<const Node>> nodes_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_FOREST_H_
