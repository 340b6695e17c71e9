// A supervision process beside a real units process, on either engine.
#ifndef TIENDO_TESTS_INTEGRATION_SUPERVISION_FIXTURE_H_
#define TIENDO_TESTS_INTEGRATION_SUPERVISION_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "services/supervision/server.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_harness.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::supervision::testing {

using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::Metadata;
using tiendo::testing::ServiceHarness;
using tiendo::testing::StatusIs;

calendar::Day D(const std::string& iso);
google::type::Date Date(const std::string& iso);

// It is noon of 2026-03-10. The units: the committee, cell-a, cell-b, cell-c (in force from 2015),
// and the government's division; none is below another.
class SupervisionTest : public tiendo::testing::EngineTest {
 protected:
  using Stub = v1::SupervisionService::Stub;

  void SetUp() override;
  void StartUnits();
  void StartSupervision();
  void CreateUnit(const std::string& id, units::v1::Unit::Kind kind,
                  const std::string& from = "2015-01-01");
  // Without holidays.
  void EnterCalendar(int year);
  void Dissolve(const std::string& id, const std::string& heir, const std::string& day);
  // Until the copy of the units has been loaded.
  void WaitForUnits();

  // Calls a verb: Call(&Stub::GetPlan, request).
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&,
                                                           Response*),
                                const Request& request) {
    grpc::ClientContext context;
    rpc::SetTimeout(tiendo::testing::kPatience, context);
    Response response;
    absl::Status status = rpc::FromGrpc((stub_.get()->*verb)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Requests that are good but for what a test changes.
  static v1::CreateRequirementRequest NewRequirement(const std::string& year);
  static v1::CreatePlanRequest NewPlan(const std::string& id, const std::string& unit,
                                       int year = 2026);
  static v1::AdoptPlanRequest Adoption(const std::string& id, const std::string& date);
  static v1::IssuePlanRequest Issue(const std::string& id, const std::string& date);
  static v1::CreateEngagementRequest NewEngagement(const std::string& id,
                                                   const std::string& plan = "");
  static v1::ConcludeEngagementRequest Conclusion(const std::string& id, const std::string& date);
  static v1::RecordStepRequest StepOn(const std::string& id, const std::string& date);
  // Steps of a thematic engagement up to the conclusion, all on that day.
  void ConcludeThematic(const std::string& id, const std::string& date);
  // An urging of "programs/p/items/i".
  static v1::IssueReminderRequest Urging(const std::string& unit, const std::string& date);
  // A plan that was adopted and issued.
  void IssuedPlan(const std::string& id, const std::string& unit, const std::string& date);

  std::shared_ptr<tiendo::testing::ManualClock> clock_ =
      std::make_shared<tiendo::testing::ManualClock>(D("2026-03-10") + std::chrono::hours(5));
  host::Settings units_settings_;
  host::Settings settings_;
  std::shared_ptr<Config> config_ = std::make_shared<Config>();
  std::unique_ptr<ServiceHarness> units_;
  std::unique_ptr<ServiceHarness> supervision_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace tiendo::supervision::testing

#endif  // TIENDO_TESTS_INTEGRATION_SUPERVISION_FIXTURE_H_
