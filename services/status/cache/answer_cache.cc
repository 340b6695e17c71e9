#include "services/status/cache/answer_cache.h"

#include <utility>

#include "common/base/random_id.h"

namespace tiendo::status {
namespace {

cache::VersionedStore::Deadline After(std::chrono::milliseconds timeout) {
  return std::chrono::steady_clock::now() + timeout;
}

}  // namespace

cache::PositionVector ToVector(const Positions& positions) {
  cache::PositionVector out;
  for (size_t i = 0; i < positions.size(); ++i) {
    out[std::string(ServiceOf(static_cast<Source>(i)))] = {positions[i].database_id,
                                                           positions[i].revision};
  }
  return out;
}

std::optional<Positions> FromVector(const cache::PositionVector& vector) {
  Positions out;
  for (size_t i = 0; i < out.size(); ++i) {
    auto it = vector.find(std::string(ServiceOf(static_cast<Source>(i))));
    if (it == vector.end()) return std::nullopt;
    out[i].database_id = it->second.database_id;
    out[i].revision = it->second.revision;
    out[i].complete = true;
  }
  return out;
}

AnswerCache::AnswerCache(Options options) : options_(options), near_(options.near) {}

FiguresPtr AnswerCache::Near(const std::string& key, uint64_t generation) {
  FiguresPtr found = near_.Get(key);
  return found != nullptr && found->generation == generation ? found : nullptr;
}

FiguresPtr AnswerCache::Shared(const std::string& key) {
  if (options_.shared == nullptr) return nullptr;
  std::optional<cache::VersionedStore::Value> value =
      options_.shared->Get(key, After(options_.shared_timeout));
  if (!value) return nullptr;
  std::optional<Positions> positions = FromVector(value->vector);
  if (!positions) return nullptr;
  auto figures = std::make_shared<CachedFigures>();
  figures->bytes = std::move(value->bytes);
  figures->positions = *std::move(positions);
  return figures;
}

AnswerCache::Lease::Lease(AnswerCache& cache, std::string key)
    : cache_(cache), key_(std::move(key)), owner_(RandomUuid()) {
  const Options& options = cache_.options_;
  if (options.shared == nullptr) return;
  const cache::VersionedStore::LeaseOutcome outcome =
      options.shared->Lease(key_, owner_, options.lease, After(options.shared_timeout));
  acquired_ = outcome == cache::VersionedStore::LeaseOutcome::kAcquired;
  held_by_other_ = outcome == cache::VersionedStore::LeaseOutcome::kHeld;
}

AnswerCache::Lease::~Lease() {
  if (!acquired_) return;
  cache_.options_.shared->Release(key_, owner_, After(cache_.options_.shared_timeout));
}

void AnswerCache::PutNear(const std::string& key, FiguresPtr figures) {
  near_.Put(key, figures, figures->bytes.size());
}

void AnswerCache::Put(const std::string& key, FiguresPtr figures,
                      const std::set<std::string>& dropped) {
  PutNear(key, figures);
  if (options_.shared == nullptr) return;
  // Refused when another replica was faster with something newer: then that one is served.
  (void)options_.shared->Put(key, ToVector(figures->positions), figures->bytes, options_.shared_ttl,
                             dropped, After(options_.shared_timeout));
}

}  // namespace tiendo::status
