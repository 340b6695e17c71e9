// All facts as they were recorded by an earlier moment (`known_at`): read anew from the sources'
// feeds, once per moment, and kept for a while, since they never change.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_KNOWN_FACTS_H_
#define TIENDO_SERVICES_STATUS_SOURCES_KNOWN_FACTS_H_

#include <grpcpp/client_context.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/log/log.h"
#include "services/status/sources/fact_base.h"
#include "services/status/sources/replay.h"
#include "services/status/sources/streams.h"

namespace tiendo::status {

// Thread-safe. One thread of its own reads, one moment after the other, so that a long history
// costs the callers of present figures nothing; what it reads is kept also when those who asked for
// it have given up.
class KnownFacts {
 public:
  using Ptr = std::shared_ptr<const FactBase>;
  using Deadline = std::chrono::steady_clock::time_point;
  struct Options {
    // Moments whose facts stay in memory, at least 1; the one that was asked longest ago goes.
    size_t kept = 4;
    // A history that takes longer is given up.
    std::chrono::milliseconds limit{120'000};
    // Callers that may wait at a time, at least 1: each holds a thread.
    size_t max_waiting = 2;
    ScanIndex::Options index = {};
  };

  // `live` follows the same sources: it tells up to when they are certain, and which databases they
  // have. It outlives this.
  KnownFacts(Options options, Streams streams, const FactBase& live, calendar::BusinessZone zone,
             std::shared_ptr<log::Logger> log);
  // Stops.
  ~KnownFacts();
  // Those who wait get an error, and nothing more is read. Does not wait itself.
  void StopWaiting();
  // The same, and waits for the thread that reads.
  void Stop();

  // The cut of the moment: programs and supervision as recorded up to and including `known_at`,
  // units too, or as far as the events of programs were checked against them, if that is later.
  // Errors: those of Replay; NOT_LOADED while `live` is not; POSITION_NOT_REACHED when a source may
  // still record something up to then, or when the deadline passes before all is read; OVERLOADED.
  absl::StatusOr<Ptr> At(Instant known_at, Deadline deadline);

  const Options& options() const { return options_; }

 private:
  struct Job {
    int waiting = 0;
    std::optional<absl::StatusOr<Ptr>> result;
  };

  absl::Status CheckAskable(Instant known_at) const;
  Ptr Kept(Instant known_at);
  void Keep(Instant known_at, Ptr facts);
  void Run();
  absl::StatusOr<Ptr> Make(Instant known_at);
  absl::StatusOr<Replayed> ReplayOf(Source source, const Cut& cut);

  const Options options_;
  const Streams streams_;
  const FactBase& live_;
  const calendar::BusinessZone zone_;
  const std::shared_ptr<log::Logger> log_;
  std::mutex mutex_;  // guards what follows but the thread
  std::condition_variable wake_;
  std::condition_variable done_;
  bool stopping_ = false;
  size_t waiting_ = 0;
  std::map<Instant, std::shared_ptr<Job>> jobs_;
  std::deque<Instant> queue_;
  std::list<std::pair<Instant, Ptr>> kept_;  // asked last first
  uint64_t epoch_ = 0;                       // of `live`, that `kept_` belongs to
  grpc::ClientContext* context_ = nullptr;   // of the stream that is being read
  std::thread thread_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_KNOWN_FACTS_H_
