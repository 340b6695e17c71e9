#include "tests/support/grpc_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "common/base/status_macros.h"

namespace tiendo::testing {
namespace {

// As much as gRPC's clients grant on a fast network: a window that is too small would slow the
// server down.
constexpr int32_t kWindow = 8 << 20;
constexpr size_t kReadSize = 64 << 10;

absl::Status LastError(const char* what) {
  return absl::UnavailableError(std::string(what) + ": " + std::strerror(errno));
}

std::string_view View(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

nghttp2_nv Header(std::string_view name, std::string_view value) {
  // nghttp2 copies both; its interface knows no const.
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<uint8_t*>(const_cast<char*>(text.data()));  // NOLINT
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

absl::StatusOr<int> ConnectTo(const std::string& address) {
  const size_t colon = address.rfind(':');
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(static_cast<uint16_t>(std::atoi(address.c_str() + colon + 1)));
  if (colon == std::string::npos ||
      inet_pton(AF_INET, address.substr(0, colon).c_str(), &peer.sin_addr) != 1) {
    return absl::InvalidArgumentError("not an IPv4 address with a port: " + address);
  }
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return LastError("socket");
  const int yes = 1;
  (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  if (connect(fd, reinterpret_cast<sockaddr*>(&peer), sizeof(peer)) != 0) {
    const absl::Status status = LastError("connect");
    close(fd);
    return status;
  }
  return fd;
}

}  // namespace

std::string GrpcConnection::Framed(std::string_view message) {
  const auto size = static_cast<uint32_t>(message.size());
  std::string out;
  out.reserve(message.size() + 5);
  out.push_back(0);
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
  out.append(message);
  return out;
}

absl::StatusOr<std::unique_ptr<GrpcConnection>> GrpcConnection::Connect(
    const std::string& address, const std::string& method, std::function<void(Call&)> ended) {
  TIENDO_ASSIGN_OR_RETURN(const int fd, ConnectTo(address));
  std::unique_ptr<GrpcConnection> connection(
      new GrpcConnection(fd, method, address, std::move(ended)));
  TIENDO_RETURN_IF_ERROR(connection->Open());
  return connection;
}

GrpcConnection::GrpcConnection(int fd, std::string method, std::string authority,
                               std::function<void(Call&)> ended)
    : fd_(fd),
      method_(std::move(method)),
      authority_(std::move(authority)),
      ended_(std::move(ended)) {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_send_callback(callbacks, &OnSend);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &OnHeader);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &OnClose);
  nghttp2_session_client_new(&session_, callbacks, this);
  nghttp2_session_callbacks_del(callbacks);
}

GrpcConnection::~GrpcConnection() {
  nghttp2_session_del(session_);
  close(fd_);
}

absl::Status GrpcConnection::Open() {
  const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kWindow},
                                             {NGHTTP2_SETTINGS_ENABLE_PUSH, 0}};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, std::size(settings));
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kWindow);
  TIENDO_RETURN_IF_ERROR(Send());
  // The server's settings come first; before them the number of calls it takes is not known.
  constexpr int kPatienceMs = 10'000;
  pollfd readable{fd_, POLLIN, 0};
  if (poll(&readable, 1, kPatienceMs) != 1) return absl::UnavailableError("no settings");
  TIENDO_RETURN_IF_ERROR(Read());
  return Send();
}

bool GrpcConnection::HasRoom() const {
  return open_ <
         nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

void GrpcConnection::Start(Call& call, std::chrono::milliseconds timeout) {
  const std::string limit =
      std::to_string(std::max<int64_t>(timeout.count(), 1)) + "m";  // milliseconds
  const std::array<nghttp2_nv, 7> headers = {
      Header(":method", "POST"),     Header(":scheme", "http"),
      Header(":path", method_),      Header(":authority", authority_),
      Header("te", "trailers"),      Header("content-type", "application/grpc"),
      Header("grpc-timeout", limit),
  };
  nghttp2_data_provider body{};
  body.source.ptr = &call;
  body.read_callback = &OnBody;
  call.stream =
      nghttp2_submit_request(session_, nullptr, headers.data(), headers.size(), &body, &call);
  ++open_;
}

void GrpcConnection::Cancel(Call& call) {
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, call.stream, NGHTTP2_CANCEL);
}

absl::Status GrpcConnection::Read() {
  for (;;) {
    uint8_t buffer[kReadSize];
    const ssize_t n = recv(fd_, buffer, sizeof(buffer), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return absl::OkStatus();
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return LastError("recv");
    if (n == 0) return absl::UnavailableError("the server has hung up");
    const ssize_t taken = nghttp2_session_mem_recv(session_, buffer, static_cast<size_t>(n));
    if (taken < 0) return absl::InternalError(nghttp2_strerror(static_cast<int>(taken)));
  }
}

absl::Status GrpcConnection::Send() {
  const int result = nghttp2_session_send(session_);
  return result == 0 ? absl::OkStatus() : absl::UnavailableError(nghttp2_strerror(result));
}

ssize_t GrpcConnection::OnSend(nghttp2_session*, const uint8_t* data, size_t size, int,
                               void* self) {
  const ssize_t sent =
      send(static_cast<GrpcConnection*>(self)->fd_, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return sent;
  return errno == EAGAIN || errno == EWOULDBLOCK ? NGHTTP2_ERR_WOULDBLOCK
                                                 : NGHTTP2_ERR_CALLBACK_FAILURE;
}

ssize_t GrpcConnection::OnBody(nghttp2_session*, int32_t, uint8_t* out, size_t size,
                               uint32_t* flags, nghttp2_data_source* source, void*) {
  Call& call = *static_cast<Call*>(source->ptr);
  const size_t n = std::min(size, call.body.size() - call.sent);
  std::memcpy(out, call.body.data() + call.sent, n);
  call.sent += n;
  if (call.sent == call.body.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(n);
}

int GrpcConnection::OnHeader(nghttp2_session* session, const nghttp2_frame* frame,
                             const uint8_t* name, size_t name_size, const uint8_t* value,
                             size_t value_size, uint8_t, void*) {
  auto* call =
      static_cast<Call*>(nghttp2_session_get_stream_user_data(session, frame->hd.stream_id));
  if (call == nullptr) return 0;
  const std::string_view key = View(name, name_size);
  const std::string_view text = View(value, value_size);
  if (key == "grpc-status") call->status = std::atoi(std::string(text).c_str());
  if (key == "grpc-message") call->message = text;
  if (key == "grpc-retry-pushback-ms") call->pushback = true;
  return 0;
}

int GrpcConnection::OnClose(nghttp2_session* session, int32_t stream, uint32_t, void* self) {
  auto* connection = static_cast<GrpcConnection*>(self);
  --connection->open_;
  auto* call = static_cast<Call*>(nghttp2_session_get_stream_user_data(session, stream));
  if (call != nullptr) connection->ended_(*call);
  return 0;
}

}  // namespace tiendo::testing
