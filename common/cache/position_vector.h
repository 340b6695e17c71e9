// From which state of its sources an answer was computed.
#ifndef TIENDO_COMMON_CACHE_POSITION_VECTOR_H_
#define TIENDO_COMMON_CACHE_POSITION_VECTOR_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace tiendo::cache {

struct Position {
  std::string database_id;  // Another id is another history: revisions do not compare.
  int64_t revision = 0;     // >= 0.
  bool operator==(const Position&) const = default;
};

// By source, e.g. "units".
using PositionVector = std::map<std::string, Position>;

// Canonical: equal vectors give equal bytes. Any names and ids.
std::string Encode(const PositionVector& vector);
// nullopt unless `bytes` is what Encode gives.
std::optional<PositionVector> Decode(std::string_view bytes);

// Whether `a` has every source of `b`, with the same database id and at least its revision. A
// source only `a` has does not matter. Components whose database id in `b` is in `dropped` are left
// out: that database is known to be gone, so its revisions mean nothing any more.
bool Dominates(const PositionVector& a, const PositionVector& b,
               const std::set<std::string>& dropped = {});

}  // namespace tiendo::cache

#endif  // TIENDO_COMMON_CACHE_POSITION_VECTOR_H_
