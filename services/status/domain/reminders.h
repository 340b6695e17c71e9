// What a unit was reminded of a subject, and what comes next: the ladder of reminders as it stands
// on a day. Numbers are those of the rules in services/status/README.md.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_REMINDERS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_REMINDERS_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/status/domain/figures.h"
#include "services/status/domain/supervision_facts.h"
#include "services/status/domain/unit_history.h"

namespace tiendo::status {

// The ladder (bậc thang nhắc nhở), as configuration: the same as that of supervision, which issues
// by it.
struct ReminderLadder {
  std::vector<int> before = {15, 7, 3};  // working days before the due date, falling
  std::vector<int> after = {1};          // calendar days after it, rising
  // Urgings by hand after the due date that do not bring a subject onto the leadership's agenda
  // yet.
  int agenda_after = 3;
};

// The rung of a notice that was issued.
struct IssuedRung {
  ReminderFact::Kind kind = ReminderFact::Kind::kBeforeDue;
  Day trigger;             // the day on which it began
  std::optional<Day> due;  // of the subject, in force when it was issued
  bool operator==(const IssuedRung&) const = default;
};

// The reminders of one subject to one unit that were issued by a day, those of units that it is the
// heir of included (rule 32).
struct RemindersSoFar {
  int count = 0;
  int urgings = 0;            // by hand
  int urgings_after_due = 0;  // of these, on days after the due date in force (rule 33)
  int last_ordinal = 0;       // the highest "lần n"
  int last_urging = 0;        // the highest "đôn đốc lần n"; voided ones keep theirs
  std::optional<Day> first;
  std::optional<Day> last;
  std::string last_name;
  // Not answered by their deadline, and the earliest deadline that was missed. Who has explained
  // has taken note, too.
  int unacknowledged = 0;
  int unexplained = 0;
  std::optional<Day> acknowledge_missed;
  std::optional<Day> explain_missed;
  std::vector<IssuedRung> rungs;
  bool operator==(const RemindersSoFar&) const = default;
};

// A ledger as it stands on a day, by subject and unit: a requirement is of a thousand units and
// more, and each of them asks for its own reminders. A subject is put in order when it is first
// asked for, so an object is for one thread. What it is made from must outlive it.
class RemindersByUnit {
 public:
  RemindersByUnit(const ReminderLedger& ledger, const UnitHistory& units, Day day)
      : ledger_(&ledger), units_(&units), day_(day) {}

  Day day() const { return day_; }
  // Those issued by the day to `unit` and to the units that it is the heir of then, in the order of
  // recording, voided ones included.
  std::span<const ReminderFact* const> Of(const std::string& subject, const std::string& unit);

 private:
  using ByUnit = std::unordered_map<std::string, std::vector<const ReminderFact*>>;

  ByUnit InOrder(const std::map<std::string, ReminderFact>& recorded) const;

  const ReminderLedger* ledger_;
  const UnitHistory* units_;
  Day day_;
  std::unordered_map<std::string, ByUnit> subjects_;  // asked for so far
};

// On the day of `reminders`. `names`: those that the subject may have been reminded of by. `unit`
// must be in force on the day. `due` is the due date in force on it.
RemindersSoFar RemindersOf(RemindersByUnit& reminders, std::span<const std::string> names,
                           const std::string& unit, std::optional<Day> due);

// Rule 33: overdue, and urged by hand after the due date more often than the ladder lets pass.
bool OnAgenda(const RemindersSoFar& reminders, std::optional<Day> due, Day day,
              const ReminderLadder& ladder);

// What is to be done next about an open subject with a due date.
struct NextReminder {
  enum class Step {
    kNotice,      // a rung of the ladder
    kUrging,      // by hand, the `urging`th
    kLastUrging,  // the same; it will bring the subject onto the leadership's agenda
    kAgenda,      // it belongs there
  };
  Step step = Step::kNotice;
  ReminderFact::Kind kind = ReminderFact::Kind::kBeforeDue;  // of a notice, with rung and day
  int rung = 0;
  Day on;
  bool outstanding = false;  // its day has come and it was not issued
  int urging = 0;
  // A year without known holidays hides rungs before the due date (rule 34); 0: none.
  int missing_year = 0;
  bool operator==(const NextReminder&) const = default;
};

// `working_days` counts for the rungs before the due date.
NextReminder NextAfter(const RemindersSoFar& reminders, Day due, Day day,
                       const ReminderLadder& ladder, const CountWorkingDays& working_days);

// The first day on which no more than `rung` working days are left to `due`, as "due soon" counts
// them. nullopt when a year that it takes to know is missing.
std::optional<Day> RungBefore(Day due, int rung, const CountWorkingDays& working_days);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_REMINDERS_H_
