#include "services/status/domain/rounding.h"

#include "absl/strings/str_cat.h"

namespace tiendo::status {

std::optional<int64_t> BasisPoints(int64_t n, int64_t d, Rounding rounding) {
  if (d <= 0 || n < 0) return std::nullopt;
  if (rounding == Rounding::kHalfUp) return (n * 20000 + d) / (2 * d);
  return n * 10000 / d;
}

std::optional<std::string> PercentText(int64_t n, int64_t d, Rounding rounding) {
  const std::optional<int64_t> points = BasisPoints(n, d, rounding);
  if (!points) return std::nullopt;
  if (n * 100 % d == 0) return absl::StrCat(n * 100 / d, "%");
  return absl::StrCat(*points / 100, ",", absl::Dec(*points % 100, absl::kZeroPad2), "%");
}

}  // namespace tiendo::status
