// Targets as messages (answers.h).
#include <algorithm>
#include <limits>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "services/status/api/answers.h"
#include "services/status/domain/target_text.h"

namespace tiendo::status {
namespace {

v1::TargetStatus::State ToProto(TargetState state) {
  switch (state) {
    case TargetState::kReached:
      return v1::TargetStatus::STATE_REACHED;
    case TargetState::kOnTrack:
      return v1::TargetStatus::STATE_ON_TRACK;
    case TargetState::kAtRisk:
      return v1::TargetStatus::STATE_AT_RISK;
    case TargetState::kMissed:
      return v1::TargetStatus::STATE_MISSED;
    case TargetState::kNotYetAssessable:
      break;
  }
  return v1::TargetStatus::STATE_NOT_YET_ASSESSABLE;
}

// Shares beyond what the field holds are told in words only.
void SetShare(const std::optional<int64_t>& points, std::string text, v1::Percentage& out) {
  using Limits = std::numeric_limits<int32_t>;
  if (points && *points >= Limits::min() && *points <= Limits::max()) {
    out.set_basis_points(static_cast<int32_t>(*points));
  }
  out.set_text(std::move(text));
}

void EncodeTarget(const TargetRow& row, Rounding rounding, const TargetWording& wording,
                  v1::TargetStatus& out) {
  const TargetFact& target = *row.target;
  const TargetStanding& standing = row.standing;
  out.set_target(target.name);
  out.set_title(target.title);
  out.set_unit_of_measure(target.unit_of_measure);
  for (const std::string& lead : standing.leads) out.add_leads(lead);
  out.set_state(ToProto(standing.state));
  out.set_state_vi(StateVi(standing, wording));
  out.set_requirement_vi(RequirementVi(target, standing, wording));
  out.set_year_value(standing.year_value.ToString());
  if (standing.value) {
    out.set_value(standing.value->ToString());
    *out.mutable_value_date() = api::ToProto(*standing.as_of);
  }
  if (standing.progress) out.set_progress(standing.progress->ToString());
  if (standing.plan_value) {
    out.set_plan_value(standing.plan_value->ToString());
    *out.mutable_plan_date() = api::ToProto(*standing.plan_end);
  }
  SetShare(ShareOfYear(target, standing, rounding),
           ShareOfYearText(target, standing, rounding, wording), *out.mutable_of_year());
  SetShare(ShareOfPlan(target, standing, rounding),
           ShareOfPlanText(target, standing, rounding, wording), *out.mutable_of_plan());
  out.set_report_missing(standing.report_missing);
  out.set_sentence_vi(TargetSentenceVi(target, standing, rounding, wording));
}

}  // namespace

absl::Status Answers::EncodeTargets(const FactBase::View& facts, const UnitTree& tree,
                                    const Question& question, v1::Status& out) const {
  const std::vector<const TargetFact*> targets = facts.targets();
  TIENDO_ASSIGN_OR_RETURN(std::vector<TargetCategory> categories,
                          ComputeTargets(tree, targets,
                                         {question.scope, question.year, question.as_of,
                                          rules_.targets, question.tag}));
  const auto order = [&facts](const TargetCategory& c) {
    const CategoryFact* category = facts.category(c.category);
    return category == nullptr ? 0 : category->order;
  };
  std::stable_sort(
      categories.begin(), categories.end(),
      [&order](const TargetCategory& a, const TargetCategory& b) { return order(a) < order(b); });
  for (const TargetCategory& category : categories) {
    v1::TargetFigures& figures = *out.add_targets();
    figures.set_category(category.category);
    const CategoryFact* fact = facts.category(category.category);
    figures.set_display_name(fact == nullptr ? category.category : fact->display_name);
    figures.set_total(category.total());
    figures.set_reached(category.count(TargetState::kReached));
    figures.set_on_track(category.count(TargetState::kOnTrack));
    figures.set_at_risk(category.count(TargetState::kAtRisk));
    figures.set_missed(category.count(TargetState::kMissed));
    figures.set_not_yet_assessable(category.count(TargetState::kNotYetAssessable));
    figures.set_report_missing(category.report_missing);
    figures.set_unattributed(category.unattributed);
    figures.set_sentence_vi(CategorySentenceVi(category, rules_.target_wording));
    if (!question.full) continue;
    for (const TargetRow& row : category.rows) {
      EncodeTarget(row, question.rounding, rules_.target_wording, *figures.add_rows());
    }
  }
  return absl::OkStatus();
}

}  // namespace tiendo::status
