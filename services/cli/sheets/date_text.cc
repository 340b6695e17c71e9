#include "services/cli/sheets/date_text.h"

#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <regex>
#include <string>

#include "common/text/fold.h"
#include "services/cli/sheets/sheet.h"

namespace tiendo::sheets {
namespace {

using calendar::Day;
using std::chrono::days;

// A longer text is no date; regular expressions are not run on it.
constexpr size_t kLongestDate = 64;

absl::Status NoDate() {
  return absl::InvalidArgumentError("không phải ngày: ghi ngày/tháng/năm, ví dụ 30/06/2022");
}

int Number(const std::string& digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

absl::StatusOr<Day> Make(const std::string& year_digits, int month, int day, int from) {
  int year = Number(year_digits);
  if (year_digits.size() == 2) {
    year += from - from % 100;
    if (year < from) year += 100;
  }
  if (month < 1 || month > 12) {
    return absl::InvalidArgumentError("không có tháng " + std::to_string(month) +
                                      ": ghi ngày trước, tháng sau, ví dụ 30/06/2022");
  }
  if (std::optional<Day> made = calendar::FromYmd(year, month, day)) return *made;
  if (year < calendar::kFirstYear || year > calendar::kLastYear) {
    return absl::InvalidArgumentError("năm " + std::to_string(year) + " ngoài khoảng 1900–2999");
  }
  return absl::InvalidArgumentError("tháng " + std::to_string(month) + '/' + std::to_string(year) +
                                    " không có ngày " + std::to_string(day));
}

// What a format does with ordinary numbers, the first of its parts, without the texts in it.
std::string PlacesOf(std::string_view format_code) {
  std::string places;
  bool quoted = false;
  bool bracketed = false;
  for (size_t i = 0; i < format_code.size(); ++i) {
    const char c = format_code[i];
    if (quoted) {
      quoted = c != '"';
    } else if (bracketed) {
      bracketed = c != ']';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[') {
      bracketed = true;  // a colour, a condition, a language; [h] is a time
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;  // the next character stands for itself
    } else if (c == ';') {
      break;
    } else {
      places += c;
    }
  }
  return places;
}

}  // namespace

absl::StatusOr<Day> ParseDateText(std::string_view text, int two_digit_years_from) {
  static const std::regex kIso(R"((\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]\d{1,2}:\d{2}.*)?)");
  static const std::regex kVietnamese(
      R"((?:ngay )?(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?)");
  static const std::regex kWords(R"((?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4}))");
  const std::string plain = text::Fold(OneLineOf(text));
  if (plain.size() > kLongestDate) return NoDate();
  std::smatch part;
  if (std::regex_match(plain, part, kIso)) {
    return Make(part[1], Number(part[2]), Number(part[3]), two_digit_years_from);
  }
  if (std::regex_match(plain, part, kVietnamese)) {
    return Make(part[4], Number(part[3]), Number(part[1]), two_digit_years_from);
  }
  if (std::regex_match(plain, part, kWords)) {
    return Make(part[3], Number(part[2]), Number(part[1]), two_digit_years_from);
  }
  return NoDate();
}

absl::StatusOr<Day> DayOfSerial(double serial, bool since_1904) {
  constexpr Day kBefore1900{std::chrono::year{1899} / 12 / 31};
  constexpr Day k1904{std::chrono::year{1904} / 1 / 1};
  constexpr double kLeapFault = 60;
  const double whole = std::floor(serial);
  // One more than the days: there is one that never was.
  const double last = static_cast<double>((calendar::kLastDay - kBefore1900).count() + 1);
  if (!std::isfinite(serial) || whole > last || whole < (since_1904 ? 0 : 1)) {
    return absl::InvalidArgumentError("số này không ứng với ngày nào");
  }
  const auto number = static_cast<int64_t>(whole);
  if (since_1904) {
    const Day day = k1904 + days(number);
    if (day > calendar::kLastDay) return absl::InvalidArgumentError("ngày ngoài khoảng 1900–2999");
    return day;
  }
  if (whole == kLeapFault) {
    return absl::InvalidArgumentError("29/02/1900 là ngày không có thật (lỗi lịch của Excel)");
  }
  return kBefore1900 + days(whole > kLeapFault ? number - 1 : number);
}

bool IsDateFormat(std::string_view format_code) {
  return PlacesOf(format_code).find_first_of("dDyY") != std::string::npos;
}

bool IsPercentFormat(std::string_view format_code) {
  return PlacesOf(format_code).find('%') != std::string::npos;
}

bool IsBuiltInPercentFormat(int id) { return id == 9 || id == 10; }

bool IsBuiltInDateFormat(int id) {
  return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
         (id >= 50 && id <= 54) || id == 57 || id == 58;
}

}  // namespace tiendo::sheets
