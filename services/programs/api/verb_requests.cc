// Requests of the verbs that decide on programmes and on what was agreed of an item (requests.h).
#include <utility>

#include "common/errors/error.h"
#include "services/programs/api/verb_fields.h"

namespace tiendo::programs {
namespace {

constexpr int32_t kMaxOrdinal = 100'000;

template <typename Request>
ProgramInput ParseProgramInput(const Request& request, Presence document, Violations& violations) {
  ProgramInput out;
  api::CheckName("name", request.name(), kProgramPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.document = api::Document("document", request.document(), document, violations);
  api::CheckRequestId(request.request_id(), violations);
  return out;
}

}  // namespace

absl::StatusOr<ProgramInput> ParseApproveProgram(const v1::ApproveProgramRequest& request,
                                                 Day today) {
  Violations violations;
  ProgramInput out = ParseProgramInput(request, Presence::kRequired, violations);
  out.date = ApprovalDate(request, today, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<ProgramInput> ParseCloseProgram(const v1::CloseProgramRequest& request, Day today) {
  Violations violations;
  ProgramInput out = ParseProgramInput(request, Presence::kOptional, violations);
  out.date =
      RecordedDay("close_date", request.has_close_date(), request.close_date(), today, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<VerbInput> ParseIssueItem(const v1::IssueItemRequest& request, Day today) {
  Violations violations;
  VerbInput out;
  ParseCommon(request, {}, out, violations);
  out.date = ApprovalDate(request, today, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Extension> ParseExtendItem(const v1::ExtendItemRequest& request, Day today) {
  Violations violations;
  Extension out;
  ParseCommon(request,
              {.document = Presence::kRequired,
               .reason = Presence::kRequired,
               .approver = Presence::kRequired},
              out, violations);
  out.date = ApprovalDate(request, today, violations);
  out.new_due_date = api::Date("new_due_date", request.has_new_due_date(), request.new_due_date(),
                               Presence::kOptional, violations);
  if (request.has_new_due_date() && request.remove_due_date()) {
    violations.Add("remove_due_date", "must be false when new_due_date is given");
  }
  if (!request.has_new_due_date() && !request.remove_due_date()) {
    violations.Add("new_due_date", "is required; to remove the due date set remove_due_date");
  }
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<VerbInput> ParseSuspendItem(const v1::SuspendItemRequest& request, Day today) {
  Violations violations;
  VerbInput out;
  ParseCommon(request, {.reason = Presence::kRequired}, out, violations);
  out.date = ApprovalDate(request, today, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<VerbInput> ParseResumeItem(const v1::ResumeItemRequest& request, Day today) {
  Violations violations;
  VerbInput out;
  ParseCommon(request, {}, out, violations);
  out.date = ApprovalDate(request, today, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Reassignment> ParseReassignItem(const v1::ReassignItemRequest& request, Day today) {
  Violations violations;
  Reassignment out;
  ParseCommon(request,
              {.document = Presence::kRequired,
               .reason = Presence::kRequired,
               .approver = Presence::kRequired},
              out, violations);
  out.date = ApprovalDate(request, today, violations);
  if (request.leads().empty()) {
    violations.Add("leads", "give all units that lead the item from then on, 1 to 50");
  }
  CheckUnits("leads", request.leads(), violations);
  CheckUnits("coordinators", request.coordinators(), violations);
  out.leads.assign(request.leads().begin(), request.leads().end());
  out.coordinators.assign(request.coordinators().begin(), request.coordinators().end());
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<CarryOver> ParseCarryOverItem(const v1::CarryOverItemRequest& request, Day today) {
  Violations violations;
  CarryOver out;
  ParseCommon(request,
              {.document = Presence::kRequired,
               .reason = Presence::kRequired,
               .approver = Presence::kRequired},
              out, violations);
  out.date = ApprovalDate(request, today, violations);
  api::CheckName("program", request.program(), kProgramPattern, Presence::kRequired, violations);
  api::CheckId("item_id", request.item_id(), violations);
  out.new_name = request.program() + "/items/" + request.item_id();
  out.new_due_date = api::Date("new_due_date", request.has_new_due_date(), request.new_due_date(),
                               Presence::kRequired, violations)
                         .value_or(Day());
  if (request.has_ordinal()) {
    out.ordinal = request.ordinal();
    if (*out.ordinal < 0 || *out.ordinal > kMaxOrdinal) {
      violations.Add("ordinal", "must be from 0 to 100,000");
    }
  }
  CheckUnits("leads", request.leads(), violations);
  out.leads.assign(request.leads().begin(), request.leads().end());
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<VerbInput> ParseWithdrawItem(const v1::WithdrawItemRequest& request, Day today) {
  Violations violations;
  VerbInput out;
  ParseCommon(request, {.document = Presence::kRequired, .reason = Presence::kRequired}, out,
              violations);
  out.date = ApprovalDate(request, today, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Voiding> ParseVoidEvent(const v1::VoidEventRequest& request, Day) {
  Violations violations;
  Voiding out;
  api::CheckName("name", request.name(), kEventPattern, Presence::kRequired, violations);
  out.event = request.name();
  out.etag = request.etag();
  out.reason = Reason(request.reason(), Presence::kRequired, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

std::vector<units::UnitReference> UnitsOf(const v1::ReassignItemRequest& request) {
  std::optional<units::UnitReference::Days> days;
  if (request.has_approval_date()) {
    const Day day = api::FromProto(request.approval_date());
    days = {day, day};
  }
  std::vector<units::UnitReference> out;
  for (int i = 0; i < request.leads_size(); ++i) {
    out.push_back({errors::At("leads", i), request.leads(i), days});
  }
  for (int i = 0; i < request.coordinators_size(); ++i) {
    out.push_back({errors::At("coordinators", i), request.coordinators(i), days});
  }
  return out;
}

std::vector<units::UnitReference> UnitsOf(const v1::CarryOverItemRequest& request) {
  std::vector<units::UnitReference> out;
  for (int i = 0; i < request.leads_size(); ++i) {
    out.push_back({errors::At("leads", i), request.leads(i)});
  }
  return out;
}

}  // namespace tiendo::programs
