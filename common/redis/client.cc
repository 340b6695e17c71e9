#include "common/redis/client.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::redis {
namespace {

using Outcome = CircuitBreaker::Outcome;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

absl::Status Unavailable(std::string_view what) {
  return errors::Make(absl::StatusCode::kUnavailable, errors::reasons::kPeerUnavailable,
                      "Redis is not available: " + std::string(what), {{"service", "redis"}});
}

// Replies after which the server as a whole is of no use: a replica after a failover keeps its
// connections open and answers so.
bool ConcernsServer(std::string_view error) {
  static constexpr std::array<std::string_view, 6> kCodes = {
      "READONLY", "LOADING", "NOAUTH", "MASTERDOWN", "CLUSTERDOWN", "ERR max number of clients"};
  return std::any_of(kCodes.begin(), kCodes.end(),
                     [&](std::string_view code) { return error.starts_with(code); });
}

absl::Status UnexpectedReply() {
  return errors::Internal("Redis gave a reply of a type that the command does not have");
}

absl::StatusOr<std::optional<std::string>> ToValue(Reply reply) {
  if (reply.type == Reply::Type::kNil) return std::optional<std::string>();
  if (reply.type != Reply::Type::kString) return UnexpectedReply();
  return std::optional<std::string>(std::move(reply.text));
}

absl::Status CheckTtl(milliseconds ttl) {
  if (ttl.count() > 0) return absl::OkStatus();
  return errors::InvalidField("ttl", "must be at least 1 ms");
}

absl::Status CheckKeys(std::span<const std::string> keys) {
  if (!keys.empty()) return absl::OkStatus();
  return errors::InvalidField("keys", "must not be empty");
}

absl::Status CheckOptions(const Options& options, absl::StatusOr<Address>& address) {
  errors::Violations violations;
  address = Address::Parse(options.address);
  violations.Merge("", address.status());
  const auto at_least = [&](const char* field, int64_t value, int64_t minimum) {
    if (value < minimum) violations.Add(field, "must be at least " + std::to_string(minimum));
  };
  at_least("database", options.database, 0);
  at_least("pool_size", static_cast<int64_t>(options.pool_size), 1);
  at_least("connect_timeout", options.connect_timeout.count(), 1);
  at_least("command_timeout", options.command_timeout.count(), 1);
  at_least("max_reply_bytes", static_cast<int64_t>(options.max_reply_bytes), 1024);
  at_least("breaker.failures_to_open", options.breaker.failures_to_open, 1);
  at_least("breaker.min_pause", options.breaker.min_pause.count(), 1);
  at_least("breaker.max_pause", options.breaker.max_pause.count(),
           options.breaker.min_pause.count());
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Create(Options options) {
  absl::StatusOr<Address> address;
  TIENDO_RETURN_IF_ERROR(CheckOptions(options, address));
  return std::unique_ptr<Client>(new Client(std::move(options), *std::move(address)));
}

Client::Client(Options options, Address address)
    : options_(std::move(options)),
      address_(std::move(address)),
      resolver_(address_.host.empty() ? nullptr : std::make_unique<Resolver>(address_.host)),
      breaker_(options_.breaker, std::random_device()()) {}

Client::~Client() = default;

bool Client::TakeSlot(Slot& slot) {
  std::lock_guard lock(mu_);
  if (in_use_ >= options_.pool_size) return false;
  ++in_use_;
  if (!idle_.empty()) {
    slot = std::move(idle_.back());
    idle_.pop_back();
  }
  return true;
}

void Client::ReturnSlot(Slot slot) {
  std::lock_guard lock(mu_);
  --in_use_;
  if (slot != nullptr) idle_.push_back(std::move(slot));
}

absl::StatusOr<Reply> Client::Execute(const Command& command, const Command* on_noscript,
                                      Deadline deadline) {
  ++calls_;
  Slot slot;
  if (!TakeSlot(slot)) {
    ++exhausted_;
    return Unavailable("all connections are in use");
  }
  const CircuitBreaker::Permit permit = breaker_.Admit(steady_clock::now());
  if (permit == CircuitBreaker::Permit::kDenied) {
    ReturnSlot(std::move(slot));
    ++rejected_;
    return Unavailable("left alone after repeated failures");
  }
  Outcome outcome = Outcome::kSuccess;
  absl::StatusOr<Reply> reply = ExecuteOn(slot, command, on_noscript, deadline, outcome);
  // Any error leaves the connection in doubt; a new one costs less than an answer to the wrong
  // question.
  if (!reply.ok()) slot.reset();
  ReturnSlot(std::move(slot));
  if (outcome == Outcome::kFailure) {
    ++failures_;
    Notify(Event::kConnectionLost, std::string(reply.status().message()));
  }
  const std::optional<CircuitBreaker::State> changed =
      breaker_.Report(permit, outcome, steady_clock::now());
  if (changed == CircuitBreaker::State::kOpen) Notify(Event::kBreakerOpened, options_.address);
  if (changed == CircuitBreaker::State::kClosed) Notify(Event::kBreakerClosed, options_.address);
  return reply;
}

absl::StatusOr<Reply> Client::ExecuteOn(Slot& slot, const Command& command,
                                        const Command* on_noscript, Deadline deadline,
                                        Outcome& outcome) {
  // A time-out that the caller's deadline caused says nothing about Redis.
  const auto judge = [&](const absl::Status& status, Deadline own_limit) {
    const bool callers =
        status.code() == absl::StatusCode::kDeadlineExceeded && deadline < own_limit;
    outcome = callers ? Outcome::kAbandoned : Outcome::kFailure;
  };
  if (slot != nullptr && !slot->IsQuiet()) slot.reset();
  if (slot == nullptr) {
    const Deadline limit = steady_clock::now() + options_.connect_timeout;
    absl::StatusOr<Slot> opened =
        Connection::Open(address_, resolver_.get(), options_, std::min(limit, deadline));
    if (!opened.ok()) {
      judge(opened.status(), limit);
      return opened.status();
    }
    slot = *std::move(opened);
    ++connects_;
    Notify(Event::kConnected, options_.address);
  }
  const Deadline limit = steady_clock::now() + options_.command_timeout;
  absl::StatusOr<Reply> reply = slot->Call(command, std::min(limit, deadline));
  if (reply.ok() && on_noscript != nullptr && reply->type == Reply::Type::kError &&
      reply->text.starts_with("NOSCRIPT")) {
    reply = slot->Call(*on_noscript, std::min(limit, deadline));
  }
  if (!reply.ok()) {
    judge(reply.status(), limit);
    return reply;
  }
  if (reply->type != Reply::Type::kError) return reply;
  if (ConcernsServer(reply->text)) {
    outcome = Outcome::kFailure;
    return Unavailable(reply->text);
  }
  ++command_errors_;
  return errors::Internal("Redis refused " + std::string(command[0]) + ": " + reply->text);
}

void Client::Notify(Event event, std::string_view detail) const {
  if (options_.observer) options_.observer(event, detail);
}

absl::StatusOr<std::optional<std::string>> Client::Get(std::string_view key, Deadline deadline) {
  TIENDO_ASSIGN_OR_RETURN(Reply reply, Execute({"GET", key}, nullptr, deadline));
  return ToValue(std::move(reply));
}

absl::StatusOr<std::vector<std::optional<std::string>>> Client::MGet(
    std::span<const std::string> keys, Deadline deadline) {
  TIENDO_RETURN_IF_ERROR(CheckKeys(keys));
  Command command = {"MGET"};
  command.insert(command.end(), keys.begin(), keys.end());
  TIENDO_ASSIGN_OR_RETURN(Reply reply, Execute(command, nullptr, deadline));
  if (reply.type != Reply::Type::kArray || reply.elements.size() != keys.size()) {
    return UnexpectedReply();
  }
  std::vector<std::optional<std::string>> values;
  for (Reply& element : reply.elements) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<std::string> value, ToValue(std::move(element)));
    values.push_back(std::move(value));
  }
  return values;
}

