// What units were reminded of in a year, and what has become of it. Part of statistics.cc.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_REMINDED_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_REMINDED_H_

#include <optional>
#include <string>
#include <vector>

#include "services/status/domain/statistics.h"

namespace tiendo::status {

// One subject at one unit that was reminded of it in the period.
struct RemindedSubject {
  enum class State {
    kOpen,
    kComplied,     // done on the day of the first reminder or later
    kAlreadyDone,  // done before it
    kClosed,       // nothing is asked of the unit any more, or there is nothing that could be done
  };
  int place = UnitTree::kNone;  // of the unit, or its heir, in the tree of the day
  int notices = 0;              // in the period, as urgings and `last`
  int urgings = 0;
  std::optional<Day> last;
  State state = State::kOpen;
  bool on_agenda = false;
  int days = 0;  // of kComplied: from the first reminder, be it before the period
};

// Whether a reminder of the period stands at a unit that counts in the scope, node `top` of the
// tree, whatever it is about.
bool AnyReminded(const UnitTree& tree, int top, const ReminderLedger& ledger,
                 const StatisticsQuery& query);

// In the scope, node `top` of the tree, by subject and unit. `subjects` are those of the query's
// year, day and tag.
std::vector<RemindedSubject> RemindedSubjects(const UnitTree& tree, int top,
                                              const SubjectFacts& facts,
                                              const std::vector<Subject>& subjects,
                                              const ReminderLedger& ledger, const FindItem& items,
                                              const StatisticsQuery& query);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_REMINDED_H_
