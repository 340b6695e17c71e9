#include "services/programs/domain/target.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "common/errors/error.h"
#include "common/resource/name.h"

namespace tiendo::programs {
namespace {

using std::chrono::day;
using std::chrono::last;
using std::chrono::month;
using std::chrono::year;

constexpr int kAnyYear = 2001;

// First and last month of a period.
struct Months {
  unsigned first = 1;
  unsigned last = 12;
};
Months MonthsOf(const TargetPeriod& period) {
  const auto n = static_cast<unsigned>(period.number);
  switch (period.kind) {
    case TargetPeriod::Kind::kMonth:
      return {n, n};
    case TargetPeriod::Kind::kQuarter:
      return {3 * n - 2, 3 * n};
    case TargetPeriod::Kind::kSixMonths:
      return {1, 6};
    case TargetPeriod::Kind::kNineMonths:
      return {1, 9};
    case TargetPeriod::Kind::kYear:
      break;
  }
  return {1, 12};
}

bool Overlap(const TargetPeriod& a, const TargetPeriod& b, int in_year) {
  return a.FirstDay(in_year) <= b.LastDay(in_year) && b.FirstDay(in_year) <= a.LastDay(in_year);
}

// Whether a part of the increment is in the cumulative report too, and a part is not.
bool Cuts(const TargetReport& cumulative, const TargetReport& increment, int in_year) {
  return increment.period.FirstDay(in_year) <= cumulative.as_of &&
         cumulative.as_of < increment.as_of;
}

bool Conflict(const TargetReport& a, const TargetReport& b, int in_year) {
  using Kind = TargetReport::Kind;
  if (a.kind == Kind::kCumulative && b.kind == Kind::kCumulative) return a.as_of == b.as_of;
  if (a.kind == Kind::kCumulative) return Cuts(a, b, in_year);
  if (b.kind == Kind::kCumulative) return Cuts(b, a, in_year);
  return a.unit == b.unit && Overlap(a.period, b.period, in_year);
}

// Events that stand, by date, of one date in the order of recording.
std::vector<const TargetEvent*> InOrder(const std::vector<TargetEvent>& events) {
  std::vector<const TargetEvent*> out;
  for (const TargetEvent& event : events) {
    if (!event.voided) out.push_back(&event);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const TargetEvent* a, const TargetEvent* b) { return a->date < b->date; });
  return out;
}

}  // namespace

bool TargetPeriod::valid() const {
  switch (kind) {
    case Kind::kMonth:
      return number >= 1 && number <= 12;
    case Kind::kQuarter:
      return number >= 1 && number <= 4;
    case Kind::kSixMonths:
    case Kind::kNineMonths:
    case Kind::kYear:
      return number == 0;
  }
  return false;
}

Day TargetPeriod::FirstDay(int in_year) const {
  return Day{year{in_year} / month{MonthsOf(*this).first} / day{1}};
}

Day TargetPeriod::LastDay(int in_year) const {
  return Day{year{in_year} / month{MonthsOf(*this).last} / last};
}

void TermChanges::ApplyTo(TargetTerms& terms) const {
  if (year_value) terms.year_value = *year_value;
  if (plan) terms.plan = *plan;
  if (base_value) terms.base_value = base_value;
  if (leads) terms.leads = *leads;
}

TermChanges AllOf(const TargetTerms& terms) {
  return {terms.year_value, terms.plan, terms.base_value, terms.leads};
}

std::string TargetOf(std::string_view entry_name) {
  // "programs/p/targets/t" of ".../events/1" and ".../reports/1".
  const size_t number = entry_name.rfind('/');
  return std::string(entry_name.substr(0, entry_name.rfind('/', number - 1)));
}

std::string ReportPrefix(std::string_view target_name) {
  return std::string(target_name) + "/reports/";
}

std::string ReportName(std::string_view target_name, int number) {
  return resource::NumberedName(ReportPrefix(target_name), number);
}

void SortByEnd(std::vector<PlanPoint>& plan) {
  std::stable_sort(plan.begin(), plan.end(), [](const PlanPoint& a, const PlanPoint& b) {
    return a.period.LastDay(kAnyYear) < b.period.LastDay(kAnyYear);
  });
}

void CheckTerms(std::string_view prefix, TargetDirection direction, const TargetTerms& terms,
                errors::Violations& violations) {
  const auto at = [&prefix](const std::string& field) { return std::string(prefix) + field; };
  if (IsChange(direction) && terms.year_value.sign() <= 0) {
    violations.Add(at("year_value"), "must be above 0: the direction says that it is a change");
  }
  if (!IsChange(direction) && terms.base_value) {
    violations.Add(at("base_value"),
                   "must be empty: only INCREASE_BY and DECREASE_BY are measured from a base");
  }
  if (terms.plan.size() > kMaxPlanPoints) violations.Add(at("plan"), "at most 24 are allowed");
  std::set<Day> ends;
  for (size_t i = 0; i < terms.plan.size(); ++i) {
    const TargetPeriod& period = terms.plan[i].period;
    if (!period.valid()) continue;  // noted where it was read
    const std::string path = at(errors::At("plan", i) + ".period");
    if (period.kind == TargetPeriod::Kind::kYear) {
      violations.Add(path, "must not be the year: its plan is year_value");
    } else if (!ends.insert(period.LastDay(kAnyYear)).second) {
      violations.Add(path, "ends on the same day as another one");
    }
  }
}

std::optional<TargetTerms> TermsOn(const std::vector<TargetEvent>& events, Day day) {
  std::optional<TargetTerms> terms;
  for (const TargetEvent* event : InOrder(events)) {
    if (event->date > day) break;
    if (event->kind == TargetEvent::Kind::kAssigned) terms.emplace();
    if (terms) event->changes.ApplyTo(*terms);
  }
  return terms;
}

void Rebuild(const std::vector<TargetEvent>& events, Target& target) {
  target.state = TargetState::kDraft;
  target.approval_date.reset();
  target.withdrawal_date.reset();
  target.original_year_value.reset();
  target.original_plan.clear();
  for (const TargetEvent* event : InOrder(events)) {
    if (event->kind == TargetEvent::Kind::kAssigned) {
      target.state = TargetState::kAssigned;
      target.approval_date = event->date;
      target.original_year_value = event->changes.year_value;
      target.original_plan = event->changes.plan.value_or(std::vector<PlanPoint>());
    } else if (event->kind == TargetEvent::Kind::kWithdrawn) {
      target.state = TargetState::kWithdrawn;
      target.withdrawal_date = event->date;
    }
  }
  // Nothing recorded lies after today, so what is in force last is in force now.
  if (std::optional<TargetTerms> terms = TermsOn(events, calendar::kLastDay)) {
    target.terms = *std::move(terms);
  }
}

const TargetReport* ConflictOf(const TargetReport& report, int year_of_target,
                               const std::vector<TargetReport>& others) {
  const auto found = std::find_if(others.begin(), others.end(), [&](const TargetReport& other) {
    return !other.voided && other.name != report.name && Conflict(report, other, year_of_target);
  });
  return found == others.end() ? nullptr : &*found;
}

}  // namespace tiendo::programs
