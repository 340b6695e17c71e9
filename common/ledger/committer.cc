#include "common/ledger/committer.h"

#include <algorithm>
#include <future>
#include <utility>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/db/listener.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/ledger/head_row.h"

namespace tiendo::ledger {
namespace {

using SteadyClock = std::chrono::steady_clock;
namespace reasons = errors::reasons;

// OK, or why the request should not be executed any more.
absl::Status StillWanted(const WriteRequest& request) {
  if (request.cancelled && request.cancelled()) {
    return errors::Make(absl::StatusCode::kCancelled, reasons::kCancelled,
                        "the caller gave up before the write began");
  }
  if (request.deadline && SteadyClock::now() >= *request.deadline) {
    return errors::Make(absl::StatusCode::kDeadlineExceeded, reasons::kDeadlineExceeded,
                        "the deadline passed before the write began");
  }
  return absl::OkStatus();
}

absl::Status Stopping() {
  return errors::Make(absl::StatusCode::kUnavailable, reasons::kShuttingDown,
                      "the server is stopping: try again");
}

// Errors of the database itself: the batch around the request cannot go on.
bool FailsBatch(const db::Connection& connection, const absl::Status& status) {
  if (connection.broken()) return true;
  std::string reason = errors::Reason(status);
  return reason == reasons::kDatabaseUnavailable || reason == reasons::kDatabaseConflict ||
         reason == reasons::kDatabaseFull;
}

}  // namespace

struct Committer::Pending {
  WriteRequest request;
  SteadyClock::time_point queued = SteadyClock::now();
  // Set for work outside the ledger instead of `request`.
  std::function<absl::Status(db::Connection&)> side;
  absl::Status status;
  Commit commit;
  bool finished = false;  // outcome known, nothing more to do
  // A COMMIT that held it failed or got no answer: its id tells whether it took effect.
  bool in_doubt = false;
};

absl::StatusOr<std::unique_ptr<Committer>> Committer::Start(db::Database& database,
                                                            const Schema& schema,
                                                            const Clock& clock, Options options) {
  {
    TIENDO_ASSIGN_OR_RETURN(db::Lease writer, database.Writer());
    TIENDO_RETURN_IF_ERROR(writer->Begin());
    TIENDO_RETURN_IF_ERROR(CreateHead(*writer));
    TIENDO_RETURN_IF_ERROR(writer->Commit());
  }
  std::unique_ptr<Committer> committer(new Committer(database, schema, clock, std::move(options)));
  committer->thread_ = std::thread([c = committer.get()] { c->Run(); });
  return committer;
}

Committer::Committer(db::Database& database, const Schema& schema, const Clock& clock,
                     Options options)
    : database_(database),
      schema_(schema),
      clock_(clock),
      options_(std::move(options)),
      sweep_(options_.request_id_retention),
      admission_(options_.queue) {}

Committer::~Committer() {
  Drain();
  if (thread_.joinable()) thread_.join();
}

void Committer::Drain() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  wake_.notify_all();
  if (std::this_thread::get_id() == thread_.get_id()) return;
  ended_.wait(lock, [this] { return stopped_; });
}

absl::Status Committer::CheckWritable() const {
  std::lock_guard lock(mutex_);
  return writable_;
}

void Committer::NoteWrite(const absl::Status& status) {
  const std::string reason = errors::Reason(status);
  const bool says_nothing =
      !status.ok() && reason != reasons::kDatabaseUnavailable && reason != reasons::kDatabaseFull;
  if (says_nothing) return;
  std::lock_guard lock(mutex_);
  writable_ = status;
}

size_t Committer::queue_depth() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

size_t Committer::queue_limit() const {
  std::lock_guard lock(mutex_);
  return admission_.Limit();
}

std::optional<errors::Refusal> Committer::Check(Deadline deadline) const {
  auto refusal = admission_.Refused(queue_.size(), in_batch_, deadline, SteadyClock::now());
  if (refusal && options_.on_refused) options_.on_refused();
  return refusal;
}

