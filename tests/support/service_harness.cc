#include "tests/support/service_harness.h"

#include <chrono>
#include <utility>

#include "common/base/status_macros.h"
#include "common/host/maintenance.h"
#include "common/rpc/channel.h"

namespace tiendo::testing {
namespace {

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  rpc::ChannelOptions options;
  options.target = address;
  return rpc::CreateChannel(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServiceHarness>> ServiceHarness::Start(
    const host::Definition& definition, host::Settings settings,
    std::shared_ptr<ManualClock> clock) {
  settings.listen = "127.0.0.1:0";
  // A failing test shows warnings; a passing one is silent.
  settings.log_level = "warning";
  settings.log_format = "kv";
  // No balancer watches.
  settings.stop_pause = std::chrono::milliseconds(0);
  // Streams that a test leaves open must not hold its end up.
  settings.drain_timeout = std::chrono::milliseconds(1000);
  TIENDO_RETURN_IF_ERROR(host::Migrate(definition, settings));
  host::Dependencies dependencies;
  dependencies.clock = std::move(clock);
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<host::Process> process,
                          host::Process::Start(definition, settings, std::move(dependencies)));
  return std::unique_ptr<ServiceHarness>(new ServiceHarness(std::move(process)));
}

ServiceHarness::ServiceHarness(std::unique_ptr<host::Process> process)
    : process_(std::move(process)),
      address_("127.0.0.1:" + std::to_string(process_->servers().public_port())),
      channel_(ChannelTo(address_)) {}

ServiceHarness::~ServiceHarness() { Stop(); }

void ServiceHarness::Stop() {
  channel_.reset();
  process_.reset();
}

}  // namespace tiendo::testing
