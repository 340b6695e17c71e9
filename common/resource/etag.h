// Optimistic concurrency (AIP-154): the etag of a state is its revision, quoted.
#ifndef TIENDO_COMMON_RESOURCE_ETAG_H_
#define TIENDO_COMMON_RESOURCE_ETAG_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tiendo::resource {

std::string Etag(int64_t revision);
// OK when `expected` is empty or the etag of `current`; otherwise ABORTED ETAG_MISMATCH.
absl::Status CheckEtag(std::string_view name, std::string_view expected, int64_t current);

}  // namespace tiendo::resource

#endif  // TIENDO_COMMON_RESOURCE_ETAG_H_
