#include "tests/support/load.h"

#include <sched.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace tiendo::testing {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLate{20};
// gRPC's codes.
constexpr int kOk = 0;
constexpr int kDeadlineExceeded = 4;
constexpr int kResourceExhausted = 8;

double Milliseconds(steady_clock::duration d) {
  return std::chrono::duration<double, std::milli>(d).count();
}

std::chrono::duration<double> ThreadTime() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return std::chrono::duration<double>(seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

}  // namespace

bool RunOnCore(size_t core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return sched_setaffinity(0, sizeof(set), &set) == 0;
}

std::chrono::duration<double> ProcessorTime(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(in, line);
  // The name in parentheses may hold spaces; utime and stime are the 12th and 13th after it.
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return std::chrono::duration<double>((user + system) / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

double LoadResult::Quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  const auto at = static_cast<ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<size_t>(at)];
}

struct Load::Call : GrpcConnection::Call {
  size_t caller = 0;
  Time due;
  bool counted = false;  // nobody waits for it any more
};

Load::Load(Options options)
    : options_(std::move(options)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      callers_(static_cast<size_t>(std::max(options_.connections, 1))) {}

Load::~Load() {
  callers_.clear();
  close(epoll_);
}

void Load::Connect(size_t caller) {
  auto connection = GrpcConnection::Connect(options_.address, options_.method,
                                            [this](GrpcConnection::Call& c) { Ended(c); });
  if (!connection.ok()) {
    ++result_.failures["connect: " + std::string(connection.status().message())];
    return;
  }
  callers_[caller].connection = *std::move(connection);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.u64 = caller;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, callers_[caller].connection->fd(), &event);
}

void Load::Begin() {
  result_ = {};
  by_due_.clear();
  for (size_t i = 0; i < callers_.size(); ++i) {
    if (callers_[i].connection == nullptr) Connect(i);
  }
  begin_busy_ = ThreadTime();
  begin_ = steady_clock::now();
}

LoadResult Load::End() {
  result_.took = steady_clock::now() - begin_;
  result_.busy = (ThreadTime() - begin_busy_) / result_.took;
  // The rest ends by itself, at its deadline at the latest.
  while (open_ > 0) Step(steady_clock::now() + std::chrono::milliseconds(100));
  return std::move(result_);
}

LoadResult Load::Closed(int concurrency, std::chrono::milliseconds duration) {
  Begin();
  open_loop_ = false;
  next_until_ = begin_ + duration;
  for (int i = 0; i < concurrency; ++i) Offer(steady_clock::now());
  while (steady_clock::now() < next_until_ && open_ > 0) Step(next_until_);
  return End();
}

LoadResult Load::Open(double rate, std::chrono::milliseconds duration) {
  Begin();
  open_loop_ = true;
  std::exponential_distribution<double> gap(rate);
  const Time end = begin_ + duration;
  Time due = begin_;
  const auto next = [&] {
    due += std::chrono::duration_cast<steady_clock::duration>(
        std::chrono::duration<double>(gap(random_)));
  };
  for (next(); due < end;) {
    for (const Time now = steady_clock::now(); due <= now && due < end; next()) Offer(due);
    Step(std::min(due, end));
  }
  return End();
}

void Load::Offer(Time due) {
  const Time now = steady_clock::now();
  auto call = std::make_shared<Call>();
  call->caller = std::uniform_int_distribution<size_t>(0, callers_.size() - 1)(random_);
  call->due = due;
  if (open_loop_ && options_.throttled && !callers_[call->caller].throttle.Allow(now)) {
    ++result_.held_back;
    return;
  }
  call->body = GrpcConnection::Framed(options_.request(next_++));
  ++result_.sent;
  if (open_loop_ && now - due > kLate) ++result_.late;
  ++open_;
  by_due_.push_back(call);
  Start(std::move(call));
}

