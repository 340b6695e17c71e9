#include "services/status/domain/sentence.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace tiendo::status {
namespace {

// The period that ends on `day`, or nullopt at the end of the year, where it is the year itself.
std::optional<std::string> PeriodWord(Day day, int year, const Wording& wording) {
  const std::chrono::year_month_day date(day);
  if (calendar::YearOf(day) == year) {
    if (date.month() == std::chrono::December && date.day() == std::chrono::day{31}) {
      return std::nullopt;
    }
    for (const Wording::PeriodEnd& end : wording.period_ends) {
      if (date.month() == std::chrono::month{end.month} &&
          date.day() == std::chrono::day{end.day}) {
        return end.word;
      }
    }
  }
  return absl::StrReplaceAll(wording.other_day, {{"{day}", calendar::FormatVietnamese(day)}});
}

std::string Shares(const Figures& figures, const SentenceQuery& query, const Wording& wording) {
  const std::optional<std::string> of_plan =
      PercentText(figures.done_total, figures.plan, query.rounding);
  if (!of_plan) return wording.nothing_planned;
  const std::string year = absl::StrReplaceAll(wording.of_year, {{"{percent}", *of_plan}});
  const std::optional<std::string> period =
      PeriodWord(query.due_by.value_or(query.as_of), query.year, wording);
  if (!period) return year;
  const std::optional<std::string> of_due =
      PercentText(figures.done_total, figures.due_to_date, query.rounding);
  const std::string due =
      of_due
          ? absl::StrReplaceAll(wording.of_period, {{"{percent}", *of_due}, {"{period}", *period}})
          : wording.nothing_due;
  return absl::StrCat(due, wording.and_then, year);
}

}  // namespace

std::string TripleText(const Figures& figures) {
  return absl::StrCat(figures.done_total, "/", figures.due_to_date, "/", figures.plan);
}

std::string SentenceVi(const Figures& figures, const SentenceQuery& query, const Wording& wording) {
  return absl::StrReplaceAll(wording.sentence, {{"{triple}", TripleText(figures)},
                                                {"{shares}", Shares(figures, query, wording)},
                                                {"{remaining}", absl::StrCat(figures.remaining)}});
}

std::string ExplanationVi(const Figures& figures, const Wording& wording) {
  std::vector<std::string> parts;
  const auto add = [&parts](const std::string& words, int32_t n) {
    if (n > 0) parts.push_back(absl::StrReplaceAll(words, {{"{n}", absl::StrCat(n)}}));
  };
  add(wording.early, figures.done_ahead);
  add(wording.overdue, figures.overdue_open);
  if (parts.empty()) return "";
  return absl::StrReplaceAll(wording.explanation, {{"{parts}", absl::StrJoin(parts, ", ")}});
}

std::string ShareOfDueText(int32_t n, int32_t d, Rounding rounding, const Wording& wording) {
  return PercentText(n, d, rounding).value_or(wording.nothing_due);
}

std::string ShareOfPlanText(int32_t n, int32_t d, Rounding rounding, const Wording& wording) {
  return PercentText(n, d, rounding).value_or(wording.nothing_planned);
}

std::string TimelinessVi(const Contribution& contribution) {
  switch (contribution.timeliness) {
    case Timeliness::kNotInPlan:
      return "không trong kế hoạch";
    case Timeliness::kNoDueDate:
      return contribution.done_on ? "hoàn thành, không có thời hạn" : "không có thời hạn";
    case Timeliness::kNotYetDue:
      return "chưa đến hạn";
    case Timeliness::kDueSoon:
      return "sắp đến hạn";
    case Timeliness::kDueToday:
      return "đến hạn trong ngày";
    case Timeliness::kOverdue:
      return absl::StrCat("quá hạn ", contribution.overdue_days, " ngày");
    case Timeliness::kFinishedEarly:
      return "hoàn thành trước hạn";
    case Timeliness::kFinishedOnTime:
      return "hoàn thành đúng hạn";
    case Timeliness::kFinishedLate:
      return absl::StrCat("hoàn thành trễ hạn ", contribution.late_days, " ngày");
  }
  return "";
}

}  // namespace tiendo::status
