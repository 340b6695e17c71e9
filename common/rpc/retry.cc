#include "common/rpc/retry.h"

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::rpc {

std::optional<std::string> PushbackOf(const absl::Status& status, bool repeatable) {
  const bool exhausted = absl::IsResourceExhausted(status);
  if (!exhausted && !absl::IsUnavailable(status)) return std::nullopt;
  const errors::Details details = errors::GetDetails(status).value_or(errors::Details{});
  if (!repeatable) return kNoRepeat;
  if (exhausted && details.reason != errors::reasons::kOverloaded) return kNoRepeat;
  if (!details.retry_after) return std::nullopt;
  return std::to_string(details.retry_after->count());
}

}  // namespace tiendo::rpc
