// Requests that describe targets (target_requests.h).
#include "services/programs/api/target_requests.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/programs/api/batch.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/target_fields.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr int32_t kMaxOrdinal = 100'000;
constexpr size_t kMaxUnitOfMeasure = 64;

bool IsDirection(v1::Target::Direction direction) {
  return v1::Target::Direction_IsValid(direction) && direction != v1::Target::DIRECTION_UNSPECIFIED;
}

// The fields of a target that callers give.
Target ParseFields(const std::string& prefix, const v1::Target& message, Violations& violations) {
  Target target;
  target.ordinal = message.ordinal();
  if (target.ordinal < 0 || target.ordinal > kMaxOrdinal) {
    violations.Add(prefix + ".ordinal", "must be from 0 to 100,000");
  }
  target.title =
      api::Text(prefix + ".title", message.title(), Presence::kRequired, 1024, violations);
  CheckUnits(prefix + ".leads", message.leads(), violations);
  target.terms.leads.assign(message.leads().begin(), message.leads().end());
  CheckUnits(prefix + ".coordinators", message.coordinators(), violations);
  target.coordinators.assign(message.coordinators().begin(), message.coordinators().end());
  target.assigning_organ = api::Text(prefix + ".assigning_organ", message.assigning_organ(),
                                     Presence::kOptional, 256, violations);
  CheckTags(prefix + ".tags", message.tags(), violations);
  target.tags.assign(message.tags().begin(), message.tags().end());
  target.unit_of_measure = api::Text(prefix + ".unit_of_measure", message.unit_of_measure(),
                                     Presence::kRequired, kMaxUnitOfMeasure, violations);
  if (!IsDirection(message.direction())) {
    violations.Add(prefix + ".direction", "is required: one of Target.Direction");
  }
  target.direction = static_cast<TargetDirection>(message.direction());
  target.year = message.year();
  const std::optional<Decimal> year_value =
      api::Decimal(prefix + ".year_value", message.year_value(), Presence::kRequired, violations);
  target.terms.year_value = year_value.value_or(Decimal::FromInteger(1));
  target.terms.base_value =
      api::Decimal(prefix + ".base_value", message.base_value(), Presence::kOptional, violations);
  target.terms.plan = ParsePlan(prefix + ".plan", message.plan(), violations);
  if (message.has_measured_from()) {
    target.measured_from =
        ParsePeriod(prefix + ".measured_from", true, message.measured_from(), violations);
  }
  return target;
}

// `path` leads to the request: "" or "requests[3].".
NewTarget ParseNew(const std::string& path, const v1::CreateTargetRequest& request,
                   Violations& violations) {
  api::CheckName(path + "parent", request.parent(), kProgramPattern, Presence::kRequired,
                 violations);
  api::CheckId(path + "target_id", request.target_id(), violations);
  NewTarget out;
  out.field = path + "target";
  if (!request.has_target()) {
    violations.Add(out.field, "is required");
  } else {
    out.target = ParseFields(out.field, request.target(), violations);
    CheckTerms(out.field + ".", out.target.direction, out.target.terms, violations);
    SortByEnd(out.target.terms.plan);
  }
  out.target.name = request.parent() + "/targets/" + request.target_id();
  return out;
}

const std::vector<std::string>& OfDraftOnly() {
  static const std::vector<std::string> paths = {
      "leads", "direction", "year", "base_value", "year_value", "plan", "measured_from"};
  return paths;
}

const std::vector<std::string>& Updatable() {
  static const std::vector<std::string> paths = [] {
    std::vector<std::string> all = {"ordinal",         "title", "coordinators",
                                    "assigning_organ", "tags",  "unit_of_measure"};
    all.insert(all.end(), OfDraftOnly().begin(), OfDraftOnly().end());
    return all;
  }();
  return paths;
}

