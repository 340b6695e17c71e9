// Percentages of counts, and as they are read out; those of measured values are in
// common/decimal/percentage.h, by the same rule.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_ROUNDING_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_ROUNDING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/decimal/percentage.h"

namespace tiendo::status {

// Stored with every figure that is issued. Truncation is what the published reports of 2022 did:
// 18/19 = 94,7368… -> "94,73%".
using Rounding = decimal::Rounding;

// Hundredths of a percent of n/d, not capped (12/10 = 12000); nullopt when d is 0. n >= 0, d >= 0.
std::optional<int64_t> BasisPoints(int64_t n, int64_t d, Rounding rounding);

// "94,73%"; bare when exact and whole: "100%" always means n = d, "0%" always n = 0. nullopt when d
// is 0: the words for that depend on what is missing (sentence.h).
std::optional<std::string> PercentText(int64_t n, int64_t d, Rounding rounding);

// n/d as a number, by the same rule (24): bare when whole, else with two decimals: 7/3 -> "2,33",
// 9/2 -> "4,50". nullopt when d is 0. n >= 0, d >= 0.
std::optional<std::string> QuotientText(int64_t n, int64_t d, Rounding rounding);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ROUNDING_H_
