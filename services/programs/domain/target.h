// A target of a programme (chỉ tiêu): a measured value, what is asked of it by dated events, and
// what was reported about it.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/day.h"
#include "common/decimal/decimal.h"
#include "common/errors/error.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::programs {

using calendar::Day;
using decimal::Decimal;

// A part of the target's year, to whose end values are planned and reported (kỳ). Values as in
// targets.proto.
struct TargetPeriod {
  enum class Kind { kMonth = 1, kQuarter = 2, kSixMonths = 3, kNineMonths = 4, kYear = 5 };
  Kind kind = Kind::kYear;
  int number = 0;  // of a month 1 to 12, of a quarter 1 to 4, otherwise 0
  bool operator==(const TargetPeriod&) const = default;

  bool valid() const;
  Day FirstDay(int year) const;
  Day LastDay(int year) const;
};

// What must hold of the value. Values as in targets.proto.
enum class TargetDirection {
  kAtLeast = 1,
  kMoreThan = 2,
  kAtMost = 3,
  kLessThan = 4,
  kIncreaseBy = 5,
  kDecreaseBy = 6,
};
// Whether year value and plan are changes, not levels.
inline bool IsChange(TargetDirection direction) {
  return direction == TargetDirection::kIncreaseBy || direction == TargetDirection::kDecreaseBy;
}

// Values as in targets.proto. Whether it is reached or at risk is no state: status derives it.
enum class TargetState { kDraft = 1, kAssigned = 2, kWithdrawn = 3 };

// Planned at the end of a period, from the beginning of the year on (kế hoạch lũy kế).
struct PlanPoint {
  TargetPeriod period;
  Decimal value;
  bool operator==(const PlanPoint&) const = default;
};

// What is asked, and of whom: what an adjustment can change.
struct TargetTerms {
  Decimal year_value;
  std::vector<PlanPoint> plan;        // in the order of the periods' ends
  std::optional<Decimal> base_value;  // of a change: the level that it is measured from
  std::vector<std::string> leads;     // units/{unit}
  bool operator==(const TargetTerms&) const = default;
};

struct Target {
  std::string name;  // programs/{program}/targets/{target}
  int32_t ordinal = 0;
  std::string title;
  TargetTerms terms;  // in force now; of a draft those it will be assigned with
  std::vector<std::string> coordinators;
  std::string assigning_organ;
  std::vector<std::string> tags;
  std::string unit_of_measure;
  TargetDirection direction = TargetDirection::kAtLeast;
  int year = 0;
  std::optional<TargetPeriod> measured_from;   // first period at whose end it can be measured
  std::optional<Decimal> original_year_value;  // with which it was assigned
  std::vector<PlanPoint> original_plan;
  TargetState state = TargetState::kDraft;
  std::optional<Day> approval_date;
  std::optional<Day> withdrawal_date;
  resource::Stamp stamp;
  bool operator==(const Target&) const = default;
};

// The terms that an event sets; nullopt: as they were. A base is never removed, so that of an
// assignment nullopt means that there is none.
struct TermChanges {
  std::optional<Decimal> year_value;
  std::optional<std::vector<PlanPoint>> plan;
  std::optional<Decimal> base_value;
  std::optional<std::vector<std::string>> leads;
  bool operator==(const TermChanges&) const = default;

  void ApplyTo(TargetTerms& terms) const;
};
TermChanges AllOf(const TargetTerms& terms);

struct TargetEvent {
  enum class Kind { kAssigned = 1, kAdjusted = 2, kWithdrawn = 3 };
  std::string name;  // programs/{program}/targets/{target}/events/{number}
  Kind kind = Kind::kAssigned;
  Day date;  // approval: in force from here on
  TermChanges changes;
  resource::Document document;
  std::string reason;
  int64_t units_revision = 0;  // of the units that leads were checked against; 0: none was named
  bool voided = false;         // entered wrongly: it never happened
  std::string void_reason;
  resource::Stamp stamp;
  bool operator==(const TargetEvent&) const = default;
};

struct TargetReport {
  enum class Kind { kCumulative = 1, kIncremental = 2 };
  // What the last correction replaced.
  struct Correction {
    Decimal previous_value;
    Kind previous_kind = Kind::kCumulative;
    TargetPeriod previous_period;
    Day previous_as_of;
    std::string reason;
    resource::Document document;
    bool operator==(const Correction&) const = default;
  };
  std::string name;  // programs/{program}/targets/{target}/reports/{number}
  TargetPeriod period;
  Kind kind = Kind::kCumulative;
  Decimal value;
  Day as_of;          // in the period: counts from here on
  Day reported_date;  // when it was said
  resource::Document evidence;
  std::string unit;  // that reported; empty: not told
  int64_t units_revision = 0;
  int32_t version = 1;  // one more with every correction
  std::optional<Correction> correction;
  bool voided = false;
  std::string void_reason;
  resource::Stamp stamp;
  bool operator==(const TargetReport&) const = default;
};

using TargetRepository = resource::Repository<Target>;
using TargetEventRepository = resource::Repository<TargetEvent>;
using TargetReportRepository = resource::Repository<TargetReport>;

// The target of one of its events or reports.
std::string TargetOf(std::string_view entry_name);
// What the names of a target's reports start with; those of its events as of items (item.h).
std::string ReportPrefix(std::string_view target_name);
std::string ReportName(std::string_view target_name, int number);

inline constexpr size_t kMaxPlanPoints = 24;

// By the ends of the periods, which are the same order in every year.
void SortByEnd(std::vector<PlanPoint>& plan);

// Notes what is wrong in itself under `prefix` ("target."): a plan of too many points, for the
// whole year or twice for one day; a change that is not above 0, a base of what is no change.
void CheckTerms(std::string_view prefix, TargetDirection direction, const TargetTerms& terms,
                errors::Violations& violations);

// The terms in force on a day: those of the assignment, changed by the adjustments up to that day
// in the order of their dates, of one day in that of recording. Without an assignment none.
std::optional<TargetTerms> TermsOn(const std::vector<TargetEvent>& events, Day day);

// Puts into the target what its events say: state, terms, originals and dates. Without an
// assignment that stands it is a draft and keeps its terms.
void Rebuild(const std::vector<TargetEvent>& events, Target& target);

// The first report that stands and says something about the same as `report`, so that both could
// not be counted: a cumulative one of the same day; an increment of a period that overlaps, by the
// same unit; an increment whose period has begun by the day of a cumulative one and ends later. A
// report does not conflict with its own earlier version. nullptr: none.
const TargetReport* ConflictOf(const TargetReport& report, int year,
                               const std::vector<TargetReport>& others);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_H_
