// Percentages of exact numbers, with two decimals, and as they are read out.
#ifndef TIENDO_COMMON_DECIMAL_PERCENTAGE_H_
#define TIENDO_COMMON_DECIMAL_PERCENTAGE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/decimal/decimal.h"

namespace tiendo::decimal {

// How a percentage becomes one with two decimals. Stored with every figure that is issued.
// Truncation (towards zero) is what the published reports of 2022 did: 108.503/300.000 -> 36,16%;
// half-up (away from zero) makes it 36,17%.
enum class Rounding { kTruncate, kHalfUp };

// Hundredths of a percent of n/d, not capped (12/10 = 12000), negative when n is. nullopt unless d
// is above 0, and when the result does not fit.
std::optional<int64_t> BasisPoints(Decimal n, Decimal d, Rounding rounding);

// "36,16%"; bare when exact and whole: "100%" always means n = d, "0%" always n = 0. nullopt as
// above.
std::optional<std::string> PercentText(Decimal n, Decimal d, Rounding rounding);

}  // namespace tiendo::decimal

#endif  // TIENDO_COMMON_DECIMAL_PERCENTAGE_H_
