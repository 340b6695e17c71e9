// page_size as AIP-158 has it.
#ifndef TIENDO_COMMON_PAGING_PAGE_SIZE_H_
#define TIENDO_COMMON_PAGING_PAGE_SIZE_H_

#include <cstdint>

#include "absl/status/statusor.h"

namespace tiendo::paging {

inline constexpr int32_t kDefaultPageSize = 50;
inline constexpr int32_t kMaxPageSize = 1000;

// Rows to return: `default_size` for 0, at most `max_size`; a negative value is a violation of
// field "page_size".
absl::StatusOr<int32_t> ResolvePageSize(int32_t requested, int32_t default_size = kDefaultPageSize,
                                        int32_t max_size = kMaxPageSize);

}  // namespace tiendo::paging

#endif  // TIENDO_COMMON_PAGING_PAGE_SIZE_H_
