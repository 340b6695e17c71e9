// What every unary handler shares. A handler reads: one call of Read, Write, Preview or Run, with
// what is peculiar to its verb.
//
// Order: room in the queue -> who calls -> may they (policy) -> deadline -> validation (in the
// reaction, so it does not wait) -> the queue -> work -> one status conversion, metrics, one log
// line. Room comes first, since what is refused must cost as little as can be; it says nothing that
// a caller without rights must not know. A call that its client has given up, whose deadline has
// passed or would pass in the queue is not executed.
// Nothing blocks inside a reaction; the reactor finishes exactly once; request and response live
// until then.
//
// A write that a client repeats by itself (gRFC A6) has one effect: with a request_id the ledger
// knows the repeat, without one it is not executed.
#ifndef TIENDO_COMMON_RPC_HANDLERS_H_
#define TIENDO_COMMON_RPC_HANDLERS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/db/database.h"
#include "common/ledger/committer.h"
#include "common/ledger/ledger.h"
#include "common/ledger/schema.h"
#include "common/log/log.h"
#include "common/metrics/registry.h"
#include "common/rpc/call.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/call_queue.h"
#include "common/rpc/policy.h"
#include "common/rpc/refusal_answers.h"
#include "common/rpc/writes.h"

namespace tiendo::rpc {

class UnaryCall;

// One per service; thread-safe. What it points to outlives it, and it outlives the server.
class Handlers : public Writes {
 public:
  struct Options {
    // Full name of the service: "tiendo.units.v1.UnitService".
    std::string service;
    const Policy* policy = nullptr;
    std::shared_ptr<log::Logger> log;            // null: silent
    std::shared_ptr<metrics::Registry> metrics;  // null: not counted
    // For Read. May be null in a service that has no database.
    db::Database* database = nullptr;
    const ledger::Schema* schema = nullptr;
    // For Write.
    ledger::Committer* committer = nullptr;
    // Threads that read; at most the readers of the database, or they wait for connections.
    int read_threads = 4;
    // Largest request served. The transport lets a little more through, so that what is too large
    // gets an answer with its reason.
    size_t max_message_bytes = 4 << 20;
    // Reads waiting beyond the limit are refused with RESOURCE_EXHAUSTED OVERLOADED, at once.
    QueueLimit::Options read_queue;
    // False for what must be answered under any load.
    bool refuses = true;
  };

  explicit Handlers(Options options);
  ~Handlers() override;

  // Runs `run` on the pool, on a leased connection in one short read transaction, whose head goes
  // into the trailing metadata as the position.
  template <class Req, class Resp>
  grpc::ServerUnaryReactor* Read(
      grpc::CallbackServerContext* context, std::string_view verb, const Req* request,
      Resp* response, std::type_identity_t<absl::Status (*)(const Req&)> validate,
      std::type_identity_t<std::function<absl::Status(ledger::Reader&, const Req&, Resp&)>> run) {
    return StartRead(context, verb, Bind(validate, request),
                     [run = std::move(run), request, response](ledger::Reader& reader) {
                       return run(reader, *request, *response);
                     });
  }

  // Write, of Writes: queues the write to the committer. The body by which a repeat is known is the
  // request without its request_id. The commit's position goes into the trailing metadata.

  // As Write, but nothing is kept of it, whatever it does: `request` has neither request_id nor
  // validate_only, and may be repeated freely. The position is the head. Needs no `replay`.
  template <class Req, class Resp>
  grpc::ServerUnaryReactor* Preview(grpc::CallbackServerContext* context, std::string_view verb,
                                    const Req* request, Resp* response,
                                    std::type_identity_t<WriteSteps<Req, Resp>> steps) {
    BoundWrite bound = BindWrite(request, response, std::move(steps));
    bound.repeatable = true;
    bound.validate_only = true;
    return StartWrite(context, verb, *request, std::move(bound));
  }

  // Runs `run` on the pool, without the ledger: status, admin.
  template <class Req, class Resp>
  grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext* context, std::string_view verb, const Req* request,
      Resp* response, std::type_identity_t<absl::Status (*)(const Req&)> validate,
      std::type_identity_t<std::function<absl::Status(const Call&, const Req&, Resp&)>> run) {
    return StartRun(context, verb, Bind(validate, request),
                    [run = std::move(run), request, response](const Call& call) {
                      return run(call, *request, *response);
                    });
  }

