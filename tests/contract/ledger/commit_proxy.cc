#include "tests/contract/ledger/commit_proxy.h"

namespace tiendo::testing {
namespace {

// Simple query "COMMIT": type, length of the rest, text.
constexpr std::string_view kCommit(
    "Q\0\0\0\x0b"
    "COMMIT\0",
    12);
constexpr char kSocket[] = "/.s.PGSQL.5432";

}  // namespace

CommitProxy::CommitProxy(const std::string& url) : url_(url) {
  const size_t begin = url.find("host=") + 5;
  const size_t end = url.find(' ', begin);
  const std::string upstream = "unix:" + url.substr(begin, end - begin) + kSocket;
  url_.replace(begin, end - begin, dir_.path());
  StreamProxy::Options options;
  options.listen = "unix:" + dir_.path() + kSocket;
  options.on_request = [this](std::string_view data) { return OnRequest(data); };
  // One whose answer is lost counts when its answer has come.
  options.on_answer_lost = [this] {
    std::lock_guard lock(mutex_);
    ++lost_;
  };
  proxy_ = std::make_unique<StreamProxy>(std::move(options));
  proxy_->SetUpstreams({upstream});
}

void CommitProxy::Lose(Loss loss, int times) {
  std::lock_guard lock(mutex_);
  loss_ = loss;
  times_ = times;
}

int CommitProxy::lost() const {
  std::lock_guard lock(mutex_);
  return lost_;
}

StreamProxy::Fate CommitProxy::OnRequest(std::string_view data) {
  if (data.find(kCommit) == std::string_view::npos) return StreamProxy::Fate::kForward;
  std::lock_guard lock(mutex_);
  if (times_ == 0) return StreamProxy::Fate::kForward;
  --times_;
  if (loss_ == Loss::kAnswer) return StreamProxy::Fate::kLoseAnswer;
  ++lost_;
  return StreamProxy::Fate::kCut;
}

}  // namespace tiendo::testing
