// A PostgreSQL server behind a socket of the test's own, which can lose the answer of a COMMIT.
#ifndef TIENDO_TESTS_CONTRACT_LEDGER_COMMIT_PROXY_H_
#define TIENDO_TESTS_CONTRACT_LEDGER_COMMIT_PROXY_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "tests/support/stream_proxy.h"
#include "tests/support/temp_dir.h"

namespace tiendo::testing {

// libpq sends COMMIT as a message of its own and waits for the answer, so both are seen whole.
class CommitProxy {
 public:
  enum class Loss {
    kAnswer,  // the COMMIT takes effect, then the connection ends without its answer
    kCommit,  // the connection ends before the COMMIT arrives
  };

  // `url`: of tests/support/postgres_server.h.
  explicit CommitProxy(const std::string& url);

  // The same database through this proxy.
  const std::string& url() const { return url_; }
  // What happens to the next `times` COMMITs.
  void Lose(Loss loss, int times = 1);
  // COMMITs lost so far.
  int lost() const;
  // Down: connections end and new ones are closed at once.
  void SetDown(bool down) { proxy_->SetDown(down); }

 private:
  StreamProxy::Fate OnRequest(std::string_view data);

  TempDir dir_;
  std::string url_;
  mutable std::mutex mutex_;  // guards what follows but the proxy
  Loss loss_ = Loss::kAnswer;
  int times_ = 0;
  int lost_ = 0;
  std::unique_ptr<StreamProxy> proxy_;  // last: its thread calls OnRequest
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_CONTRACT_LEDGER_COMMIT_PROXY_H_
