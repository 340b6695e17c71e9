// gRPC calls as bare HTTP/2, at a few microseconds each: a load generator must not be what is
// measured, and gRPC's own client needs more time for a refusal than the server does.
#ifndef TIENDO_TESTS_SUPPORT_GRPC_CONNECTION_H_
#define TIENDO_TESTS_SUPPORT_GRPC_CONNECTION_H_

#include <nghttp2/nghttp2.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tiendo::testing {

// One connection to "host:port" on this machine. Never blocks after Connect. One thread.
class GrpcConnection {
 public:
  // A unary call; lives until it has ended.
  struct Call {
    // The message with gRPC's prefix, as Framed makes it.
    std::string body;
    size_t sent = 0;
    int32_t stream = 0;
    // Of the trailers; -1: the stream ended without a status.
    int status = -1;
    std::string message;
    bool pushback = false;
  };
  static constexpr int kNoStatus = -1;
  static std::string Framed(std::string_view message);

  // Waits for the server's settings. `ended` is told of each call whose stream is gone, inside Read
  // or Send; it may start others.
  static absl::StatusOr<std::unique_ptr<GrpcConnection>> Connect(const std::string& address,
                                                                 const std::string& method,
                                                                 std::function<void(Call&)> ended);
  ~GrpcConnection();

  int fd() const { return fd_; }
  // Below the number of calls that the server takes at a time on a connection.
  bool HasRoom() const;
  void Start(Call& call, std::chrono::milliseconds timeout);
  // Tells the server that nobody waits any more; the call lives on until it has ended.
  void Cancel(Call& call);
  // Takes in what has arrived; UNAVAILABLE when the server has hung up.
  absl::Status Read();
  // Sends what has been started, as far as the socket takes it.
  absl::Status Send();

 private:
  GrpcConnection(int fd, std::string method, std::string authority,
                 std::function<void(Call&)> ended);
  static ssize_t OnSend(nghttp2_session* session, const uint8_t* data, size_t size, int flags,
                        void* self);
  static ssize_t OnBody(nghttp2_session* session, int32_t stream, uint8_t* out, size_t size,
                        uint32_t* flags, nghttp2_data_source* source, void* self);
  static int OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name,
                      size_t name_size, const uint8_t* value, size_t value_size, uint8_t flags,
                      void* self);
  static int OnClose(nghttp2_session* session, int32_t stream, uint32_t error, void* self);
  absl::Status Open();

  const int fd_;
  const std::string method_;
  const std::string authority_;
  const std::function<void(Call&)> ended_;
  nghttp2_session* session_ = nullptr;
  uint32_t open_ = 0;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_GRPC_CONNECTION_H_
