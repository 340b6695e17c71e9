// A programs process beside a real units process, on either engine.
#ifndef TIENDO_TESTS_INTEGRATION_PROGRAMS_FIXTURE_H_
#define TIENDO_TESTS_INTEGRATION_PROGRAMS_FIXTURE_H_

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
#include "services/programs/server.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_harness.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::programs::testing {

using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::Metadata;
using tiendo::testing::ServiceHarness;
using tiendo::testing::StatusIs;

using calendar::Day;

inline constexpr char kItem[] = "programs/p/items/i";

Day D(const std::string& iso);
google::type::Date Date(const std::string& iso);
// "2022-06-30"; "" when absent.
std::string Iso(bool present, const google::type::Date& date);

// It is noon of 2022-07-14. The units so, phong-a and phong-b are in force.
class ProgramsTest : public tiendo::testing::EngineTest {
 protected:
  using Stub = v1::ProgramService::Stub;

  void SetUp() override;
  void StartUnits();
  void StartPrograms();
  void CreateUnit(const std::string& id);
  // Until the local copy of the units holds these.
  void WaitForUnits(int64_t revision);

  // Calls a verb: Call(&Stub::GetItem, request).
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
  absl::StatusOr<v1::Item> GetItem(const std::string& name = kItem);
  absl::StatusOr<v1::ListItemEventsResponse> Events(const std::string& item = kItem);

  // Requests that are good but for what a test changes.
  static v1::CreateCategoryRequest NewCategory(const std::string& id);
  static v1::CreateTagRequest NewTag(const std::string& id, v1::Tag::Kind kind, int order = 0);
  static v1::CreateProgramRequest NewProgram(const std::string& id);
  static v1::ApproveProgramRequest Approval(const std::string& id);
  static v1::CreateItemRequest NewItem(const std::string& id,
                                       const std::vector<std::string>& leads = {});
  static v1::IssueItemRequest Issue(const std::string& date);
  static v1::ReportCompletionRequest Completion(const std::string& date,
                                                const std::string& lead = "");
  static v1::ExtendItemRequest Extension(const std::string& date, const std::string& due);
  static v1::WithdrawItemRequest Withdrawal(const std::string& date);

  // Of any verb on kItem: named, dated, with everything that may be required of all of them.
  template <typename Request>
  static Request Verb(const std::string& date) {
    Request request;
    request.set_name(kItem);
    if constexpr (requires { request.mutable_event_date(); }) {
      *request.mutable_event_date() = Date(date);
    }
    if constexpr (requires { request.mutable_approval_date(); }) {
      *request.mutable_approval_date() = Date(date);
    }
    if constexpr (requires { request.set_reason(""); }) request.set_reason("chờ ý kiến");
    if constexpr (requires { request.set_approver(""); }) request.set_approver("Giám đốc Sở");
    request.mutable_document()->set_number("9-CV/SLĐTBXH");
    return request;
  }
  static v1::AppraiseCompletionRequest Appraisal(const std::string& date, bool accept,
                                                 const std::string& lead = "");
  static v1::ReassignItemRequest Reassignment(const std::string& date,
                                              const std::vector<std::string>& leads);
  static v1::AddMilestonesRequest Milestones(const std::string& date,
                                             const std::vector<std::string>& ids);
  static v1::CarryOverItemRequest CarryOver(const std::string& date, const std::string& id);
  static v1::VoidEventRequest Voiding(int number, const std::string& item = kItem);

  // "programs/p" of "categories/department", approved on 2022-01-10.
  void ApprovedProgram();
  // In it kItem, due on 2022-06-30, issued on 2022-01-15.
  void IssuedItem(const std::vector<std::string>& leads, bool secret = false);

  std::shared_ptr<tiendo::testing::ManualClock> clock_ =
      std::make_shared<tiendo::testing::ManualClock>(D("2022-07-14") + std::chrono::hours(5));
  host::Settings units_settings_;
  host::Settings settings_;
  std::shared_ptr<Config> config_ = std::make_shared<Config>();
  std::unique_ptr<ServiceHarness> units_;
  std::unique_ptr<ServiceHarness> programs_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_INTEGRATION_PROGRAMS_FIXTURE_H_
