// A small year of supervision over the real services, for the tests of what status makes of it.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_SUPERVISION_FIXTURE_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_SUPERVISION_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "common/calendar/time_zone.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status {

using tiendo::testing::Fields;

// "chi-bo-2 engagements/gs-2: …".
inline std::vector<std::string> Lines(const v1::ListAttentionResponse& answer) {
  std::vector<std::string> out;
  for (const v1::AttentionGroup& group : answer.groups()) {
    for (const v1::AttentionEntry& entry : group.entries()) {
      out.push_back(group.unit().substr(6) + " " + entry.subject() + ": " + entry.reason_vi());
    }
  }
  return out;
}

class SupervisionStatusTest : public tiendo::testing::EngineTest {
 protected:
  using Stub = supervision::v1::SupervisionService::Stub;

  // Entered on 01/07/2022, asked about on 14/07: cell 1 was in time with its plan, 2 late, 3 has
  // none. Of the engagements one was concluded in time, one late, one is overdue; two
  // recommendations are past their deadline, one of them reported.
  void SetUp() override {
    At("2022-07-01", 10);
    suite_ = std::make_unique<tiendo::testing::Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->EnterCalendar(2022);
    suite_->CreateUnit("dang-bo", "", true);
    for (const char* cell : {"chi-bo-1", "chi-bo-2", "chi-bo-3"}) {
      units_position_ = suite_->CreateUnit(cell, "units/dang-bo", true);
    }
    supervision::v1::CreateRequirementRequest requirement;
    requirement.set_requirement_id("2022");
    *requirement.mutable_requirement()->mutable_deadline() = tiendo::testing::DateOf("2022-02-15");
    for (const char* cell : {"units/chi-bo-1", "units/chi-bo-2", "units/chi-bo-3"}) {
      requirement.mutable_requirement()->add_units(cell);
    }
    Call(&Stub::CreateRequirement, requirement);
    IssuedPlan("chi-bo-1", "2022-02-10");
    IssuedPlan("chi-bo-2", "2022-03-01");
    Planned("gs-1", "chi-bo-1", "2022-05-31", "theme/lang-phi");
    Planned("gs-2", "chi-bo-2", "2022-05-31", "theme/phong-chong-tham-nhung");
    Planned("gs-3", "chi-bo-2", "2022-06-30", "");
    Conclude("gs-1", "2022-05-20");
    Conclude("gs-2", "2022-06-10");
    Recommend("gs-1", "r1", "chi-bo-3", "2022-06-25");
    Recommend("gs-1", "r2", "chi-bo-3", "2022-06-25");
    supervision::v1::ReportRemediationRequest report;
    report.set_name("engagements/gs-1/recommendations/r1");
    *report.mutable_date() = tiendo::testing::DateOf("2022-06-27");
    report.mutable_document()->set_number("2-BC");
    Call(&Stub::ReportRemediation, report);
    At("2022-07-14", 8);
  }

