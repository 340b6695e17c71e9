#include "services/status/domain/statistics_text.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace tiendo::status {
namespace {

using Parts = std::vector<std::pair<const std::string, std::string>>;

std::string Fill(const std::string& words, const Parts& parts) {
  return absl::StrReplaceAll(words, parts);
}

std::string N(int64_t n) { return absl::StrCat(n); }

std::string PlansVi(const PlanCounts& plans, Rounding rounding, const StatisticsWording& wording) {
  if (plans.required == 0) return wording.no_plans;
  const int issued = plans.in_time + plans.issued_late;
  return Fill(wording.plans,
              {{"{issued}", N(issued)},
               {"{required}", N(plans.required)},
               {"{percent}", PercentText(issued, plans.required, rounding).value_or("")},
               {"{late}", N(plans.issued_late + plans.not_issued)}});
}

std::string ComplianceVi(const ReminderCounts& reminders, Rounding rounding,
                         const StatisticsWording& wording) {
  const Quotient mean = reminders.MeanDays();
  const Quotient median = reminders.MedianDays();
  return Fill(
      reminders.complied == 0 ? wording.no_compliance : wording.compliance,
      {{"{complied}", N(reminders.complied)},
       {"{subjects}", N(reminders.subjects)},
       {"{mean}", QuotientText(mean.numerator, mean.denominator, rounding).value_or("")},
       {"{median}", QuotientText(median.numerator, median.denominator, rounding).value_or("")}});
}

// "3 + 2 = 4" would be the first thing that fails; "" when all is well.
std::string Unequal(const std::string& what, int64_t whole, int64_t sum) {
  return whole == sum ? "" : absl::StrCat(what, ": ", whole, " != ", sum);
}

std::string FailedIdentity(const PlanCounts& c) {
  return Unequal("required = in_time + issued_late + not_issued + waiting", c.required,
                 c.in_time + c.issued_late + c.not_issued + c.waiting);
}

std::string FailedIdentity(const EngagementCounts& c) {
  std::string failed = Unequal("planned = concluded + overdue + within_time", c.planned,
                               c.concluded + c.overdue + c.within_time);
  if (failed.empty() && (c.concluded_late > c.concluded || c.due > c.planned)) {
    failed = "concluded_late <= concluded and due <= planned";
  }
  return failed;
}

std::string FailedIdentity(const DossierCounts& c) {
  std::string failed =
      Unequal("concluded = complete + incomplete", c.concluded, c.complete + c.incomplete);
  // Each incomplete one lacks at least one document, and the others none.
  const int missing = c.documents_required - c.documents_present;
  if (failed.empty() && (missing < c.incomplete || (c.incomplete == 0 && missing != 0))) {
    failed = "documents_required - documents_present >= incomplete, 0 without any";
  }
  return failed;
}

std::string FailedIdentity(const RecommendationCounts& c) {
  const int outcomes = std::accumulate(c.outcomes.begin(), c.outcomes.end(), 0);
  std::string failed =
      Unequal("total = open + reported + outcomes", c.total, c.open + c.reported + outcomes);
  if (failed.empty() && c.overdue > c.open) failed = "overdue <= open";
  return failed;
}

std::string FailedIdentity(const ReminderCounts& c) {
  std::string failed = Unequal("reminders = notices + urgings", c.reminders, c.notices + c.urgings);
  if (failed.empty()) {
    failed = Unequal("subjects = complied + already_done + closed + open", c.subjects,
                     c.complied + c.already_done + c.closed + c.open);
  }
  if (failed.empty()) {
    failed = Unequal("complied = days", c.complied, static_cast<int64_t>(c.days.size()));
  }
  if (failed.empty() && (c.on_agenda > c.open || c.subjects > c.reminders)) {
    failed = "on_agenda <= open and subjects <= reminders";
  }
  return failed;
}

template <typename Part>
std::string FailedIdentityOfParts(const Part& part) {
  for (std::string failed :
       {FailedIdentity(part.engagements), FailedIdentity(part.recommendations)}) {
    if (!failed.empty()) return failed;
  }
  return "";
}

// Of one organisation, or of all: the dossiers are those of the engagements that were concluded,
// which are counted apart.
template <typename Whole>
std::string FailedIdentityOfWhole(const Whole& whole) {
  for (std::string failed : {FailedIdentity(whole.plans), FailedIdentity(whole.reminders),
                             FailedIdentity(whole.dossiers), FailedIdentityOfParts(whole),
                             Unequal("engagements concluded = dossiers concluded",
                                     whole.engagements.concluded, whole.dossiers.concluded)}) {
    if (!failed.empty()) return failed;
  }
  return "";
}

PlanCounts& operator+=(PlanCounts& a, const PlanCounts& b) {
  a.required += b.required;
  a.in_time += b.in_time;
  a.issued_late += b.issued_late;
  a.not_issued += b.not_issued;
  a.waiting += b.waiting;
  return a;
}

EngagementCounts& operator+=(EngagementCounts& a, const EngagementCounts& b) {
  a.planned += b.planned;
  a.due += b.due;
  a.concluded += b.concluded;
  a.concluded_late += b.concluded_late;
  a.overdue += b.overdue;
  a.within_time += b.within_time;
  a.unplanned += b.unplanned;
  return a;
}

DossierCounts& operator+=(DossierCounts& a, const DossierCounts& b) {
  a.concluded += b.concluded;
  a.complete += b.complete;
  a.incomplete += b.incomplete;
  a.documents_present += b.documents_present;
  a.documents_required += b.documents_required;
  a.unplanned_incomplete += b.unplanned_incomplete;
  return a;
}

RecommendationCounts& operator+=(RecommendationCounts& a, const RecommendationCounts& b) {
  a.total += b.total;
  a.open += b.open;
  a.overdue += b.overdue;
  a.reported += b.reported;
  for (size_t i = 0; i < a.outcomes.size(); ++i) a.outcomes[i] += b.outcomes[i];
  return a;
}

ReminderCounts& operator+=(ReminderCounts& a, const ReminderCounts& b) {
  a.reminders += b.reminders;
  a.notices += b.notices;
  a.urgings += b.urgings;
  a.subjects += b.subjects;
  a.complied += b.complied;
  a.already_done += b.already_done;
  a.closed += b.closed;
  a.open += b.open;
  a.on_agenda += b.on_agenda;
  a.days.insert(a.days.end(), b.days.begin(), b.days.end());
  return a;
}

// The totals of engagements were counted apart from the rows, the others beside them.
std::string FailedSum(const SupervisionStatistics& s) {
  UnitStatistics sum;
  for (const UnitStatistics& unit : s.units) {
    sum.plans += unit.plans;
    sum.engagements += unit.engagements;
    sum.dossiers += unit.dossiers;
    sum.recommendations += unit.recommendations;
    sum.reminders += unit.reminders;
  }
  std::sort(sum.reminders.days.begin(), sum.reminders.days.end());
  if (sum.plans != s.plans) return "plans = sum of units";
  if (sum.engagements != s.engagements) return "engagements = sum of units";
  if (sum.dossiers != s.dossiers) return "dossiers = sum of units";
  if (sum.recommendations != s.recommendations) return "recommendations = sum of units";
  if (sum.reminders != s.reminders) return "reminders = sum of units";
  return "";
}

}  // namespace

