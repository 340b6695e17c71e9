#include "services/supervision/domain/checks.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/supervision/domain/missing_year.h"

namespace tiendo::supervision {
namespace {

std::optional<int> LimitOf(const Engagement& engagement, const Environment& environment) {
  const auto& limits = environment.practice.duration_days;
  const auto found = limits.find(environment.kind_of(engagement.unit));
  return found == limits.end() ? std::nullopt : std::optional<int>(found->second);
}

// The same day so many years later; 29 February becomes 1 March.
Day YearsLater(Day day, int years) {
  const std::chrono::year_month_day date(day);
  return Day(std::chrono::year_month_day(date.year() + std::chrono::years(years), date.month(),
                                         date.day()));
}

}  // namespace

std::optional<Warning> CheckLaunch(const Engagement& engagement, const Environment& environment) {
  const StepRecord* decision = engagement.Find(Step::kDecision);
  const StepRecord* launch = engagement.Find(Step::kLaunch);
  if (decision == nullptr || launch == nullptr) return std::nullopt;
  const int limit = environment.practice.launch_working_days;
  const std::shared_ptr<const calendar::WorkingCalendar> calendar = environment.calendar();
  const absl::StatusOr<int32_t> days = calendar->CountWorkingDays(decision->date, launch->date);
  if (!days.ok()) {
    return Warning{WarningCode::kLaunchNotComputable, MissingYear(days.status()), 0, ""};
  }
  if (*days <= limit) return std::nullopt;
  return Warning{WarningCode::kLaunchLate, *days, limit, ""};
}

std::optional<Warning> CheckDuration(const Engagement& engagement, const Environment& environment) {
  const StepRecord* launch = engagement.Find(Step::kLaunch);
  const StepRecord* conclusion = engagement.Find(Step::kConclusion);
  const std::optional<int> limit = LimitOf(engagement, environment);
  if (launch == nullptr || conclusion == nullptr || !limit) return std::nullopt;
  const auto days = static_cast<int>((conclusion->date - launch->date).count());
  const int allowed = *limit + engagement.extension_days;
  if (days <= allowed) return std::nullopt;
  return Warning{WarningCode::kDurationExceeded, days, allowed, ""};
}

std::optional<Warning> CheckExtension(const Engagement& engagement,
                                      const Environment& environment) {
  const std::optional<int> limit = LimitOf(engagement, environment);
  if (!limit) return std::nullopt;
  const int allowed = *limit / environment.practice.extension_divisor;
  if (engagement.extension_days <= allowed) return std::nullopt;
  return Warning{WarningCode::kExtensionTooLong, engagement.extension_days, allowed, ""};
}

std::optional<Warning> CheckPeriod(const Engagement& engagement, const Practice& practice) {
  const auto& [from, to] = engagement.period;
  if (!from || !to || *to < YearsLater(*from, practice.period_years)) return std::nullopt;
  int years = practice.period_years;
  while (YearsLater(*from, years) <= *to) ++years;
  return Warning{WarningCode::kPeriodTooLong, years, practice.period_years, ""};
}

}  // namespace tiendo::supervision
