// The order of a list (AIP-132): `due_date`, `due_date desc`, `due_date desc, name desc`.
//
// One field orders; rows that are equal in it are in order of name, in the same direction, which
// may be written out.
#ifndef TIENDO_COMMON_PAGING_ORDER_BY_H_
#define TIENDO_COMMON_PAGING_ORDER_BY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::paging {

struct OrderBy {
  std::string field;  // empty: name
  bool descending = false;

  // Equal for texts that ask the same; empty for the order of name, rising.
  std::string Canonical() const;
};

// Violations of field "order_by" (INVALID_ARGUMENT). `fields` are those that may order beside
// `name`. Blank text is the order of name.
absl::StatusOr<OrderBy> ParseOrderBy(std::string_view text, const std::vector<std::string>& fields);

}  // namespace tiendo::paging

#endif  // TIENDO_COMMON_PAGING_ORDER_BY_H_
