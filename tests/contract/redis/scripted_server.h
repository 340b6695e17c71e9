// A TCP server that speaks Redis' protocol and answers as the test says, well or badly.
#ifndef TIENDO_TESTS_CONTRACT_REDIS_SCRIPTED_SERVER_H_
#define TIENDO_TESTS_CONTRACT_REDIS_SCRIPTED_SERVER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/loopback_server.h"

namespace tiendo::redis {

// A door that the test opens for good.
class Gate {
 public:
  void Open();
  void Wait();

 private:
  std::mutex mu_;
  std::condition_variable changed_;
  bool open_ = false;
};

class ScriptedServer {
 public:
  using Command = std::vector<std::string>;
  // Returns the bytes to send, "" to close the connection. Called on the connection's own thread
  // and may block, on something that the test ends before the server.
  using Handler = std::function<std::string(const Command& command)>;

  explicit ScriptedServer(Handler handler);

  // On a free port of the loopback interface.
  std::string address() const { return server_.address(); }
  size_t connections() const { return server_.connections(); }
  // Every command so far, in order of arrival.
  std::vector<Command> commands() const;

  static std::string Bulk(std::string_view text);

 private:
  void Serve(int fd);

  const Handler handler_;
  mutable std::mutex mu_;
  std::vector<Command> commands_;   // guarded by mu_
  testing::LoopbackServer server_;  // the last, since its threads use the others
};

}  // namespace tiendo::redis

#endif  // TIENDO_TESTS_CONTRACT_REDIS_SCRIPTED_SERVER_H_
