// The table request_ids: what requests became, so that a repeat is answered as the first was.
#ifndef TIENDO_COMMON_LEDGER_REQUEST_IDS_H_
#define TIENDO_COMMON_LEDGER_REQUEST_IDS_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/ledger/ledger.h"

namespace tiendo::ledger {

struct RememberedRequest {
  std::string body_hash;           // WriteRequest::body_hash
  std::vector<std::string> names;  // of the resources of the answer, in its order
  int64_t revision = 0;            // at which the answer is true
  Instant time;
};

// nullopt: the id is new, or has been forgotten.
absl::StatusOr<std::optional<RememberedRequest>> FindRequest(db::Connection& connection,
                                                             const RequestInfo& info);
absl::Status RememberRequest(db::Connection& connection, const RequestInfo& info,
                             const RememberedRequest& request);

// Forgets what is older than the retention. Not thread-safe.
class RequestIdSweep {
 public:
  explicit RequestIdSweep(std::chrono::hours retention) : retention_(retention) {}
  // To be called with every batch. Seldom does anything, so that it costs nothing, and then a
  // little at a time, since the head's lock is held meanwhile.
  absl::Status Run(db::Connection& connection, Instant now);

 private:
  const std::chrono::hours retention_;
  Instant last_;
};

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_REQUEST_IDS_H_
