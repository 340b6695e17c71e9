// A period that is reported on (kỳ báo cáo): which days it covers, and up to which day its figures
// are taken.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_PERIOD_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_PERIOD_H_

#include <string>
#include <string_view>

#include "common/calendar/day.h"
#include "common/errors/error.h"
#include "common/resource/repository.h"

namespace tiendo::programs {

using calendar::Day;

// Values as in vocabulary.proto.
enum class PeriodKind {
  kMonth = 1,
  kQuarter = 2,
  kHalfYear = 3,
  kNineMonths = 4,
  kYear = 5,
  kTerm = 6
};

struct Period {
  std::string name;  // periods/{period}
  PeriodKind kind = PeriodKind::kMonth;
  std::string display_name;
  Day start;    // first day covered
  Day end;      // last day covered
  Day cut_off;  // ngày chốt số liệu: the as_of of its report
  bool retired = false;
  resource::Stamp stamp;
  bool operator==(const Period&) const = default;
};

using PeriodRepository = resource::Repository<Period>;

// What is wrong with the dates: an end before the start, a length that is not of the kind (a slip
// of the keyboard; where exactly it begins is the office's practice), a cut-off before the start.
// The paths begin with `prefix` ("period").
void CheckDates(const Period& period, std::string_view prefix, errors::Violations& violations);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_PERIOD_H_
