#include "services/status/domain/rounding.h"

#include "absl/strings/str_cat.h"

namespace tiendo::status {

using decimal::Decimal;

std::optional<int64_t> BasisPoints(int64_t n, int64_t d, Rounding rounding) {
  if (n < 0) return std::nullopt;
  return decimal::BasisPoints(Decimal::FromInteger(n), Decimal::FromInteger(d), rounding);
}

std::optional<std::string> PercentText(int64_t n, int64_t d, Rounding rounding) {
  if (n < 0) return std::nullopt;
  return decimal::PercentText(Decimal::FromInteger(n), Decimal::FromInteger(d), rounding);
}

std::optional<std::string> QuotientText(int64_t n, int64_t d, Rounding rounding) {
  if (n < 0 || d <= 0) return std::nullopt;
  if (n % d == 0) return absl::StrCat(n / d);
  // Of the rest, which is less than d, so that nothing can overflow that fits.
  int64_t hundredths = n % d * 100 / d;
  if (rounding == Rounding::kHalfUp && n % d * 100 % d * 2 >= d) ++hundredths;
  const int64_t whole = n / d + hundredths / 100;
  return absl::StrCat(whole, ",", absl::Dec(hundredths % 100, absl::kZeroPad2));
}

}  // namespace tiendo::status
