// The server that drain_test.cc sends signals to. Argument: the ports file. GetUnit answers after
// the stop has begun, so a call is in flight then; "units/stuck" never ends by itself.
#include <cstdio>
#include <future>

#include "common/rpc/server_runner.h"
#include "tests/integration/rpc/test_service.h"

namespace {

using tiendo::rpc::Call;
using tiendo::rpc::GetUnitRequest;
using tiendo::rpc::kTestService;
using tiendo::rpc::Unit;

// Never has anything to send.
class SilentSource final : public tiendo::rpc::TestService::Source {
 public:
  absl::StatusOr<std::optional<tiendo::rpc::WatchChangesResponse>> Next() override {
    return std::optional<tiendo::rpc::WatchChangesResponse>();
  }
  void OnReady(std::function<void()>) override {}
};

int Serve(const char* ports_file) {
  tiendo::rpc::StopSignals signals;
  const tiendo::rpc::Policy policy = tiendo::rpc::TestPolicy();
  tiendo::rpc::Handlers::Options handlers;
  tiendo::rpc::Watches::Options watches;
  handlers.service = watches.service = kTestService;
  handlers.policy = watches.policy = &policy;
  tiendo::rpc::TestService service(handlers, watches);
  std::promise<void> stopping;
  service.get_unit = [stop = stopping.get_future().share()](
                         const Call&, const GetUnitRequest& request, Unit& unit) {
    if (request.name() == "units/stuck") std::promise<void>().get_future().wait();
    std::printf("working\n");
    std::fflush(stdout);
    stop.wait();
    unit.set_name(request.name());
    return absl::OkStatus();
  };
  service.open_watch = [](const tiendo::rpc::WatchChangesRequest&) {
    return absl::StatusOr<std::unique_ptr<tiendo::rpc::TestService::Source>>(
        std::make_unique<SilentSource>());
  };
  tiendo::rpc::Readiness readiness;
  readiness.Report(true);
  tiendo::rpc::ServerRunner::Options options;
  options.public_address = "127.0.0.1:0";
  options.policy = &policy;
  options.public_services = {{kTestService, &service}};
  options.readiness = {{kTestService, &readiness}};
  options.ports_file = ports_file;
  options.stop_watches = {[&] { service.watches().Stop(); }, [&] { stopping.set_value(); }};
  options.on_stopped = {[] { std::printf("drained\n"); }};
  options.drain_timeout = std::chrono::minutes(5);
  auto runner = tiendo::rpc::ServerRunner::Start(std::move(options));
  if (!runner.ok() || !(*runner)->AnnounceReady().ok()) return 1;
  (*runner)->RunUntil(signals);
  return 0;
}

}  // namespace

int main(int argc, char** argv) { return argc == 2 ? Serve(argv[1]) : 2; }