std::optional<errors::Refusal> Committer::Refused(Deadline deadline) const {
  std::lock_guard lock(mutex_);
  // A stopping committer has room: Submit says what is the matter.
  return stopping_ ? std::nullopt : Check(deadline);
}

void Committer::Submit(WriteRequest request) {
  auto pending = std::make_unique<Pending>();
  pending->request = std::move(request);
  // Every request has an id: a lost COMMIT answer is resolved by looking it up.
  if (pending->request.info.request_id.empty()) pending->request.info.request_id = RandomUuid();
  {
    std::lock_guard lock(mutex_);
    if (stopping_) {
      pending->status = Stopping();
    } else if (const auto refusal = Check(pending->request.deadline)) {
      pending->status = errors::ToStatus(*refusal);
    }
    if (pending->status.ok()) {
      queue_.push_back(std::move(pending));
      wake_.notify_one();
      return;
    }
  }
  Finish(*pending);
}

absl::Status Committer::RunSide(std::function<absl::Status(db::Connection&)> fn) {
  auto pending = std::make_unique<Pending>();
  // Shared: this thread may be gone with the result before set_value has returned.
  auto promise = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> result = promise->get_future();
  pending->side = std::move(fn);
  pending->request.done = [promise](const absl::Status& status, const Commit&) {
    promise->set_value(status);
  };
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return Stopping();
    queue_.push_back(std::move(pending));
    wake_.notify_one();
  }
  return result.get();
}

void Committer::Finish(Pending& pending) {
  if (pending.request.done) pending.request.done(pending.status, pending.commit);
}

void Committer::Run() {
  while (true) {
    std::vector<std::unique_ptr<Pending>> batch = TakeBatch();
    if (batch.empty()) {
      std::unique_lock lock(mutex_);
      if (stopping_ && queue_.empty()) break;
      lock.unlock();
      Tick();
      continue;
    }
    auto start = SteadyClock::now();
    CommitBatch(batch);
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
    {
      std::lock_guard lock(mutex_);
      in_batch_ = 0;
      admission_.Measure(batch.size(), took);
    }
    if (options_.on_batch) options_.on_batch(static_cast<int>(batch.size()), took);
    Step(steps::kBeforeReply);
    for (std::unique_ptr<Pending>& pending : batch) Finish(*pending);
  }
  std::lock_guard lock(mutex_);
  stopped_ = true;
  ended_.notify_all();
}

void Committer::Pause(int attempt) {
  const auto longest = options_.retry_backoff * (1 << std::min(attempt, 6));
  std::uniform_int_distribution<int64_t> jitter(longest.count() / 2, longest.count());
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::chrono::milliseconds(jitter(random_)), [this] { return stopping_; });
}

void Committer::Tick() {
  absl::StatusOr<db::Lease> writer = database_.Writer();
  // A database that is away is asked again at the next tick; the safe time stands still meanwhile.
  if (!writer.ok()) {
    NoteWrite(writer.status());
    return;
  }
  const Instant now = clock_.Now();
  NoteWrite(CheckWritable().ok() ? AdvanceTime(**writer, now, now - options_.tick / 2)
                                 : TouchTime(**writer, now));
  (void)(*writer)->MaybeCheckpoint();
}

