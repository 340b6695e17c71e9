#include "services/status/api/figures_reader.h"

#include <algorithm>
#include <future>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"

namespace tiendo::status {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Of the same databases, and newer in at least one of them.
bool IsAhead(const Positions& other, const Positions& own) {
  bool ahead = false;
  for (size_t i = 0; i < own.size(); ++i) {
    if (other[i].database_id != own[i].database_id) return false;
    ahead = ahead || other[i].revision > own[i].revision;
  }
  return ahead;
}

bool OfSameDatabases(const Positions& a, const Positions& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].database_id != b[i].database_id) return false;
  }
  return true;
}

std::vector<feed::Position> Wanted(const Positions& positions) {
  std::vector<feed::Position> out;
  for (size_t i = 0; i < positions.size(); ++i) {
    out.push_back({std::string(ServiceOf(static_cast<Source>(i))), positions[i].database_id,
                   positions[i].revision});
  }
  return out;
}

void Count(metrics::Counter* counter) {
  if (counter != nullptr) counter->Increment();
}

// Only who would compute the very same waits for it.
std::string LeaseKey(const std::string& key, const Positions& positions) {
  std::string out = key;
  for (const feed::MirrorPosition& p : positions) out += "@" + std::to_string(p.revision);
  return out;
}

}  // namespace

absl::StatusOr<FiguresPtr> FiguresReader::Read(const Question& question, Deadline deadline) {
  const std::string key = question.Key();
  const uint64_t generation = GenerationFor(question);
  if (FiguresPtr near = Near(key, generation)) return near;
  // The generation is part of the flight: who asks after a change does not join an older answer.
  return flight_.Run(key + std::to_string(generation), deadline, [&] {
    return question.known_at ? ReadOrComputeKnown(question, key, deadline)
                             : ReadOrCompute(question, key, deadline);
  });
}

FiguresPtr FiguresReader::Near(const std::string& key, uint64_t generation) {
  FiguresPtr near = cache_.Near(key, generation);
  if (near != nullptr) Count(options_.from_memory);
  return near;
}

uint64_t FiguresReader::GenerationFor(const Question& question) const {
  // Apart from those of the present facts, and changed by nothing but another database.
  constexpr uint64_t kKnown = uint64_t{1} << 63;
  return question.known_at ? kKnown | facts_.epoch() : facts_.generation();
}

absl::StatusOr<FiguresPtr> FiguresReader::ReadOrComputeKnown(const Question& question,
                                                             const std::string& key,
                                                             Deadline deadline) {
  auto figures = std::make_shared<CachedFigures>();
  figures->generation = GenerationFor(question);
  const FiguresPtr shared = cache_.Shared(key);
  if (shared != nullptr && OfSameDatabases(shared->positions, ReadOwn().positions)) {
    figures->bytes = shared->bytes;
    figures->positions = shared->positions;
    // The shared vector does not carry times; a cut is whole up to its own.
    for (feed::MirrorPosition& position : figures->positions) position.time = *question.known_at;
    cache_.PutNear(key, figures);
    Count(options_.from_redis);
    return FiguresPtr(figures);
  }
  TIENDO_ASSIGN_OR_RETURN(std::shared_ptr<const FactBase> known,
                          facts_at_(*question.known_at, deadline));
  {
    FactBase::View facts = known->Read();
    TIENDO_ASSIGN_OR_RETURN(v1::Status status, answers_.Compute(facts, question));
    figures->bytes = status.SerializeAsString();
    figures->positions = facts.positions();
  }
  Count(options_.computed);
  cache_.Put(key, figures, facts_.Read().dropped());
  return FiguresPtr(figures);
}

FiguresReader::Own FiguresReader::ReadOwn() const {
  FactBase::View facts = facts_.Read();
  return {facts.positions(), facts.loaded() ? facts.generation() : 0};
}

absl::StatusOr<FiguresPtr> FiguresReader::ReadOrCompute(const Question& question,
                                                        const std::string& key, Deadline deadline) {
  FiguresPtr shared = cache_.Shared(key);
  const Own own = ReadOwn();
  if (own.generation == 0) {
    // Anything that another replica vouches for is better than no answer.
    if (shared == nullptr) return Compute(question, key);
    Count(options_.from_redis);
    return shared;
  }
  if (shared != nullptr) CatchUp(shared->positions, own, deadline);
  if (FiguresPtr same = SameAsOwn(key, shared)) return same;

  AnswerCache::Lease lease(cache_, LeaseKey(key, ReadOwn().positions));
  const Deadline wait_until = std::min(deadline, SteadyClock::now() + options_.lease_wait);
  std::chrono::milliseconds pause{1};
  while (lease.held_by_other() && SteadyClock::now() + pause < wait_until) {
    // Redis tells nobody when the value is there: it is asked, at growing intervals.
    std::this_thread::sleep_for(pause);
    pause *= 2;
    if (FiguresPtr same = SameAsOwn(key, cache_.Shared(key))) return same;
  }
  return Compute(question, key);
}

void FiguresReader::CatchUp(const Positions& ahead, const Own& own, Deadline deadline) {
  const auto now = SteadyClock::now();
  if (!IsAhead(ahead, own.positions) || now < no_catch_up_until_.load()) return;
  auto reached = std::make_shared<std::promise<bool>>();
  std::future<bool> result = reached->get_future();
  waiters_.Wait(Wanted(ahead), std::min(deadline, now + options_.catch_up),
                [reached](bool yes) { reached->set_value(yes); });
  // A feed that is away would cost every answer the wait.
  if (!result.get()) no_catch_up_until_ = SteadyClock::now() + options_.catch_up_pause;
}

FiguresPtr FiguresReader::SameAsOwn(const std::string& key, const FiguresPtr& shared) {
  if (shared == nullptr) return nullptr;
  const Own own = ReadOwn();
  if (own.generation == 0 || ToVector(shared->positions) != ToVector(own.positions)) return nullptr;
  auto same = std::make_shared<CachedFigures>(*shared);
  same->positions = own.positions;  // with the times, which the shared vector does not carry
  same->generation = own.generation;
  cache_.PutNear(key, same);
  Count(options_.from_redis);
  return same;
}

absl::StatusOr<FiguresPtr> FiguresReader::Compute(const Question& question,
                                                  const std::string& key) {
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
  Count(options_.computed);
  cache_.Put(key, figures, dropped);
  return FiguresPtr(figures);
}

}  // namespace tiendo::status
