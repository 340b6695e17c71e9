#include "services/status/api/figures_reader.h"

#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::status {

absl::StatusOr<FiguresPtr> FiguresReader::Read(const Question& question,
                                               std::chrono::steady_clock::time_point deadline) {
  const std::string key = question.Key();
  if (FiguresPtr near = TryNear(key)) return near;
  // The generation is part of the flight: who asks after a change does not join an older answer.
  return flight_.Run(key + std::to_string(facts_.generation()), deadline,
                     [&] { return ReadOrCompute(question, key); });
}

absl::StatusOr<FiguresPtr> FiguresReader::ReadOrCompute(const Question& question,
                                                        const std::string& key) {
  Positions own;
  uint64_t generation = 0;
  {
    FactBase::View facts = facts_.Read();
    own = facts.positions();
    if (facts.loaded()) generation = facts.generation();
  }
  // While nothing is loaded here anything that another replica vouches for is better than no
  // answer.
  if (FiguresPtr shared =
          cache_.Shared(key, generation == 0 ? std::nullopt : std::optional<Positions>(own))) {
    if (generation == 0 || ToVector(shared->positions) != ToVector(own)) return shared;
    // The very facts of this replica: worth keeping.
    auto same = std::make_shared<CachedFigures>(*shared);
    same->generation = generation;
    cache_.PutNear(key, same);
    return FiguresPtr(same);
  }
  auto figures = std::make_shared<CachedFigures>();
  std::set<std::string> dropped;
  {
    FactBase::View facts = facts_.Read();
    TIENDO_ASSIGN_OR_RETURN(v1::Status status, answers_.Compute(facts, question));
    figures->bytes = status.SerializeAsString();
    figures->positions = facts.positions();
    figures->generation = facts.generation();
    dropped = facts.dropped();
  }
  cache_.Put(key, figures, dropped);
  return FiguresPtr(figures);
}

}  // namespace tiendo::status
