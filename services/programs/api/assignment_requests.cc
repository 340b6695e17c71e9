#include "services/programs/api/assignment_requests.h"

#include <optional>
#include <set>
#include <utility>

#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/programs/api/duty_requests.h"
#include "services/programs/api/recorded_day.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr char kAssignmentEventPattern[] = "programs/*/duties/*/assignments/*/events/*";
constexpr char kAllDuties[] = "programs/-/duties/-";
constexpr std::string_view kAnyDuty = "/duties/-";
constexpr size_t kMaxReason = 512;
constexpr size_t kMaxApprover = 256;
constexpr int32_t kMaxSets = 1'000;
constexpr int64_t kMaxValue = 1'000'000'000'000;

// Name, etag, document and request id, which all verbs have.
template <typename Request>
AssignmentInput Common(const Request& request, AssignmentEventKind kind, Violations& violations) {
  AssignmentInput out;
  api::CheckName("name", request.name(), kAssignmentPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.event.kind = kind;
  out.event.document =
      api::Document("document", request.document(), Presence::kOptional, violations);
  api::CheckRequestId(request.request_id(), violations);
  return out;
}

void ParseHandIn(const v1::SubmitAssignmentRequest& request, AssignmentEvent& event,
                 Violations& violations) {
  event.sets = request.sets();
  event.value = request.value();
  event.documents.assign(request.documents().begin(), request.documents().end());
  if (event.sets < 0 || event.sets > kMaxSets) violations.Add("sets", "must be from 0 to 1,000");
  if (event.value < 0 || event.value > kMaxValue) {
    violations.Add("value", "must be from 0 to 1,000,000,000,000");
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.documents_size(); ++i) {
    const std::string at = errors::At("documents", i);
    api::CheckId(at, request.documents(i), violations);
    if (!seen.insert(request.documents(i)).second) {
      violations.Add(at, request.documents(i) + " appears twice");
    }
  }
  if (event.sets == 0 && event.value == 0 && event.documents.empty()) {
    violations.Add("sets", "give at least one of sets, value and documents: nothing is no hand-in");
  }
}

}  // namespace

const std::vector<feed::ListField>& AssignmentFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"period", FieldType::kString, {}}, "period"},
      {{"state", FieldType::kEnum, {"OPEN", "INCOMPLETE", "SUBMITTED", "ACCEPTED", "RETURNED"}},
       "state"},
      {{"deadline", FieldType::kDate, {}}, "deadline"},
  };
  return fields;
}

absl::Status ValidateListAssignments(const v1::ListAssignmentsRequest& request) {
  Violations violations;
  const std::string& parent = request.parent();
  if (parent.ends_with(kAnyDuty)) {
    if (parent != kAllDuties) {
      api::CheckName("parent", parent.substr(0, parent.size() - kAnyDuty.size()), kProgramPattern,
                     Presence::kRequired, violations);
    }
  } else {
    api::CheckName("parent", parent, kDutyPattern, Presence::kRequired, violations);
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

std::string AssignmentPrefix(const std::string& parent) {
  if (parent == kAllDuties) return "";
  if (parent.ends_with(kAnyDuty)) return parent.substr(0, parent.size() - 1);
  return parent + "/assignments/";
}

absl::Status ValidateListAssignmentEvents(const v1::ListAssignmentEventsRequest& request) {
  Violations violations;
  api::CheckName("parent", request.parent(), kAssignmentPattern, Presence::kRequired, violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::StatusOr<AssignmentInput> ParseSubmit(const v1::SubmitAssignmentRequest& request, Day today) {
  Violations violations;
  AssignmentInput out = Common(request, AssignmentEventKind::kSubmitted, violations);
  out.event.date = RecordedDay("submit_date", request.has_submit_date(), request.submit_date(),
                               today, violations);
  ParseHandIn(request, out.event, violations);
  out.event.reason =
      api::Text("remark", request.remark(), Presence::kOptional, kMaxReason, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<AssignmentInput> ParseAccept(const v1::AcceptAssignmentRequest& request, Day today) {
  Violations violations;
  AssignmentInput out = Common(request, AssignmentEventKind::kAccepted, violations);
  out.event.date = RecordedDay("accept_date", request.has_accept_date(), request.accept_date(),
                               today, violations);
  out.event.reason =
      api::Text("remark", request.remark(), Presence::kOptional, kMaxReason, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<AssignmentInput> ParseReturn(const v1::ReturnAssignmentRequest& request, Day today) {
  Violations violations;
  AssignmentInput out = Common(request, AssignmentEventKind::kReturned, violations);
  out.event.date = RecordedDay("return_date", request.has_return_date(), request.return_date(),
                               today, violations);
  if (request.reason_code().empty()) violations.Add("reason_code", "is required");
  out.event.reason_code = request.reason_code();
  out.event.reason =
      api::Text("reason", request.reason(), Presence::kOptional, kMaxReason, violations);
  out.event.new_deadline = api::Date("new_deadline", request.has_new_deadline(),
                                     request.new_deadline(), Presence::kOptional, violations);
  if (out.event.new_deadline && *out.event.new_deadline < out.event.date) {
    violations.Add("new_deadline", "must not be before return_date");
  }
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<AssignmentInput> ParseOverride(const v1::OverrideDeadlineRequest& request,
                                              Day today) {
  Violations violations;
  AssignmentInput out = Common(request, AssignmentEventKind::kDeadline, violations);
  out.event.date = RecordedDay("approval_date", request.has_approval_date(),
                               request.approval_date(), today, violations);
  out.event.new_deadline = api::Date("new_deadline", request.has_new_deadline(),
                                     request.new_deadline(), Presence::kRequired, violations);
  out.event.approver =
      api::Text("approver", request.approver(), Presence::kRequired, kMaxApprover, violations);
  out.event.reason =
      api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<AssignmentVoiding> ParseVoid(const v1::VoidAssignmentEventRequest& request) {
  Violations violations;
  AssignmentVoiding out;
  api::CheckName("name", request.name(), kAssignmentEventPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.reason = api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

}  // namespace tiendo::programs
