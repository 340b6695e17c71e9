// A stream between clients and servers that a test can cut, delay, silence or lose answers of.
#ifndef TIENDO_TESTS_SUPPORT_STREAM_PROXY_H_
#define TIENDO_TESTS_SUPPORT_STREAM_PROXY_H_

#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tiendo::testing {

// Forwards bytes on one thread, TCP or unix socket on either side. Its own address stays the same
// while servers behind it come and go. Addresses are "127.0.0.1:7101" or "unix:/path". Thread-safe.
class StreamProxy {
 public:
  // What becomes of a piece that a client has sent.
  enum class Fate {
    kForward,
    kCut,         // the connection ends before it arrives
    kLoseAnswer,  // it arrives, and the connection ends instead of the answer
  };
  struct Options {
    // Where to listen; empty: a free port of 127.0.0.1.
    std::string listen;
    // Asked on the proxy's thread for every piece received from a client. Empty: forward.
    std::function<Fate(std::string_view)> on_request;
    // After an answer was lost as told by on_request.
    std::function<void()> on_answer_lost;
  };

  explicit StreamProxy(Options options);
  StreamProxy() : StreamProxy(Options()) {}
  ~StreamProxy();
  StreamProxy(const StreamProxy&) = delete;
  StreamProxy& operator=(const StreamProxy&) = delete;

  const std::string& address() const { return address_; }
  // New connections go to these in turn, past those that cannot be reached.
  void SetUpstreams(std::vector<std::string> addresses);

  // Ends the connections there are.
  void Cut();
  // Down: like Cut, and new ones end at once.
  void SetDown(bool down);
  // Bytes from the server arrive that much later.
  void SetDelay(std::chrono::milliseconds delay);
  // Bytes from the server are taken and thrown away: calls take effect and nobody hears of it.
  void SetDropAnswers(bool drop);
  // Nothing moves in either direction; connections stay open.
  void SetStalled(bool stalled);

 private:
  struct Piece {
    std::chrono::steady_clock::time_point due;
    std::string data;
  };
  struct Side {
    int fd = -1;
    std::deque<Piece> out;  // to be written to fd
    size_t bytes = 0;       // in out
  };
  struct Pair {
    Side client;
    Side server;
    bool lose_answer = false;
  };
  struct State {
    std::vector<std::string> upstreams;
    std::chrono::milliseconds delay{0};
    bool down = false;
    bool drop_answers = false;
    bool stalled = false;
    bool stopping = false;
    int cuts = 0;
  };

  void Change(const std::function<void(State&)>& change);
  State Current() const;
  void Run();
  void Accept(const State& state);
  int Connect(const State& state);
  // False when the pair has ended.
  bool Turn(Pair& pair, short client_events, short server_events, const State& state);
  bool FromClient(Pair& pair);
  bool FromServer(Pair& pair, const State& state);
  static bool Flush(Side& side);

  const Options options_;
  std::string address_;
  int listener_ = -1;
  int wake_fd_ = -1;
  mutable std::mutex mutex_;
  State state_;  // guarded by mutex_
  // The thread's own.
  std::list<Pair> pairs_;
  size_t next_upstream_ = 0;
  std::thread thread_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_STREAM_PROXY_H_
