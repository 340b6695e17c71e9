#include "services/programs/domain/assignment_verbs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/assignment_life.h"
#include "services/programs/domain/item.h"

namespace tiendo::programs {
namespace {

using errors::Violations;

struct Found {
  Assignment assignment;
  std::vector<AssignmentEvent> events;
};

absl::StatusOr<Found> Find(const AssignmentStores& stores, const std::string& name,
                           const std::string& etag) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Assignment> assignment, stores.assignments.Get(name));
  if (!assignment) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, assignment->stamp.revision));
  TIENDO_ASSIGN_OR_RETURN(std::vector<AssignmentEvent> events,
                          stores.events.List(EventPrefix(name), "", kMaxEvents));
  return Found{*std::move(assignment), std::move(events)};
}

// Names of the fields as the requests have them.
const char* DateField(AssignmentEventKind kind) {
  switch (kind) {
    case AssignmentEventKind::kSubmitted:
      return "submit_date";
    case AssignmentEventKind::kAccepted:
      return "accept_date";
    case AssignmentEventKind::kReturned:
      return "return_date";
    case AssignmentEventKind::kDeadline:
      return "approval_date";
  }
  return "";
}

void CheckHandIn(const Demand& demand, const AssignmentEvent& event, Violations& violations) {
  if (event.sets > 0 && demand.sets == 0) violations.Add("sets", "no sets are asked");
  if (event.value > 0 && demand.goal == 0) violations.Add("value", "no value is asked");
  for (size_t i = 0; i < event.documents.size(); ++i) {
    const bool asked = std::ranges::find(demand.documents, event.documents[i],
                                         &RequiredDocument::id) != demand.documents.end();
    if (!asked) {
      violations.Add(errors::At("documents", i),
                     event.documents[i] + " is none of the required documents");
    }
  }
}

absl::Status CheckReason(DutyRepository& duties, const AssignmentEvent& event,
                         const std::string& assignment, Violations& violations) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Duty> duty, duties.Get(DutyOf(assignment)));
  if (!duty) return errors::Internal(assignment + " has no duty");
  std::string codes;
  for (const ReturnReason& reason : duty->return_reasons) {
    if (reason.code == event.reason_code) return absl::OkStatus();
    codes += (codes.empty() ? "" : ", ") + reason.code;
  }
  violations.Add("reason_code", event.reason_code + " is none of the duty's codes: " + codes);
  return absl::OkStatus();
}

absl::Status CheckEvent(const AssignmentStores& stores, const Assignment& assignment,
                        const AssignmentEvent& event) {
  Violations violations;
  if (event.date < assignment.assigned) {
    violations.Add(DateField(event.kind), calendar::FormatIso(event.date) +
                                              " is before the day of assignment (" +
                                              calendar::FormatIso(assignment.assigned) + ")");
  }
  if (event.new_deadline && *event.new_deadline < assignment.assigned) {
    violations.Add("new_deadline", "must not be before the day of assignment (" +
                                       calendar::FormatIso(assignment.assigned) + ")");
  }
  if (event.kind == AssignmentEventKind::kSubmitted) {
    CheckHandIn(assignment.demand, event, violations);
  }
  if (event.kind == AssignmentEventKind::kReturned) {
    TIENDO_RETURN_IF_ERROR(CheckReason(stores.duties, event, assignment.name, violations));
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<Assignment> RecordEvent(const AssignmentStores& stores, AssignmentInput input,
                                       const HeirOf& heir) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Find(stores, input.name, input.etag));
  AssignmentEvent& event = input.event;
  TIENDO_RETURN_IF_ERROR(CheckEvent(stores, found.assignment, event));
  const std::string_view verb = VerbOf(event.kind);
  if (found.events.size() >= static_cast<size_t>(kMaxEvents)) {
    return AssignmentStateError(
        found.assignment, found.assignment.state, verb,
        "would be event " + std::to_string(kMaxEvents + 1) + ", which an assignment cannot have");
  }
  event.name = EventName(input.name, static_cast<int>(found.events.size()) + 1);
  if (event.kind == AssignmentEventKind::kSubmitted) {
    event.complete = IsComplete(found.assignment.demand, event);
    event.unit = heir(found.assignment.unit, event.date).value_or(found.assignment.unit);
  }
  found.events.push_back(event);
  AssignmentLife life = Live(found.assignment, found.events);
  TIENDO_RETURN_IF_ERROR(CheckLife(life, verb, &event));
  life.assignment.events = static_cast<int32_t>(found.events.size());
  TIENDO_RETURN_IF_ERROR(stores.assignments.Put(life.assignment));
  TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  return std::move(life.assignment);
}

absl::StatusOr<Assignment> VoidAssignmentEvent(const AssignmentStores& stores,
                                               const AssignmentVoiding& voiding) {
  constexpr std::string_view kVerb = "VoidAssignmentEvent";
  TIENDO_ASSIGN_OR_RETURN(std::optional<AssignmentEvent> stored, stores.events.Get(voiding.name));
  if (!stored) return resource::NotFound(voiding.name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(voiding.name, voiding.etag, stored->stamp.revision));
  TIENDO_ASSIGN_OR_RETURN(Found found, Find(stores, AssignmentOf(voiding.name), ""));
  const auto event = std::ranges::find(found.events, voiding.name, &AssignmentEvent::name);
  if (event == found.events.end()) return resource::NotFound(voiding.name);
  if (event->voided) {
    return AssignmentStateError(found.assignment, found.assignment.state, kVerb,
                                "is not possible: " + voiding.name + " is voided already");
  }
  event->voided = true;
  event->void_reason = voiding.reason;
  AssignmentLife life = Live(found.assignment, found.events);
  TIENDO_RETURN_IF_ERROR(CheckLife(life, kVerb, nullptr));
  TIENDO_RETURN_IF_ERROR(stores.assignments.Put(life.assignment));
  TIENDO_RETURN_IF_ERROR(stores.events.Put(*event));
  return std::move(life.assignment);
}

}  // namespace tiendo::programs