std::string StatisticsVi(const SupervisionStatistics& s, bool with_plans, Rounding rounding,
                         const StatisticsWording& wording) {
  std::vector<std::string> parts;
  if (with_plans) parts.push_back(PlansVi(s.plans, rounding, wording));
  if (s.engagements.planned > 0) {
    parts.push_back(Fill(wording.engagements, {{"{concluded}", N(s.engagements.concluded)},
                                               {"{due}", N(s.engagements.due)},
                                               {"{planned}", N(s.engagements.planned)},
                                               {"{slow}", N(s.late_to_carry_out)}}));
  }
  if (s.dossiers.concluded > 0) {
    parts.push_back(Fill(wording.dossiers, {{"{complete}", N(s.dossiers.complete)},
                                            {"{concluded}", N(s.dossiers.concluded)},
                                            {"{present}", N(s.dossiers.documents_present)},
                                            {"{required}", N(s.dossiers.documents_required)}}));
  }
  if (s.reminders.reminders > 0) {
    const auto organisations = static_cast<int64_t>(s.units.size());
    parts.push_back(
        Fill(wording.reminders,
             {{"{reminders}", N(s.reminders.reminders)},
              {"{reminded}", N(s.reminded)},
              {"{organisations}", N(organisations)},
              {"{percent}", PercentText(s.reminded, organisations, rounding).value_or("")}}));
    parts.push_back(ComplianceVi(s.reminders, rounding, wording));
  }
  if (s.recommendations.total > 0) {
    parts.push_back(
        Fill(wording.recommendations, {{"{done}", N(s.recommendations.outcomes.front())},
                                       {"{total}", N(s.recommendations.total)},
                                       {"{open}", N(s.recommendations.open)}}));
  }
  return parts.empty() ? wording.nothing : absl::StrJoin(parts, wording.and_then);
}

std::string FailedIdentity(const SupervisionStatistics& s) {
  std::vector<std::string> failed = {FailedIdentityOfWhole(s), FailedIdentityOfParts(s.any_theme),
                                     FailedSum(s)};
  for (const ThemeCounts& theme : s.themes) {
    failed.push_back(FailedIdentityOfParts(theme));
    if (theme.engagements.planned > s.any_theme.engagements.planned ||
        theme.recommendations.total > s.any_theme.recommendations.total ||
        theme.plans > s.any_theme.plans) {
      failed.push_back("theme <= any theme");
    }
  }
  for (const UnitStatistics& unit : s.units) {
    failed.push_back(FailedIdentityOfWhole(unit));
  }
  for (std::string& one : failed) {
    if (!one.empty()) return std::move(one);
  }
  return "";
}

}  // namespace tiendo::status
