// A small HTTP/1.1 server that answers as the test says, well or badly; with TLS if asked.
#ifndef TIENDO_TESTS_SUPPORT_HTTP_RECEIVER_H_
#define TIENDO_TESTS_SUPPORT_HTTP_RECEIVER_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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
  ~HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  // "http://127.0.0.1:<port>/hook".
  std::string url() const;
  // Those that came in whole, in the order of arrival.
  std::vector<Request> requests() const;
  size_t connections() const;

 private:
  class Connection;
  void Accept();
  void Serve(int fd);

  const Handler handler_;
  SSL_CTX* tls_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // guards what follows but the thread that accepts
  bool stopping_ = false;
  std::vector<int> fds_;
  std::vector<Request> requests_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_HTTP_RECEIVER_H_
