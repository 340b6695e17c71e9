// What a receiver of reminders gets.
#ifndef TIENDO_SERVICES_SUPERVISION_API_DELIVERY_MESSAGE_H_
#define TIENDO_SERVICES_SUPERVISION_API_DELIVERY_MESSAGE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"

namespace tiendo::supervision {

// v1.ReminderNotice as JSON, of a reminder as it was recorded and as it is now; nullopt when it has
// been voided since.
absl::StatusOr<std::optional<std::string>> ComposeNotice(const std::string& database_id,
                                                         const ledger::Row& recorded,
                                                         const ledger::Row& now);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_DELIVERY_MESSAGE_H_
