#include "services/programs/api/duty_fields.h"

#include <optional>
#include <utility>

#include "common/api/fields.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/return_reasons.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

using api::Presence;
using errors::Violations;

constexpr int32_t kMaxOrdinal = 100'000;
constexpr int kMaxUnits = 1'000;
constexpr int kMaxBasis = 20;
constexpr int kMaxDocuments = 50;
constexpr int32_t kMaxSets = 1'000;
constexpr int64_t kMaxGoal = 1'000'000'000'000;
constexpr int32_t kMinMonths = -11;
constexpr int32_t kMaxMonths = 24;
constexpr int32_t kMaxDay = 31;

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
      violations.Add(errors::At(path, i), name + " is no kind of units, such as GRASSROOTS_CELL");
    } else if (!seen.insert(name).second) {
      violations.Add(errors::At(path, i), name + " appears twice");
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
    const std::string at = errors::At(path + ".units", i);
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
    const std::string at = errors::At(path + ".documents", i);
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
    const std::string at = errors::At(path, i);
    api::CheckName(at + ".unit", m.unit(), kUnitPattern, Presence::kRequired, violations);
    if (!seen.insert(m.unit()).second) violations.Add(at + ".unit", m.unit() + " appears twice");
    CheckSets(at + ".sets", m.sets(), violations);
    CheckGoal(at + ".goal", m.goal(), violations);
    if (m.sets() == 0 && m.goal() == 0) violations.Add(at, "give sets or goal");
    out.push_back({m.unit(), m.sets(), m.goal()});
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
    out.push_back(api::Document(errors::At(path, i), message.legal_basis(i), Presence::kRequired,
                                violations));
  }
  return out;
}

}  // namespace

const std::vector<std::string>& DutyPaths() {
  static const std::vector<std::string> paths = {
      "ordinal",       "title",      "tags",   "legal_basis",  "cadence",
      "deadline_rule", "population", "demand", "unit_demands", "return_reasons"};
  return paths;
}

Duty ParseDutyFields(const std::set<std::string>& paths, const v1::Duty& m,
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
    out.return_reasons = ParseReturnReasons("duty.return_reasons", m, reasons, violations);
  }
  return out;
}

void CheckDuty(const Duty& duty, Violations& violations) {
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
    const std::string at = errors::At("duty.unit_demands", i);
    if (duty.unit_demands[i].sets != 0 && duty.demand.sets == 0) {
      violations.Add(at + ".sets", "the duty asks for no sets");
    }
    if (duty.unit_demands[i].goal != 0 && duty.demand.goal == 0) {
      violations.Add(at + ".goal", "the duty has no goal");
    }
  }
}

void CopyDutyFields(const std::set<std::string>& paths, const Duty& from, bool draft, Duty& to) {
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

}  // namespace tiendo::programs
