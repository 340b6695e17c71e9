#include "common/errors/refusal.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/random/random.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::errors {

absl::Status ToStatus(const Refusal& refusal) { return ToStatus(refusal, Spread(refusal.about)); }

absl::Status ToStatus(const Refusal& refusal, std::chrono::milliseconds retry_after) {
  Details details;
  details.reason = std::string(reasons::kOverloaded);
  details.metadata["resource"] = std::string(refusal.resource);
  details.retry_after = retry_after;
  return Make(absl::StatusCode::kResourceExhausted, refusal.message, std::move(details));
}

std::chrono::milliseconds Spread(std::chrono::milliseconds about) {
  thread_local absl::InsecureBitGen random;
  const int64_t most = std::max<int64_t>(about.count() + about.count() / 2, 1);
  return std::chrono::milliseconds(
      absl::Uniform<int64_t>(absl::IntervalClosedClosed, random, about.count() / 2, most));
}

}  // namespace tiendo::errors
