// The life of an assignment: which event is possible in which state, and what follows from all of
// them. Numbers are those of the rules of counting (services/status/README.md).
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_LIFE_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_LIFE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/programs/domain/assignment.h"

namespace tiendo::programs {

// As filters and errors spell it: the value of the enum in duties.proto without prefix.
std::string_view Name(AssignmentState state);
// The RPC that records an event of that kind.
std::string_view VerbOf(AssignmentEventKind kind);
// The one table.
bool Allowed(AssignmentState state, AssignmentEventKind kind);
// Verbs that `state` allows, separated by commas.
std::string AllowedVerbs(AssignmentState state);

// Where the events lead, and the first of them that was not possible where it stands.
struct AssignmentLife {
  // State, deadline, hand-in, acceptance and return as the events make them; the rest as given.
  Assignment assignment;
  const AssignmentEvent* misfit = nullptr;
  AssignmentState before_misfit = AssignmentState::kOpen;
};

// Goes through the events by date, those of one day in the order of recording (rule 2), voided ones
// left out (rule 5). `events` in the order of recording; it outlives the result.
//  * Rule 31: the hand-in that stands is the first complete one since the last return; one that is
//    not complete is no hand-in; acceptance changes nothing of that.
//  * The deadline of a hand-in that stands is the one in force on its day (rule 9 by analogy): what
//    was set later counts only once it is returned. What is set on a day is in force on that day.
AssignmentLife Live(const Assignment& assignment, const std::vector<AssignmentEvent>& events);

// OK, or FAILED_PRECONDITION ASSIGNMENT_STATE for the misfit of `life`, in the words of `verb`,
// which recorded `added` (nullptr: took an event away).
absl::Status CheckLife(const AssignmentLife& life, std::string_view verb,
                       const AssignmentEvent* added);
// The same error with another end of the sentence.
absl::Status AssignmentStateError(const Assignment& assignment, AssignmentState state,
                                  std::string_view verb, std::string_view why);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_LIFE_H_
