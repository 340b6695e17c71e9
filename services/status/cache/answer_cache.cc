#include "services/status/cache/answer_cache.h"

#include <utility>

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

FiguresPtr AnswerCache::Shared(const std::string& key, const std::optional<Positions>& own) {
  if (options_.shared == nullptr) return nullptr;
  std::optional<cache::VersionedStore::Value> value =
      options_.shared->Get(key, After(options_.shared_timeout));
  // What this replica knows better it computes itself.
  if (!value || (own && !cache::Dominates(value->vector, ToVector(*own)))) return nullptr;
  std::optional<Positions> positions = FromVector(value->vector);
  if (!positions) return nullptr;
  auto figures = std::make_shared<CachedFigures>();
  figures->bytes = std::move(value->bytes);
  figures->positions = *std::move(positions);
  // Times are this replica's where the revision is the same.
  for (size_t i = 0; own && i < own->size(); ++i) {
    if ((*own)[i].revision == figures->positions[i].revision) figures->positions[i] = (*own)[i];
  }
  return figures;
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