absl::Status Client::Set(std::string_view key, std::string_view value, milliseconds ttl,
                         Deadline deadline) {
  TIENDO_RETURN_IF_ERROR(CheckTtl(ttl));
  const std::string ms = std::to_string(ttl.count());
  TIENDO_ASSIGN_OR_RETURN(Reply reply, Execute({"SET", key, value, "PX", ms}, nullptr, deadline));
  return reply.type == Reply::Type::kStatus ? absl::OkStatus() : UnexpectedReply();
}

absl::StatusOr<bool> Client::SetNxPx(std::string_view key, std::string_view value, milliseconds ttl,
                                     Deadline deadline) {
  TIENDO_RETURN_IF_ERROR(CheckTtl(ttl));
  const std::string ms = std::to_string(ttl.count());
  TIENDO_ASSIGN_OR_RETURN(Reply reply,
                          Execute({"SET", key, value, "NX", "PX", ms}, nullptr, deadline));
  if (reply.type == Reply::Type::kNil) return false;
  if (reply.type == Reply::Type::kStatus) return true;
  return UnexpectedReply();
}

absl::StatusOr<int64_t> Client::Del(std::span<const std::string> keys, Deadline deadline) {
  TIENDO_RETURN_IF_ERROR(CheckKeys(keys));
  Command command = {"DEL"};
  command.insert(command.end(), keys.begin(), keys.end());
  TIENDO_ASSIGN_OR_RETURN(Reply reply, Execute(command, nullptr, deadline));
  if (reply.type != Reply::Type::kInteger) return UnexpectedReply();
  return reply.integer;
}

absl::StatusOr<Reply> Client::Eval(const Script& script, std::span<const std::string> keys,
                                   std::span<const std::string> args, Deadline deadline) {
  const std::string key_count = std::to_string(keys.size());
  Command by_hash = {"EVALSHA", script.sha1(), key_count};
  by_hash.insert(by_hash.end(), keys.begin(), keys.end());
  by_hash.insert(by_hash.end(), args.begin(), args.end());
  Command by_text = by_hash;
  by_text[0] = "EVAL";
  by_text[1] = script.text();
  return Execute(by_hash, &by_text, deadline);
}

absl::Status Client::Ping(Deadline deadline) {
  TIENDO_ASSIGN_OR_RETURN(Reply reply, Execute({"PING"}, nullptr, deadline));
  return reply.type == Reply::Type::kStatus ? absl::OkStatus() : UnexpectedReply();
}

Stats Client::stats() const {
  Stats s;
  s.calls = calls_;
  s.failures = failures_;
  s.command_errors = command_errors_;
  s.exhausted = exhausted_;
  s.rejected = rejected_;
  s.connects = connects_;
  return s;
}

}  // namespace tiendo::redis
