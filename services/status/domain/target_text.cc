#include "services/status/domain/target_text.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tiendo::status {
namespace {

// The part of the year that ends on a plan's day.
std::string PeriodVi(Day end) {
  const auto month = static_cast<unsigned>(std::chrono::year_month_day(end).month());
  if (month == 3) return "quý I";
  return absl::StrCat(month, " tháng");
}

// What a share is taken of; nullopt when there is none to be taken.
std::optional<Decimal> Numerator(const TargetFact& target, const TargetStanding& standing) {
  return IsCeiling(target.direction) ? std::nullopt : standing.progress;
}

std::string GapVi(TargetStanding::Gap gap, const TargetWording& wording) {
  switch (gap) {
    case TargetStanding::Gap::kNotMeasurable:
      return wording.not_measurable;
    case TargetStanding::Gap::kNoValue:
      return wording.no_value;
    case TargetStanding::Gap::kNoPlan:
      return wording.no_plan;
    case TargetStanding::Gap::kNone:
      break;
  }
  return "";
}

// A change in the words of its direction ("giảm 0,2 điểm %"), a level as it is.
std::string ProgressText(const TargetFact& target, const TargetStanding& standing,
                         const TargetWording& wording) {
  const std::string value = ValueText(*standing.progress, target.unit_of_measure);
  if (!IsChange(target.direction)) return value;
  return absl::StrReplaceAll(wording.directions[static_cast<size_t>(target.direction)],
                             {{"{value}", value}});
}

}  // namespace

std::string ValueText(Decimal value, const std::string& unit_of_measure) {
  return absl::StrCat(value.ToVietnamese(), unit_of_measure == "%" ? "" : " ", unit_of_measure);
}

std::string RequirementVi(const TargetFact& target, const TargetStanding& standing,
                          const TargetWording& wording) {
  return absl::StrReplaceAll(wording.directions[static_cast<size_t>(target.direction)],
                             {{"{value}", ValueText(standing.year_value, target.unit_of_measure)}});
}

std::optional<int64_t> ShareOfYear(const TargetFact& target, const TargetStanding& standing,
                                   Rounding rounding) {
  const std::optional<Decimal> n = Numerator(target, standing);
  return n ? decimal::BasisPoints(*n, standing.year_value, rounding) : std::nullopt;
}

std::optional<int64_t> ShareOfPlan(const TargetFact& target, const TargetStanding& standing,
                                   Rounding rounding) {
  const std::optional<Decimal> n = Numerator(target, standing);
  if (!n || !standing.plan_value) return std::nullopt;
  return decimal::BasisPoints(*n, *standing.plan_value, rounding);
}

std::string ShareOfYearText(const TargetFact& target, const TargetStanding& standing,
                            Rounding rounding, const TargetWording& wording) {
  const std::optional<Decimal> n = Numerator(target, standing);
  if (!n) return standing.progress ? wording.no_share : wording.no_value;
  return decimal::PercentText(*n, standing.year_value, rounding).value_or(wording.no_share);
}

std::string ShareOfPlanText(const TargetFact& target, const TargetStanding& standing,
                            Rounding rounding, const TargetWording& wording) {
  const std::optional<Decimal> n = Numerator(target, standing);
  if (!standing.progress) return wording.no_value;
  if (!standing.plan_value) return wording.no_plan;
  if (!n) return wording.no_share;
  return decimal::PercentText(*n, *standing.plan_value, rounding).value_or(wording.no_share);
}

std::string StateVi(const TargetStanding& standing, const TargetWording& wording) {
  const std::string& state = wording.states[static_cast<size_t>(standing.state)];
  const std::string gap = GapVi(standing.gap, wording);
  return gap.empty() ? state : absl::StrCat(state, " (", gap, ")");
}

std::string TargetSentenceVi(const TargetFact& target, const TargetStanding& standing,
                             Rounding rounding, const TargetWording& wording) {
  std::string out = absl::StrCat(RequirementVi(target, standing, wording), ": ");
  if (standing.progress) {
    absl::StrAppend(&out,
                    absl::StrReplaceAll(wording.measured,
                                        {{"{day}", calendar::FormatVietnamese(*standing.as_of)},
                                         {"{value}", ProgressText(target, standing, wording)}}));
    if (ShareOfYear(target, standing, rounding)) {
      const std::string share = ShareOfYearText(target, standing, rounding, wording);
      absl::StrAppend(&out, ", ", absl::StrReplaceAll(wording.of_year, {{"{percent}", share}}));
    }
    if (ShareOfPlan(target, standing, rounding)) {
      const std::string share = ShareOfPlanText(target, standing, rounding, wording);
      absl::StrAppend(
          &out, ", ",
          absl::StrReplaceAll(wording.of_plan,
                              {{"{percent}", share}, {"{period}", PeriodVi(*standing.plan_end)}}));
    }
    absl::StrAppend(&out, wording.and_then);
  }
  return absl::StrCat(out, StateVi(standing, wording));
}

std::string CategorySentenceVi(const TargetCategory& category, const TargetWording& wording) {
  if (category.total() == 0) return wording.none;
  std::string out = absl::StrReplaceAll(
      wording.count, {{"{reached}", absl::StrCat(category.count(TargetState::kReached))},
                      {"{total}", absl::StrCat(category.total())}});
  std::string others;
  for (size_t state = 1; state < kTargetStates; ++state) {
    if (category.counts[state] == 0) continue;
    absl::StrAppend(&others, others.empty() ? "" : ", ", wording.states[state], " ",
                    category.counts[state]);
  }
  if (!others.empty()) absl::StrAppend(&out, wording.and_then, others);
  if (category.report_missing > 0) {
    absl::StrAppend(
        &out, wording.and_then,
        absl::StrReplaceAll(wording.missing, {{"{n}", absl::StrCat(category.report_missing)}}));
  }
  return out;
}

}  // namespace tiendo::status
