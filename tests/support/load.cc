#include "tests/support/load.h"

#include <grpcpp/create_channel.h>
#include <sched.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tiendo::testing {
namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr std::chrono::milliseconds kLate{20};

double Milliseconds(steady_clock::duration d) {
  return std::chrono::duration<double, std::milli>(d).count();
}

}  // namespace

bool RunOnCore(size_t core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return sched_setaffinity(0, sizeof(set), &set) == 0;
}

double LoadResult::Quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  const auto at = static_cast<ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<size_t>(at)];
}

struct Load::Call {
  steady_clock::time_point due;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

// One measurement while it lasts.
struct Load::Run {
  bool closed = false;  // a call that ends is followed by the next
  steady_clock::time_point end;
  std::mutex mutex;  // guards what follows
  std::condition_variable idle;
  int64_t open = 0;
  LoadResult result;
};

Load::Load(Options options) : options_(std::move(options)) {
  for (int i = 0; i < options_.channels; ++i) {
    grpc::ChannelArguments arguments;
    // A connection each; and a refusal is a result, not a reason to try again.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    stubs_.push_back(std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
        options_.address, grpc::InsecureChannelCredentials(), arguments)));
  }
}

Load::~Load() = default;

void Load::Start(Run& run, steady_clock::time_point due) {
  auto call = std::make_unique<Call>();
  call->due = due;
  const steady_clock::time_point now = steady_clock::now();
  call->context.set_deadline(system_clock::now() + (due + options_.deadline - now));
  const int64_t i = next_++;
  const grpc::Slice slice(options_.request(i));
  call->request = grpc::ByteBuffer(&slice, 1);
  {
    std::lock_guard lock(run.mutex);
    ++run.open;
    ++run.result.sent;
    if (now - due > kLate) ++run.result.late;
  }
  Call& started = *call.release();
  stubs_[static_cast<size_t>(i) % stubs_.size()]->UnaryCall(
      &started.context, options_.method, {}, &started.request, &started.response,
      [this, &run, &started](const grpc::Status& status) { Done(run, started, status); });
}

void Load::Done(Run& run, Call& call, const grpc::Status& status) {
  const std::unique_ptr<Call> owned(&call);
  const steady_clock::time_point now = steady_clock::now();
  const double took = Milliseconds(now - call.due);
  const bool next = run.closed && now < run.end;
  if (next) Start(run, now);
  std::lock_guard lock(run.mutex);
  LoadResult& result = run.result;
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
      ++result.ok;
      result.ok_ms.push_back(took);
      break;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      ++result.refused;
      result.refused_ms.push_back(took);
      if (!call.context.GetServerTrailingMetadata().contains("grpc-retry-pushback-ms")) {
        ++result.without_pushback;
      }
      break;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      ++result.expired;
      break;
    default:
      ++result.failures[std::to_string(status.error_code()) + " " + status.error_message()];
  }
  if (--run.open == 0) run.idle.notify_all();
}

LoadResult Load::Closed(int concurrency, std::chrono::milliseconds duration) {
  Run run;
  run.closed = true;
  const steady_clock::time_point begin = steady_clock::now();
  run.end = begin + duration;
  for (int i = 0; i < concurrency; ++i) Start(run, steady_clock::now());
  std::unique_lock lock(run.mutex);
  run.idle.wait(lock, [&] { return run.open == 0; });
  run.result.took = steady_clock::now() - begin;
  return std::move(run.result);
}

LoadResult Load::Open(double rate, std::chrono::milliseconds duration) {
  Run run;
  const std::chrono::duration<double> distance(1 / rate);
  const steady_clock::time_point begin = steady_clock::now();
  const auto calls = static_cast<int64_t>(rate * std::chrono::duration<double>(duration).count());
  for (int64_t i = 0; i < calls; ++i) {
    const auto due = begin + std::chrono::duration_cast<steady_clock::duration>(
                                 distance * static_cast<double>(i));
    // The pace is the point of it: nobody tells when the next call is due.
    std::this_thread::sleep_until(due);
    Start(run, due);
  }
  run.result.took = steady_clock::now() - begin;
  std::unique_lock lock(run.mutex);
  run.idle.wait(lock, [&] { return run.open == 0; });
  return std::move(run.result);
}

}  // namespace tiendo::testing
