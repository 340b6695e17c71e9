// Requests of the verbs of targets (target_requests.h).
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/programs/api/recorded_day.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/target_codec.h"
#include "services/programs/api/target_fields.h"
#include "services/programs/api/target_requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr size_t kMaxReason = 512;
constexpr char kTargetEventPattern[] = "programs/*/targets/*/events/*";
constexpr char kReportPattern[] = "programs/*/targets/*/reports/*";

std::string Reason(const std::string& text, Violations& violations) {
  return api::Text("reason", text, Presence::kRequired, kMaxReason, violations);
}

// What the verbs that change the terms have in common.
template <typename Request>
void ParseCommon(const Request& request, Day today, TargetVerbInput& input,
                 Violations& violations) {
  api::CheckName("name", request.name(), kTargetPattern, Presence::kRequired, violations);
  input.name = request.name();
  input.etag = request.etag();
  input.date = RecordedDay("approval_date", request.has_approval_date(), request.approval_date(),
                           today, violations);
  input.document = api::Document("document", request.document(), Presence::kRequired, violations);
  api::CheckRequestId(request.request_id(), violations);
}

template <typename Request>
absl::StatusOr<TargetVoiding> ParseVoiding(const Request& request, std::string_view pattern) {
  Violations violations;
  api::CheckName("name", request.name(), pattern, Presence::kRequired, violations);
  TargetVoiding out{request.name(), request.etag(), Reason(request.reason(), violations)};
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

template <typename Request>
absl::Status ValidateList(const Request& request) {
  Violations violations;
  api::CheckName("parent", request.parent(), kTargetPattern, Presence::kRequired, violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

const std::vector<std::string>& Adjustable() {
  static const std::vector<std::string> paths = {"year_value", "plan", "base_value", "leads"};
  return paths;
}

// Paths of an adjustment; `*` is what the request gives a base for, or not.
std::set<std::string> AdjustedPaths(const v1::AdjustTargetRequest& request,
                                    Violations& violations) {
  std::set<std::string> paths = api::UpdatePaths(
      request.update_mask(), *v1::AdjustTargetRequest::descriptor(), Adjustable(), violations);
  const auto& named = request.update_mask().paths();
  const bool base_named = absl::c_linear_search(named, "base_value");
  if (!base_named && request.base_value().empty()) paths.erase("base_value");
  return paths;
}

bool IsKind(v1::TargetReport::Kind kind) {
  return v1::TargetReport::Kind_IsValid(kind) && kind != v1::TargetReport::KIND_UNSPECIFIED;
}

// A day of a report: not before any programme's year, not after today.
std::optional<Day> OptionalPastDay(std::string_view field, bool present,
                                   const google::type::Date& date, Day today,
                                   Violations& violations) {
  if (!present) return std::nullopt;
  return RecordedDay(field, present, date, today, violations);
}

}  // namespace

TargetPeriod ParsePeriod(const std::string& field, bool present, const v1::TargetPeriod& message,
                         Violations& violations) {
  // Nothing more is said of one that is none.
  constexpr TargetPeriod kNone{TargetPeriod::Kind::kMonth, 0};
  if (!present) {
    violations.Add(field, "is required");
    return kNone;
  }
  const TargetPeriod period = FromProto(message);
  if (!v1::TargetPeriod::Kind_IsValid(message.kind()) ||
      message.kind() == v1::TargetPeriod::KIND_UNSPECIFIED) {
    violations.Add(field + ".kind", "is required: one of TargetPeriod.Kind");
    return kNone;
  }
  if (!period.valid()) {
    violations.Add(field + ".number",
                   "must be 1 to 12 for a month, 1 to 4 for a quarter, 0 otherwise");
    return kNone;
  }
  return period;
}

std::vector<PlanPoint> ParsePlan(
    const std::string& field,
    const google::protobuf::RepeatedPtrField<v1::Target::PlanPoint>& points,
    Violations& violations) {
  std::vector<PlanPoint> plan;
  for (int i = 0; i < points.size(); ++i) {
    const std::string at = errors::At(field, i);
    const v1::Target::PlanPoint& point = points.Get(i);
    PlanPoint out;
    out.period = ParsePeriod(at + ".period", point.has_period(), point.period(), violations);
    out.value = api::Decimal(at + ".value", point.value(), Presence::kRequired, violations)
                    .value_or(Decimal());
    plan.push_back(out);
  }
  return plan;
}

absl::Status ValidateListTargets(const v1::ListTargetsRequest& request) {
  Violations violations;
  if (request.parent() != "programs/-") {
    api::CheckName("parent", request.parent(), kProgramPattern, Presence::kRequired, violations);
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListTargetEvents(const v1::ListTargetEventsRequest& request) {
  return ValidateList(request);
}

absl::Status ValidateListTargetReports(const v1::ListTargetReportsRequest& request) {
  return ValidateList(request);
}

absl::StatusOr<TargetVerbInput> ParseAssignTarget(const v1::AssignTargetRequest& request,
                                                  Day today) {
  Violations violations;
  TargetVerbInput out;
  ParseCommon(request, today, out, violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<Adjustment> ParseAdjustTarget(const v1::AdjustTargetRequest& request, Day today) {
  Violations violations;
  Adjustment out;
  ParseCommon(request, today, out, violations);
  out.reason = Reason(request.reason(), violations);
  const std::set<std::string> paths = AdjustedPaths(request, violations);
  if (paths.contains("year_value")) {
    out.changes.year_value =
        api::Decimal("year_value", request.year_value(), Presence::kRequired, violations);
  }
  if (paths.contains("plan")) out.changes.plan = ParsePlan("plan", request.plan(), violations);
  if (paths.contains("base_value")) {
    out.changes.base_value =
        api::Decimal("base_value", request.base_value(), Presence::kRequired, violations);
  }
  if (paths.contains("leads")) {
    CheckUnits("leads", request.leads(), violations);
    out.changes.leads.emplace(request.leads().begin(), request.leads().end());
  }
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<TargetVerbInput> ParseWithdrawTarget(const v1::WithdrawTargetRequest& request,
                                                    Day today) {
  Violations violations;
  TargetVerbInput out;
  ParseCommon(request, today, out, violations);
  out.reason = Reason(request.reason(), violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<TargetVoiding> ParseVoidTargetEvent(const v1::VoidTargetEventRequest& request) {
  return ParseVoiding(request, kTargetEventPattern);
}

absl::StatusOr<TargetVoiding> ParseVoidTargetReport(const v1::VoidTargetReportRequest& request) {
  return ParseVoiding(request, kReportPattern);
}

absl::StatusOr<NewTargetReport> ParseReportTargetValue(const v1::ReportTargetValueRequest& request,
                                                       Day today) {
  Violations violations;
  NewTargetReport out;
  api::CheckName("name", request.name(), kTargetPattern, Presence::kRequired, violations);
  out.target = request.name();
  out.etag = request.etag();
  out.today = today;
  TargetReport& report = out.report;
  report.period = ParsePeriod("period", request.has_period(), request.period(), violations);
  if (!IsKind(request.kind())) {
    violations.Add("kind", "is required: KIND_CUMULATIVE or KIND_INCREMENTAL");
  }
  report.kind = static_cast<TargetReport::Kind>(request.kind());
  report.value =
      api::Decimal("value", request.value(), Presence::kRequired, violations).value_or(Decimal());
  out.as_of = OptionalPastDay("as_of", request.has_as_of(), request.as_of(), today, violations);
  report.reported_date = OptionalPastDay("reported_date", request.has_reported_date(),
                                         request.reported_date(), today, violations)
                             .value_or(today);
  report.evidence = api::Document("evidence", request.evidence(), Presence::kOptional, violations);
  api::CheckName("unit", request.unit(), kUnitPattern, Presence::kOptional, violations);
  report.unit = request.unit();
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

absl::StatusOr<ReportCorrection> ParseCorrectTargetReport(
    const v1::CorrectTargetReportRequest& request, Day today) {
  Violations violations;
  ReportCorrection out;
  api::CheckName("name", request.name(), kReportPattern, Presence::kRequired, violations);
  out.name = request.name();
  out.etag = request.etag();
  out.today = today;
  out.value =
      api::Decimal("value", request.value(), Presence::kRequired, violations).value_or(Decimal());
  if (IsKind(request.kind())) {
    out.kind = static_cast<TargetReport::Kind>(request.kind());
  } else if (request.kind() != v1::TargetReport::KIND_UNSPECIFIED) {
    violations.Add("kind", "must be KIND_CUMULATIVE, KIND_INCREMENTAL or left out");
  }
  if (request.has_period()) {
    out.period = ParsePeriod("period", true, request.period(), violations);
  }
  out.as_of = OptionalPastDay("as_of", request.has_as_of(), request.as_of(), today, violations);
  out.reason = Reason(request.reason(), violations);
  out.document = api::Document("document", request.document(), Presence::kOptional, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatusOr(std::move(out));
}

std::vector<units::UnitReference> UnitsOf(const v1::AdjustTargetRequest& request) {
  Violations checked_before;
  UnitReferences references;
  if (AdjustedPaths(request, checked_before).contains("leads")) {
    references.Add("leads", request.leads());
  }
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::ReportTargetValueRequest& request) {
  if (request.unit().empty()) return {};
  return {{"unit", request.unit()}};
}

}  // namespace tiendo::programs
