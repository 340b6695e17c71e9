// Why there is no room for one more call, told without cost.
#ifndef TIENDO_COMMON_ERRORS_REFUSAL_H_
#define TIENDO_COMMON_ERRORS_REFUSAL_H_

#include <chrono>
#include <string_view>

#include "absl/status/status.h"

namespace tiendo::errors {

// Refusals come by the thousand, just when there is no time for them; so one is three words, and
// becomes an error only where an error is needed. The texts are literals, or belong to who refuses.
struct Refusal {
  std::string_view resource;  // "reads": what has no room
  std::string_view message;
  std::chrono::milliseconds about{};  // there will be some in this time
};

// RESOURCE_EXHAUSTED OVERLOADED, as errors::Overloaded makes it.
absl::Status ToStatus(const Refusal& refusal);
// The same with a time to come back that is taken as it is.
absl::Status ToStatus(const Refusal& refusal, std::chrono::milliseconds retry_after);
// A time from half of `about` to one and a half, so that those who are refused together do not come
// back together.
std::chrono::milliseconds Spread(std::chrono::milliseconds about);

}  // namespace tiendo::errors

#endif  // TIENDO_COMMON_ERRORS_REFUSAL_H_
