#include "common/cache/redis_versioned_store.h"

#include <array>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/paging/digest.h"

namespace tiendo::cache {
namespace {

// KEYS[1] pointer; ARGV: the pointer that was compared ("" for none), the new one, ms to live.
// Returns nil when it was replaced, otherwise the pointer that is there ("" for none, or for a key
// that is no string at all).
constexpr char kReplacePointer[] = R"lua(
local current = redis.pcall('GET', KEYS[1]) or ''
if type(current) == 'table' then current = '' end
if current ~= ARGV[1] then return current end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return false
)lua";

// KEYS[1] lease; ARGV: owner.
constexpr char kReleaseLease[] = R"lua(
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
)lua";

// Each lost round means that another replica moved the pointer forward; after this many it is as
// fresh without us.
constexpr int kReplaceRounds = 5;
constexpr size_t kMinMacKey = 16;

std::string Hex(std::string_view bytes, size_t count) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (char c : bytes.substr(0, count)) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisVersionedStore>> RedisVersionedStore::Create(
    redis::Client* client, Options options) {
  errors::Violations violations;
  if (options.schema.empty()) violations.Add("schema", "must not be empty");
  if (options.mac_key.size() < kMinMacKey) {
    violations.Add("mac_key", "must have at least " + std::to_string(kMinMacKey) + " bytes");
  }
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  return std::unique_ptr<RedisVersionedStore>(new RedisVersionedStore(client, std::move(options)));
}

RedisVersionedStore::RedisVersionedStore(redis::Client* client, Options options)
    : client_(client),
      sealer_(options.schema, std::move(options.mac_key)),
      prefix_(options.prefix + ":" + Hex(sealer_.schema_hash(), 8) + ":"),
      replace_pointer_(kReplacePointer),
      release_lease_(kReleaseLease) {}

std::string RedisVersionedStore::PointerKey(std::string_view key) const {
  return prefix_ + "p:" + std::string(key);
}

std::string RedisVersionedStore::ValueKey(std::string_view key,
                                          const PositionVector& vector) const {
  return prefix_ + "v:" + std::string(key) + ":" + Hex(paging::Sha256(Encode(vector)), 16);
}

std::string RedisVersionedStore::LeaseKey(std::string_view key) const {
  return prefix_ + "l:" + std::string(key);
}

std::optional<VersionedStore::Value> RedisVersionedStore::Get(std::string_view key,
                                                              Deadline deadline) {
  const auto miss = [](std::atomic<uint64_t>& kind) {
    ++kind;
    return std::nullopt;
  };
  const std::string pointer_key = PointerKey(key);
  absl::StatusOr<std::optional<std::string>> sealed = client_->Get(pointer_key, deadline);
  if (!sealed.ok()) return miss(MissKind(sealed.status()));
  if (!*sealed) return miss(counters_.absent);
  Envelope pointer;
  if (const Verdict v = sealer_.Open(pointer_key, **sealed, pointer); v != Verdict::kOk) {
    CountMiss(v);
    return std::nullopt;
  }
  const std::string value_key = ValueKey(key, pointer.vector);
  sealed = client_->Get(value_key, deadline);
  if (!sealed.ok()) return miss(MissKind(sealed.status()));
  if (!*sealed) return miss(counters_.value_absent);
  Envelope value;
  if (const Verdict v = sealer_.Open(value_key, **sealed, value); v != Verdict::kOk) {
    CountMiss(v);
    return std::nullopt;
  }
  ++counters_.hits;
  return Value{std::move(value.bytes), std::move(value.vector)};
}

VersionedStore::PutResult RedisVersionedStore::Put(
    std::string_view key, const PositionVector& vector, std::string_view bytes,
    std::chrono::milliseconds ttl, const std::set<std::string>& dropped, Deadline deadline) {
  PutResult result = PutUncounted(key, vector, bytes, ttl, dropped, deadline);
  ++counters_.puts;
  if (result.outcome == PutOutcome::kRefused) ++counters_.puts_refused;
  if (result.outcome == PutOutcome::kFailed) ++counters_.puts_failed;
  return result;
}

