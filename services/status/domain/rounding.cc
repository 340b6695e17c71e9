#include "services/status/domain/rounding.h"

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

}  // namespace tiendo::status
