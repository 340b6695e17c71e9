// What units had to hand in, and whether they did: the figures of duties (nhiệm vụ giao đồng loạt).
// Numbers are those of the rules in services/status/README.md.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_DUTIES_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_DUTIES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/unit_tree.h"

namespace tiendo::status {

// One assignment on one day.
struct HandIn {
  enum class State { kPending = 1, kInTime = 2, kLate = 3, kNotHandedIn = 4 };
  State state = State::kPending;
  Day deadline;                  // of what was handed in, that of the day of the hand-in
  std::optional<Day> submitted;  // the hand-in that stands
  int days_late = 0;             // to the hand-in, or to the day asked for
  bool incomplete = false;       // something was handed in, not all
  bool returned = false;         // and nothing handed in since
  bool accepted = false;
  bool operator==(const HandIn&) const = default;
};

// Rule 31: the first complete hand-in since the last return stands; what is not complete is not
// handed in; on the deadline is in time; nobody is late before the day after it; acceptance counts
// apart. Events of one day count in the order of entry (rule 2), voided ones not at all (rule 5). A
// deadline set on a day is in force on it, and what is set after the hand-in counts from a return
// on (rule 9).
HandIn HandInOn(const AssignmentFact& assignment, Day day);

struct HandInCounts {
  int assigned = 0;  // = in_time + late + pending + not_handed_in
  int due = 0;       // deadline <= day
  int in_time = 0;
  int late = 0;
  int pending = 0;
  int not_handed_in = 0;
  int incomplete = 0;  // of pending and not_handed_in
  int returned = 0;    // of pending and not_handed_in
  int accepted = 0;    // of in_time and late
  bool operator==(const HandInCounts&) const = default;
};

struct UnitHandIn {
  std::string unit;  // where it stands on the day: the unit that it was given to, or its heir
  std::string assignment;
  HandIn hand_in;
};

// A duty of a programme that covers the year.
struct DutyOfYear {
  std::string category;  // "categories/{category}", of the programme
  std::string title;
  std::vector<std::string> tags = {};
};
// By name.
using DutiesOfYear = std::map<std::string, DutyOfYear>;

struct DutyQuery {
  std::string scope;
  int year = 0;
  Day day;
  std::string tag = {};  // only duties that carry it; empty: all
};

struct DutyRow {
  std::string duty;
  std::string period;
  HandInCounts counts;
  std::vector<UnitHandIn> units;  // the longest late first, then by unit
  int unattributed = 0;           // of units that are not known: in none of the counts
};

// By the unit that they were given to, then by name: what a scope owes is found without looking at
// the units outside it.
using AssignmentsByUnit = std::map<std::string, std::map<std::string, AssignmentFact>>;

// A row per duty of `duties` that is asked for and period of the year (what is due once is due in
// every year), by names; without those of which nothing is assigned on the day. An assignment
// counts where its unit, or its heir, stands on the day (rule 18). Errors: those of
// UnitTree::Scope.
absl::StatusOr<std::vector<DutyRow>> HandIns(const UnitTree& tree,
                                             const AssignmentsByUnit& assignments,
                                             const DutiesOfYear& duties, const DutyQuery& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_DUTIES_H_
