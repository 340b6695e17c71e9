// ListReminders in pages, all of the day and the state of the first one.
#ifndef TIENDO_SERVICES_SUPERVISION_API_REMINDER_PAGES_H_
#define TIENDO_SERVICES_SUPERVISION_API_REMINDER_PAGES_H_

#include "absl/status/status.h"
#include "common/ledger/ledger.h"
#include "services/supervision/api/scope_reads.h"
#include "services/supervision/domain/record.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

// Of a valid request. PEER_UNAVAILABLE with a scope before the first units have come, errors of
// page tokens (day_cursor.h).
absl::Status ReadReminders(const units::UnitDirectory& directory, const ScopeReads& reads,
                           Day today, ledger::Reader& reader,
                           const v1::ListRemindersRequest& request,
                           v1::ListRemindersResponse& response);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_REMINDER_PAGES_H_