// As gRPC's clients do: what has no place on the connection waits for one, in order.
void Load::Start(CallPtr call) {
  Caller& caller = callers_[call->caller];
  if (caller.connection == nullptr) {
    call->message = "not connected";
    Count(*call, steady_clock::now());
    return;
  }
  if (!caller.connection->HasRoom()) {
    caller.waiting.push_back(std::move(call));
    return;
  }
  const auto left = call->due + options_.deadline - steady_clock::now();
  Call& started = *call;
  caller.streams.emplace(&started, std::move(call));
  caller.connection->Start(started, std::chrono::duration_cast<std::chrono::milliseconds>(left));
  caller.touched = true;
}

void Load::Ended(GrpcConnection::Call& ended) {
  auto& call = static_cast<Call&>(ended);
  Caller& caller = callers_[call.caller];
  const auto last = caller.streams.extract(&call);  // until it is counted
  Count(call, steady_clock::now());
  while (!caller.waiting.empty() && caller.connection->HasRoom()) {
    CallPtr next = std::move(caller.waiting.front());
    caller.waiting.pop_front();
    if (!next->counted) Start(std::move(next));
  }
}

void Load::Count(Call& call, Time now) {
  if (call.counted) return;
  call.counted = true;
  --open_;
  const double took = Milliseconds(now - call.due);
  if (open_loop_ && options_.throttled) {
    callers_[call.caller].throttle.Answered(call.status == kResourceExhausted, now);
  }
  if (call.status == kOk && now <= call.due + options_.deadline) {
    ++result_.ok;
    result_.ok_ms.push_back(took);
  } else if (call.status == kResourceExhausted) {
    ++result_.refused;
    result_.refused_ms.push_back(took);
    if (!call.pushback) ++result_.without_pushback;
  } else if (call.status == kDeadlineExceeded || now >= call.due + options_.deadline) {
    ++result_.expired;
  } else {
    ++result_.failures[std::to_string(call.status) + " " + call.message];
  }
  const bool connected = callers_[call.caller].connection != nullptr;
  if (!open_loop_ && connected && now < next_until_) Offer(now);
}

void Load::Expire(Time now) {
  while (!by_due_.empty()) {
    Call& call = *by_due_.front();
    if (!call.counted && now < call.due + options_.deadline) return;
    if (!call.counted) {
      Count(call, now);
      Caller& caller = callers_[call.caller];
      if (caller.streams.contains(&call)) {
        caller.connection->Cancel(call);
        caller.touched = true;
      }
    }
    by_due_.pop_front();
  }
}

void Load::Lost(Caller& caller, const absl::Status& why) {
  // Its streams are told nothing more.
  caller.connection = nullptr;
  std::deque<CallPtr> lost = std::move(caller.waiting);
  caller.waiting.clear();
  for (auto& [key, call] : caller.streams) lost.push_back(std::move(call));
  caller.streams.clear();
  for (const CallPtr& call : lost) {
    call->message = std::string(why.message());
    Count(*call, steady_clock::now());
  }
}

void Load::Step(Time until) {
  Expire(steady_clock::now());
  for (Caller& caller : callers_) {
    if (!std::exchange(caller.touched, false) || caller.connection == nullptr) continue;
    if (absl::Status sent = caller.connection->Send(); !sent.ok()) Lost(caller, sent);
  }
  if (!by_due_.empty()) until = std::min(until, by_due_.front()->due + options_.deadline);
  const auto left = std::max(until - steady_clock::now(), steady_clock::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  const timespec wait{seconds.count(), (left - seconds).count()};
  epoll_event events[64];
  const int n = epoll_pwait2(epoll_, events, std::size(events), &wait, nullptr);
  for (int i = 0; i < n; ++i) {
    Caller& caller = callers_[static_cast<size_t>(events[i].data.u64)];
    if (caller.connection == nullptr) continue;
    absl::Status status = caller.connection->Read();
    if (status.ok()) status = caller.connection->Send();
    if (!status.ok()) Lost(caller, status);
  }
}

}  // namespace tiendo::testing
