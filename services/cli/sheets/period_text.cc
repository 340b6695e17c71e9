#include "services/cli/sheets/period_text.h"

#include <array>
#include <charconv>

#include "common/text/fold.h"
#include "services/cli/sheets/words.h"

namespace tiendo::sheets {
namespace {

constexpr std::array<std::string_view, 5> kRoman = {"", "I", "II", "III", "IV"};

constexpr int kMonths = 12;
constexpr int kQuarters = 4;

// From 1 to `most`; nullopt for anything else.
std::optional<int> NumberOf(const std::string& word, int most) {
  for (size_t n = 1; n < kRoman.size(); ++n) {
    if (word == text::Fold(kRoman[n])) return static_cast<int>(n);
  }
  int number = 0;
  const char* end = word.data() + word.size();
  const auto [last, error] = std::from_chars(word.data(), end, number);
  if (error != std::errc() || last != end || number < 1 || number > most) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Period> ParsePeriodText(std::string_view text) {
  const std::string whole = FoldedText(text);
  if (whole == "year" || whole == "ca nam" || whole == "nam") return Period{Period::Kind::kYear};
  if (whole == "6 thang" || whole == "6 months") return Period{Period::Kind::kSixMonths};
  if (whole == "9 thang" || whole == "9 months") return Period{Period::Kind::kNineMonths};
  const size_t gap = whole.find(' ');
  if (gap == std::string::npos) return std::nullopt;
  const std::string kind = whole.substr(0, gap);
  const bool month = kind == "thang" || kind == "month";
  if (!month && kind != "quy" && kind != "quarter") return std::nullopt;
  const std::optional<int> number = NumberOf(whole.substr(gap + 1), month ? kMonths : kQuarters);
  if (!number) return std::nullopt;
  return Period{month ? Period::Kind::kMonth : Period::Kind::kQuarter, *number};
}

std::string TextOf(const Period& period) {
  switch (period.kind) {
    case Period::Kind::kMonth:
      return "tháng " + std::to_string(period.number);
    case Period::Kind::kQuarter: {
      const auto n = static_cast<size_t>(period.number);
      return "quý " + (n < kRoman.size() ? std::string(kRoman[n]) : std::to_string(n));
    }
    case Period::Kind::kSixMonths:
      return "6 tháng";
    case Period::Kind::kNineMonths:
      return "9 tháng";
    case Period::Kind::kYear:
      break;
  }
  return "cả năm";
}

int LastMonthOf(const Period& period) {
  switch (period.kind) {
    case Period::Kind::kMonth:
      return period.number;
    case Period::Kind::kQuarter:
      return period.number * 3;
    case Period::Kind::kSixMonths:
      return 6;
    case Period::Kind::kNineMonths:
      return 9;
    case Period::Kind::kYear:
      break;
  }
  return 12;
}

}  // namespace tiendo::sheets
