#include "common/cache/position_vector.h"

#include <algorithm>
#include <utility>

#include "common/cache/wire.h"

namespace tiendo::cache {

std::string Encode(const PositionVector& vector) {
  std::string out;
  for (const auto& [source, position] : vector) {
    wire::PutBytes(out, source);
    wire::PutBytes(out, position.database_id);
    wire::PutUint64(out, static_cast<uint64_t>(position.revision));
  }
  return out;
}

std::optional<PositionVector> Decode(std::string_view bytes) {
  PositionVector vector;
  while (!bytes.empty()) {
    const auto source = wire::TakeBytes(bytes);
    const auto database_id = wire::TakeBytes(bytes);
    const auto revision = wire::TakeUint64(bytes);
    if (!source || !database_id || !revision || *revision > INT64_MAX) return std::nullopt;
    // Ascending and unique, or the bytes would not be canonical.
    if (!vector.empty() && *source <= vector.rbegin()->first) return std::nullopt;
    vector.emplace_hint(vector.end(), *source,
                        Position{std::string(*database_id), static_cast<int64_t>(*revision)});
  }
  return vector;
}

bool Dominates(const PositionVector& a, const PositionVector& b,
               const std::set<std::string>& dropped) {
  return std::all_of(b.begin(), b.end(), [&](const auto& component) {
    const auto& [source, theirs] = component;
    if (dropped.contains(theirs.database_id)) return true;
    const auto ours = a.find(source);
    return ours != a.end() && ours->second.database_id == theirs.database_id &&
           ours->second.revision >= theirs.revision;
  });
}

}  // namespace tiendo::cache
