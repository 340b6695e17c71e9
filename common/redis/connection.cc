#include "common/redis/connection.h"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::redis {
namespace {

absl::Status Unavailable(std::string_view what) {
  return errors::Make(absl::StatusCode::kUnavailable, errors::reasons::kPeerUnavailable,
                      "Redis is not available: " + std::string(what), {{"service", "redis"}});
}

absl::Status TimedOut(std::string_view what) {
  return errors::Make(absl::StatusCode::kDeadlineExceeded, errors::reasons::kDeadlineExceeded,
                      "Redis did not answer in time: " + std::string(what));
}

std::string ErrnoText(int error) {
  std::array<char, 128> buffer = {};
  return strerror_r(error, buffer.data(), buffer.size());
}

std::chrono::microseconds Remaining(Deadline deadline) {
  // A deadline far away is cut to a day: poll() and timeval would overflow.
  const auto left = std::min<Deadline::duration>(deadline - std::chrono::steady_clock::now(),
                                                 std::chrono::hours(24));
  return std::chrono::ceil<std::chrono::microseconds>(left);
}

timeval ToTimeval(std::chrono::microseconds us) {
  timeval tv = {};
  tv.tv_sec = static_cast<time_t>(us.count() / 1'000'000);
  tv.tv_usec = static_cast<suseconds_t>(us.count() % 1'000'000);
  return tv;
}

// Waits until `events` or an error is pending on `fd`.
absl::Status Wait(int fd, short events, Deadline deadline) {
  for (;;) {
    const auto left = Remaining(deadline);
    if (left.count() <= 0) return TimedOut("command");
    const timespec limit = {static_cast<time_t>(left.count() / 1'000'000),
                            static_cast<long>(left.count() % 1'000'000 * 1000)};
    pollfd entry = {fd, events, 0};
    const int ready = ppoll(&entry, 1, &limit, nullptr);
    if (ready > 0) return absl::OkStatus();
    if (ready < 0 && errno != EINTR) return Unavailable(ErrnoText(errno));
  }
}

Reply Convert(const redisReply& raw) {
  Reply reply;
  switch (raw.type) {
    case REDIS_REPLY_INTEGER:
      reply.type = Reply::Type::kInteger;
      reply.integer = raw.integer;
      return reply;
    case REDIS_REPLY_ARRAY:
      reply.type = Reply::Type::kArray;
      reply.elements.reserve(raw.elements);
      for (size_t i = 0; i < raw.elements; ++i) reply.elements.push_back(Convert(*raw.element[i]));
      return reply;
    case REDIS_REPLY_STRING:
      reply.type = Reply::Type::kString;
      break;
    case REDIS_REPLY_STATUS:
      reply.type = Reply::Type::kStatus;
      break;
    case REDIS_REPLY_ERROR:
      reply.type = Reply::Type::kError;
      break;
    default:
      return reply;
  }
  reply.text.assign(raw.str, raw.len);
  return reply;
}

}  // namespace

absl::StatusOr<Address> Address::Parse(std::string_view text) {
  Address address;
  if (text.starts_with("unix:")) {
    address.path = text.substr(5);
    // 108 bytes is sockaddr_un's room, with the closing NUL.
    if (!address.path.empty() && address.path.size() < 108) return address;
  } else if (const size_t colon = text.rfind(':'); colon != std::string_view::npos) {
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    const char* const end = port.data() + port.size();
    const auto [stop, error] = std::from_chars(port.data(), end, address.port);
    if (error == std::errc() && stop == end && address.port > 0 && address.port < 65536 &&
        !host.empty() && (bracketed || host.find(':') == std::string_view::npos)) {
      address.host = host;
      return address;
    }
  }
  return errors::InvalidField("address",
                              "must be host:port, [IPv6 address]:port or unix:/path/of/socket");
}

void Connection::ContextDeleter::operator()(redisContext* context) const { redisFree(context); }

Connection::Connection(Context context, size_t max_reply_bytes)
    : context_(std::move(context)), max_reply_bytes_(max_reply_bytes) {}

Connection::~Connection() = default;

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Address& address,
                                                             Resolver* resolver,
                                                             const Options& options,
                                                             Deadline deadline) {
  TIENDO_ASSIGN_OR_RETURN(Context context, Connect(address, resolver, deadline));
  std::unique_ptr<Connection> connection(
      new Connection(std::move(context), options.max_reply_bytes));
  TIENDO_RETURN_IF_ERROR(connection->Greet(options, deadline));
  return connection;
}

