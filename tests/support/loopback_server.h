// A TCP server of a test's own, on a free port of the loopback interface: a thread for each
// connection, and what it says to the client is the user's.
#ifndef TIENDO_TESTS_SUPPORT_LOOPBACK_SERVER_H_
#define TIENDO_TESTS_SUPPORT_LOOPBACK_SERVER_H_

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tiendo::testing {

class LoopbackServer {
 public:
  // Talks on a connection until the client or the server ends it, which recv on `fd` tells; the
  // connection is ended when it returns. Must not close `fd`. Called on the connection's own
  // thread; may block on something that the test ends before the server.
  using Serve = std::function<void(int fd)>;

  explicit LoopbackServer(Serve serve);
  // Ends the connections and waits for their threads.
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  // "127.0.0.1:<port>".
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Taken so far, those that have ended included.
  size_t connections() const;

 private:
  void Accept();

  const Serve serve_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // guards what follows but the thread that accepts
  bool stopping_ = false;
  std::vector<int> fds_;  // open until the end, so that no number comes twice
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_LOOPBACK_SERVER_H_
