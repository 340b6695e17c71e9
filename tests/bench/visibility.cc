#include <google/protobuf/util/time_util.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "common/rpc/status_conversion.h"
#include "tests/bench/bench.h"

namespace tiendo::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
using google::protobuf::util::TimeUtil;
constexpr int kWrites = 1000;
constexpr std::chrono::microseconds kPace{5000};  // 200 a second

double Milliseconds(SteadyClock::duration d) {
  return std::chrono::duration_cast<std::chrono::duration<double, std::milli>>(d).count();
}

// A bench whose calls fail measures nothing.
void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::printf("%s\n", status.ToString().c_str());
  std::fflush(stdout);
  std::abort();
}
void Must(const grpc::Status& status) { Must(rpc::FromGrpc(status)); }

// Lets status take in what the benchmarks before have written, so that their backlog is not
// measured.
void CatchUp(testing::Suite& suite, const tiendo::status::v1::GetStatusRequest& ask) {
  tiendo::programs::v1::GetProgramRequest request;
  request.set_name("programs/so");
  grpc::ClientContext context;
  tiendo::programs::v1::Program program;
  Must(suite.programs().GetProgram(&context, request, &program));
  const auto position = context.GetServerTrailingMetadata().find("tiendo-position");
  const std::string head(position->second.data(), position->second.size());
  constexpr int kTries = 30;  // each waits some seconds
  for (int i = 0; i < kTries && !suite.Status(ask, head).ok(); ++i) {
  }
  Must(suite.Status(ask, head).status());
}

}  // namespace

void BenchVisibility(testing::Suite& suite) {
  Sample feed;
  grpc::ClientContext watch_context;
  tiendo::feed::v1::WatchChangesRequest watch;
  watch.set_from_now(true);
  auto stream = suite.programs().WatchChanges(&watch_context, watch);
  std::thread watcher([&] {
    tiendo::feed::v1::WatchChangesResponse frame;
    while (stream->Read(&frame)) {
      const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
      for (const auto& change : frame.changes()) {
        const int64_t committed = TimeUtil::TimestampToMicroseconds(change.commit_time());
        feed.Add(static_cast<double>(now - committed) / 1e3);
      }
    }
  });
  Sample status;
  Sample cached;
  tiendo::status::v1::GetStatusRequest ask;
  ask.set_scope("units/dang-bo");
  *ask.mutable_as_of() = testing::DateOf("2022-06-30");
  CatchUp(suite, ask);
  auto next = SteadyClock::now();
  for (int i = 0; i < kWrites; ++i) {
    std::this_thread::sleep_until(next += kPace);
    tiendo::programs::v1::UpdateItemRequest request;
    request.mutable_item()->set_name("programs/so/items/i1");
    request.mutable_item()->set_title("Nội dung mẫu 01, lần " + std::to_string(i));
    request.mutable_update_mask()->add_paths("title");
    grpc::ClientContext context;
    tiendo::programs::v1::Item item;
    Must(suite.programs().UpdateItem(&context, request, &item));
    const auto& trailers = context.GetServerTrailingMetadata();
    const auto position = trailers.find("tiendo-position");
    const auto begin = SteadyClock::now();
    Must(suite.Status(ask, std::string(position->second.data(), position->second.size())).status());
    status.Add(Milliseconds(SteadyClock::now() - begin));
    const auto again = SteadyClock::now();
    Must(suite.Status(ask).status());
    cached.Add(Milliseconds(SteadyClock::now() - again));
  }
  watch_context.TryCancel();
  watcher.join();
  std::printf("commit to visible, 200 writes a second, %d writes\n", kWrites);
  std::printf("  to a watcher of programs           p50 %6.2f ms  p99 %6.2f ms\n",
              feed.Quantile(0.5), feed.Quantile(0.99));
  std::printf("  write's answer to status with it   p50 %6.2f ms  p99 %6.2f ms\n",
              status.Quantile(0.5), status.Quantile(0.99));
  std::printf("  the same call, cached (baseline)   p50 %6.2f ms  p99 %6.2f ms\n",
              cached.Quantile(0.5), cached.Quantile(0.99));
}

}  // namespace tiendo::bench
