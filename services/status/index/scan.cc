#include "services/status/index/scan.h"

namespace tiendo::status {

int32_t SumUpTo(const int32_t* days, const int32_t* deltas, size_t n, int32_t day) {
  int32_t sum = 0;
  // Without a branch, so that it becomes a compare, a mask and an add on whole vectors.
  for (size_t i = 0; i < n; ++i) sum += days[i] <= day ? deltas[i] : 0;
  return sum;
}

}  // namespace tiendo::status
