#include "common/paging/page_size.h"

#include <algorithm>
#include <string>

#include "common/errors/error.h"

namespace tiendo::paging {

absl::StatusOr<int32_t> ResolvePageSize(int32_t requested, int32_t default_size, int32_t max_size) {
  if (requested < 0) {
    return errors::InvalidField("page_size", "must not be negative; 0 asks for the default of " +
                                                 std::to_string(default_size) + ", at most " +
                                                 std::to_string(max_size) + " are returned");
  }
  return std::min(requested == 0 ? default_size : requested, max_size);
}

}  // namespace tiendo::paging
