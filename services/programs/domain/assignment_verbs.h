// The verbs of an assignment. Each writes the assignment and one event in one revision, and nothing
// of the duty or of other units. An event may be entered late, before others of a later date; what
// it would leave without ground is refused (assignment_life.h).
//
// Dates given are not after today.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_VERBS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_VERBS_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/programs/domain/assignment.h"

namespace tiendo::programs {

struct AssignmentStores {
  DutyRepository& duties;
  AssignmentRepository& assignments;
  AssignmentEventRepository& events;
};

struct AssignmentInput {
  std::string name;
  std::string etag;  // expected; empty: any
  // Kind, date and what else the verb records.
  AssignmentEvent event;
};

// Of a hand-in: who hands in, the unit itself while in force, afterwards its heir.
using HeirOf = std::function<std::optional<std::string>(const std::string& unit, Day day)>;

// Records the event and what follows from it. NOT_FOUND, ETAG_MISMATCH, ASSIGNMENT_STATE;
// INVALID_ARGUMENT for a date before the assignment, a hand-in of something that is not asked, a
// code that the duty does not have, and a deadline before its time.
absl::StatusOr<Assignment> RecordEvent(const AssignmentStores& stores, AssignmentInput input,
                                       const HeirOf& heir);

struct AssignmentVoiding {
  std::string name;  // of the event
  std::string etag;  // of the event, expected; empty: any
  std::string reason;
};
// The event never happened (rule 5). NOT_FOUND, ETAG_MISMATCH, ASSIGNMENT_STATE.
absl::StatusOr<Assignment> VoidAssignmentEvent(const AssignmentStores& stores,
                                               const AssignmentVoiding& voiding);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_VERBS_H_