  void At(const std::string& day, int hour) {
    clock_->Set(zone_.StartOf(calendar::ParseIsoDay(day).value()) + std::chrono::hours(hour));
  }
  template <typename Request, typename Response>
  void Call(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
            const Request& request) {
    grpc::ClientContext context;
    Response response;
    const grpc::Status status = (suite_->supervision().*verb)(&context, request, &response);
    position_ = tiendo::testing::PositionOf(context, status);
  }
  void IssuedPlan(const std::string& unit, const std::string& day) {
    supervision::v1::CreatePlanRequest plan;
    plan.set_plan_id(unit);
    plan.mutable_plan()->set_unit("units/" + unit);
    plan.mutable_plan()->set_year(2022);
    plan.mutable_plan()->set_title("Kế hoạch kiểm tra, giám sát");
    Call(&Stub::CreatePlan, plan);
    supervision::v1::AdoptPlanRequest adopt;
    adopt.set_name("plans/" + unit);
    *adopt.mutable_date() = tiendo::testing::DateOf(day);
    Call(&Stub::AdoptPlan, adopt);
    supervision::v1::IssuePlanRequest issue;
    issue.set_name("plans/" + unit);
    *issue.mutable_date() = tiendo::testing::DateOf(day);
    issue.mutable_document()->set_number("12-KH/CB");
    Call(&Stub::IssuePlan, issue);
  }
  void Planned(const std::string& id, const std::string& unit, const std::string& due,
               const std::string& tag) {
    supervision::v1::CreateEngagementRequest request;
    request.set_engagement_id(id);
    supervision::v1::Engagement& engagement = *request.mutable_engagement();
    engagement.set_plan("plans/" + unit);
    engagement.set_kind(supervision::v1::Engagement::KIND_CONTINUOUS_SUPERVISION);
    engagement.set_unit("units/" + unit);
    engagement.add_subjects("units/dang-bo");
    engagement.set_title("Cuộc mẫu " + id);
    if (!tag.empty()) engagement.add_tags(tag);
    *engagement.mutable_scheduled_to() = tiendo::testing::DateOf(due);
    Call(&Stub::CreateEngagement, request);
  }
  void Conclude(const std::string& id, const std::string& day) {
    supervision::v1::ConcludeEngagementRequest request;
    request.set_name("engagements/" + id);
    *request.mutable_date() = tiendo::testing::DateOf(day);
    request.mutable_document()->set_number("34-TB/CB");
    Call(&Stub::ConcludeEngagement, request);
  }
  void Recommend(const std::string& engagement, const std::string& id, const std::string& unit,
                 const std::string& deadline) {
    supervision::v1::CreateRecommendationRequest request;
    request.set_parent("engagements/" + engagement);
    request.set_recommendation_id(id);
    request.mutable_recommendation()->set_unit("units/" + unit);
    request.mutable_recommendation()->set_text("Bổ sung quy chế làm việc");
    *request.mutable_recommendation()->mutable_deadline() = tiendo::testing::DateOf(deadline);
    Call(&Stub::CreateRecommendation, request);
  }

  v1::GetStatusRequest Query(const std::string& day) const {
    v1::GetStatusRequest query;
    query.set_scope("units/dang-bo");
    *query.mutable_as_of() = tiendo::testing::DateOf(day);
    return query;
  }
  // Asks again while facts of an earlier time are being read.
  template <typename Request, typename Response>
  absl::Status Ask(grpc::Status (v1::StatusService::Stub::*verb)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                   Request request, Response& response) {
    if (request.query().known_case() == v1::GetStatusRequest::KNOWN_NOT_SET) {
      request.mutable_query()->add_min_positions(position_);
      request.mutable_query()->add_min_positions(units_position_);
    }
    return tiendo::testing::UntilReached([&] {
      grpc::ClientContext context;
      return rpc::FromGrpc((suite_->status().*verb)(&context, request, &response));
    });
  }
  absl::StatusOr<v1::ListAttentionResponse> Attention(const v1::ListAttentionRequest& request) {
    v1::ListAttentionResponse response;
    const absl::Status status = Ask(&v1::StatusService::Stub::ListAttention, request, response);
    if (!status.ok()) return status;
    return response;
  }
  std::vector<std::string> Overdue(const std::string& day) {
    v1::ListAttentionRequest request;
    *request.mutable_query() = Query(day);
    request.add_kinds(v1::ATTENTION_KIND_OVERDUE);
    const auto answer = Attention(request);
    if (!answer.ok()) return {answer.status().ToString()};
    return Lines(*answer);
  }
  absl::StatusOr<v1::SupervisionStatistics> Statistics(
      const v1::GetSupervisionStatisticsRequest& request) {
    v1::SupervisionStatistics response;
    const absl::Status status =
        Ask(&v1::StatusService::Stub::GetSupervisionStatistics, request, response);
    if (!status.ok()) return status;
    return response;
  }
  v1::GetSupervisionStatisticsRequest StatisticsOn(const std::string& day) const {
    v1::GetSupervisionStatisticsRequest request;
    *request.mutable_query() = Query(day);
    return request;
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  const std::shared_ptr<tiendo::testing::ManualClock> clock_ =
      std::make_shared<tiendo::testing::ManualClock>();
  std::unique_ptr<tiendo::testing::Suite> suite_;
  std::string units_position_;
  std::string position_;  // of supervision
};

}  // namespace tiendo::status

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_SUPERVISION_FIXTURE_H_
