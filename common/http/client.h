// An HTTP client for systems that are not ours, on libcurl. It keeps to what it was told: no
// redirects, no proxy of the environment, no cookies, no credentials from files; certificates are
// always verified.
#ifndef TIENDO_COMMON_HTTP_CLIENT_H_
#define TIENDO_COMMON_HTTP_CLIENT_H_

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tiendo::http {

// OK for an https URL, or an http URL of a loopback address ("127.0.0.1", "[::1]", "localhost"):
// elsewhere what is sent could be read on the way. No user name or password in it, since URLs are
// logged. INVALID_ARGUMENT whose message is what would be right.
absl::Status CheckUrl(std::string_view url);

// Why there is no answer.
enum class Failure {
  kNone,         // there is one
  kResolve,      // the name is not known
  kConnect,      // nobody listens, or the connection broke
  kTls,          // the certificate is not to be trusted, or TLS failed
  kTimeout,      // not done in time
  kInterrupted,  // this program stopped meanwhile
  kOther,
};

struct Response {
  Failure failure = Failure::kNone;
  // HTTP status; 0 without an answer.
  int status = 0;
  // Retry-After, as far as it was given in seconds or as a date.
  std::optional<std::chrono::seconds> retry_after = {};
};

struct Request {
  std::string url;
  // "Name: value".
  std::vector<std::string> headers;
  std::string body;
};

// Keeps its connection open from one request to the next. Not thread-safe: one for each thread.
// SIGPIPE stays blocked in a thread that posts: TLS writes to a receiver that has hung up raise it.
class Client {
 public:
  struct Options {
    // PEM file of the authorities that are trusted; empty: those of the system.
    std::string ca_file = {};
    // Proxy to go through, "http://host:port"; empty: none, whatever the environment says.
    std::string proxy = {};
    // For a whole request, connecting included.
    std::chrono::milliseconds timeout{10'000};
    std::string user_agent = "tiendo";
  };

  // INTERNAL when libcurl cannot start.
  static absl::StatusOr<std::unique_ptr<Client>> Create(Options options);
  virtual ~Client() = default;

  // Waits for the answer; its body is read and dropped. Ends within about a second of `stop`.
  virtual Response Post(const Request& request, const std::atomic<bool>& stop) = 0;
};

}  // namespace tiendo::http

#endif  // TIENDO_COMMON_HTTP_CLIENT_H_
