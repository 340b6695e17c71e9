// Figures as bytes: from memory, from Redis, or computed.
#ifndef TIENDO_SERVICES_STATUS_API_FIGURES_READER_H_
#define TIENDO_SERVICES_STATUS_API_FIGURES_READER_H_

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "common/cache/single_flight.h"
#include "services/status/api/answers.h"
#include "services/status/cache/answer_cache.h"

namespace tiendo::status {

// Thread-safe.
class FiguresReader {
 public:
  FiguresReader(FactBase& facts, const Answers& answers, AnswerCache& cache)
      : facts_(facts), answers_(answers), cache_(cache) {}

  // From memory only; null when it has to be read. Never waits.
  FiguresPtr TryNear(const std::string& key) { return cache_.Near(key, facts_.generation()); }
  // Waits for Redis, a computation, or both; one computation per key at a time. While this replica
  // has not loaded its facts, what Redis has is served.
  absl::StatusOr<FiguresPtr> Read(const Question& question,
                                  std::chrono::steady_clock::time_point deadline);

 private:
  absl::StatusOr<FiguresPtr> ReadOrCompute(const Question& question, const std::string& key);

  FactBase& facts_;
  const Answers& answers_;
  AnswerCache& cache_;
  cache::SingleFlight<CachedFigures> flight_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_FIGURES_READER_H_