std::vector<std::unique_ptr<Committer::Pending>> Committer::TakeBatch() {
  std::unique_lock lock(mutex_);
  const auto due = [this] { return stopping_ || !queue_.empty(); };
  // Empty-handed: time for a tick.
  if (options_.tick.count() > 0) {
    wake_.wait_for(lock, options_.tick, due);
  } else if (!writable_.ok()) {
    wake_.wait_for(lock, std::chrono::seconds(1), due);
  } else {
    wake_.wait(lock, due);
  }
  std::vector<std::unique_ptr<Pending>> batch;
  size_t bytes = 0;
  while (!queue_.empty() && batch.size() < static_cast<size_t>(options_.max_batch_requests)) {
    bytes += queue_.front()->request.bytes;
    if (!batch.empty() && bytes > options_.max_batch_bytes) break;
    if (options_.on_dequeue) {
      options_.on_dequeue(std::chrono::duration_cast<std::chrono::microseconds>(
          SteadyClock::now() - queue_.front()->queued));
    }
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  in_batch_ = batch.size();
  return batch;
}

void Committer::CommitBatch(std::vector<std::unique_ptr<Pending>>& batch) {
  const bool was_down = !answers_;
  absl::Status status = TryBatch(batch);
  if (status.ok()) return;
  bool down = was_down && !answers_;
  // The batch is undone, or its fate is unknown because the COMMIT's answer was lost. One by one,
  // each request first looks up its id: what took effect answers from there, the rest runs (again).
  for (std::unique_ptr<Pending>& pending : batch) {
    if (pending->finished) continue;
    std::vector<std::unique_ptr<Pending>> one;
    one.push_back(std::move(pending));
    Pending& request = *one[0];
    request.status = request.in_doubt ? absl::OkStatus() : StillWanted(request.request);
    request.finished = !request.status.ok();
    for (int attempt = 1; !down && !request.finished && attempt < options_.max_attempts;
         ++attempt) {
      if (attempt > 1 || !answers_) Pause(attempt);
      status = TryBatch(one);
      // More room does not come by asking again.
      if (status.ok() || errors::Reason(status) == reasons::kDatabaseFull) break;
    }
    // It has used its attempts on a database that does not answer: the rest fails with it.
    down = !answers_;
    if (!request.finished) request.status = status;
    pending = std::move(one[0]);
  }
}

absl::Status Committer::TryBatch(std::vector<std::unique_ptr<Pending>>& batch) {
  absl::Status status = CommitOnce(batch);
  if (!status.ok()) NoteWrite(status);
  return status;
}

absl::Status Committer::CommitOnce(std::vector<std::unique_ptr<Pending>>& batch) {
  answers_ = false;
  TIENDO_ASSIGN_OR_RETURN(db::Lease writer, database_.Writer());
  TIENDO_RETURN_IF_ERROR(writer->Begin());
  TIENDO_ASSIGN_OR_RETURN(Head head, LockHead(*writer));
  answers_ = true;
  Step(steps::kLocked);
  const int64_t revision_before = head.revision;
  const auto start = SteadyClock::now();
  size_t done = 0;
  for (; done < batch.size(); ++done) {
    // At least one runs; the others wait for the next batch when this one has taken its time.
    if (done > 0 && SteadyClock::now() - start > options_.max_batch_time) break;
    if (batch[done]->finished) continue;
    if (absl::Status ran = RunOne(*writer, head, *batch[done]); !ran.ok()) {
      // A disk that takes no writes can show before the COMMIT: where a savepoint spills to a file.
      answers_ = errors::Reason(ran) != reasons::kDatabaseUnavailable;
      return ran;
    }
  }
  TIENDO_RETURN_IF_ERROR(sweep_.Run(*writer, clock_.Now()));
  const bool writes = head.revision != revision_before;
  if (writes) {
    TIENDO_RETURN_IF_ERROR(WriteHead(*writer, head));
    Step(steps::kBeforeNotify);
    TIENDO_RETURN_IF_ERROR(db::Notify(*writer, NotifyChannel(head.database_id)));
  }
  if (writes) Step(steps::kBeforeCommit);
  if (absl::Status committed = writer->Commit(); !committed.ok()) {
    for (size_t i = 0; i < done; ++i) batch[i]->in_doubt = true;
    // A disk that takes no writes shows here: the head could still be read.
    answers_ = errors::Reason(committed) != reasons::kDatabaseUnavailable;
    return committed;
  }
  if (writes) {
    Step(steps::kAfterCommit);
    NoteWrite(absl::OkStatus());
  }
  for (size_t i = 0; i < done; ++i) batch[i]->finished = true;
  if (writes && options_.on_commit) options_.on_commit(head);
  Step(steps::kBeforeCheckpoint);
  absl::Status checkpoint = writer->MaybeCheckpoint();
  Step(steps::kAfterCheckpoint);
  // A checkpoint that cannot be made now is made later; the commit stands.
  (void)checkpoint;
  if (done < batch.size()) {
    std::lock_guard lock(mutex_);
    while (batch.size() > done) {
      queue_.push_front(std::move(batch.back()));
      batch.pop_back();
    }
  }
  return absl::OkStatus();
}

absl::Status Committer::RunOne(db::Connection& connection, Head& head, Pending& pending) {
  // One in doubt may have taken effect: it is looked up first.
  pending.status = pending.in_doubt ? absl::OkStatus() : StillWanted(pending.request);
  if (!pending.status.ok()) {
    pending.finished = true;
    return absl::OkStatus();
  }
  TIENDO_RETURN_IF_ERROR(connection.Savepoint());
  Head before = head;
  absl::Status status =
      pending.side ? pending.side(connection) : RunLedgered(connection, head, pending);
  if (!status.ok() && FailsBatch(connection, status)) return status;
  if (!status.ok() || pending.request.validate_only) {
    // One failing request does not fail its neighbours.
    head = std::move(before);
    pending.status = status;
    if (pending.request.validate_only && !pending.commit.replayed) {
      pending.commit = Commit{head.database_id, head.revision, head.time, false};
    }
    return connection.RollbackToSavepoint();
  }
  return connection.ReleaseSavepoint();
}

absl::Status Committer::RunLedgered(db::Connection& connection, Head& head, Pending& pending) {
  const WriteRequest& request = pending.request;
  Transaction tx(connection, schema_, head, clock_.Now(), request.info);
  TIENDO_ASSIGN_OR_RETURN(bool replayed, Replay(tx, head, pending));
  if (replayed) return absl::OkStatus();
  if (pending.in_doubt) TIENDO_RETURN_IF_ERROR(StillWanted(request));
  TIENDO_RETURN_IF_ERROR(request.apply(tx));
  // A write that changes nothing does not advance the revision.
  if (!tx.changes().empty()) TIENDO_RETURN_IF_ERROR(tx.AppendChanges(head));
  pending.commit = Commit{head.database_id, head.revision, tx.time(), false};
  if (request.validate_only) return absl::OkStatus();
  return RememberRequest(connection, request.info,
                         {request.body_hash, tx.AnswerNames(), head.revision, tx.time()});
}

absl::StatusOr<bool> Committer::Replay(Transaction& tx, const Head& head, Pending& pending) {
  const WriteRequest& request = pending.request;
  TIENDO_ASSIGN_OR_RETURN(const std::optional<RememberedRequest> before,
                          FindRequest(tx.connection(), request.info));
  if (!before) return false;
  if (before->body_hash != request.body_hash) {
    return errors::Make(absl::StatusCode::kInvalidArgument, reasons::kRequestIdReused,
                        "request_id " + request.info.request_id +
                            " was used with another request: choose a new one",
                        {{"request_id", request.info.request_id}});
  }
  std::vector<Row> rows;
  for (const std::string& name : before->names) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Row> found, tx.Get(name, before->revision));
    if (found) rows.push_back(*std::move(found));
  }
  // After a COMMIT without an answer, what is found is this request's own first run.
  const bool own = pending.in_doubt && !pending.commit.replayed;
  pending.commit = Commit{head.database_id, before->revision, before->time, !own};
  if (request.replay) TIENDO_RETURN_IF_ERROR(request.replay(rows));
  return true;
}

}  // namespace tiendo::ledger
