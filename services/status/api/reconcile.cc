#include "services/status/domain/reconcile.h"

#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "services/status/api/answers.h"

namespace tiendo::status {
namespace {

using OutRange = v1::Reconciliation::DayRange;

void AddAlternative(std::string description, bool agrees, v1::Reconciliation& out) {
  v1::Reconciliation::Alternative* alternative = out.add_alternatives();
  alternative->set_description(std::move(description));
  alternative->set_agrees(agrees);
}

void EncodeAlternatives(const Reconciliation& outcome, const Question& question,
                        v1::Reconciliation& out) {
  for (const Reconciliation::OtherReading& other : outcome.other_readings) {
    AddAlternative(std::string(ReadingName(other.reading)), other.agrees, out);
  }
  AddAlternative(question.basis == Basis::kBaseline ? "basis in force" : "basis baseline",
                 outcome.other_basis_agrees, out);
  for (const Reconciliation::ByPeriodEnd& end : outcome.period_ends) {
    AddAlternative(
        std::string(ReadingName(end.reading)) + ", due by " + calendar::FormatIso(end.due_by),
        end.agrees, out);
  }
}

}  // namespace

absl::StatusOr<v1::Reconciliation> Answers::Reconcile(const FactBase::View& facts,
                                                      const Question& question,
                                                      const v1::Claim& claim, Day today) const {
  TIENDO_RETURN_IF_ERROR(facts.CheckLoaded());
  ReconcileQuery query;
  query.query = question.ToQuery();
  query.category = claim.category();
  TIENDO_ASSIGN_OR_RETURN(query.claim, ParseClaim(claim.figure()));
  query.search_until = today;
  ItemPointers items = facts.items();
  TIENDO_ASSIGN_OR_RETURN(Reconciliation outcome, status::Reconcile(facts.units(), items, query));
  v1::Reconciliation out;
  *out.mutable_claim() = claim;
  out.set_agrees(outcome.agrees);
  out.set_actual(TripleText(outcome.actual));
  for (const Reconciliation::Part& part : outcome.parts) {
    v1::Reconciliation::Part* p = out.add_parts();
    p->set_column(ToProto(part.column));
    p->set_claimed(part.claimed);
    p->set_actual(part.actual);
    for (Column column : part.equal_columns) {
      // Helper columns of the domain are no columns of the row.
      if (ToProto(column) != v1::COLUMN_UNSPECIFIED) p->add_equal_columns(ToProto(column));
    }
  }
  for (const DayRange& range : outcome.true_on) {
    OutRange* r = out.add_true_on();
    *r->mutable_first() = api::ToProto(range.first);
    *r->mutable_last() = api::ToProto(range.last);
  }
  if (outcome.nearest_day) *out.mutable_nearest_day() = api::ToProto(*outcome.nearest_day);
  for (const Reconciliation::Difference& difference : outcome.differences) {
    v1::Reconciliation::Difference* d = out.add_differences();
    *d->mutable_item() = ToProto(difference.item);
    d->set_column(ToProto(difference.column));
    d->set_delta(difference.delta);
    d->set_candidate(difference.candidate);
  }
  EncodeAlternatives(outcome, question, out);
  out.set_summary_vi(SummaryVi(claim.figure(), query, outcome));
  return out;
}

}  // namespace tiendo::status
