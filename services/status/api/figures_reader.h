// Figures as bytes: from memory, from Redis, or computed.
#ifndef TIENDO_SERVICES_STATUS_API_FIGURES_READER_H_
#define TIENDO_SERVICES_STATUS_API_FIGURES_READER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/cache/single_flight.h"
#include "common/metrics/registry.h"
#include "services/status/api/answers.h"
#include "services/status/cache/answer_cache.h"
#include "services/status/sources/position_waiters.h"

namespace tiendo::status {

// Thread-safe.
class FiguresReader {
 public:
  struct Options {
    // When Redis shows that another replica is ahead: how long to wait for the own feeds, before
    // the answer is of the own, older facts.
    std::chrono::milliseconds catch_up{200};
    // How long to wait for a replica that computes the same answer, before computing it here too.
    std::chrono::milliseconds lease_wait{100};
    // After a wait for the feeds that was in vain, none is begun for so long.
    std::chrono::milliseconds catch_up_pause{1'000};
    // Count figures by where they came from; null: not counted. Calls that wait for one computation
    // count it once.
    metrics::Counter* from_memory = nullptr;
    metrics::Counter* from_redis = nullptr;
    metrics::Counter* computed = nullptr;
  };

  using Deadline = std::chrono::steady_clock::time_point;
  // Facts as recorded by a moment: KnownFacts::At.
  using FactsAt = std::function<absl::StatusOr<std::shared_ptr<const FactBase>>(Instant, Deadline)>;

  FiguresReader(Options options, FactBase& facts, PositionWaiters& waiters, const Answers& answers,
                AnswerCache& cache, FactsAt facts_at)
      : options_(options),
        facts_(facts),
        waiters_(waiters),
        answers_(answers),
        cache_(cache),
        facts_at_(std::move(facts_at)) {}

  // From memory only; null when it has to be read. Never waits.
  FiguresPtr TryNear(const Question& question) {
    return Near(question.Key(), GenerationFor(question));
  }
  // Waits for Redis, a computation, or both; one computation per key at a time. While this replica
  // has not loaded its facts, what Redis has is served. Afterwards every answer is of the facts
  // that this replica has, so the positions of its answers never go back: not on a connection.
  // Figures with a time of knowledge never change: they are good from memory and from Redis while
  // the sources have the databases that they were computed from.
  absl::StatusOr<FiguresPtr> Read(const Question& question, Deadline deadline);

 private:
  // What this replica has now; generation 0 while it is not loaded.
  struct Own {
    Positions positions;
    uint64_t generation = 0;
  };
  Own ReadOwn() const;
  FiguresPtr Near(const std::string& key, uint64_t generation);
  // Of the facts that the question is answered from.
  uint64_t GenerationFor(const Question& question) const;
  absl::StatusOr<FiguresPtr> ReadOrComputeKnown(const Question& question, const std::string& key,
                                                Deadline deadline);
  absl::StatusOr<FiguresPtr> ReadOrCompute(const Question& question, const std::string& key,
                                           Deadline deadline);
  // Gives the feeds a moment to reach what another replica has.
  void CatchUp(const Positions& ahead, const Own& own, Deadline deadline);
  // The shared figures, if they are of the very facts that this replica has; kept in memory then.
  FiguresPtr SameAsOwn(const std::string& key, const FiguresPtr& shared);
  absl::StatusOr<FiguresPtr> Compute(const Question& question, const std::string& key);

  const Options options_;
  FactBase& facts_;
  PositionWaiters& waiters_;
  const Answers& answers_;
  AnswerCache& cache_;
  const FactsAt facts_at_;
  cache::SingleFlight<CachedFigures> flight_;
  std::atomic<std::chrono::steady_clock::time_point> no_catch_up_until_{};
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_FIGURES_READER_H_
