#include "common/rpc/handlers.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <openssl/sha.h>

#include <algorithm>
#include <optional>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/feed/tokens.h"
#include "common/rpc/retry.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {
namespace {

namespace reasons = errors::reasons;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// As the protos say of every request_id.
constexpr size_t kMaxRequestIdBytes = 64;

absl::Status CheckRequestId(std::string_view id) {
  const bool printable =
      std::all_of(id.begin(), id.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (printable && id.size() <= kMaxRequestIdBytes) return absl::OkStatus();
  return errors::InvalidField("request_id",
                              "must be at most 64 printable ASCII characters without spaces");
}

std::string Deterministic(const Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

std::string Sha256(std::string_view bytes) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

// The request_id of a request, or "".
std::string RequestId(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

// What a repeat must have in common with the first: everything but its id.
std::string Body(const Message& request) {
  std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  if (const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id")) {
    copy->GetReflection()->ClearField(copy.get(), field);
  }
  return Deterministic(*copy);
}

// Of a write without request_id. When the client's library sent it before, nothing can tell whether
// the attempt before took effect.
absl::Status CheckFirstAttempt(const grpc::CallbackServerContext& context) {
  if (!context.client_metadata().contains(kPreviousAttemptsMetadata)) return absl::OkStatus();
  return errors::Make(
      absl::StatusCode::kUnavailable, reasons::kRepeatWithoutRequestId,
      "a repeated write without request_id is not executed, and whether the attempt "
      "before took effect is not known: read, and send a request_id with every "
      "write");
}

absl::Status TooLarge(std::string_view message, size_t limit) {
  return errors::Make(absl::StatusCode::kResourceExhausted, reasons::kMessageTooLarge, message,
                      {{"limit", std::to_string(limit)}});
}

CallQueue::Options QueueOptions(const Handlers::Options& options) {
  CallQueue::Options queue;
  queue.threads = options.read_threads;
  queue.limit = options.read_queue;
  queue.refuses = options.refuses;
  // What is never refused has no limit to show.
  if (options.refuses) queue.metrics = options.metrics;
  return queue;
}

}  // namespace

UnaryCall::UnaryCall(Handlers& handlers, grpc::CallbackServerContext& context,
                     std::string_view verb)
    : handlers_(handlers),
      context_(context),
      incoming_(Announce(context, handlers.options_.service, verb)),
      metrics_(handlers.metrics_.Of(incoming_.call.method)) {
  metrics_.Started();
}

std::optional<std::chrono::steady_clock::time_point> UnaryCall::QueueDeadline() const {
  const auto deadline = incoming_.call.deadline;
  if (deadline == std::chrono::system_clock::time_point::max()) return std::nullopt;
  return std::chrono::steady_clock::now() + (deadline - std::chrono::system_clock::now());
}

absl::Status UnaryCall::StillWanted() const {
  if (incoming_.call.deadline <= std::chrono::system_clock::now()) {
    return errors::Make(absl::StatusCode::kDeadlineExceeded, reasons::kDeadlineExceeded,
                        "the deadline passed before the work began; nothing was done");
  }
  if (cancelled()) {
    return errors::Make(absl::StatusCode::kCancelled, reasons::kCancelled,
                        "the caller gave up before the work began; nothing was done");
  }
  return absl::OkStatus();
}

void UnaryCall::SetPosition(std::string_view database_id, int64_t revision) {
  SetPositionToken(
      feed::EncodePositions({{handlers_.options_.service, std::string(database_id), revision}}));
}

void UnaryCall::SetPositionToken(const std::string& token) {
  context_.AddTrailingMetadata(kPositionMetadata, token);
}

void UnaryCall::End(const absl::Status& status) {
  if (ended_.exchange(true)) return;
  const Call& call = incoming_.call;
  const log::Logger* log = handlers_.options_.log.get();
  grpc::Status answer = ToGrpc(status, {log, call.method, call.request_id, call.trace_id()});
  const auto duration = std::chrono::steady_clock::now() - started_;
  metrics_.Finished(answer.error_code(), duration);
  // Refusals are only counted.
  const bool quiet = answer.ok() || errors::Reason(status) == reasons::kOverloaded;
  const log::Level level = quiet ? log::Level::kDebug : log::Level::kInfo;
  if (log != nullptr && log->Enabled(level)) {
    log->Write(
        level, answer.ok() ? "call" : "call failed",
        {{"method", call.method},
         {"status", CodeName(answer.error_code())},
         {"reason", errors::Reason(status)},
         {"principal", call.principal},
         {"request_id", call.request_id},
         {"trace_id", call.trace_id()},
         {"micros", std::chrono::duration_cast<std::chrono::microseconds>(duration).count()}});
  }
  if (std::optional<std::string> pushback = PushbackOf(status, repeatable_)) {
    context_.AddTrailingMetadata(kPushbackMetadata, *pushback);
  }
  Finish(std::move(answer));
}

void UnaryCall::Refuse(const errors::Refusal& refusal) {
  if (ended_.exchange(true)) return;
  const RefusalAnswers::Answer& answer = handlers_.refusals_.Of(refusal);
  metrics_.Finished(answer.status.error_code(), std::chrono::steady_clock::now() - started_);
  context_.AddTrailingMetadata(kPushbackMetadata, repeatable_ ? answer.pushback : kNoRepeat);
  Finish(answer.status);
}

Handlers::Handlers(Options options)
    : options_(std::move(options)), metrics_(options_.metrics), queue_(QueueOptions(options_)) {}

Handlers::~Handlers() = default;

absl::Status Handlers::CheckSize(size_t bytes) const {
  const size_t limit = options_.max_message_bytes;
  if (bytes <= limit) return absl::OkStatus();
  return TooLarge("the request has " + std::to_string(bytes) + " bytes; at most " +
                      std::to_string(limit) + " are served: split it",
                  limit);
}

absl::Status Handlers::CheckAnswerSize(size_t bytes) const {
  const size_t limit = options_.max_message_bytes;
  if (bytes <= limit) return absl::OkStatus();
  return TooLarge("the answer would have more than " + std::to_string(limit) +
                      " bytes, the most that is sent: ask for less at once",
                  limit);
}

grpc::ServerUnaryReactor* Handlers::Start(grpc::CallbackServerContext* context,
                                          std::string_view verb,
                                          const std::function<void(UnaryCall&)>& start) {
  return StartWithRoom(context, verb, true, nullptr, start);
}

grpc::ServerUnaryReactor* Handlers::StartWithRoom(
    grpc::CallbackServerContext* context, std::string_view verb, bool repeatable,
    const std::function<std::optional<errors::Refusal>(const UnaryCall&)>& refused,
    const std::function<void(UnaryCall&)>& start) {
  // Deleted by OnDone, which cannot come before this function has returned it.
  auto* call = new UnaryCall(*this, *context, verb);
  call->repeatable_ = repeatable;
  if (refused) {
    if (const std::optional<errors::Refusal> refusal = refused(*call)) {
      call->Refuse(*refusal);
      return call;
    }
  }
  Describe(*context, call->incoming_);
  absl::Status admitted = Admit(call->incoming_, *options_.policy);
  if (admitted.ok()) {
    start(*call);
  } else {
    call->End(admitted);
  }
  return call;
}

std::optional<errors::Refusal> Handlers::NoRoomToRun(const UnaryCall& call) {
  return queue_.Refused(call.call().method, call.QueueDeadline().value_or(CallQueue::Time::max()));
}

void Handlers::Queue(UnaryCall& call, std::function<absl::Status()> work) {
  Post(call, [&call, work = std::move(work)] { call.End(work()); });
}

void Handlers::Post(UnaryCall& call, std::function<void()> task) {
  const auto deadline = call.QueueDeadline().value_or(CallQueue::Time::max());
  const absl::Status queued =
      queue_.Post(call.call().method, deadline, [&call, task = std::move(task)](const auto& turn) {
        absl::Status status = call.StillWanted();
        if (status.ok()) status = turn;
        if (!status.ok()) return call.End(status);
        task();
      });
  if (!queued.ok()) call.End(queued);
}

grpc::ServerUnaryReactor* Handlers::StartRun(grpc::CallbackServerContext* context,
                                             std::string_view verb, const Validate& validate,
                                             std::function<absl::Status(const Call&)> run) {
  const auto refused = [this](const UnaryCall& call) { return NoRoomToRun(call); };
  return StartWithRoom(context, verb, true, refused, [&](UnaryCall& call) {
    if (absl::Status valid = validate(); !valid.ok()) return call.End(valid);
    Queue(call, [&call, run = std::move(run)] { return run(call.call()); });
  });
}

grpc::ServerUnaryReactor* Handlers::StartRead(grpc::CallbackServerContext* context,
                                              std::string_view verb, const Validate& validate,
                                              std::function<absl::Status(ledger::Reader&)> run) {
  const auto refused = [this](const UnaryCall& call) { return NoRoomToRun(call); };
  return StartWithRoom(context, verb, true, refused, [&](UnaryCall& call) {
    if (absl::Status valid = validate(); !valid.ok()) return call.End(valid);
    Queue(call, [this, &call, run = std::move(run)] { return ReadOnce(call, run); });
  });
}

absl::Status Handlers::ReadOnce(UnaryCall& call,
                                const std::function<absl::Status(ledger::Reader&)>& run) {
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, options_.database->Reader());
  TIENDO_RETURN_IF_ERROR(lease->BeginRead());
  ledger::Reader reader(*lease, *options_.schema);
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
  absl::Status status = run(reader);
  call.SetPosition(head.database_id, head.revision);
  TIENDO_RETURN_IF_ERROR(status);
  return lease->Commit();
}

grpc::ServerUnaryReactor* Handlers::StartWrite(grpc::CallbackServerContext* context,
                                               std::string_view verb, const Message& request,
                                               BoundWrite write) {
  const auto refused = [this](const UnaryCall& call) {
    return options_.committer->Refused(call.QueueDeadline());
  };
  return StartWithRoom(context, verb, write.repeatable, refused, [&](UnaryCall& call) {
    call.incoming_.call.request_id = RequestId(request);
    const absl::Status id = CheckRequestId(call.call().request_id);
    if (!id.ok()) call.incoming_.call.request_id.clear();  // not into logs
    absl::Status valid = CheckSize(request.ByteSizeLong());
    // The service's own check first: it names a bad id beside everything else that is wrong.
    if (valid.ok()) valid = write.validate();
    if (valid.ok()) valid = id;
    if (valid.ok() && !write.repeatable) valid = CheckFirstAttempt(*context);
    if (!valid.ok()) return call.End(valid);
    if (!write.prepare) return Submit(call, request, std::move(write));
    Post(call, [this, &call, &request, write = std::move(write)]() mutable {
      absl::Status ready = write.prepare(call.call());
      if (!ready.ok()) return call.End(ready);
      Submit(call, request, std::move(write));
    });
  });
}

void Handlers::Submit(UnaryCall& call, const Message& request, BoundWrite write) {
  const std::string body = Body(request);
  ledger::WriteRequest queued;
  queued.info = {call.call().principal, call.call().method, call.call().request_id};
  queued.body_hash = Sha256(body);
  queued.deadline = call.QueueDeadline();
  queued.cancelled = [&call] { return call.cancelled(); };
  queued.validate_only = write.validate_only;
  queued.bytes = body.size();
  queued.apply = std::move(write.apply);
  queued.replay = std::move(write.replay);
  queued.done = [&call](const absl::Status& status, const ledger::Commit& commit) {
    if (!commit.database_id.empty()) call.SetPosition(commit.database_id, commit.revision);
    call.End(status);
  };
  options_.committer->Submit(std::move(queued));
}

}  // namespace tiendo::rpc
