// A PostgreSQL server behind a socket of the test's own, which can lose the answer of a COMMIT.
#ifndef TIENDO_TESTS_CONTRACT_LEDGER_COMMIT_PROXY_H_
#define TIENDO_TESTS_CONTRACT_LEDGER_COMMIT_PROXY_H_

#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "tests/support/temp_dir.h"

namespace tiendo::testing {

// Forwards bytes between clients and the server on one thread. libpq sends COMMIT as a message of
// its own and waits for the answer, so both are seen whole.
class CommitProxy {
 public:
  enum class Loss {
    kAnswer,  // the COMMIT takes effect, then the connection ends without its answer
    kCommit,  // the connection ends before the COMMIT arrives
  };

  // `url`: of tests/support/postgres_server.h.
  explicit CommitProxy(const std::string& url);
  ~CommitProxy();
  CommitProxy(const CommitProxy&) = delete;
  CommitProxy& operator=(const CommitProxy&) = delete;

  // The same database through this proxy.
  const std::string& url() const { return url_; }
  // What happens to the next `times` COMMITs.
  void Lose(Loss loss, int times = 1);
  // COMMITs lost so far.
  int lost() const;
  // Down: connections end and new ones are closed at once.
  void SetDown(bool down);

 private:
  struct Pair {
    int client = -1;
    int server = -1;
    bool lose_answer = false;  // a COMMIT is on its way; its answer is not passed on
  };
  void Run();
  void Accept();
  // False when the pair has ended.
  bool FromClient(Pair& pair);
  bool FromServer(Pair& pair);
  bool TakeLoss(Loss& loss);

  TempDir dir_;
  std::string url_;
  std::string upstream_;  // the server's socket
  int listener_ = -1;
  int wake_fd_ = -1;
  mutable std::mutex mutex_;  // guards what follows but the pairs
  Loss loss_ = Loss::kAnswer;
  int times_ = 0;
  int lost_ = 0;
  bool down_ = false;
  bool stopping_ = false;
  std::list<Pair> pairs_;  // the thread's own
  std::thread thread_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_CONTRACT_LEDGER_COMMIT_PROXY_H_
