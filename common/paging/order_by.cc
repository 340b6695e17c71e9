#include "common/paging/order_by.h"

#include <algorithm>
#include <sstream>

#include "common/base/status_macros.h"
#include "common/errors/error.h"

namespace tiendo::paging {
namespace {

constexpr char kName[] = "name";
// Far above any order that can be right; keeps an error from repeating a book.
constexpr size_t kMaxText = 256;

std::string Choices(const std::vector<std::string>& fields) {
  std::string out = kName;
  for (const std::string& field : fields) out += ", " + field;
  return "order by one of " + out + ", each also with \"desc\"";
}

absl::Status Bad(const std::string& why, const std::vector<std::string>& fields) {
  return errors::InvalidField("order_by", why + ": " + Choices(fields));
}

absl::StatusOr<OrderBy> ParsePart(const std::string& text, const std::vector<std::string>& fields) {
  std::istringstream words(text);
  OrderBy part;
  std::string direction;
  std::string more;
  words >> part.field >> direction >> more;
  if (part.field.empty()) return Bad("a field is missing before or after a comma", fields);
  if (!more.empty() || (!direction.empty() && direction != "desc" && direction != "asc")) {
    return Bad("\"" + part.field + "\" is followed by something else than \"desc\" or a comma",
               fields);
  }
  const bool known = part.field == kName || std::ranges::count(fields, part.field) > 0;
  if (!known) return Bad("unknown field \"" + part.field + "\"", fields);
  part.descending = direction == "desc";
  return part;
}

}  // namespace

std::string OrderBy::Canonical() const {
  if (field.empty()) return descending ? "name desc" : "";
  return field + (descending ? " desc" : "");
}

absl::StatusOr<OrderBy> ParseOrderBy(std::string_view text,
                                     const std::vector<std::string>& fields) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return OrderBy();
  if (text.size() > kMaxText) return Bad("is longer than 256 characters", fields);
  std::vector<OrderBy> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    TIENDO_ASSIGN_OR_RETURN(OrderBy part,
                            ParsePart(std::string(text.substr(begin, comma - begin)), fields));
    parts.push_back(std::move(part));
    begin = comma + 1;
  }
  OrderBy order = parts.front();
  const bool tie_break = parts.size() == 2 && order.field != kName && parts[1].field == kName;
  if (parts.size() > 1 && !tie_break) {
    return Bad("more than one field, beside \"name\" as the second, is not supported", fields);
  }
  if (tie_break && parts[1].descending != order.descending) {
    return Bad("name as the second field must have the direction of the first", fields);
  }
  if (order.field == kName) order.field.clear();
  return order;
}

}  // namespace tiendo::paging
