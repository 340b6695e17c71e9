// What a duty consists of, as requests carry it.
#ifndef TIENDO_SERVICES_PROGRAMS_API_DUTY_FIELDS_H_
#define TIENDO_SERVICES_PROGRAMS_API_DUTY_FIELDS_H_

#include <set>
#include <string>
#include <vector>

#include "common/errors/error.h"
#include "services/programs/domain/duty.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::programs {

// The fields that a request gives, by their paths.
const std::vector<std::string>& DutyPaths();

// The fields named in `paths`; the others stay as they are in a new duty. `reasons` for a duty that
// gives none. Notes what is wrong under "duty" and goes on.
Duty ParseDutyFields(const std::set<std::string>& paths, const v1::Duty& message,
                     const std::vector<ReturnReason>& reasons, errors::Violations& violations);

// What concerns several fields at once.
void CheckDuty(const Duty& duty, errors::Violations& violations);

// The fields named in `paths`; the cadence of a draft only.
void CopyDutyFields(const std::set<std::string>& paths, const Duty& from, bool draft, Duty& to);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_DUTY_FIELDS_H_
