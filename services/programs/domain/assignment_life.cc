#include "services/programs/domain/assignment_life.h"

#include <algorithm>

#include "services/programs/domain/reasons.h"
#include "services/programs/domain/state_error.h"

namespace tiendo::programs {
namespace {

struct Row {
  AssignmentEventKind kind;
  const char* verb;
  bool open, incomplete, submitted, accepted, returned;
};
constexpr Row kTable[] = {
    // clang-format off
    // event                           RPC                 OPEN  INCOMPLETE SUBMITTED ACCEPTED RETURNED
    {AssignmentEventKind::kSubmitted, "SubmitAssignment",  true,  true,      true,     false,   true},
    {AssignmentEventKind::kAccepted,  "AcceptAssignment",  false, false,     true,     false,   false},
    {AssignmentEventKind::kReturned,  "ReturnAssignment",  false, true,      true,     true,    false},
    {AssignmentEventKind::kDeadline,  "OverrideDeadline",  true,  true,      true,     false,   true},
    // clang-format on
};

bool Cell(const Row& row, AssignmentState state) {
  switch (state) {
    case AssignmentState::kOpen:
      return row.open;
    case AssignmentState::kIncomplete:
      return row.incomplete;
    case AssignmentState::kSubmitted:
      return row.submitted;
    case AssignmentState::kAccepted:
      return row.accepted;
    case AssignmentState::kReturned:
      return row.returned;
  }
  return false;
}

const Row& RowOf(AssignmentEventKind kind) { return kTable[static_cast<size_t>(kind) - 1]; }

// Those that count, as they count.
std::vector<const AssignmentEvent*> InOrder(const std::vector<AssignmentEvent>& events) {
  std::vector<const AssignmentEvent*> out;
  for (const AssignmentEvent& event : events) {
    if (!event.voided) out.push_back(&event);
  }
  std::ranges::stable_sort(out, {}, [](const AssignmentEvent* event) { return event->date; });
  return out;
}

Day DeadlineOn(Day original, const std::vector<const AssignmentEvent*>& events, Day day) {
  Day deadline = original;
  for (const AssignmentEvent* event : events) {
    if (event->date <= day && event->new_deadline) deadline = *event->new_deadline;
  }
  return deadline;
}

void ForgetHandIn(Assignment& assignment) {
  assignment.submitted.reset();
  assignment.accepted.reset();
  assignment.sets = 0;
  assignment.value = 0;
  assignment.documents.clear();
}

void Apply(const AssignmentEvent& event, Assignment& assignment) {
  switch (event.kind) {
    case AssignmentEventKind::kSubmitted:
      assignment.sets = event.sets;
      assignment.value = event.value;
      assignment.documents = event.documents;
      if (!assignment.submitted && event.complete) assignment.submitted = event.date;
      assignment.state =
          assignment.submitted ? AssignmentState::kSubmitted : AssignmentState::kIncomplete;
      return;
    case AssignmentEventKind::kAccepted:
      assignment.accepted = event.date;
      assignment.state = AssignmentState::kAccepted;
      return;
    case AssignmentEventKind::kReturned:
      ForgetHandIn(assignment);
      assignment.returned = event.date;
      assignment.return_reason = event.reason_code;
      assignment.state = AssignmentState::kReturned;
      return;
    case AssignmentEventKind::kDeadline:
      return;
  }
}

std::string When(const AssignmentEvent& event) {
  return std::string(VerbOf(event.kind)) + " of " + calendar::FormatIso(event.date);
}

}  // namespace

std::string_view Name(AssignmentState state) {
  switch (state) {
    case AssignmentState::kOpen:
      return "OPEN";
    case AssignmentState::kIncomplete:
      return "INCOMPLETE";
    case AssignmentState::kSubmitted:
      return "SUBMITTED";
    case AssignmentState::kAccepted:
      return "ACCEPTED";
    case AssignmentState::kReturned:
      return "RETURNED";
  }
  return "";
}

std::string_view VerbOf(AssignmentEventKind kind) { return RowOf(kind).verb; }

bool Allowed(AssignmentState state, AssignmentEventKind kind) { return Cell(RowOf(kind), state); }

std::string AllowedVerbs(AssignmentState state) {
  std::string out;
  for (const Row& row : kTable) {
    if (Cell(row, state)) out += (out.empty() ? "" : ",") + std::string(row.verb);
  }
  return out;
}

AssignmentLife Live(const Assignment& assignment, const std::vector<AssignmentEvent>& events) {
  AssignmentLife life{assignment};
  Assignment& now = life.assignment;
  now.state = AssignmentState::kOpen;
  ForgetHandIn(now);
  now.returned.reset();
  now.return_reason.clear();
  const std::vector<const AssignmentEvent*> ordered = InOrder(events);
  for (const AssignmentEvent* event : ordered) {
    if (!Allowed(now.state, event->kind)) {
      life.misfit = event;
      life.before_misfit = now.state;
      break;
    }
    Apply(*event, now);
  }
  now.deadline =
      DeadlineOn(assignment.original_deadline, ordered, now.submitted.value_or(calendar::kLastDay));
  return life;
}

absl::Status AssignmentStateError(const Assignment& assignment, AssignmentState state,
                                  std::string_view verb, std::string_view why) {
  return StateError({.reason = reasons::kAssignmentState,
                     .name = assignment.name,
                     .state = Name(state),
                     .verb = verb,
                     .allowed = AllowedVerbs(state),
                     .why = std::string(why)});
}

absl::Status CheckLife(const AssignmentLife& life, std::string_view verb,
                       const AssignmentEvent* added) {
  if (life.misfit == nullptr) return absl::OkStatus();
  const AssignmentEvent& misfit = *life.misfit;
  if (added != nullptr && misfit.name == added->name) {
    return AssignmentStateError(life.assignment, life.before_misfit, verb,
                                "on " + calendar::FormatIso(misfit.date) + " is not possible");
  }
  return AssignmentStateError(
      life.assignment, life.before_misfit, verb,
      (added == nullptr ? "" : "on " + calendar::FormatIso(added->date) + " ") +
          std::string("would leave the ") + When(misfit) +
          " without its ground: void that event first (" + misfit.name + ")");
}

}  // namespace tiendo::programs
