#include "services/programs/api/duty_requests.h"

#include <set>
#include <utility>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/programs/api/duty_fields.h"
#include "services/programs/api/recorded_day.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

std::vector<units::UnitReference> References(const v1::Duty& duty) {
  std::vector<units::UnitReference> out;
  std::set<std::string> seen;
  const auto add = [&](std::string field, const std::string& name) {
    if (!name.empty() && seen.insert(name).second) out.push_back({std::move(field), name});
  };
  add("duty.population.superior", duty.population().superior());
  for (int i = 0; i < duty.population().units_size(); ++i) {
    add(errors::At("duty.population.units", i), duty.population().units(i));
  }
  for (int i = 0; i < duty.unit_demands_size(); ++i) {
    add(errors::At("duty.unit_demands", i) + ".unit", duty.unit_demands(i).unit());
  }
  return out;
}

}  // namespace

const std::vector<feed::ListField>& DutyFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"state", FieldType::kEnum, {"DRAFT", "ISSUED", "CLOSED"}}, "state"},
      {{"cadence", FieldType::kEnum, {"ONCE", "MONTHLY", "QUARTERLY", "YEARLY"}}, "cadence"},
  };
  return fields;
}

absl::Status ValidateListDuties(const v1::ListDutiesRequest& request) {
  Violations violations;
  if (request.parent() != "programs/-") {
    api::CheckName("parent", request.parent(), kProgramPattern, Presence::kRequired, violations);
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::StatusOr<Duty> ParseCreateDuty(const v1::CreateDutyRequest& request,
                                     const std::vector<ReturnReason>& reasons) {
  Violations violations;
  Duty duty;
  api::CheckName("parent", request.parent(), kProgramPattern, Presence::kRequired, violations);
  api::CheckId("duty_id", request.duty_id(), violations);
  if (!request.has_duty()) {
    violations.Add("duty", "is required");
  } else {
    const std::set<std::string> all(DutyPaths().begin(), DutyPaths().end());
    duty = ParseDutyFields(all, request.duty(), reasons, violations);
    if (violations.empty()) CheckDuty(duty, violations);
  }
  duty.name = request.parent() + "/duties/" + request.duty_id();
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(duty));
}

absl::StatusOr<DutyUpdate> ParseUpdateDuty(const v1::UpdateDutyRequest& request,
                                           const std::vector<ReturnReason>& reasons) {
  Violations violations;
  DutyUpdate update;
  api::CheckName("duty.name", request.duty().name(), kDutyPattern, Presence::kRequired, violations);
  update.name = request.duty().name();
  update.etag = request.duty().etag();
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Duty::descriptor(), DutyPaths(), violations);
  Duty fields = ParseDutyFields(paths, request.duty(), reasons, violations);
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  // "*" takes of an issued duty what can still be changed; the cadence by name is a mistake.
  update.names_cadence = api::Holds(request.update_mask(), "cadence");
  update.change = [fields = std::move(fields), paths = std::move(paths)](Duty& duty, bool draft) {
    CopyDutyFields(paths, fields, draft, duty);
  };
  update.check = [](const Duty& duty) {
    Violations together;
    CheckDuty(duty, together);
    return together.ToStatus();
  };
  return update;
}

absl::StatusOr<DutyIssue> ParseIssueDuty(const v1::IssueDutyRequest& request, Day today) {
  Violations violations;
  DutyIssue out;
  api::CheckName("name", request.name(), kDutyPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.date =
      RecordedDay("issue_date", request.has_issue_date(), request.issue_date(), today, violations);
  out.document = api::Document("document", request.document(), Presence::kOptional, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<DutyIssue> ParseCloseDuty(const v1::CloseDutyRequest& request, Day today) {
  Violations violations;
  DutyIssue out;
  api::CheckName("name", request.name(), kDutyPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.date =
      RecordedDay("close_date", request.has_close_date(), request.close_date(), today, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Distribution> ParseDistributeDuty(const v1::DistributeDutyRequest& request,
                                                 Day today) {
  Violations violations;
  Distribution out;
  api::CheckName("name", request.name(), kDutyPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.period = request.period();
  out.date = RecordedDay("assign_date", request.has_assign_date(), request.assign_date(), today,
                         violations);
  out.deadline = api::Date("deadline", request.has_deadline(), request.deadline(),
                           Presence::kOptional, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

std::vector<units::UnitReference> UnitsOf(const v1::CreateDutyRequest& request) {
  return References(request.duty());
}

std::vector<units::UnitReference> UnitsOf(const v1::UpdateDutyRequest& request) {
  Violations checked_before;
  v1::Duty picked;
  api::CopyFields(
      api::UpdatePaths(request.update_mask(), *v1::Duty::descriptor(), DutyPaths(), checked_before),
      request.duty(), picked);
  return References(picked);
}

}  // namespace tiendo::programs
