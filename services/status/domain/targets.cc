#include "services/status/domain/targets.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

using Direction = TargetFact::Direction;
using Gap = TargetStanding::Gap;

Day EndOf(int year, unsigned month) {
  return Day{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}

// What is asked on a day.
struct Terms {
  bool in_force = false;
  Decimal year_value;
  std::vector<TargetFact::PlanPoint> plan;
  std::optional<Decimal> base_value;
  std::vector<std::string> leads;
};

Terms TermsOn(const TargetFact& target, Day day) {
  std::vector<const TargetFact::Event*> events;
  for (const TargetFact::Event& event : target.events) {
    if (!event.voided && event.date <= day) events.push_back(&event);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto* a, const auto* b) { return a->date < b->date; });
  Terms terms;
  for (const TargetFact::Event* event : events) {
    if (event->kind == TargetFact::Event::Kind::kWithdrawn) return {};
    if (event->kind == TargetFact::Event::Kind::kAssigned) terms.in_force = true;
    if (event->year_value) terms.year_value = *event->year_value;
    if (event->plan) terms.plan = *event->plan;
    if (event->base_value) terms.base_value = event->base_value;
    if (event->leads) terms.leads = *event->leads;
  }
  terms.in_force = terms.in_force && target.program_approval && *target.program_approval <= day;
  return terms;
}

// What is known of the value on a day.
struct Measured {
  std::optional<Decimal> value;
  Day as_of;           // of the latest report in it
  unsigned month = 0;  // up to whose end the reports in it are about; 0: none
  bool whole_year = false;
};

Measured MeasuredOn(const TargetFact& target, Day day) {
  const auto counts = [day](const TargetFact::Report& r) { return !r.voided && r.as_of <= day; };
  const TargetFact::Report* base = nullptr;
  for (const TargetFact::Report& report : target.reports) {
    if (!counts(report) || report.incremental) continue;
    if (base == nullptr || report.as_of >= base->as_of) base = &report;
  }
  Measured out;
  if (base != nullptr) out = {base->value, base->as_of, base->month, base->whole_year};
  for (const TargetFact::Report& report : target.reports) {
    if (!counts(report) || !report.incremental) continue;
    if (base != nullptr && report.as_of <= base->as_of) continue;
    out.value = Sum(out.value.value_or(Decimal()), report.value);
    // Ten thousand numbers of eighteen digits fit; programs takes no more of either.
    if (!out.value) return {};
    out.as_of = std::max(out.month == 0 ? report.as_of : out.as_of, report.as_of);
    out.month = std::max(out.month, report.month);
    out.whole_year = out.whole_year || report.whole_year;
  }
  return out;
}

// The change since the base for a target that has one, otherwise what was reported.
std::optional<Decimal> ProgressOf(Direction direction, const Terms& terms, Decimal value) {
  if (!terms.base_value || !IsChange(direction)) return value;
  return direction == Direction::kIncreaseBy ? Difference(value, *terms.base_value)
                                             : Difference(*terms.base_value, value);
}

bool Meets(Direction direction, Decimal progress, Decimal wanted) {
  switch (direction) {
    case Direction::kMoreThan:
      return progress > wanted;
    case Direction::kAtMost:
      return progress <= wanted;
    case Direction::kLessThan:
      return progress < wanted;
    case Direction::kAtLeast:
    case Direction::kIncreaseBy:
    case Direction::kDecreaseBy:
      break;
  }
  return progress >= wanted;
}

// Whether the value keeps up with a point of the plan. The point itself is enough also where the
// year asks for more than it.
bool KeepsUp(Direction direction, Decimal progress, Decimal plan, const TargetRules& rules) {
  if (IsCeiling(direction)) return progress <= plan;
  const Decimal size = plan.sign() < 0 ? -plan : plan;
  const std::optional<Decimal> slack = PercentOf(size, rules.tolerance);
  const std::optional<Decimal> enough = slack ? Difference(plan, *slack) : std::nullopt;
  return progress >= enough.value_or(plan);
}

// A period of the plan, or the year, over before the day and not covered by a report.
bool ReportMissing(const TargetFact& target, const Terms& terms, Day day, unsigned reported) {
  const auto missing = [&](unsigned month) {
    return EndOf(target.year, month) < day && month > reported &&
           month >= target.measured_from.value_or(1);
  };
  return missing(12) || std::any_of(terms.plan.begin(), terms.plan.end(),
                                    [&](const auto& point) { return missing(point.month); });
}

