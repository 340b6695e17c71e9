// One row of a sheet of items as values: what the importer compares with the service, and what an
// export writes.
#ifndef TIENDO_SERVICES_CLI_SHEETS_ITEM_ROW_H_
#define TIENDO_SERVICES_CLI_SHEETS_ITEM_ROW_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "services/cli/sheets/columns.h"

namespace tiendo::sheets {

using calendar::Day;

// The title that stands for that of a secret item, everywhere outside of programs.
inline constexpr std::string_view kSecretTitle = "(nội dung mật)";

// In a cell: "MẪU-01/CTr ngày 14/01/2022 của Sở Lao động", the last two parts optional.
struct Document {
  std::string number;
  std::optional<Day> date;
  std::string issuer;
  bool empty() const { return number.empty() && !date && issuer.empty(); }
  bool operator==(const Document&) const = default;
};

std::string TextOfDocument(const Document& document);
absl::StatusOr<Document> ParseDocument(std::string_view text, int two_digit_years_from);

// That a part was done. In cells: one date for all leads, or lines "Văn phòng Sở: 28/06/2022".
struct Result {
  std::string lead;  // as the row writes it; empty: all leads, or the item that has none
  Day day{};
  Document document;
  bool operator==(const Result&) const = default;
};

// What moved the due date that is in force; empty when nothing did.
struct Extension {
  std::optional<Day> date;
  std::string approver;
  Document document;
  std::string reason;
  bool empty() const { return !date && approver.empty() && document.empty() && reason.empty(); }
  bool operator==(const Extension&) const = default;
};

struct Withdrawal {
  std::optional<Day> date;
  Document document;
  std::string reason;
  bool empty() const { return !date && document.empty() && reason.empty(); }
  bool operator==(const Withdrawal&) const = default;
};

struct ItemRow {
  int row = 0;
  std::string program;  // the id behind programs/
  std::string id;
  int ordinal = 0;
  std::string title;
  std::string product;
  std::vector<std::string> leads;         // ids or names of units
  std::vector<std::string> coordinators;  // the same
  std::string assigning_organ;
  std::vector<std::string> tags;
  bool secret = false;
  std::optional<Day> approval_date;
  Document approval_document;
  std::optional<Day> baseline_due;
  std::optional<Day> due;
  bool due_removed = false;  // "không thời hạn": an extension took it away
  Extension extension;
  std::vector<Result> results;
  Withdrawal withdrawal;
  bool operator==(const ItemRow&) const = default;
};

// The id of a row without one: words of the title and a hash of it, so that it depends on nothing
// else: neither on the order of the rows nor on the ordinal. Case, diacritics and punctuation do
// not matter. Not for secret items: an id carries no title.
std::string DerivedId(std::string_view title);

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_ITEM_ROW_H_
