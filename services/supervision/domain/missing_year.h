// Which year a calendar lacks, by the error that says so.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_MISSING_YEAR_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_MISSING_YEAR_H_

#include "absl/status/status.h"

namespace tiendo::supervision {

// Of CALENDAR_YEAR_MISSING; 0 for another error.
int MissingYear(const absl::Status& status);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_MISSING_YEAR_H_
