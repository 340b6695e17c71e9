// The use cases of reminders. A number and the reminder that has it are one transaction, so no two
// share one. What one subject is, whatever it is called by: reminder_log.h.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDERS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/record.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::supervision {

// A document that urges a unit.
struct Urging {
  std::string subject;
  std::string unit;  // in force on `date`
  Day date;
  resource::Document document;
  std::optional<Day> due;  // of the subject, in force on `date`
  std::string reason;
  std::optional<Day> acknowledge_by;  // nullopt: by the ladder
  std::optional<Day> explain_by;      // the same
};

// INVALID_ARGUMENT REFERENCE_NOT_FOUND for a subject of this service that does not exist.
absl::StatusOr<Reminder> IssueReminder(const Repositories& repos, const Environment& environment,
                                       const Urging& urging);

// A part of a subject that is open on the day of a scan.
struct OpenPart {
  std::string subject;
  std::string unit;
  Day due;
};

// Which part, and why its notices cannot all be told.
struct NotComputable {
  std::string subject;
  std::string unit;
  std::vector<int> rungs;
  int missing_year = 0;
  bool operator==(const NotComputable&) const = default;
};

// Every part is one of `issued`, `already_issued`, `not_due` and `no_unit`.
struct Notices {
  std::vector<Reminder> issued;
  int already_issued = 0;
  int not_due = 0;
  std::vector<NotComputable> not_computable;
  std::vector<OpenPart> no_unit;
};

// Rule 32 on `as_of`: of each part at most one notice, of the rung that began last, unless that
// one or a later one was issued for this due date, or one of its kind for the same day. The heir
// of a unit that has ended gets it, and its numbers go on from those of the units it stands for.
// INVALID_ARGUMENT REFERENCE_NOT_FOUND for all subjects of this service that do not exist.
absl::StatusOr<Notices> IssueDueReminders(const Repositories& repos, const Environment& environment,
                                          Day as_of, const std::vector<OpenPart>& parts);
// The same answer, of a repeated request that has issued `issued`.
Notices NoticesAgain(const Environment& environment, Day as_of, const std::vector<OpenPart>& parts,
                     std::vector<Reminder> issued);

// NOT_FOUND, ETAG_MISMATCH, REMINDER_STATE; INVALID_ARGUMENT for a day before the issue. What is
// recorded already as it is given is answered and not written again.
absl::StatusOr<Reminder> AcknowledgeReminder(const Repositories& repos, const std::string& name,
                                             const std::string& etag,
                                             const Acknowledgement& acknowledgement);
absl::StatusOr<Reminder> ExplainReminder(const Repositories& repos, const std::string& name,
                                         const std::string& etag, const Explanation& explanation);
// Of urgings only. `voiding.event` is the reminder.
absl::StatusOr<Reminder> VoidReminder(const Repositories& repos, const Voiding& voiding);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDERS_H_
