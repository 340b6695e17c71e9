// A service process inside a test: its database made ready, its servers on free ports, and a
// channel to it.
#ifndef TIENDO_TESTS_SUPPORT_SERVICE_HARNESS_H_
#define TIENDO_TESTS_SUPPORT_SERVICE_HARNESS_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/host/process.h"
#include "tests/support/manual_clock.h"

namespace tiendo::testing {

class ServiceHarness {
 public:
  // Migrates the database that `settings.database` names and starts the service on it, on loopback.
  // Without a clock the system's. A service that was stopped starts again on the same database by
  // another Start.
  static absl::StatusOr<std::unique_ptr<ServiceHarness>> Start(
      const host::Definition& definition, host::Settings settings,
      std::shared_ptr<ManualClock> clock = nullptr);
  ~ServiceHarness();
  ServiceHarness(const ServiceHarness&) = delete;
  ServiceHarness& operator=(const ServiceHarness&) = delete;

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // "127.0.0.1:<port>" of the public server; stays known after Stop().
  const std::string& address() const { return address_; }
  host::Process& process() { return *process_; }
  // Ends the process in order; its database is free afterwards. Later calls do nothing.
  void Stop();

 private:
  explicit ServiceHarness(std::unique_ptr<host::Process> process);

  std::unique_ptr<host::Process> process_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_SERVICE_HARNESS_H_
