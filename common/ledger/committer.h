// Group commit: one thread takes what is waiting, runs it in one database transaction under the
// lock of the head row, and finishes the callers after the commit.
#ifndef TIENDO_COMMON_LEDGER_COMMITTER_H_
#define TIENDO_COMMON_LEDGER_COMMITTER_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/db/database.h"
#include "common/ledger/admission.h"
#include "common/ledger/ledger.h"
#include "common/ledger/request_ids.h"

namespace tiendo::ledger {

// Where a batch can stand, in this order (Committer::Options::at_step). From before_notify to
// after_commit only batches that change the revision are told of: the others lose nothing there.
namespace steps {
inline constexpr std::string_view kLocked = "ledger/locked";  // the head's lock is held
inline constexpr std::string_view kBeforeNotify = "ledger/before_notify";
inline constexpr std::string_view kBeforeCommit = "ledger/before_commit";
inline constexpr std::string_view kAfterCommit = "ledger/after_commit";  // nobody has been told
inline constexpr std::string_view kBeforeCheckpoint = "ledger/before_checkpoint";
inline constexpr std::string_view kAfterCheckpoint = "ledger/after_checkpoint";
inline constexpr std::string_view kBeforeReply = "ledger/before_reply";
}  // namespace steps

// Where a write ended up.
struct Commit {
  std::string database_id;
  // The revision at which the answer is true: the request's own, or, when it changed nothing, the
  // head.
  int64_t revision = 0;
  Instant time;
  // True when this was the repeat of a request id: the first effect stands.
  bool replayed = false;
};

struct WriteRequest {
  RequestInfo info;  // an empty request_id is replaced by a random one
  // SHA-256 of the request without its request_id: the same id with another body is refused.
  std::string body_hash;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  // Asked before execution; a cancelled request leaves the queue unexecuted. May be empty.
  std::function<bool()> cancelled;
  // Runs everything, keeps nothing; the commit told is the head as it was.
  bool validate_only = false;
  // Approximate size, for the batch's limit.
  size_t bytes = 0;
  // Decides and writes, on the committer's thread. May run more than once (a batch that fails to
  // commit is retried), so it keeps no state between runs but the answer it overwrites. No waiting
  // inside.
  std::function<absl::Status(Transaction&)> apply;
  // Makes the answer again from the rows it consisted of, in order: for the repeat of a request id,
  // and when the COMMIT of the first run took effect without an answer.
  std::function<absl::Status(const std::vector<Row>&)> replay;
  // Called once, after the commit or the failure: on the committer's thread, or inside Submit when
  // the request is refused. Must not block.
  std::function<void(const absl::Status&, const Commit&)> done;
};

class Committer {
 public:
  struct Options {
    // A batch ends at the first of these. PostgreSQL caches 64 subtransactions, hence 50.
    int max_batch_requests = 50;
    size_t max_batch_bytes = 1 << 20;
    std::chrono::milliseconds max_batch_time{10};
    // Requests beyond this, and those that would not be committed before their deadline, are
    // refused with RESOURCE_EXHAUSTED OVERLOADED.
    Admission::Options queue;
    // How long a request id is remembered, at least.
    std::chrono::hours request_id_retention{7 * 24};
    // Attempts of one request when the database fails under it. While the database does not answer
    // at all, a batch makes them together, and the batches after it one each, so that a queue does
    // not wait for its callers' deadlines many times over.
    int max_attempts = 4;
    // Doubled with each attempt, with jitter: the processes of a service do not come back together.
    std::chrono::milliseconds retry_backoff{50};
    // While nothing is written, the head's time is brought up to now this often, so that readers of
    // the past can tell that nothing older than that will still appear (the safe time): later
    // commits are later than the head's time, whatever the clocks of the processes say. 0: never.
    std::chrono::milliseconds tick{0};
    // Called after each commit with the new head; wakes the watchers.
    std::function<void(const Head&)> on_commit;
    // Called after each batch: requests in it, and how long it took.
    std::function<void(int requests, std::chrono::microseconds)> on_batch;
    // Called for each request that leaves the queue, with the time it waited.
    std::function<void(std::chrono::microseconds)> on_dequeue;
    // Called for each request refused for want of room; any thread.
    std::function<void()> on_refused;
    // For fault tests, null in production: told on the committer's thread where a batch stands, by
    // the names below, and may end or stop the process there.
    std::function<void(std::string_view step)> at_step;
  };

  // Creates the head row on first use.
  static absl::StatusOr<std::unique_ptr<Committer>> Start(db::Database& database,
                                                          const Schema& schema, const Clock& clock,
                                                          Options options);
  // Drains.
  ~Committer();

  // Why Submit would refuse now for want of room; nullopt: it would not. For those who can refuse
  // before they do work of their own. Cheap, never blocks. `deadline` is the caller's.
  std::optional<errors::Refusal> Refused(
      std::optional<std::chrono::steady_clock::time_point> deadline) const;
  // Never blocks. `done` is called in every case.
  void Submit(WriteRequest request);
  // Runs `fn` in the next batch on the writing connection, outside the ledger: for what this
  // process derives from other services' feeds. Blocks until it is committed; not for handlers, nor
  // from the committer's own callbacks. It has no request id: after a COMMIT whose answer was lost
  // it runs again, so doing it twice must be the same as once.
  absl::Status RunSide(std::function<absl::Status(db::Connection&)> fn);
  // Refuses new requests and returns when those that waited are finished.
  void Drain();
  // OK, or why nothing can be written at present: what the database said last. It is asked anew at
  // every tick (every second without ticks), so this ends without a caller's write.
  absl::Status CheckWritable() const;
  size_t queue_depth() const;
  // Requests that may wait at present.
  size_t queue_limit() const;

 private:
  using Deadline = std::optional<std::chrono::steady_clock::time_point>;
  struct Pending;
  Committer(db::Database& database, const Schema& schema, const Clock& clock, Options options);
  void Run();
  std::optional<errors::Refusal> Check(Deadline deadline) const;  // under the lock
  std::vector<std::unique_ptr<Pending>> TakeBatch();
  void CommitBatch(std::vector<std::unique_ptr<Pending>>& batch);
  absl::Status TryBatch(std::vector<std::unique_ptr<Pending>>& batch);
  absl::Status CommitOnce(std::vector<std::unique_ptr<Pending>>& batch);
  absl::Status RunOne(db::Connection& connection, Head& head, Pending& pending);
  absl::Status RunLedgered(db::Connection& connection, Head& head, Pending& pending);
  absl::StatusOr<bool> Replay(Transaction& tx, const Head& head, Pending& pending);
  void Step(std::string_view step) const {
    if (options_.at_step) options_.at_step(step);
  }
  // Until the database may be back; a drain does not wait for it.
  void Pause(int attempt);
  // Brings the head's time up to now, unless another process has done so or has written.
  void Tick();
  void NoteWrite(const absl::Status& status);
  static void Finish(Pending& pending);

  db::Database& database_;
  const Schema& schema_;
  const Clock& clock_;
  Options options_;
  // The committer's thread only.
  RequestIdSweep sweep_;
  bool answers_ = true;  // the last attempt found the database there, its COMMIT included
  std::minstd_rand random_{std::random_device{}()};

  mutable std::mutex mutex_;  // guards what follows but the thread
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<std::unique_ptr<Pending>> queue_;
  size_t in_batch_ = 0;  // taken from the queue, not yet answered
  Admission admission_;
  absl::Status writable_;
  bool stopping_ = false;
  bool stopped_ = false;
  std::thread thread_;  // last: starts when everything else stands
};

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_COMMITTER_H_
