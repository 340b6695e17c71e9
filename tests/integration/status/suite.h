// All four services in this process, each on a database of its own, with or without Redis.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_SUITE_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_SUITE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/db/options.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_harness.h"
#include "tests/support/temp_dir.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/status/v1/status.grpc.pb.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::testing {

// The position in the trailing metadata of a call that must have succeeded.
std::string PositionOf(const grpc::ClientContext& context, const grpc::Status& status);

class Suite {
 public:
  // `database` gives an empty database at each call. `redis` is an address or "". `clock` is that
  // of all services; null: the system's.
  explicit Suite(std::function<db::Options()> database, const std::string& redis = "",
                 std::shared_ptr<ManualClock> clock = nullptr);
  ~Suite();

  // Ends and starts status on the same database.
  void RestartStatus();
  void StopStatus() { status_.reset(); }
  // Another process of status beside the suite's own: with a database of its own or, on PostgreSQL,
  // the same one; with the suite's Redis or another.
  std::unique_ptr<ServiceHarness> StartStatusReplica(const db::Options& database) {
    return StartStatusReplica(database, redis_);
  }
  std::unique_ptr<ServiceHarness> StartStatusReplica(const db::Options& database,
                                                     const std::string& redis);
  const db::Options& status_database() const { return status_database_; }
  void StopPrograms() { programs_.reset(); }
  ServiceHarness& programs_process() { return *programs_; }
  // Until programs holds the units as of a revision of theirs: whom it takes as a lead, and who is
  // whose heir.
  void AwaitUnitsInPrograms(int64_t revision);

  // Calls that must succeed; the position of the write.
  std::string CreateUnit(const std::string& id, const std::string& parent, bool party,
                         const std::string& led_by = "");
  std::string CreateProgram(const std::string& category, const std::string& id, int year,
                            const std::string& owner, const std::string& approval);
  struct NewItem {
    std::string program;
    std::string id;
    int ordinal = 0;
    std::vector<std::string> leads;
    std::string due;       // ISO day; empty: none
    std::string approval;  // ISO day
    std::vector<std::string> tags = {};
    bool secret = false;
  };
  std::string CreateItem(const NewItem& item);
  std::string Complete(const std::string& item, const std::string& lead, const std::string& day);
  std::string Extend(const std::string& item, const std::string& due, const std::string& approval);
  // The calendar of a year with one holiday, so that its working days can be counted.
  std::string EnterCalendar(int year);
  // Any other verb of programs.
  template <typename Request, typename Response>
  std::string Write(grpc::Status (tiendo::programs::v1::ProgramService::Stub::*verb)(
                        grpc::ClientContext*, const Request&, Response*),
                    const Request& request) {
    grpc::ClientContext context;
    Response response;
    const grpc::Status status = ((*programs_stub_).*verb)(&context, request, &response);
    return PositionOf(context, status);
  }
  std::string Withdraw(const std::string& item, const std::string& approval);

  const std::string& status_address() const { return status_->address(); }
  const std::string& supervision_address() const { return supervision_->address(); }

  // The status after `position` (empty: whatever is there now).
  absl::StatusOr<tiendo::status::v1::Status> Status(tiendo::status::v1::GetStatusRequest request,
                                                    const std::string& position = "");

  tiendo::units::v1::UnitService::Stub& units() { return *units_stub_; }
  tiendo::programs::v1::ProgramService::Stub& programs() { return *programs_stub_; }
  tiendo::supervision::v1::SupervisionService::Stub& supervision() { return *supervision_stub_; }
  tiendo::status::v1::StatusService::Stub& status() { return *status_stub_; }

 private:
  void StartStatus();

  const std::string redis_;
  const std::shared_ptr<ManualClock> clock_;
  TempDir dir_;
  db::Options status_database_;
  std::unique_ptr<ServiceHarness> units_;
  std::unique_ptr<ServiceHarness> programs_;
  std::unique_ptr<ServiceHarness> supervision_;
  std::unique_ptr<ServiceHarness> status_;
  std::unique_ptr<tiendo::units::v1::UnitService::Stub> units_stub_;
  std::unique_ptr<tiendo::programs::v1::ProgramService::Stub> programs_stub_;
  std::unique_ptr<tiendo::supervision::v1::SupervisionService::Stub> supervision_stub_;
  std::unique_ptr<tiendo::status::v1::StatusService::Stub> status_stub_;
};

// "2022-06-30" as a message.
google::type::Date DateOf(const std::string& iso);

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_SUITE_H_
