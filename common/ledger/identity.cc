#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {

absl::StatusOr<std::string> RenewDatabaseId(db::Connection& connection) {
  const std::string id = RandomUuid();
  TIENDO_ASSIGN_OR_RETURN(
      int64_t rows,
      connection.Execute("UPDATE ledger_head SET database_id = :id WHERE id = 1", {id}));
  if (rows == 1) return id;
  // For the operator; never sent to a caller.
  return absl::FailedPreconditionError(
      "no server has used this database yet: it gets its id from the first one that does");
}

}  // namespace tiendo::ledger
