// Dates as offices keep them in tables: serial numbers of Excel, and texts.
#ifndef TIENDO_SERVICES_CLI_SHEETS_DATE_TEXT_H_
#define TIENDO_SERVICES_CLI_SHEETS_DATE_TEXT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"

namespace tiendo::sheets {

// 30/6/22, 30/06/2022, 30-06-2022, 30.6.2022, 2022-06-30, "ngày 30 tháng 6 năm 2022"; a time of day
// behind it is dropped. Day before month always. Two digits of a year lie in the hundred years from
// `two_digit_years_from`. INVALID_ARGUMENT says in Vietnamese what is wrong and how to write it.
absl::StatusOr<calendar::Day> ParseDateText(std::string_view text, int two_digit_years_from);

// The day of a serial number; a fraction (the time of day) is dropped. In the system of 1900 day 60
// is 29/02/1900, which never was, so the days before it are one off: Excel keeps this fault of
// Lotus 1-2-3. `since_1904`: the other system, of old Macintosh files, in which 0 is 01/01/1904.
absl::StatusOr<calendar::Day> DayOfSerial(double serial, bool since_1904);

// Whether a number format shows a date: it has a day or a year outside of quotes and brackets.
// Formats of a time alone are none.
bool IsDateFormat(std::string_view format_code);
// The same for the formats that have a number and no code in the file (ECMA-376, 18.8.30).
bool IsBuiltInDateFormat(int id);
// Whether it shows a number as a percentage: 0.86 as 86%.
bool IsPercentFormat(std::string_view format_code);
bool IsBuiltInPercentFormat(int id);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_DATE_TEXT_H_
