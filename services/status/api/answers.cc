#include "services/status/api/answers.h"

#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "services/status/domain/dossiers.h"
#include "services/status/domain/due_soon.h"
#include "services/status/domain/plans.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

void SetShare(int32_t n, int32_t d, Rounding rounding, std::string text, v1::Percentage& out) {
  if (auto points = BasisPoints(n, d, rounding)) {
    out.set_basis_points(static_cast<int32_t>(*points));
  }
  out.set_text(std::move(text));
}

}  // namespace

v1::Columns EncodeColumns(const Figures& f, const Question& question) {
  v1::Columns out;
  out.set_plan(f.plan);
  out.set_due_to_date(f.due_to_date);
  out.set_done_total(f.done_total);
  out.set_done_of_due(f.done_of_due);
  out.set_done_ahead(f.done_ahead);
  out.set_done_no_due(f.done_no_due);
  out.set_done_on_time(f.done_on_time);
  out.set_done_late(f.done_late);
  out.set_overdue_open(f.overdue_open);
  out.set_due_today_open(f.due_today_open);
  out.set_in_progress(f.in_progress);
  out.set_no_due_date(f.no_due_date);
  out.set_remaining(f.remaining);
  out.set_added(f.added);
  out.set_withdrawn(f.withdrawn);
  out.set_carried_in(f.carried_in);
  out.set_not_updated(f.not_updated);
  out.set_original(f.original);
  if (question.due_soon_days) out.set_due_soon(f.due_soon);
  out.set_not_concrete(f.not_concrete);
  out.set_unowned_open(f.unowned_open);
  return out;
}

std::string UnitTitle(const UnitHistory& units, const std::string& unit, Day day) {
  const UnitFact* period = units.LatestPeriod(unit, day);
  return period == nullptr ? unit : period->display_name;
}

bool Answers::IsIndexed(const Question& question) const {
  return !question.due_by && !question.due_soon_days && question.tag.empty() &&
         question.not_updated_days == rules_.not_updated_days;
}

absl::StatusOr<Answers::Rows> Answers::RowsOf(const FactBase::View& facts, const UnitTree& tree,
                                              const Question& question) const {
  TIENDO_RETURN_IF_ERROR(tree.Scope(question.scope, question.as_of).status());
  Rows out;
  if (IsIndexed(question)) {
    auto rows = facts.index().Ask(
        {question.scope, question.year, question.as_of, question.basis, question.full});
    if (rows) {
      out.rows = *std::move(rows);
      return out;
    }
  }
  const WorkingDaysLeft working_days(facts.working_days());
  const ItemPointers items = facts.items();
  TIENDO_ASSIGN_OR_RETURN(Answer answer,
                          status::Compute(tree, items, question.ToQuery(working_days)));
  out.rows = std::move(answer.rows);
  if (!answer.due_soon_complete) out.missing_years = working_days.missing_years();
  return out;
}

