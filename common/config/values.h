// Setting values as text, and what may be wrong with them.
#ifndef TIENDO_COMMON_CONFIG_VALUES_H_
#define TIENDO_COMMON_CONFIG_VALUES_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::config {

// What a check answers: nullopt, or what would be right ("must be from 1 to 65535").
using Problem = std::optional<std::string>;
template <class T>
using Check = std::function<Problem(const T&)>;

// The readers answer INVALID_ARGUMENT whose message is what would be right.
absl::StatusOr<int64_t> ParseInt(std::string_view text);
// "15,7,3": different whole numbers from `min` to `max` in any order; the answer has them falling.
// Empty: none.
absl::StatusOr<std::vector<int>> ParseIntSet(std::string_view text, int min, int max);
// true, false, yes, no, on, off, 1, 0.
absl::StatusOr<bool> ParseBool(std::string_view text);
// Numbers with units, none negative: "250ms", "1.5s", "1h30m"; units ns us ms s m h. "0" needs
// none.
absl::StatusOr<std::chrono::nanoseconds> ParseDuration(std::string_view text);
std::string FormatDuration(std::chrono::nanoseconds d);

// Ready-made checks.
template <class T>
Check<T> Between(T min, T max) {
  return [min, max](const T& value) -> Problem {
    if (value >= min && value <= max) return std::nullopt;
    return "must be from " + std::to_string(min) + " to " + std::to_string(max);
  };
}
template <class Rep, class Period>
Check<std::chrono::duration<Rep, Period>> Between(std::chrono::duration<Rep, Period> min,
                                                  std::chrono::duration<Rep, Period> max) {
  return [min, max](const std::chrono::duration<Rep, Period>& value) -> Problem {
    if (value >= min && value <= max) return std::nullopt;
    return "must be from " + FormatDuration(min) + " to " + FormatDuration(max);
  };
}
Check<std::string> NotEmpty();
Check<std::string> OneOf(std::initializer_list<std::string> values);

// `text` with the password of a URL ("postgresql://user:***@host") or of a libpq connection string
// ("password=***") hidden.
std::string Redact(std::string_view text);

}  // namespace tiendo::config

#endif  // TIENDO_COMMON_CONFIG_VALUES_H_
