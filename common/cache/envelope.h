// What a cached value is wrapped in, so that a store nobody trusts can only lose it.
#ifndef TIENDO_COMMON_CACHE_ENVELOPE_H_
#define TIENDO_COMMON_CACHE_ENVELOPE_H_

#include <string>
#include <string_view>

#include "common/cache/position_vector.h"

namespace tiendo::cache {

struct Envelope {
  PositionVector vector;
  std::string bytes;
};

// Whether an envelope is the right one; all but kOk are misses.
enum class Verdict { kOk, kMalformed, kForeignSchema, kBadMac };

// Layout: format byte, SHA-256 of the schema, vector, bytes (both with their length), HMAC-SHA-256
// of all that and of `place`. The place (kind and key) is not stored: an envelope that was copied
// to another key does not verify there. Immutable, thread-safe.
class Sealer {
 public:
  // `schema` names the meaning of the bytes, e.g. a message and its version. `mac_key` is a secret.
  Sealer(std::string_view schema, std::string mac_key);

  std::string Seal(std::string_view place, const PositionVector& vector,
                   std::string_view bytes) const;
  // `out` is set if and only if the verdict is kOk.
  Verdict Open(std::string_view place, std::string_view sealed, Envelope& out) const;

  const std::string& schema_hash() const { return schema_hash_; }

 private:
  std::string Mac(std::string_view place, std::string_view body) const;

  const std::string schema_hash_;
  const std::string mac_key_;
};

}  // namespace tiendo::cache

#endif  // TIENDO_COMMON_CACHE_ENVELOPE_H_
