// A small HTTP/1.1 server that answers as the test says, well or badly; with TLS if asked.
#ifndef TIENDO_TESTS_SUPPORT_HTTP_RECEIVER_H_
#define TIENDO_TESTS_SUPPORT_HTTP_RECEIVER_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/loopback_server.h"

typedef struct ssl_ctx_st SSL_CTX;  // NOLINT: as OpenSSL declares it

namespace tiendo::testing {

// A certificate for 127.0.0.1 that vouches for itself, and its key, as PEM.
struct Certificate {
  std::string certificate;
  std::string key;
  static Certificate SelfSigned();
};

class HttpReceiver {
 public:
  struct Request {
    std::string method;
    std::string path;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
  };
  struct Answer {
    int status = 204;
    std::vector<std::string> headers = {};  // "Retry-After: 5"
    bool drop = false;                      // closes the connection without an answer
  };
  // Called on the connection's own thread; may block on something that the test ends before the
  // receiver.
  using Handler = std::function<Answer(const Request&)>;

  // On a free port of the loopback interface; with `certificate` by TLS.
  explicit HttpReceiver(Handler handler, const Certificate* certificate = nullptr);

  // "http://127.0.0.1:<port>/hook".
  std::string url() const;
  // Those that came in whole, in the order of arrival.
  std::vector<Request> requests() const;
  size_t connections() const { return server_.connections(); }

 private:
  class Connection;
  void Serve(int fd);

  const Handler handler_;
  const std::shared_ptr<SSL_CTX> tls_;  // null: without
  mutable std::mutex mutex_;
  std::vector<Request> requests_;  // guarded by mutex_
  LoopbackServer server_;          // the last, since its threads use the others
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_HTTP_RECEIVER_H_
