// What a file may cost the machine, and how its short years read. All of it is set by flags of the
// import; the table in services/cli/README.md has the same defaults.
#ifndef TIENDO_SERVICES_CLI_SHEETS_LIMITS_H_
#define TIENDO_SERVICES_CLI_SHEETS_LIMITS_H_

#include <cstdint>

namespace tiendo::sheets {

struct Limits {
  int64_t file_mib = 16;
  // Together, of all parts of an XLSX file.
  int64_t unpacked_mib = 64;
  // Of one part: unpacked to packed size, counted above 1 MiB. Ordinary sheets have 5 to 30.
  int64_t ratio = 200;
  int64_t parts = 2000;
  int64_t xml_depth = 64;
  // Of one sheet, blank ones not counted.
  int64_t rows = 20'000;
  int64_t cells = 500'000;
  // The header row is looked for in the first rows with anything in them.
  int64_t header_rows = 50;
  // First of the hundred years that a year of two digits stands for: 2000 makes 22 2022.
  int64_t two_digit_years_from = 2000;
};

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_LIMITS_H_
