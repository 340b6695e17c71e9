// Exact decimal numbers, for values that are measured and reported: "300000", "86.5", "-0.35". What
// was written is what is compared, added and shown; nothing passes through floating point.
#ifndef TIENDO_COMMON_DECIMAL_DECIMAL_H_
#define TIENDO_COMMON_DECIMAL_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"

namespace tiendo::decimal {

// A whole count of 10^-9. Parsed numbers have at most 18 digits before and 9 after the point, so
// that a sum of a million of them still fits with room to spare; what would not fit is no number
// (nullopt), never a wrong one.
class Decimal {
 public:
  static constexpr int kIntegerDigits = 18;
  static constexpr int kFractionDigits = 9;
  // Longest text that is looked at.
  static constexpr size_t kMaxLength = 64;

  constexpr Decimal() = default;  // 0
  static Decimal FromInteger(int64_t n);
  // The grammar of google.type.Decimal: sign, digits with a point among them, exponent ("2.5e8").
  // nullopt for anything else and for more digits than there is room for; zeros at either end do
  // not count.
  static std::optional<Decimal> Parse(std::string_view text);

  // The one form of a number: no exponent, no "+", no superfluous zeros, never "-0". Equal numbers
  // have equal texts, and Parse reads them back.
  std::string ToString() const;
  // As Vietnamese documents write it: "300.000", "86,5", "-0,35".
  std::string ToVietnamese() const;

  int sign() const { return units_ < 0 ? -1 : units_ > 0 ? 1 : 0; }
  // The count of 10^-9.
  absl::int128 units() const { return units_; }

  friend bool operator==(Decimal a, Decimal b) { return a.units_ == b.units_; }
  friend std::strong_ordering operator<=>(Decimal a, Decimal b) {
    if (a.units_ == b.units_) return std::strong_ordering::equal;
    return a.units_ < b.units_ ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  friend Decimal operator-(Decimal a) { return Decimal(-a.units_); }
  // nullopt when the result has more than 24 digits before the point.
  friend std::optional<Decimal> Sum(Decimal a, Decimal b) { return Checked(a.units_ + b.units_); }
  friend std::optional<Decimal> Difference(Decimal a, Decimal b) { return Sum(a, -b); }
  // `percent` per cent of the number, towards zero beyond the ninth decimal.
  friend std::optional<Decimal> PercentOf(Decimal a, Decimal percent);

 private:
  explicit constexpr Decimal(absl::int128 units) : units_(units) {}
  static std::optional<Decimal> Checked(absl::int128 units);

  // |units_| < 10^33: two of them can be added, and one be multiplied by 20,000, in 128 bits.
  absl::int128 units_ = 0;
};

std::optional<Decimal> Sum(Decimal a, Decimal b);
std::optional<Decimal> Difference(Decimal a, Decimal b);
std::optional<Decimal> PercentOf(Decimal a, Decimal percent);

}  // namespace tiendo::decimal

#endif  // TIENDO_COMMON_DECIMAL_DECIMAL_H_
