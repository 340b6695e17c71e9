// Requests of the verbs that change a state (requests.h).
#include "common/api/fields.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr char kUnitPattern[] = "units/*";
// A date of record before this is a slip of the keyboard: no programme covers an earlier year.
constexpr Day kFirstRecord{std::chrono::year{2000} / 1 / 1};

// A required day on which something was decided or finished.
Day RecordedDay(std::string_view field, bool present, const google::type::Date& date, Day today,
                Violations& violations) {
  std::optional<Day> day = api::PastDate(field, present, date, today, violations);
  if (day && *day < kFirstRecord) {
    violations.Add(std::string(field), calendar::FormatIso(*day) + " is before 2000-01-01");
  }
  return day.value_or(kFirstRecord);
}

constexpr size_t kMaxReason = 512;
constexpr size_t kMaxApprover = 256;

template <typename Request>
void ParseCommon(const Request& request, Presence document, VerbInput& input,
                 Violations& violations) {
  api::CheckName("name", request.name(), kItemPattern, Presence::kRequired, violations);
  input.name = request.name();
  input.etag = request.etag();
  input.document = api::Document("document", request.document(), document, violations);
  api::CheckRequestId(request.request_id(), violations);
}

template <typename Request>
Day ApprovalDate(const Request& request, Day today, Violations& violations) {
  return RecordedDay("approval_date", request.has_approval_date(), request.approval_date(), today,
                     violations);
}

template <typename T>
absl::StatusOr<T> Result(const Violations& violations, T value) {
  if (!violations.empty()) return violations.ToStatus();
  return value;
}

}  // namespace

absl::StatusOr<ProgramApproval> ParseApproveProgram(const v1::ApproveProgramRequest& request,
                                                    Day today) {
  Violations violations;
  ProgramApproval out;
  api::CheckName("name", request.name(), kProgramPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.date = ApprovalDate(request, today, violations);
  out.document = api::Document("document", request.document(), Presence::kRequired, violations);
  api::CheckRequestId(request.request_id(), violations);
  return Result(violations, std::move(out));
}

absl::StatusOr<VerbInput> ParseIssueItem(const v1::IssueItemRequest& request, Day today) {
  Violations violations;
  VerbInput out;
  ParseCommon(request, Presence::kOptional, out, violations);
  out.date = ApprovalDate(request, today, violations);
  return Result(violations, std::move(out));
}

absl::StatusOr<Completion> ParseReportCompletion(const v1::ReportCompletionRequest& request,
                                                 Day today) {
  Violations violations;
  Completion out;
  ParseCommon(request, Presence::kOptional, out, violations);
  out.date = RecordedDay("result_date", request.has_result_date(), request.result_date(), today,
                         violations);
  api::CheckName("lead", request.lead(), kUnitPattern, Presence::kOptional, violations);
  out.lead = request.lead();
  return Result(violations, std::move(out));
}

absl::StatusOr<Extension> ParseExtendItem(const v1::ExtendItemRequest& request, Day today) {
  Violations violations;
  Extension out;
  ParseCommon(request, Presence::kRequired, out, violations);
  out.date = ApprovalDate(request, today, violations);
  out.new_due_date = api::Date("new_due_date", request.has_new_due_date(), request.new_due_date(),
                               Presence::kOptional, violations);
  if (request.has_new_due_date() && request.remove_due_date()) {
    violations.Add("remove_due_date", "must be false when new_due_date is given");
  }
  if (!request.has_new_due_date() && !request.remove_due_date()) {
    violations.Add("new_due_date", "is required; to remove the due date set remove_due_date");
  }
  out.approver =
      api::Text("approver", request.approver(), Presence::kRequired, kMaxApprover, violations);
  out.reason = api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, violations);
  return Result(violations, std::move(out));
}

absl::StatusOr<VerbInput> ParseWithdrawItem(const v1::WithdrawItemRequest& request, Day today) {
  Violations violations;
  VerbInput out;
  ParseCommon(request, Presence::kRequired, out, violations);
  out.date = ApprovalDate(request, today, violations);
  out.reason = api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, violations);
  return Result(violations, std::move(out));
}

std::vector<units::UnitReference> UnitsOf(const v1::ReportCompletionRequest& request) {
  if (request.lead().empty()) return {};
  return {{"lead", request.lead()}};
}

}  // namespace tiendo::programs
