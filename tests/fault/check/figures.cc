#include "tests/fault/check/figures.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/api/body.h"
#include "common/calendar/time_zone.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/plans.h"
#include "services/status/sources/decode.h"
#include "services/status/sources/item_facts.h"

namespace tiendo::fault {

// Facts at one vector of positions, put together from the ledgers alone.
struct Facts {
  std::vector<status::UnitFact> units;
  std::vector<status::ItemFact> items;
  std::map<int, std::vector<status::RequirementFact>> requirements;
  std::vector<status::PlanFact> plans;
};

namespace {

constexpr char kUnits[] = "tiendo.units.v1.UnitService";
constexpr char kPrograms[] = "tiendo.programs.v1.ProgramService";
constexpr char kSupervision[] = "tiendo.supervision.v1.SupervisionService";

template <typename Message>
Message Unpacked(const LedgerChange& change) {
  Message message;
  (void)api::UnpackBody(change.body, message);
  return message;
}

// The newest versions at a revision, in order of name.
std::vector<const LedgerChange*> Current(const Ledger* ledger, int64_t revision) {
  std::map<std::string, const LedgerChange*> current;
  for (int64_t r = 1; ledger != nullptr && r <= revision; ++r) {
    for (const LedgerChange& change : ledger->At(r)) current[change.name] = &change;
  }
  std::vector<const LedgerChange*> out;
  for (const auto& [name, change] : current) out.push_back(change);
  return out;
}

int64_t RevisionOf(const std::vector<Position>& positions, const std::string& service) {
  for (const Position& p : positions) {
    if (p.service == service) return p.revision;
  }
  return 0;
}

void AddItems(const std::vector<const LedgerChange*>& changes, Facts& facts) {
  status::ItemFacts items;
  status::ItemFacts::Names touched;
  for (const LedgerChange* change : changes) {
    if (change->collection == "programs") {
      items.PutProgram(status::ToFact(Unpacked<programs::v1::Program>(*change)), touched);
    }
    if (change->collection == "items") {
      items.PutItem(status::ToRecord(Unpacked<programs::v1::Item>(*change)), touched);
    }
    if (change->collection == "item_events") {
      items.PutEvent(change->name, Unpacked<programs::v1::ItemEvent>(*change), touched);
    }
  }
  for (const auto& [name, record] : items.records()) {
    if (auto item = items.Build(name)) facts.items.push_back(*std::move(item));
  }
}

Facts FactsAt(const FinalState& state, const std::vector<Position>& positions) {
  Facts facts;
  for (const LedgerChange* c : Current(state.Find(kUnits), RevisionOf(positions, kUnits))) {
    if (c->collection == "units") {
      // A unit carries what its events did to it.
      for (status::UnitFact& period : status::ToFacts(Unpacked<units::v1::Unit>(*c))) {
        facts.units.push_back(std::move(period));
      }
    }
  }
  AddItems(Current(state.Find(kPrograms), RevisionOf(positions, kPrograms)), facts);
  for (const LedgerChange* c :
       Current(state.Find(kSupervision), RevisionOf(positions, kSupervision))) {
    if (c->collection == "plans") {
      facts.plans.push_back(status::ToFact(Unpacked<supervision::v1::Plan>(*c)));
    }
    if (c->collection == "requirements") {
      auto fact = status::ToFact(Unpacked<supervision::v1::PlanRequirement>(*c));
      facts.requirements[fact.year].push_back(std::move(fact));
    }
  }
  return facts;
}

}  // namespace

void FiguresChecks::Add(const Figures& figures) {
  (figures.quiet ? quiet_ : busy_).push_back(figures);
}

void FiguresChecks::Finish() {
  std::vector<const Figures*> chosen;
  for (const Figures& figures : quiet_) chosen.push_back(&figures);
  const size_t step = std::max<size_t>(1, busy_.size() / std::max<size_t>(1, others_));
  for (size_t i = 0; i < busy_.size(); i += step) chosen.push_back(&busy_[i]);
  CompareAll(chosen);
}

void FiguresChecks::CompareAll(const std::vector<const Figures*>& figures) {
  const std::vector<Position>* at = nullptr;
  Facts facts;
  for (const Figures* one : figures) {
    if (at == nullptr || *at != one->positions) facts = FactsAt(state_, one->positions);
    at = &one->positions;
    Compare(*one, facts);
  }
}

void FiguresChecks::Compare(const Figures& figures, const Facts& facts) {
  status::Query query;
  query.scope = figures.scope;
  query.year = figures.year;
  query.as_of = calendar::ParseIsoDay(figures.as_of).value();
  query.basis = figures.baseline ? status::Basis::kBaseline : status::Basis::kInForce;
  query.not_updated_days = run_.not_updated_days;
  const status::UnitHistory history(facts.units);
  const status::UnitTree tree(history, query.as_of);
  auto expected = status::Compute(tree, status::PointersTo(facts.items), query);
  std::string where = "answer #" + std::to_string(figures.call) + " of " + figures.server + " on " +
                      figures.scope + " as of " + figures.as_of + " at";
  for (const Position& p : figures.positions) where += " " + std::to_string(p.revision);
  if (!expected.ok()) {
    report_.Violation("figures.oracle", where + ": " + std::string(expected.status().message()));
    return;
  }
  report_.Count(figures.quiet ? "figures compared, quiet" : "figures compared, busy");
  auto differ = [&](const std::string& what, int64_t got, int64_t want) {
    if (got == want) return;
    report_.Violation("figures.oracle", where + ": " + what + " is " + std::to_string(got) +
                                            ", by the facts " + std::to_string(want));
  };
  differ("number of rows", static_cast<int64_t>(figures.rows.size()),
         static_cast<int64_t>(expected->rows.size()));
  for (const status::CategoryRow& row : expected->rows) {
    auto got = figures.rows.find(row.category);
    if (got == figures.rows.end()) {
      report_.Violation("figures.oracle", where + ": no row " + row.category);
      continue;
    }
    for (const auto& [column, value] : got->second) {
      if (column == "integrity_error") {
        report_.Violation("figures.oracle", where + ": " + row.category + " contradicts itself");
        continue;
      }
      auto info = std::ranges::find(status::AllColumns(), column, &status::ColumnInfo::name);
      if (info == status::AllColumns().end()) continue;
      differ(row.category + " " + column, value, row.total.*(info->field));
    }
  }
  auto requirement = facts.requirements.find(figures.year);
  if (requirement == facts.requirements.end() || figures.supervision.empty()) return;
  auto drawn =
      status::PlansDrawnUp(tree, requirement->second, facts.plans, query.scope, query.as_of);
  if (!drawn.ok()) return;
  differ("plans_required", figures.supervision.at("plans_required"), drawn->required);
  differ("plans_in_time", figures.supervision.at("plans_in_time"), drawn->in_time);
  differ("plans_late", figures.supervision.at("plans_late"), drawn->issued_late);
  differ("plans_not_issued", figures.supervision.at("plans_not_issued"), drawn->not_issued);
}

}  // namespace tiendo::fault
