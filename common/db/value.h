// Values that cross between the program and a database, the same on both engines.
#ifndef TIENDO_COMMON_DB_VALUE_H_
#define TIENDO_COMMON_DB_VALUE_H_

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tiendo::db {

// Octets, NUL included. They cross as BLOB on SQLite and as hex text into bytea on PostgreSQL: SOCI
// cuts a std::string at its first NUL on PostgreSQL, silently, so octets never travel as text.
struct Bytes {
  std::string value;
  auto operator<=>(const Bytes&) const = default;
};

using Value = std::variant<std::nullptr_t, int64_t, std::string, Bytes>;

// A bound parameter: implicit from integers, text, Bytes, nullptr, and optionals of them. Text must
// be UTF-8 without NUL; a NUL in text is refused, on both engines.
class Param {
 public:
  Param(std::nullptr_t) : value_(nullptr) {}
  Param(std::nullopt_t) : value_(nullptr) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Param(T v) : value_(static_cast<int64_t>(v)) {}
  Param(const char* v) : value_(std::string(v)) {}
  Param(std::string_view v) : value_(std::string(v)) {}
  Param(std::string v) : value_(std::move(v)) {}
  Param(Bytes v) : value_(std::move(v)) {}
  template <typename T>
  requires std::constructible_from<Param, T> Param(std::optional<T> v)
      : value_(v ? Param(*std::move(v)).value_ : Value(nullptr)) {}

  const Value& value() const { return value_; }

 private:
  Value value_;
};

// How a column is read.
enum class ColumnKind : uint8_t { kInt, kText, kBytes };

struct Column {
  ColumnKind kind = ColumnKind::kInt;
  // False: NULL in this column is an error.
  bool nullable = false;
};

// Maps a C++ column type to a Column and a Value back to it. Types: int64_t, std::string, Bytes and
// std::optional of these.
template <typename T>
struct ColumnType;

template <>
struct ColumnType<int64_t> {
  static constexpr Column kColumn{ColumnKind::kInt, false};
  static int64_t Take(Value& v) { return std::get<int64_t>(v); }
};
template <>
struct ColumnType<std::string> {
  static constexpr Column kColumn{ColumnKind::kText, false};
  static std::string Take(Value& v) { return std::get<std::string>(std::move(v)); }
};
template <>
struct ColumnType<Bytes> {
  static constexpr Column kColumn{ColumnKind::kBytes, false};
  static Bytes Take(Value& v) { return std::get<Bytes>(std::move(v)); }
};
template <typename T>
struct ColumnType<std::optional<T>> {
  static constexpr Column kColumn{ColumnType<T>::kColumn.kind, true};
  static std::optional<T> Take(Value& v) {
    if (std::holds_alternative<std::nullptr_t>(v)) return std::nullopt;
    return ColumnType<T>::Take(v);
  }
};

}  // namespace tiendo::db

#endif  // TIENDO_COMMON_DB_VALUE_H_
