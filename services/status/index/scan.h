// The one loop that large answers spend their time in.
#ifndef TIENDO_SERVICES_STATUS_INDEX_SCAN_H_
#define TIENDO_SERVICES_STATUS_INDEX_SCAN_H_

#include <cstddef>
#include <cstdint>

namespace tiendo::status {

// The sum of deltas[i] over i < n with days[i] <= day.
int32_t SumUpTo(const int32_t* days, const int32_t* deltas, size_t n, int32_t day);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_INDEX_SCAN_H_
