// What was recorded of the subjects that reminders are issued about, and which names mean the same
// subject.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDER_LOG_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDER_LOG_H_

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::supervision {

// The yearly plan of a unit is one subject, whatever it is called by: by the requirement, as long
// as nobody has begun to draw it up, or by the plan. Its names are the requirements of the year, of
// which a unit belongs to one, and the plans for that year of the unit and of those that it stands
// for. A reminder keeps the name it was recorded under, and is found by the others. A plan that
// somebody else is told about is a subject of its own.
class SubjectNames {
 public:
  // `day` is that on which units stand for others. Both others must outlive this.
  SubjectNames(const Repositories& repos, const Environment& environment, Day day)
      : repos_(repos), environment_(environment), day_(day) {}

  // All names of what `subject` means when `unit` is told; `subject` is among them.
  absl::StatusOr<std::vector<std::string>> Of(const std::string& subject, const std::string& unit);

 private:
  struct Year {
    std::vector<std::string> requirements;
    // Under the unit that has the plan and the one that stands for it.
    std::unordered_map<std::string, std::vector<std::string>> plans;
  };
  // The year that a yearly plan is for; 0: the subject is none of the unit.
  absl::StatusOr<int> YearOf(const std::string& subject, const std::string& unit) const;
  absl::StatusOr<const Year*> Read(int year);

  const Repositories& repos_;
  const Environment& environment_;
  const Day day_;
  std::map<int, Year> years_;
};

// Of whatever transaction this one is, as of a day: that on which units stand for others, and on
// which everything added is issued. A requirement is of a thousand units and more, so what belongs
// to a unit is found without walking through the others'.
class ReminderLog {
 public:
  // Both must outlive the log.
  ReminderLog(const Repositories& repos, const Environment& environment, Day day)
      : repos_(repos), environment_(environment), day_(day), names_(repos, environment, day) {}

  // Those about `subject` under all its names, to `unit` and to the units that it stands for. Valid
  // until the next call.
  absl::StatusOr<std::vector<const Reminder*>> Of(const std::string& subject,
                                                  const std::string& unit);
  // Gives it its name and its numbers; it belongs to the log from now on.
  absl::Status Number(Reminder& reminder);

 private:
  // Under one name of a subject.
  struct Recorded {
    int last = 0;  // number in the name of the last one
    std::vector<Reminder> all;
    // Positions in `all`, rising, under the reminder's unit and under the one that stands for it.
    std::unordered_map<std::string, std::vector<size_t>> by_unit;
  };
  absl::StatusOr<Recorded*> Read(const std::string& name);
  void Add(Reminder reminder, Recorded& recorded) const;

  const Repositories& repos_;
  const Environment& environment_;
  const Day day_;
  SubjectNames names_;
  std::map<std::string, Recorded> recorded_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDER_LOG_H_