void Assess(const TargetFact& target, Day day, const Measured& measured, const TargetRules& rules,
            TargetStanding& out) {
  const unsigned first = target.measured_from.value_or(1);
  const auto not_yet = [&out](Gap gap) {
    out.state = TargetState::kNotYetAssessable;
    out.gap = gap;
  };
  if (target.measured_from && (day < EndOf(target.year, first) || measured.month < first)) {
    return not_yet(Gap::kNotMeasurable);
  }
  if (!out.progress) return not_yet(Gap::kNoValue);
  // An office that closes its data before the year's end says so by the period.
  const Day end = EndOf(target.year, 12);
  const bool of_whole_year = measured.as_of >= end || (measured.whole_year && day >= end);
  const bool meets = Meets(target.direction, *out.progress, out.year_value);
  const bool ceiling = IsCeiling(target.direction);
  if (meets && (of_whole_year || !ceiling)) {
    out.state = TargetState::kReached;
  } else if (of_whole_year) {
    out.state = TargetState::kMissed;
  } else if (ceiling && !meets) {
    out.state = TargetState::kAtRisk;
  } else if (out.plan_value) {
    out.state = KeepsUp(target.direction, *out.progress, *out.plan_value, rules)
                    ? TargetState::kOnTrack
                    : TargetState::kAtRisk;
  } else if (ceiling) {
    out.state = TargetState::kOnTrack;
  } else {
    not_yet(Gap::kNoPlan);
  }
}

bool InScope(const Placement& placement, const UnitTree& tree, int scope) {
  return std::any_of(placement.units.begin(), placement.units.end(),
                     [&](int unit) { return tree.Counts(unit, scope); });
}

}  // namespace

bool IsChange(Direction direction) {
  return direction == Direction::kIncreaseBy || direction == Direction::kDecreaseBy;
}

bool IsCeiling(Direction direction) {
  return direction == Direction::kAtMost || direction == Direction::kLessThan;
}

TargetStanding StandingOn(const TargetFact& target, Day day, const TargetRules& rules) {
  TargetStanding out;
  const Terms terms = TermsOn(target, day);
  out.in_force = terms.in_force;
  if (!out.in_force) return out;
  out.leads = terms.leads;
  out.year_value = terms.year_value;
  const Measured measured = MeasuredOn(target, day);
  if (measured.value) {
    out.value = measured.value;
    out.as_of = measured.as_of;
    out.progress = ProgressOf(target.direction, terms, *measured.value);
  }
  for (const TargetFact::PlanPoint& point : terms.plan) {
    const Day end = EndOf(target.year, point.month);
    if (end > day || point.month > measured.month) continue;
    if (out.plan_end && *out.plan_end >= end) continue;
    out.plan_end = end;
    out.plan_value = point.value;
  }
  out.report_missing = ReportMissing(target, terms, day, measured.month);
  Assess(target, day, measured, rules, out);
  return out;
}

int32_t TargetCategory::total() const {
  int32_t sum = 0;
  for (const int32_t n : counts) sum += n;
  return sum;
}

absl::StatusOr<std::vector<TargetCategory>> ComputeTargets(
    const UnitTree& tree, std::span<const TargetFact* const> targets, const TargetQuery& query) {
  TIENDO_ASSIGN_OR_RETURN(const int scope, tree.Scope(query.scope, query.as_of));
  std::map<std::string, TargetCategory> categories;
  for (const TargetFact* target : targets) {
    if (target->year != query.year || !Carries(target->tags, query.tag)) continue;
    TargetCategory& category = categories[target->category];
    category.category = target->category;
    TargetStanding standing = StandingOn(*target, query.as_of, query.rules);
    if (!standing.in_force) continue;
    const Placement placement = PlaceLeads(standing.leads, target->program_owner, tree);
    if (placement.unknown) ++category.unattributed;
    if (!InScope(placement, tree, scope)) continue;
    ++category.counts[static_cast<size_t>(standing.state)];
    if (standing.report_missing) ++category.report_missing;
    category.rows.push_back({target, std::move(standing)});
  }
  std::vector<TargetCategory> out;
  for (auto& [id, category] : categories) {
    std::sort(category.rows.begin(), category.rows.end(),
              [](const TargetRow& a, const TargetRow& b) {
                return std::tie(a.target->program, a.target->ordinal, a.target->name) <
                       std::tie(b.target->program, b.target->ordinal, b.target->name);
              });
    out.push_back(std::move(category));
  }
  return out;
}

}  // namespace tiendo::status