absl::StatusOr<Connection::Context> Connection::Connect(const Address& address, Resolver* resolver,
                                                        Deadline deadline) {
  std::vector<std::string> targets = {address.path};
  if (resolver != nullptr) {
    TIENDO_ASSIGN_OR_RETURN(targets, resolver->Resolve(deadline));
  }
  std::string error;
  for (const std::string& target : targets) {
    const auto left = Remaining(deadline);
    if (left.count() <= 0) return TimedOut("connect");
    Context context(resolver == nullptr
                        ? redisConnectUnixWithTimeout(target.c_str(), ToTimeval(left))
                        : redisConnectWithTimeout(target.c_str(), address.port, ToTimeval(left)));
    if (context != nullptr && context->err == 0) return context;
    error = context == nullptr ? "out of memory" : context->errstr;
  }
  if (Remaining(deadline).count() <= 0) return TimedOut("connect");
  return Unavailable("connect: " + error);
}

absl::Status Connection::Greet(const Options& options, Deadline deadline) {
  const auto expect_ok = [&](std::vector<std::string_view> command) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Reply reply, Call(command, deadline));
    if (reply.type == Reply::Type::kStatus) return absl::OkStatus();
    // Only Redis' error code is quoted: its text may repeat what was sent.
    const std::string code = reply.text.substr(0, reply.text.find(' '));
    return Unavailable(std::string(command[0]) + " refused: " + code);
  };
  if (!options.password.empty()) {
    std::vector<std::string_view> auth = {"AUTH"};
    if (!options.username.empty()) auth.push_back(options.username);
    auth.push_back(options.password);
    TIENDO_RETURN_IF_ERROR(expect_ok(auth));
  }
  if (options.database != 0) {
    const std::string database = std::to_string(options.database);
    TIENDO_RETURN_IF_ERROR(expect_ok({"SELECT", database}));
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> Connection::Call(std::span<const std::string_view> command,
                                       Deadline deadline) {
  std::vector<const char*> parts;
  std::vector<size_t> sizes;
  for (std::string_view part : command) {
    // hiredis copies `size` bytes from the pointer; a null one is undefined even for size 0.
    parts.push_back(part.data() == nullptr ? "" : part.data());
    sizes.push_back(part.size());
  }
  char* text = nullptr;
  const int size =
      redisFormatCommandArgv(&text, static_cast<int>(parts.size()), parts.data(), sizes.data());
  if (size < 0) return Unavailable("the command cannot be formatted");
  std::unique_ptr<char, decltype(&redisFreeCommand)> owner(text, &redisFreeCommand);
  TIENDO_RETURN_IF_ERROR(Send({text, static_cast<size_t>(size)}, deadline));
  return Receive(deadline);
}

bool Connection::IsQuiet() const {
  pollfd entry = {context_->fd, POLLIN, 0};
  return poll(&entry, 1, 0) == 0;
}

absl::Status Connection::Send(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const ssize_t sent =
        send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN) {
      TIENDO_RETURN_IF_ERROR(Wait(context_->fd, POLLOUT, deadline));
    } else if (errno != EINTR) {
      return Unavailable(ErrnoText(errno));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Reply> Connection::Receive(Deadline deadline) {
  redisReader* const reader = context_->reader;
  std::array<char, 16384> buffer;
  size_t received = 0;
  for (;;) {
    TIENDO_RETURN_IF_ERROR(Wait(context_->fd, POLLIN, deadline));
    const ssize_t n = recv(context_->fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n == 0) return Unavailable("Redis closed the connection");
    if (n < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return Unavailable(ErrnoText(errno));
    }
    received += static_cast<size_t>(n);
    if (received > max_reply_bytes_) return Unavailable("the reply is longer than allowed");
    void* raw = nullptr;
    if (redisReaderFeed(reader, buffer.data(), static_cast<size_t>(n)) != REDIS_OK ||
        redisReaderGetReply(reader, &raw) != REDIS_OK) {
      return Unavailable("the reply is not of Redis' protocol");
    }
    if (raw == nullptr) continue;
    std::unique_ptr<void, decltype(&freeReplyObject)> owner(raw, &freeReplyObject);
    if (reader->pos != reader->len) return Unavailable("Redis sent more than one reply");
    return Convert(*static_cast<redisReply*>(raw));
  }
}

}  // namespace tiendo::redis
