// Filters of lists: a conjunction in the syntax of AIP-160.
//
//   unit = "units/so-ldtbxh" AND state != DONE AND due_date <= 2022-06-30 AND title : "việc làm"
//
// A condition is `field operator value`, the operators are = != < <= > >= and : (has: the text
// contains the value; of a repeated field: one of its elements is the value). Values are bare words
// or strings in " or ' with the escapes \\ \" \' \n \t; a string may stand for a value of any type.
// Wildcards have no meaning: * is a character. OR, NOT,
// -, parentheses, functions and search words without a field are refused with a sentence saying so.
#ifndef TIENDO_COMMON_PAGING_FILTER_H_
#define TIENDO_COMMON_PAGING_FILTER_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::paging {

inline constexpr size_t kMaxFilterCharacters = 1024;
inline constexpr size_t kMaxFilterTerms = 10;

enum class FieldType {
  kString,  // = != :
  kNumber,  // all but :   a decimal integer of 64 bits
  kDate,    // all but :   YYYY-MM-DD
  kBool,    // = !=        true, false
  kEnum,    // = !=        one of FilterField::values
};

// A field that a list can be filtered by.
struct FilterField {
  std::string name;  // as in the proto, e.g. "other.sub"
  FieldType type = FieldType::kString;
  std::vector<std::string> values = {};  // of kEnum
  // Takes the operator : only. `name` may lead into the elements: "leads.unit".
  bool repeated = false;
};

enum class Op { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kHas };

// As written in a filter: "=", "!=", …
std::string_view Name(Op op);

struct Term {
  std::string field;
  Op op = Op::kEqual;
  // Unescaped and checked against the field's type; numbers without leading zeros or "+".
  std::string value;
  bool operator==(const Term&) const = default;
};

struct Filter {
  // In the order written; a row passes when it meets all of them.
  std::vector<Term> terms;

  // Equal for filters that ask the same with their terms in another order, repeated, or spelled
  // with other spaces and quotes: what a page token hashes.
  std::string Canonical() const;
};

// Violations of field "filter" (INVALID_ARGUMENT): the first mistake of syntax, or else every
// field, operator and value that is wrong; an unknown field is answered with the list of `fields`.
// A blank filter has no terms.
absl::StatusOr<Filter> ParseFilter(std::string_view text, const std::vector<FilterField>& fields);

}  // namespace tiendo::paging

#endif  // TIENDO_COMMON_PAGING_FILTER_H_
