// PreviewReorganisation: what a planned change of the trees would move.
#include <map>
#include <set>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/status/api/status_service.h"

namespace tiendo::status {
namespace {

constexpr int kMaxUnits = 100;
constexpr int kMaxCommitments = 1000;

using UnitNames = google::protobuf::RepeatedPtrField<std::string>;

// The units of one list, none of them in `seen` already.
std::vector<std::string> ParseUnits(const std::string& field, const UnitNames& names,
                                    std::set<std::string>& seen, errors::Violations& violations) {
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = errors::At(field, i);
    api::CheckName(path, names[i], "units/*", api::Presence::kRequired, violations);
    if (!seen.insert(names[i]).second) {
      violations.Add(path, "is named twice: a unit ends or moves, and is named once");
    }
  }
  return {names.begin(), names.end()};
}

v1::CommitmentTotals ToProto(const CommitmentCounts& counts) {
  v1::CommitmentTotals out;
  out.set_total(counts.total);
  out.set_open(counts.open);
  out.set_to_heir(counts.to_heir);
  return out;
}

v1::Commitment ToProto(const Commitment& commitment) {
  v1::Commitment out;
  out.set_name(commitment.name);
  switch (commitment.kind) {
    case Commitment::Kind::kItem:
      out.set_kind(v1::Commitment::KIND_ITEM);
      break;
    case Commitment::Kind::kPlan:
      out.set_kind(v1::Commitment::KIND_PLAN);
      break;
    case Commitment::Kind::kEngagement:
      out.set_kind(v1::Commitment::KIND_ENGAGEMENT);
      break;
    case Commitment::Kind::kTarget:
      out.set_kind(v1::Commitment::KIND_TARGET);
      break;
    case Commitment::Kind::kAssignment:
      out.set_kind(v1::Commitment::KIND_ASSIGNMENT);
      break;
  }
  out.set_unit(commitment.unit);
  out.set_category(commitment.category);
  out.set_title(commitment.title);
  out.set_period(commitment.period);
  if (commitment.due) *out.mutable_due_date() = api::ToProto(*commitment.due);
  out.set_done(commitment.done);
  out.set_to_heir(commitment.to_heir);
  return out;
}

// A row per category, in the categories' order.
void AddByCategory(const FactBase::View& facts,
                   const std::map<std::string, CommitmentCounts>& by_category,
                   google::protobuf::RepeatedPtrField<v1::CommitmentTotals>& out) {
  std::multimap<int, v1::CommitmentTotals> by_order;
  for (const auto& [id, counts] : by_category) {
    const CategoryFact* category = facts.category(id);
    v1::CommitmentTotals totals = ToProto(counts);
    totals.set_category(id);
    totals.set_display_name(category == nullptr ? id : category->display_name);
    by_order.emplace(category == nullptr ? 0 : category->order, std::move(totals));
  }
  for (auto& [order, totals] : by_order) *out.Add() = std::move(totals);
}

}  // namespace

absl::StatusOr<v1::PreviewReorganisationResponse> Answers::Preview(
    const FactBase::View& facts, const Reorganisation& change) const {
  TIENDO_RETURN_IF_ERROR(facts.CheckLoaded());
  const UnitTree tree(facts.units(), change.effective);
  const ItemPointers items = facts.items();
  const auto deadline = [&facts](int year) -> std::optional<Day> {
    std::optional<Day> last;
    for (const RequirementFact& requirement : facts.requirements(year)) {
      last = std::max(last.value_or(requirement.deadline), requirement.deadline);
    }
    return last;
  };
  const std::vector<const TargetFact*> targets = facts.targets();
  const auto category = [&facts](const std::string& name) {
    const ProgramFact* program = facts.program(name);
    return program == nullptr ? std::string() : program->category;
  };
  TIENDO_ASSIGN_OR_RETURN(Commitments found,
                          CommitmentsOf(tree, change,
                                        {items, targets, facts.assignments(), facts.duties(),
                                         facts.plans(), facts.engagements(), category, deadline}));

  v1::PreviewReorganisationResponse out;
  *out.mutable_effective_date() = api::ToProto(change.effective);
  AddByCategory(facts, found.items, *out.mutable_items());
  AddByCategory(facts, found.targets, *out.mutable_targets());
  AddByCategory(facts, found.assignments, *out.mutable_assignments());
  *out.mutable_plans() = ToProto(found.plans);
  *out.mutable_engagements() = ToProto(found.engagements);
  out.set_total_size(static_cast<int32_t>(found.list.size()));
  for (const Commitment& commitment : found.list) {
    if (out.commitments_size() == kMaxCommitments) break;
    v1::Commitment* added = out.add_commitments();
    *added = ToProto(commitment);
    added->set_unit_title(facts.units().InForce(commitment.unit, change.effective)->display_name);
  }
  return out;
}

absl::StatusOr<Positions> StatusService::Preview(const v1::PreviewReorganisationRequest& request,
                                                 v1::PreviewReorganisationResponse& response) {
  errors::Violations violations;
  Reorganisation change;
  std::set<std::string> seen;
  change.ending = ParseUnits("ending_units", request.ending_units(), seen, violations);
  change.moving = ParseUnits("moving_units", request.moving_units(), seen, violations);
  const int units = request.ending_units_size() + request.moving_units_size();
  if (units == 0 || units > kMaxUnits) {
    violations.Add("ending_units", "give 1 to 100 units, in ending_units or moving_units");
  }
  const std::optional<Day> day =
      api::Date("effective_date", request.has_effective_date(), request.effective_date(),
                api::Presence::kRequired, violations);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  change.effective = *day;
  change.today = Today();
  FactBase::View facts = parts_.facts->Read();
  TIENDO_ASSIGN_OR_RETURN(response, parts_.answers->Preview(facts, change));
  *response.mutable_freshness() = parts_.freshness->Of(facts.positions());
  return facts.positions();
}

}  // namespace tiendo::status