absl::StatusOr<v1::Status> Answers::Compute(const FactBase::View& facts,
                                            const Question& question) const {
  TIENDO_RETURN_IF_ERROR(facts.CheckLoaded());
  const UnitTree tree(facts.units(), question.as_of);
  TIENDO_ASSIGN_OR_RETURN(Rows answer, RowsOf(facts, tree, question));
  std::vector<CategoryRow>& rows = answer.rows;
  std::stable_sort(rows.begin(), rows.end(), [&](const CategoryRow& a, const CategoryRow& b) {
    const CategoryFact* x = facts.category(a.category);
    const CategoryFact* y = facts.category(b.category);
    return (x == nullptr ? 0 : x->order) < (y == nullptr ? 0 : y->order);
  });

  v1::Status out;
  out.set_scope(question.scope);
  out.set_scope_title(facts.units().InForce(question.scope, question.as_of)->display_name);
  *out.mutable_as_of() = api::ToProto(question.as_of);
  out.set_year(question.year);
  if (question.due_by) *out.mutable_due_by() = api::ToProto(*question.due_by);
  out.set_basis(question.basis == Basis::kBaseline ? v1::BASIS_BASELINE : v1::BASIS_IN_FORCE);
  out.set_rounding(question.rounding == Rounding::kHalfUp ? v1::ROUNDING_HALF_UP
                                                          : v1::ROUNDING_TRUNCATE);
  out.set_projection(question.projection);
  if (question.known_at) *out.mutable_known_at() = api::ToProto(*question.known_at);
  out.set_tag(question.tag);
  out.set_not_updated_days(question.not_updated_days);
  out.set_due_soon_days(question.due_soon_days.value_or(0));
  for (const int year : answer.missing_years) out.add_missing_calendar_years(year);
  for (const CategoryRow& row : rows) EncodeRow(facts, question, row, *out.add_categories());
  TIENDO_RETURN_IF_ERROR(EncodeTargets(facts, tree, question, out));
  TIENDO_RETURN_IF_ERROR(EncodeSupervision(facts, tree, question, *out.mutable_supervision()));
  TIENDO_RETURN_IF_ERROR(EncodeDuties(facts, tree, question, out));
  // What everybody was reminded of would have to be gone through for each of a thousand scopes.
  if (question.full) {
    TIENDO_RETURN_IF_ERROR(EncodeReminders(facts, tree, question, *out.mutable_reminders()));
  }
  if (question.full && !rows.empty()) {
    for (size_t i = 0; i < rows.front().children.size(); ++i) {
      v1::ChildStatus* child = out.add_children();
      child->set_unit(rows.front().children[i].unit);
      child->set_title(facts.units().InForce(child->unit(), question.as_of)->display_name);
      for (size_t r = 0; r < rows.size(); ++r) {
        v1::CategoryFigures* figures = child->add_categories();
        figures->set_category(rows[r].category);
        figures->set_display_name(out.categories(static_cast<int>(r)).display_name());
        EncodeFigures(rows[r].children[i].figures, question, *figures);
      }
    }
  }
  return out;
}

std::string Answers::NoteContradiction(std::string_view message, log::Fields fields) const {
  const std::string id = RandomUuid();
  integrity_errors_.Increment();
  fields.insert(fields.begin(), log::Field("error_id", id));
  log_->Error(message, fields);
  return id;
}

void Answers::EncodeRow(const FactBase::View& facts, const Question& question,
                        const CategoryRow& row, v1::CategoryFigures& out) const {
  out.set_category(row.category);
  const CategoryFact* category = facts.category(row.category);
  out.set_display_name(category == nullptr ? row.category : category->display_name);
  if (category != nullptr) out.set_kind(category->kind);
  std::string failed = FailedIdentity(row, question.due_by.has_value(), question.full);
  if (!failed.empty()) {
    out.set_integrity_error_id(NoteContradiction(
        "figures contradict each other",
        {{"question", question.Key()}, {"category", row.category}, {"identity", failed}}));
    return;
  }
  EncodeFigures(row.total, question, out);
  out.set_unowned(row.total.unowned);
  *out.mutable_unattributed() = EncodeColumns(row.unattributed, question);
  if (question.full) {
    *out.mutable_own() = EncodeColumns(row.own, question);
    *out.mutable_joint() = EncodeColumns(row.joint, question);
  }
}

void Answers::EncodeFigures(const Figures& f, const Question& question,
                            v1::CategoryFigures& out) const {
  const Rounding rounding = question.rounding;
  const Wording& wording = rules_.wording;
  *out.mutable_columns() = EncodeColumns(f, question);
  out.set_triple(TripleText(f));
  SetShare(f.done_total, f.due_to_date, rounding,
           ShareOfDueText(f.done_total, f.due_to_date, rounding, wording),
           *out.mutable_done_of_due_to_date());
  SetShare(f.done_total, f.plan, rounding, ShareOfPlanText(f.done_total, f.plan, rounding, wording),
           *out.mutable_done_of_plan());
  SetShare(f.done_of_due, f.due_to_date, rounding,
           ShareOfDueText(f.done_of_due, f.due_to_date, rounding, wording),
           *out.mutable_due_done());
  SentenceQuery sentence{question.year, question.as_of, question.due_by, rounding};
  out.set_sentence_vi(SentenceVi(f, sentence, wording));
  out.set_explanation_vi(ExplanationVi(f, wording));
}

