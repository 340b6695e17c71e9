// A TCP server that speaks Redis' protocol and answers as the test says, well or badly.
#ifndef TIENDO_TESTS_CONTRACT_REDIS_SCRIPTED_SERVER_H_
#define TIENDO_TESTS_CONTRACT_REDIS_SCRIPTED_SERVER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

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
  ~ScriptedServer();

  // On a free port of the loopback interface.
  std::string address() const;
  size_t connections() const;
  // Every command so far, in order of arrival.
  std::vector<Command> commands() const;

  static std::string Bulk(std::string_view text);

 private:
  void Accept();
  void Serve(int fd);

  const Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mu_;
  bool stopping_ = false;
  std::vector<int> fds_;
  std::vector<Command> commands_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace tiendo::redis

#endif  // TIENDO_TESTS_CONTRACT_REDIS_SCRIPTED_SERVER_H_
