#include "common/cache/envelope.h"

#include <utility>

#include "common/cache/wire.h"
#include "common/paging/digest.h"

namespace tiendo::cache {
namespace {

constexpr char kFormat = 1;
constexpr size_t kHashSize = 32;

}  // namespace

Sealer::Sealer(std::string_view schema, std::string mac_key)
    : schema_hash_(paging::Sha256(schema)), mac_key_(std::move(mac_key)) {}

std::string Sealer::Seal(std::string_view place, const PositionVector& vector,
                         std::string_view bytes) const {
  std::string sealed(1, kFormat);
  sealed += schema_hash_;
  wire::PutBytes(sealed, Encode(vector));
  wire::PutBytes(sealed, bytes);
  return sealed + Mac(place, sealed);
}

Verdict Sealer::Open(std::string_view place, std::string_view sealed, Envelope& out) const {
  std::string_view rest = sealed;
  const auto format = wire::Take(rest, 1);
  const auto schema = wire::Take(rest, kHashSize);
  if (!format || !schema) return Verdict::kMalformed;
  if ((*format)[0] != kFormat || *schema != schema_hash_) return Verdict::kForeignSchema;
  const auto encoded = wire::TakeBytes(rest);
  const auto bytes = wire::TakeBytes(rest);
  if (!encoded || !bytes || rest.size() != kHashSize) return Verdict::kMalformed;
  const std::string mac = Mac(place, sealed.substr(0, sealed.size() - kHashSize));
  if (!paging::EqualDigests(mac, rest)) return Verdict::kBadMac;
  std::optional<PositionVector> vector = Decode(*encoded);
  if (!vector) return Verdict::kMalformed;
  out.vector = *std::move(vector);
  out.bytes = *bytes;
  return Verdict::kOk;
}

std::string Sealer::Mac(std::string_view place, std::string_view body) const {
  std::string input;
  input.reserve(place.size() + body.size() + 8);
  wire::PutBytes(input, place);
  input += body;
  return paging::HmacSha256(mac_key_, input);
}

}  // namespace tiendo::cache
