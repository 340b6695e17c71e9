// The row of ledger_head: what is newest, and the lock that orders the writers of all processes.
#ifndef TIENDO_COMMON_LEDGER_HEAD_ROW_H_
#define TIENDO_COMMON_LEDGER_HEAD_ROW_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {

// A new database's head, with an id of its own; nothing when there is one already.
absl::Status CreateHead(db::Connection& connection);

absl::StatusOr<Head> ReadHead(db::Connection& connection);
// Locked against the other writers: first statement of every batch. Taken last instead, it
// deadlocks with row locks taken in another order.
absl::StatusOr<Head> LockHead(db::Connection& connection);
// Revision, time and hash.
absl::Status WriteHead(db::Connection& connection, const Head& head);

// Brings the time up to `now` where it is before `behind`: another process may have done so.
absl::Status AdvanceTime(db::Connection& connection, Instant now, Instant behind);
// The same, but always a change, whatever the clock says: without one SQLite would not touch the
// disk, and that it can be written would not be known.
absl::Status TouchTime(db::Connection& connection, Instant now);

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_HEAD_ROW_H_
