#include "common/decimal/percentage.h"

#include <limits>

#include "absl/strings/str_cat.h"

namespace tiendo::decimal {

std::optional<int64_t> BasisPoints(Decimal n, Decimal d, Rounding rounding) {
  if (d.sign() <= 0) return std::nullopt;
  const bool negative = n.sign() < 0;
  const absl::int128 size = negative ? -n.units() : n.units();
  const absl::int128 points = rounding == Rounding::kHalfUp
                                  ? (size * 20'000 + d.units()) / (d.units() * 2)
                                  : size * 10'000 / d.units();
  if (points > std::numeric_limits<int64_t>::max()) return std::nullopt;
  const auto out = static_cast<int64_t>(points);
  return negative ? -out : out;
}

std::optional<std::string> PercentText(Decimal n, Decimal d, Rounding rounding) {
  const std::optional<int64_t> points = BasisPoints(n, d, rounding);
  if (!points) return std::nullopt;
  const uint64_t size =
      *points < 0 ? uint64_t{0} - static_cast<uint64_t>(*points) : static_cast<uint64_t>(*points);
  const char* const minus = n.sign() < 0 ? "-" : "";
  if (n.units() * 100 % d.units() == 0) return absl::StrCat(minus, size / 100, "%");
  return absl::StrCat(minus, size / 100, ",", absl::Dec(size % 100, absl::kZeroPad2), "%");
}

}  // namespace tiendo::decimal
