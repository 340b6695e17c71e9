#include "common/decimal/decimal.h"

#include <algorithm>

#include "absl/strings/numbers.h"

namespace tiendo::decimal {
namespace {

constexpr absl::int128 kOne = 1'000'000'000;  // units of 1
constexpr absl::int128 kLimit = absl::MakeInt128(54210108624275, 4089650035136921600U);  // 10^33
// Beyond it the text has more digits than there is room for, whatever it starts with.
constexpr int kMaxExponent = 100;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The digits of a significand, and how many of them stand before the point.
struct Significand {
  std::string digits;
  int point = 0;
};

// Takes the significand from the front of `text`; nullopt when there is none.
std::optional<Significand> TakeSignificand(std::string_view& text) {
  Significand out;
  bool seen_point = false;
  while (!text.empty() && (IsDigit(text.front()) || (text.front() == '.' && !seen_point))) {
    if (text.front() == '.') {
      seen_point = true;
    } else {
      out.digits += text.front();
      if (!seen_point) ++out.point;
    }
    text.remove_prefix(1);
  }
  if (out.digits.empty()) return std::nullopt;
  return out;
}

// The exponent that `text` is, 0 when it is empty.
std::optional<int> ReadExponent(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  const std::string_view digits =
      !text.empty() && (text.front() == '+' || text.front() == '-') ? text.substr(1) : text;
  if (digits.empty() || !std::ranges::all_of(digits, IsDigit)) return std::nullopt;
  int exponent = 0;
  for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), 10 * kMaxExponent);
  return text.front() == '-' ? -exponent : exponent;
}

// Digits of a number that is not negative, at least one.
std::string DigitsOf(absl::int128 n) {
  std::string out;
  do {
    out += static_cast<char>('0' + static_cast<int>(n % 10));
    n /= 10;
  } while (n != 0);
  std::reverse(out.begin(), out.end());
  return out;
}

// Integer and fraction digits of |units|, without superfluous zeros.
struct Written {
  std::string integer;
  std::string fraction;
};
Written Write(absl::int128 units) {
  if (units < 0) units = -units;
  Written out{DigitsOf(units / kOne), DigitsOf(units % kOne)};
  out.fraction.insert(0, Decimal::kFractionDigits - out.fraction.size(), '0');
  while (!out.fraction.empty() && out.fraction.back() == '0') out.fraction.pop_back();
  return out;
}

}  // namespace

std::optional<Decimal> Decimal::Checked(absl::int128 units) {
  if (units >= kLimit || units <= -kLimit) return std::nullopt;
  return Decimal(units);
}

Decimal Decimal::FromInteger(int64_t n) { return Decimal(absl::int128(n) * kOne); }

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  if (text.size() > kMaxLength) return std::nullopt;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::optional<Significand> read = TakeSignificand(text);
  const std::optional<int> exponent = ReadExponent(text);
  if (!read || !exponent) return std::nullopt;
  const size_t first = read->digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal();
  const size_t last = read->digits.find_last_not_of('0');
  // Digits that mean something, and how many of them (or zeros after them) stand before the point.
  const std::string digits = read->digits.substr(first, last + 1 - first);
  const int before = read->point - static_cast<int>(first) + *exponent;
  const int after = static_cast<int>(digits.size()) - before;
  if (before > kIntegerDigits || after > kFractionDigits) return std::nullopt;
  absl::int128 units = 0;
  for (const char c : digits) units = units * 10 + (c - '0');
  for (int i = after; i < kFractionDigits; ++i) units *= 10;
  return Decimal(negative ? -units : units);
}

std::string Decimal::ToString() const {
  const Written written = Write(units_);
  std::string out = (units_ < 0 ? "-" : "") + written.integer;
  if (!written.fraction.empty()) out += "." + written.fraction;
  return out;
}

std::string Decimal::ToVietnamese() const {
  Written written = Write(units_);
  for (size_t at = written.integer.size(); at > 3;) written.integer.insert(at -= 3, 1, '.');
  std::string out = (units_ < 0 ? "-" : "") + written.integer;
  if (!written.fraction.empty()) out += "," + written.fraction;
  return out;
}

std::optional<Decimal> PercentOf(Decimal a, Decimal percent) {
  // Per cent are few: beyond these the product would leave the type.
  constexpr absl::int128 kMost = 10'000'000'000'000;  // units of 10,000
  if (percent.units_ > kMost || percent.units_ < -kMost) return std::nullopt;
  // Whole units and the rest apart, so that no product is larger than 10^33 * 10^4.
  const absl::int128 whole = a.units_ / kOne * percent.units_ / 100;
  const absl::int128 rest =
      a.units_ / kOne * percent.units_ % 100 * kOne + a.units_ % kOne * percent.units_;
  return Decimal::Checked(whole + rest / (kOne * 100));
}

}  // namespace tiendo::decimal