void CopyFields(const std::set<std::string>& paths, const Target& from, bool draft, Target& to) {
  if (paths.contains("ordinal")) to.ordinal = from.ordinal;
  if (paths.contains("title")) to.title = from.title;
  if (paths.contains("coordinators")) to.coordinators = from.coordinators;
  if (paths.contains("assigning_organ")) to.assigning_organ = from.assigning_organ;
  if (paths.contains("tags")) to.tags = from.tags;
  if (paths.contains("unit_of_measure")) to.unit_of_measure = from.unit_of_measure;
  if (!draft) return;
  if (paths.contains("leads")) to.terms.leads = from.terms.leads;
  if (paths.contains("direction")) to.direction = from.direction;
  if (paths.contains("year")) to.year = from.year;
  if (paths.contains("base_value")) to.terms.base_value = from.terms.base_value;
  if (paths.contains("year_value")) to.terms.year_value = from.terms.year_value;
  if (paths.contains("plan")) to.terms.plan = from.terms.plan;
  if (paths.contains("measured_from")) to.measured_from = from.measured_from;
}

// The target of an update: what the mask does not name is left out, or if it is required, good.
v1::Target Picked(const v1::UpdateTargetRequest& request, const std::set<std::string>& paths) {
  v1::Target picked;
  picked.set_title("-");
  picked.set_unit_of_measure("-");
  picked.set_direction(v1::Target::DIRECTION_AT_LEAST);
  picked.set_year_value("1");
  api::CopyFields(paths, request.target(), picked);
  return picked;
}

void AddTarget(const std::string& prefix, const v1::Target& target, UnitReferences& references) {
  references.Add(prefix + ".leads", target.leads());
  references.Add(prefix + ".coordinators", target.coordinators());
}

}  // namespace

const std::vector<feed::ListField>& TargetFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"state", FieldType::kEnum, {"DRAFT", "ASSIGNED", "WITHDRAWN"}}, "state"},
      {{"direction",
        FieldType::kEnum,
        {"AT_LEAST", "MORE_THAN", "AT_MOST", "LESS_THAN", "INCREASE_BY", "DECREASE_BY"}},
       "direction"},
      {{"year", FieldType::kNumber, {}}, "year"},
  };
  return fields;
}

absl::StatusOr<NewTarget> ParseCreateTarget(const v1::CreateTargetRequest& request) {
  Violations violations;
  NewTarget target = ParseNew("", request, violations);
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return target;
}

absl::StatusOr<std::vector<NewTarget>> ParseBatchCreateTargets(
    const v1::BatchCreateTargetsRequest& request) {
  return ParseBatch<NewTarget>(
      request, "target_id", [](const v1::CreateTargetRequest& one) { return one.target_id(); },
      &ParseNew);
}

absl::StatusOr<TargetUpdate> ParseUpdateTarget(const v1::UpdateTargetRequest& request) {
  Violations violations;
  TargetUpdate update;
  api::CheckName("target.name", request.target().name(), kTargetPattern, Presence::kRequired,
                 violations);
  update.name = request.target().name();
  update.etag = request.target().etag();
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Target::descriptor(), Updatable(), violations);
  Target fields = ParseFields("target", Picked(request, paths), violations);
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  // "*" takes of an assigned target what can still be changed; one of these named is a mistake.
  update.only_draft = std::ranges::any_of(
      request.update_mask().paths(),
      [](const std::string& path) { return absl::c_linear_search(OfDraftOnly(), path); });
  update.change = [fields = std::move(fields), paths = std::move(paths)](
                      Target& target, bool draft) { CopyFields(paths, fields, draft, target); };
  return update;
}

std::vector<units::UnitReference> UnitsOf(const v1::CreateTargetRequest& request) {
  UnitReferences references;
  AddTarget("target", request.target(), references);
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::BatchCreateTargetsRequest& request) {
  UnitReferences references;
  for (int i = 0; i < request.requests_size(); ++i) {
    AddTarget(errors::At("requests", i) + ".target", request.requests(i).target(), references);
  }
  return references.Take();
}

std::vector<units::UnitReference> UnitsOf(const v1::UpdateTargetRequest& request) {
  Violations checked_before;
  const std::set<std::string> paths = api::UpdatePaths(
      request.update_mask(), *v1::Target::descriptor(), Updatable(), checked_before);
  UnitReferences references;
  AddTarget("target", Picked(request, paths), references);
  return references.Take();
}

}  // namespace tiendo::programs
