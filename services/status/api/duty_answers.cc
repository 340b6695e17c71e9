// Figures of duties as messages (answers.h).
#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "services/status/api/answers.h"
#include "services/status/api/subject_facts.h"
#include "services/status/domain/duties.h"

namespace tiendo::status {
namespace {

// As in status.proto: a list is for reading; all of them are in ListAssignments of programs.
constexpr int kMaxLateUnits = 100;
constexpr size_t kMaxUnitRows = 1000;

v1::DutyFigures::Unit ToProto(const UnitHandIn& row) {
  const HandIn& hand_in = row.hand_in;
  v1::DutyFigures::Unit out;
  out.set_unit(row.unit);
  out.set_assignment(row.assignment);
  out.set_state(static_cast<v1::DutyFigures::Unit::State>(hand_in.state));
  *out.mutable_deadline() = api::ToProto(hand_in.deadline);
  if (hand_in.submitted) *out.mutable_submit_date() = api::ToProto(*hand_in.submitted);
  out.set_days_late(hand_in.days_late);
  out.set_incomplete(hand_in.incomplete);
  out.set_returned(hand_in.returned);
  out.set_accepted(hand_in.accepted);
  return out;
}

void SetCounts(const HandInCounts& counts, v1::DutyFigures& out) {
  out.set_assigned(counts.assigned);
  out.set_due(counts.due);
  out.set_in_time(counts.in_time);
  out.set_late(counts.late);
  out.set_pending(counts.pending);
  out.set_not_handed_in(counts.not_handed_in);
  out.set_incomplete(counts.incomplete);
  out.set_returned(counts.returned);
  out.set_accepted(counts.accepted);
}

void SetUnits(const std::vector<UnitHandIn>& units, bool full, v1::DutyFigures& out) {
  std::unordered_set<std::string> late;
  for (const UnitHandIn& row : units) {
    if (row.hand_in.days_late == 0 || !late.insert(row.unit).second) continue;
    if (out.late_units_size() < kMaxLateUnits) out.add_late_units(row.unit);
  }
  out.set_late_unit_count(static_cast<int32_t>(late.size()));
  if (!full) return;
  for (size_t i = 0; i < std::min(units.size(), kMaxUnitRows); ++i) {
    *out.add_units() = ToProto(units[i]);
  }
}

}  // namespace

absl::Status Answers::EncodeDuties(const FactBase::View& facts, const UnitTree& tree,
                                   const Question& question, v1::Status& out) const {
  TIENDO_ASSIGN_OR_RETURN(std::vector<DutyRow> rows,
                          HandIns(tree, facts.assignments(), DutiesOf(facts, question.year),
                                  {question.scope, question.year, question.as_of, question.tag}));
  // Categories by their order, duties by their place in the programme.
  const auto place = [&facts](const DutyRow& row) {
    const DutyFact& duty = facts.duties().at(row.duty);
    const CategoryFact* category = facts.category(facts.program(duty.program)->category);
    return std::tuple(category == nullptr ? 0 : category->order, duty.program, duty.ordinal);
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&place](const DutyRow& a, const DutyRow& b) { return place(a) < place(b); });
  for (const DutyRow& row : rows) {
    v1::DutyFigures& figures = *out.add_duties();
    const DutyFact& duty = facts.duties().at(row.duty);
    figures.set_duty(row.duty);
    figures.set_title(duty.title);
    figures.set_category(facts.program(duty.program)->category);
    figures.set_period(row.period);
    SetCounts(row.counts, figures);
    SetUnits(row.units, question.full, figures);
    figures.set_unattributed(row.unattributed);
  }
  return absl::OkStatus();
}

}  // namespace tiendo::status