  // For handlers that finish by themselves (answers from bytes in memory, waiters that are parked):
  // admits the call, then calls `start` in the reaction, which must not wait and sees to it that
  // UnaryCall::End is called once, on any thread.
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext* context, std::string_view verb,
                                  const std::function<void(UnaryCall&)>& start);

  // Runs `work` of a call begun with Start on the pool, unless the call is refused or given up
  // before; ends the call with its status.
  void Queue(UnaryCall& call, std::function<absl::Status()> work);
  // RESOURCE_EXHAUSTED MESSAGE_TOO_LARGE for a request above the limit.
  absl::Status CheckSize(size_t bytes) const;
  // The same for an answer, by the same limit: of calls whose answer may be many times the request.
  absl::Status CheckAnswerSize(size_t bytes) const;

 private:
  friend class UnaryCall;
  using Validate = std::function<absl::Status()>;

  template <class Req>
  Validate Bind(absl::Status (*validate)(const Req&), const Req* request) const {
    return [this, validate, request] {
      absl::Status status = CheckSize(request->ByteSizeLong());
      if (status.ok() && validate != nullptr) status = validate(*request);
      return status;
    };
  }
  grpc::ServerUnaryReactor* StartRead(grpc::CallbackServerContext* context, std::string_view verb,
                                      const Validate& validate,
                                      std::function<absl::Status(ledger::Reader&)> run);
  grpc::ServerUnaryReactor* StartWrite(grpc::CallbackServerContext* context, std::string_view verb,
                                       const google::protobuf::Message& request,
                                       BoundWrite write) override;
  grpc::ServerUnaryReactor* StartRun(grpc::CallbackServerContext* context, std::string_view verb,
                                     const Validate& validate,
                                     std::function<absl::Status(const Call&)> run);
  // Begins a call that needs room: `refused` says whether there is none, then nothing else is done.
  // Otherwise as Start.
  grpc::ServerUnaryReactor* StartWithRoom(
      grpc::CallbackServerContext* context, std::string_view verb, bool repeatable,
      const std::function<std::optional<errors::Refusal>(const UnaryCall&)>& refused,
      const std::function<void(UnaryCall&)>& start);
  std::optional<errors::Refusal> NoRoomToRun(const UnaryCall& call);
  // Runs `task`, which ends the call, on the pool, unless the call is refused or given up before.
  void Post(UnaryCall& call, std::function<void()> task);
  absl::Status ReadOnce(UnaryCall& call, const std::function<absl::Status(ledger::Reader&)>& run);
  void Submit(UnaryCall& call, const google::protobuf::Message& request, BoundWrite write);

  const Options options_;
  CallMetrics metrics_;
  RefusalAnswers refusals_;
  CallQueue queue_;  // last: its tasks use the rest
};

// One call from its start to its end.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  const Call& call() const { return incoming_.call; }
  // The client has given up, or the deadline has passed. Thread-safe.
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  // OK, or why the call should not be executed any more.
  absl::Status StillWanted() const;
  // The deadline on the clock that the queues wait by; nullopt without one.
  std::optional<std::chrono::steady_clock::time_point> QueueDeadline() const;
  // The position at which the answer is true. Before End.
  void SetPosition(std::string_view database_id, int64_t revision);
  void SetPositionToken(const std::string& token);
  // Sends the answer (the response, when OK). Only the first call counts; the object may be gone
  // when it returns. Does not block; any thread.
  void End(const absl::Status& status);

 private:
  friend class Handlers;
  UnaryCall(Handlers& handlers, grpc::CallbackServerContext& context, std::string_view verb);
  // Ends it with the error of a refusal. As End.
  void Refuse(const errors::Refusal& refusal);
  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }
  void OnDone() override { delete this; }
  // Neither reaction waits or takes a lock, so gRPC may run them where it stands, as it does those
  // of its own reactors; otherwise each costs a change to another thread.
  bool InternalInlineable() override { return true; }

  Handlers& handlers_;
  grpc::CallbackServerContext& context_;
  Incoming incoming_;
  CallMetrics::Method& metrics_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  // False: the client must not repeat it by itself.
  bool repeatable_ = true;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> ended_ = false;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_HANDLERS_H_