absl::Status Answers::EncodeSupervision(const FactBase::View& facts, const UnitTree& tree,
                                        const Question& question,
                                        v1::SupervisionFigures& out) const {
  const std::vector<RequirementFact> requirements = facts.requirements(question.year);
  // No plan carries a tag.
  if (question.tag.empty() && !requirements.empty()) {
    TIENDO_ASSIGN_OR_RETURN(DrawingUp drawn, PlansDrawnUp(tree, requirements, facts.plans(),
                                                          question.scope, question.as_of));
    out.set_plans_required(drawn.required);
    out.set_plans_in_time(drawn.in_time);
    out.set_plans_late(drawn.issued_late);
    out.set_plans_not_issued(drawn.not_issued);
    const auto last = std::max_element(
        requirements.begin(), requirements.end(),
        [](const RequirementFact& a, const RequirementFact& b) { return a.deadline < b.deadline; });
    *out.mutable_plan_deadline() = api::ToProto(last->deadline);
    for (const RequiredPlan& plan : drawn.units) {
      if (plan.state == RequiredPlan::State::kLate) out.add_late_units(plan.unit);
      if (plan.state == RequiredPlan::State::kNotIssued) out.add_not_issued_units(plan.unit);
    }
  }
  TIENDO_ASSIGN_OR_RETURN(CarryingOut carried,
                          PlansCarriedOut(tree, facts.engagements(), question.year, question.scope,
                                          question.as_of, question.tag));
  out.set_engagements_planned(carried.planned);
  out.set_engagements_due(carried.due);
  out.set_engagements_concluded(carried.concluded);
  out.set_engagements_concluded_late(carried.concluded_late);
  out.set_engagements_overdue(carried.overdue_open);
  out.set_engagements_unplanned(carried.unplanned);
  for (const std::string& unit : carried.slow_units) out.add_slow_units(unit);
  TIENDO_RETURN_IF_ERROR(EncodeDossiers(facts, tree, question, out));
  EncodeRecommendations(facts, tree, question, out);
  return absl::OkStatus();
}

absl::Status Answers::EncodeDossiers(const FactBase::View& facts, const UnitTree& tree,
                                     const Question& question, v1::SupervisionFigures& out) const {
  TIENDO_ASSIGN_OR_RETURN(const Dossiers dossiers,
                          DossiersOn(tree, facts.engagements(), question.year, question.scope,
                                     question.as_of, rules_.checklists, question.tag));
  out.set_dossiers_complete(dossiers.counts.complete);
  out.set_dossiers_incomplete(dossiers.counts.incomplete);
  out.set_dossier_documents_present(dossiers.counts.documents_present);
  out.set_dossier_documents_required(dossiers.counts.documents_required);
  out.set_dossiers_unplanned_incomplete(dossiers.counts.unplanned_incomplete);
  for (const std::string& unit : dossiers.incomplete_units) out.add_incomplete_dossier_units(unit);
  return absl::OkStatus();
}

void Answers::EncodeRecommendations(const FactBase::View& facts, const UnitTree& tree,
                                    const Question& question, v1::SupervisionFigures& out) const {
  const int scope = tree.Find(question.scope);
  const RecommendationCounts counts = CountRecommendations(
      facts.recommendations(), question.as_of, [&](const RecommendationFact& recommendation) {
        if (recommendation.year != question.year || !Carries(recommendation.tags, question.tag)) {
          return false;
        }
        const int place = tree.Place(recommendation.unit);
        return place != UnitTree::kNone && tree.Counts(place, scope);
      });
  out.set_recommendations(counts.total);
  out.set_recommendations_open(counts.open);
  out.set_recommendations_overdue(counts.overdue);
}

absl::StatusOr<std::vector<Contribution>> Answers::ItemsBehind(const FactBase::View& facts,
                                                               const Question& question,
                                                               const std::string& category,
                                                               Column column) const {
  TIENDO_RETURN_IF_ERROR(facts.CheckLoaded());
  const UnitTree tree(facts.units(), question.as_of);
  const ItemPointers items = facts.items();
  const WorkingDaysLeft working_days(facts.working_days());
  return Contributions(tree, items, question.ToQuery(working_days), category, column);
}

v1::Contribution ToProto(const Contribution& c) {
  v1::Contribution out;
  out.set_item(c.item);
  out.set_title(c.title);
  for (const std::string& lead : c.leads) out.add_leads(lead);
  if (c.due) *out.mutable_due_date() = api::ToProto(*c.due);
  if (c.done_on) *out.mutable_done_date() = api::ToProto(*c.done_on);
  out.set_timeliness_vi(TimelinessVi(c));
  out.set_overdue_days(c.overdue_days);
  return out;
}

}  // namespace tiendo::status
