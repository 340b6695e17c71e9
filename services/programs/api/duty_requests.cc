#include "services/programs/api/duty_requests.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/text/id.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/recorded_day.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr int32_t kMaxOrdinal = 100'000;
constexpr int kMaxUnits = 1'000;
constexpr int kMaxBasis = 20;
constexpr int kMaxDocuments = 50;
constexpr size_t kMaxReasons = 50;
constexpr size_t kMaxCode = 63;
constexpr int32_t kMaxSets = 1'000;
constexpr int64_t kMaxGoal = 1'000'000'000'000;
constexpr int32_t kMinMonths = -11;
constexpr int32_t kMaxMonths = 24;
constexpr int32_t kMaxDay = 31;

bool ValidCode(std::string_view code) {
  return !code.empty() && code.size() <= kMaxCode && code.front() >= 'A' && code.front() <= 'Z' &&
         std::ranges::all_of(code, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

const std::vector<std::string>& Updatable() {
  static const std::vector<std::string> paths = {
      "ordinal",       "title",      "tags",   "legal_basis",  "cadence",
      "deadline_rule", "population", "demand", "unit_demands", "return_reasons"};
  return paths;
}

DeadlineRule ParseRule(const std::string& path, const v1::Duty& message, Violations& violations) {
  if (!message.has_deadline_rule()) {
    violations.Add(path, "is required");
    return {};
  }
  const v1::Duty::DeadlineRule& m = message.deadline_rule();
  if (m.has_fixed_date()) {
    api::Date(path + ".fixed_date", true, m.fixed_date(), Presence::kOptional, violations);
  }
  if (m.months_after_period() < kMinMonths || m.months_after_period() > kMaxMonths) {
    violations.Add(path + ".months_after_period", "must be from -11 to 24");
  }
  if (m.day_of_month() < 0 || m.day_of_month() > kMaxDay) {
    violations.Add(path + ".day_of_month", "must be from 1 to 31");
  }
  if (!v1::Duty::DeadlineRule::Shift_IsValid(m.shift())) {
    violations.Add(path + ".shift", "must be one of DeadlineRule.Shift");
  }
  return FromProto(m);
}

void CheckKinds(const std::string& path, const v1::Duty::Population& m, Violations& violations) {
  std::set<std::string> seen;
  for (int i = 0; i < m.unit_kinds_size(); ++i) {
    units::v1::Unit::Kind kind = units::v1::Unit::KIND_UNSPECIFIED;
    const std::string& name = m.unit_kinds(i);
    if (!units::v1::Unit::Kind_Parse("KIND_" + name, &kind) ||
        kind == units::v1::Unit::KIND_UNSPECIFIED) {
      violations.Add(At(path, i), name + " is no kind of units, such as GRASSROOTS_CELL");
    } else if (!seen.insert(name).second) {
      violations.Add(At(path, i), name + " appears twice");
    }
  }
}

Population ParsePopulation(const std::string& path, const v1::Duty& message,
                           Violations& violations) {
  const v1::Duty::Population& m = message.population();
  if (!m.side().empty() && m.side() != "PARTY" && m.side() != "GOVERNMENT") {
    violations.Add(path + ".side", "must be PARTY, GOVERNMENT or empty");
  }
  CheckKinds(path + ".unit_kinds", m, violations);
  api::CheckName(path + ".superior", m.superior(), kUnitPattern, Presence::kOptional, violations);
  if (m.units_size() > kMaxUnits) {
    violations.Add(path + ".units", "at most 1,000 units are allowed: describe them by a rule");
  }
  std::set<std::string> seen;
  for (int i = 0; i < m.units_size(); ++i) {
    const std::string at = At(path + ".units", i);
    api::CheckName(at, m.units(i), kUnitPattern, Presence::kRequired, violations);
    if (!seen.insert(m.units(i)).second) violations.Add(at, m.units(i) + " appears twice");
  }
  Population out = FromProto(m);
  if (!out.HasRule() && out.units.empty()) {
    violations.Add(path, "give at least one of side, unit_kinds, superior and units");
  }
  return out;
}

void CheckSets(const std::string& path, int32_t sets, Violations& violations) {
  if (sets < 0 || sets > kMaxSets) violations.Add(path, "must be from 0 to 1,000");
}

void CheckGoal(const std::string& path, int64_t goal, Violations& violations) {
  if (goal < 0 || goal > kMaxGoal) violations.Add(path, "must be from 0 to 1,000,000,000,000");
}

Demand ParseDemand(const std::string& path, const v1::Duty& message, Violations& violations) {
  const v1::Duty::Demand& m = message.demand();
  CheckSets(path + ".sets", m.sets(), violations);
  CheckGoal(path + ".goal", m.goal(), violations);
  Demand out = FromProto(m);
  out.goal_unit =
      api::Text(path + ".goal_unit", m.goal_unit(),
                m.goal() > 0 ? Presence::kRequired : Presence::kOptional, 64, violations);
  if (m.documents_size() > kMaxDocuments) {
    violations.Add(path + ".documents", "at most 50 documents are allowed");
  }
  std::set<std::string> seen;
  for (int i = 0; i < m.documents_size(); ++i) {
    const std::string at = At(path + ".documents", i);
    api::CheckId(at + ".id", m.documents(i).id(), violations);
    if (!seen.insert(m.documents(i).id()).second) {
      violations.Add(at + ".id", m.documents(i).id() + " appears twice");
    }
    out.documents[static_cast<size_t>(i)].title =
        api::Text(at + ".title", m.documents(i).title(), Presence::kRequired, 256, violations);
  }
  if (out.sets == 0 && out.goal == 0 && out.documents.empty()) {
    violations.Add(path, "give at least one of sets, goal and documents");
  }
  return out;
}

std::vector<UnitDemand> ParseUnitDemands(const std::string& path, const v1::Duty& message,
                                         Violations& violations) {
  std::vector<UnitDemand> out;
  std::set<std::string> seen;
  if (message.unit_demands_size() > kMaxUnits) {
    violations.Add(path, "at most 1,000 units are allowed");
  }
  for (int i = 0; i < message.unit_demands_size(); ++i) {
    const v1::Duty::UnitDemand& m = message.unit_demands(i);
    const std::string at = At(path, i);
    api::CheckName(at + ".unit", m.unit(), kUnitPattern, Presence::kRequired, violations);
    if (!seen.insert(m.unit()).second) violations.Add(at + ".unit", m.unit() + " appears twice");
    CheckSets(at + ".sets", m.sets(), violations);
    CheckGoal(at + ".goal", m.goal(), violations);
    if (m.sets() == 0 && m.goal() == 0) violations.Add(at, "give sets or goal");
    out.push_back({m.unit(), m.sets(), m.goal()});
  }
  return out;
}

std::vector<ReturnReason> ParseReasons(const std::string& path, const v1::Duty& message,
                                       const std::vector<ReturnReason>& otherwise,
                                       Violations& violations) {
  if (message.return_reasons().empty()) return otherwise;
  if (static_cast<size_t>(message.return_reasons_size()) > kMaxReasons) {
    violations.Add(path, "at most 50 codes are allowed");
  }
  std::vector<ReturnReason> out;
  std::set<std::string> seen;
  for (int i = 0; i < message.return_reasons_size(); ++i) {
    const v1::Duty::ReturnReason& m = message.return_reasons(i);
    const std::string at = At(path, i);
    if (!ValidCode(m.code())) {
      violations.Add(at + ".code", "must be A-Z, 0-9 and _, e.g. THIEU_HO_SO");
    } else if (!seen.insert(m.code()).second) {
      violations.Add(at + ".code", m.code() + " appears twice");
    }
    out.push_back({m.code(), api::Text(at + ".display_name", m.display_name(), Presence::kRequired,
                                       256, violations)});
  }
  return out;
}

std::vector<resource::Document> ParseBasis(const std::string& path, const v1::Duty& message,
                                           Violations& violations) {
  if (message.legal_basis_size() > kMaxBasis) {
    violations.Add(path, "at most 20 documents are allowed");
  }
  std::vector<resource::Document> out;
  for (int i = 0; i < message.legal_basis_size(); ++i) {
    out.push_back(
        api::Document(At(path, i), message.legal_basis(i), Presence::kRequired, violations));
  }
  return out;
}

// The fields named in `paths`; the others stay as they are in a new duty.
Duty ParseFields(const std::set<std::string>& paths, const v1::Duty& m,
                 const std::vector<ReturnReason>& reasons, Violations& violations) {
  Duty out;
  if (paths.contains("ordinal")) {
    out.ordinal = m.ordinal();
    if (m.ordinal() < 0 || m.ordinal() > kMaxOrdinal) {
      violations.Add("duty.ordinal", "must be from 0 to 100,000");
    }
  }
  if (paths.contains("title")) {
    out.title = api::Text("duty.title", m.title(), Presence::kRequired, 1024, violations);
  }
  if (paths.contains("tags")) {
    CheckTags("duty.tags", m.tags(), violations);
    out.tags.assign(m.tags().begin(), m.tags().end());
  }
  if (paths.contains("legal_basis")) {
    out.legal_basis = ParseBasis("duty.legal_basis", m, violations);
  }
  if (paths.contains("cadence")) {
    if (!v1::Duty::Cadence_IsValid(m.cadence()) || m.cadence() == v1::Duty::CADENCE_UNSPECIFIED) {
      violations.Add("duty.cadence", "is required: one of Duty.Cadence");
    }
    out.cadence = static_cast<Cadence>(m.cadence());
  }
  if (paths.contains("deadline_rule")) {
    out.deadline_rule = ParseRule("duty.deadline_rule", m, violations);
  }
  if (paths.contains("population")) {
    out.population = ParsePopulation("duty.population", m, violations);
  }
  if (paths.contains("demand")) out.demand = ParseDemand("duty.demand", m, violations);
  if (paths.contains("unit_demands")) {
    out.unit_demands = ParseUnitDemands("duty.unit_demands", m, violations);
  }
  if (paths.contains("return_reasons")) {
    out.return_reasons = ParseReasons("duty.return_reasons", m, reasons, violations);
  }
  return out;
}

// What concerns several fields at once.
void CheckTogether(const Duty& duty, Violations& violations) {
  const DeadlineRule& rule = duty.deadline_rule;
  const std::string path = "duty.deadline_rule";
  if (duty.cadence == Cadence::kOnce) {
    if (!rule.fixed) violations.Add(path + ".fixed_date", "is required with CADENCE_ONCE");
    if (rule.months_after != 0 || rule.day_of_month != 0) {
      violations.Add(path + ".day_of_month", "is for duties with periods: give fixed_date alone");
    }
  } else {
    if (rule.fixed) violations.Add(path + ".fixed_date", "is for CADENCE_ONCE only");
    if (rule.day_of_month == 0) violations.Add(path + ".day_of_month", "is required");
  }
  for (size_t i = 0; i < duty.unit_demands.size(); ++i) {
    const std::string at = At("duty.unit_demands", static_cast<int>(i));
    if (duty.unit_demands[i].sets != 0 && duty.demand.sets == 0) {
      violations.Add(at + ".sets", "the duty asks for no sets");
    }
    if (duty.unit_demands[i].goal != 0 && duty.demand.goal == 0) {
      violations.Add(at + ".goal", "the duty has no goal");
    }
  }
}

void CopyFields(const std::set<std::string>& paths, const Duty& from, bool draft, Duty& to) {
  if (paths.contains("ordinal")) to.ordinal = from.ordinal;
  if (paths.contains("title")) to.title = from.title;
  if (paths.contains("tags")) to.tags = from.tags;
  if (paths.contains("legal_basis")) to.legal_basis = from.legal_basis;
  if (paths.contains("deadline_rule")) to.deadline_rule = from.deadline_rule;
  if (paths.contains("population")) to.population = from.population;
  if (paths.contains("demand")) to.demand = from.demand;
  if (paths.contains("unit_demands")) to.unit_demands = from.unit_demands;
  if (paths.contains("return_reasons")) to.return_reasons = from.return_reasons;
  if (draft && paths.contains("cadence")) to.cadence = from.cadence;
}

std::vector<units::UnitReference> References(const v1::Duty& duty) {
  std::vector<units::UnitReference> out;
  std::set<std::string> seen;
  const auto add = [&](std::string field, const std::string& name) {
    if (!name.empty() && seen.insert(name).second) out.push_back({std::move(field), name});
  };
  add("duty.population.superior", duty.population().superior());
  for (int i = 0; i < duty.population().units_size(); ++i) {
    add(At("duty.population.units", i), duty.population().units(i));
  }
  for (int i = 0; i < duty.unit_demands_size(); ++i) {
    add(At("duty.unit_demands", i) + ".unit", duty.unit_demands(i).unit());
  }
  return out;
}

template <typename T>
absl::StatusOr<T> Result(const Violations& violations, T value) {
  if (!violations.empty()) return violations.ToStatus();
  return value;
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

absl::StatusOr<std::vector<ReturnReason>> ParseReturnReasons(std::string_view text) {
  std::vector<ReturnReason> out;
  std::set<std::string> seen;
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    const std::string_view part = Trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    const size_t equals = std::min(part.find('='), part.size());
    const std::string code(Trimmed(part.substr(0, equals)));
    const std::string name(Trimmed(part.substr(std::min(equals + 1, part.size()))));
    if (!ValidCode(code) || name.empty() || !seen.insert(code).second) {
      return errors::InvalidField(
          "return-reasons",
          "\"" + std::string(part) + "\" must be CODE=name, the code of A-Z, 0-9 and _, once");
    }
    out.push_back({code, name});
  }
  if (out.empty() || out.size() > kMaxReasons) {
    return errors::InvalidField("return-reasons", "give 1 to 50 codes");
  }
  return out;
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
    const std::set<std::string> all(Updatable().begin(), Updatable().end());
    duty = ParseFields(all, request.duty(), reasons, violations);
    if (violations.empty()) CheckTogether(duty, violations);
  }
  duty.name = request.parent() + "/duties/" + request.duty_id();
  api::CheckRequestId(request.request_id(), violations);
  return Result(violations, std::move(duty));
}

absl::StatusOr<DutyUpdate> ParseUpdateDuty(const v1::UpdateDutyRequest& request,
                                           const std::vector<ReturnReason>& reasons) {
  Violations violations;
  DutyUpdate update;
  api::CheckName("duty.name", request.duty().name(), kDutyPattern, Presence::kRequired, violations);
  update.name = request.duty().name();
  update.etag = request.duty().etag();
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Duty::descriptor(), Updatable(), violations);
  Duty fields = ParseFields(paths, request.duty(), reasons, violations);
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  // "*" takes of an issued duty what can still be changed; the cadence by name is a mistake.
  update.names_cadence = std::ranges::find(request.update_mask().paths(), "cadence") !=
                         request.update_mask().paths().end();
  update.change = [fields = std::move(fields), paths = std::move(paths)](Duty& duty, bool draft) {
    CopyFields(paths, fields, draft, duty);
  };
  update.check = [](const Duty& duty) {
    Violations together;
    CheckTogether(duty, together);
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
  return Result(violations, std::move(out));
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
  return Result(violations, std::move(out));
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
  return Result(violations, std::move(out));
}

std::vector<units::UnitReference> UnitsOf(const v1::CreateDutyRequest& request) {
  return References(request.duty());
}

std::vector<units::UnitReference> UnitsOf(const v1::UpdateDutyRequest& request) {
  Violations checked_before;
  v1::Duty picked;
  api::CopyFields(
      api::UpdatePaths(request.update_mask(), *v1::Duty::descriptor(), Updatable(), checked_before),
      request.duty(), picked);
  return References(picked);
}

}  // namespace tiendo::programs