VersionedStore::PutResult RedisVersionedStore::PutUncounted(
    std::string_view key, const PositionVector& vector, std::string_view bytes,
    std::chrono::milliseconds ttl, const std::set<std::string>& dropped, Deadline deadline) {
  const std::string pointer_key = PointerKey(key);
  absl::StatusOr<std::optional<std::string>> read = client_->Get(pointer_key, deadline);
  // INTERNAL: the key exists but is no string. It is rubbish like any other and gets replaced.
  if (!read.ok() && read.status().code() != absl::StatusCode::kInternal) return {};
  std::string current = read.ok() ? std::move(*read).value_or("") : "";
  bool value_written = false;
  for (int round = 0; round < kReplaceRounds; ++round) {
    Envelope pointer;
    // One that does not verify counts as none: it is no position of ours.
    if (sealer_.Open(pointer_key, current, pointer) == Verdict::kOk &&
        !Dominates(vector, pointer.vector, dropped)) {
      return {PutOutcome::kRefused, std::move(pointer.vector)};
    }
    // The value comes first: a pointer never names what is not there yet.
    if (!value_written) {
      const std::string value_key = ValueKey(key, vector);
      const std::string sealed = sealer_.Seal(value_key, vector, bytes);
      if (!client_->Set(value_key, sealed, ttl, deadline).ok()) return {};
      value_written = true;
    }
    absl::StatusOr<redis::Reply> reply = client_->Eval(
        replace_pointer_, std::array{pointer_key},
        std::array{current, sealer_.Seal(pointer_key, vector, ""), std::to_string(ttl.count())},
        deadline);
    if (!reply.ok()) return {};
    if (reply->type == redis::Reply::Type::kNil) return {PutOutcome::kBecamePointer, vector};
    if (reply->type != redis::Reply::Type::kString) return {};
    current = std::move(reply->text);
  }
  return {};
}

VersionedStore::LeaseOutcome RedisVersionedStore::Lease(std::string_view key,
                                                        std::string_view owner,
                                                        std::chrono::milliseconds ttl,
                                                        Deadline deadline) {
  const absl::StatusOr<bool> acquired = client_->SetNxPx(LeaseKey(key), owner, ttl, deadline);
  if (!acquired.ok()) {
    ++counters_.leases_unavailable;
    return LeaseOutcome::kUnavailable;
  }
  ++(*acquired ? counters_.leases_acquired : counters_.leases_held);
  return *acquired ? LeaseOutcome::kAcquired : LeaseOutcome::kHeld;
}

void RedisVersionedStore::Release(std::string_view key, std::string_view owner, Deadline deadline) {
  // A failure is left to the lease's time to live.
  client_->Eval(release_lease_, std::array{LeaseKey(key)}, std::array{std::string(owner)}, deadline)
      .IgnoreError();
}

std::atomic<uint64_t>& RedisVersionedStore::MissKind(const absl::Status& status) {
  // INTERNAL: Redis is there, but the key is of another type.
  return status.code() == absl::StatusCode::kInternal ? counters_.malformed : counters_.unavailable;
}

void RedisVersionedStore::CountMiss(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return;
    case Verdict::kMalformed:
      ++counters_.malformed;
      return;
    case Verdict::kForeignSchema:
      ++counters_.foreign_schema;
      return;
    case Verdict::kBadMac:
      ++counters_.bad_mac;
      return;
  }
}

VersionedStore::Stats RedisVersionedStore::stats() const {
  Stats s;
  s.hits = counters_.hits;
  s.absent = counters_.absent;
  s.value_absent = counters_.value_absent;
  s.malformed = counters_.malformed;
  s.foreign_schema = counters_.foreign_schema;
  s.bad_mac = counters_.bad_mac;
  s.unavailable = counters_.unavailable;
  s.puts = counters_.puts;
  s.puts_refused = counters_.puts_refused;
  s.puts_failed = counters_.puts_failed;
  s.leases_acquired = counters_.leases_acquired;
  s.leases_held = counters_.leases_held;
  s.leases_unavailable = counters_.leases_unavailable;
  return s;
}

}  // namespace tiendo::cache
