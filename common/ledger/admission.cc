#include "common/ledger/admission.h"

#include <algorithm>

namespace tiendo::ledger {

void Admission::Measure(size_t requests, std::chrono::microseconds took) {
  if (requests == 0) return;
  const std::chrono::nanoseconds sample = took / static_cast<int64_t>(requests);
  // A new measurement counts one eighth.
  per_request_ = per_request_.count() == 0 ? sample : per_request_ + (sample - per_request_) / 8;
}

size_t Admission::Limit() const {
  if (per_request_.count() == 0) return options_.max;
  const auto in_time = static_cast<size_t>(options_.max_wait / per_request_);
  return std::min(std::max(in_time, options_.min), options_.max);
}

std::optional<errors::Refusal> Admission::Refused(size_t waiting, size_t in_batch,
                                                  std::optional<Time> deadline, Time now) const {
  constexpr std::chrono::milliseconds kShortestRetry{100};
  constexpr std::chrono::milliseconds kLongestRetry{5000};
  const auto wait = per_request_ * static_cast<int64_t>(waiting + in_batch);
  // Twice the wait that is expected: what is committed just after its deadline has cost as much as
  // what is committed before, and estimates are off. An empty queue takes everything, so that the
  // estimate corrects itself. (One whose deadline has passed is not refused for want of room: it
  // leaves the queue unexecuted.)
  const bool late = deadline && waiting > 0 && *deadline > now && now + 2 * wait > *deadline;
  if (!late && waiting < Limit()) return std::nullopt;
  const auto about = std::chrono::duration_cast<std::chrono::milliseconds>(2 * wait);
  return errors::Refusal{
      "writes",
      late
          ? "too many writes wait for this one to be committed before its deadline; try again later"
          : "too many writes are waiting; try again later",
      std::clamp(about, kShortestRetry, kLongestRetry)};
}

}  // namespace tiendo::ledger
