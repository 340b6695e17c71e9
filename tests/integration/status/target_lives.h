// Random verbs on targets, sent to the services and to the model, and the comparison of both.
#ifndef TIENDO_TESTS_INTEGRATION_STATUS_TARGET_LIVES_H_
#define TIENDO_TESTS_INTEGRATION_STATUS_TARGET_LIVES_H_

#include <gmock/gmock.h>

#include <array>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/integration/status/target_model.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status::target_model {

using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::WaitUntil;
using Stub = pv1::ProgramService::Stub;

inline constexpr int kTargets = 4;

class TargetLives {
 public:
  TargetLives(Suite& suite, ManualClock& clock, uint32_t seed)
      : suite_(suite), clock_(clock), random_(seed) {}

  void SetUp() {
    suite_.CreateUnit("dang-bo", "", true);
    suite_.CreateUnit("chi-bo-1", "units/dang-bo", true);
    suite_.CreateUnit("chi-bo-2", "units/dang-bo", true);
    pv1::CreateCategoryRequest category;
    category.set_category_id("sector-target");
    category.mutable_category()->set_display_name("Chỉ tiêu của Ngành");
    category.mutable_category()->set_kind(pv1::Category::KIND_TARGET);
    Must(&Stub::CreateCategory, category);
    pv1::CreateProgramRequest program;
    program.set_program_id("nganh");
    program.mutable_program()->set_title("Chỉ tiêu mẫu");
    program.mutable_program()->add_years(kYear);
    program.mutable_program()->set_category("categories/sector-target");
    program.mutable_program()->set_owner("units/dang-bo");
    Must(&Stub::CreateProgram, program);
    pv1::ApproveProgramRequest approve;
    approve.set_name("programs/nganh");
    *approve.mutable_approval_date() = api::ToProto(DayOf(1, 1));
    approve.mutable_document()->set_number("1/QĐ");
    Must(&Stub::ApproveProgram, approve);
    for (int i = 0; i < kTargets; ++i) Create(i);
  }

  // One verb with random arguments; the service and the model agree whether it is possible.
  void Step() {
    clock_.Advance(std::chrono::minutes(1));
    const size_t i = Below(kTargets);
    switch (Below(12)) {
      case 0:
        return Assign(i);
      case 1:
        return Adjust(i);
      case 2:
        return Chance(20) ? Withdraw(i) : Adjust(i);
      case 3:
        return VoidEvent(i);
      case 4:
        return VoidReport(i);
      case 5:
      case 6:
        return Correct(i);
      default:
        return ReportValue(i);
    }
  }

  // How many verbs were taken and refused: a run in which nothing happens proves nothing.
  int taken() const { return taken_; }
  int refused() const { return refused_; }

  void CompareReports(const std::array<Target, kTargets>& model,
                      std::optional<google::protobuf::Timestamp> read_time) {
    for (size_t i = 0; i < kTargets; ++i) {
      pv1::ListTargetReportsRequest list;
      list.set_parent(Name(i));
      list.set_page_size(1000);
      if (read_time) *list.mutable_read_time() = *read_time;
      pv1::ListTargetReportsResponse page;
      ASSERT_THAT(Call(&Stub::ListTargetReports, list, page), IsOk());
      ASSERT_EQ(static_cast<size_t>(page.reports_size()), model[i].reports.size());
      for (size_t r = 0; r < model[i].reports.size(); ++r) {
        const Report& want = model[i].reports[r];
        const pv1::TargetReport& got = page.reports(static_cast<int>(r));
        EXPECT_EQ(got.value(), std::to_string(want.value)) << got.name();
        EXPECT_EQ(got.voided(), want.voided) << got.name();
        EXPECT_EQ(got.version(), want.version) << got.name();
        EXPECT_EQ(api::FromProto(got.as_of()), want.as_of) << got.name();
      }
    }
  }

  void CompareTargets() {
    for (size_t i = 0; i < kTargets; ++i) {
      pv1::GetTargetRequest get;
      get.set_name(Name(i));
      pv1::Target got;
      ASSERT_THAT(Call(&Stub::GetTarget, get, got), IsOk());
      const Target::State want = model_[i].On(EndOf(12));
      EXPECT_EQ(got.year_value(), std::to_string(want.year_value)) << got.name();
      EXPECT_EQ(got.state(), !want.ever_assigned ? pv1::Target::STATE_DRAFT
                             : want.in_force     ? pv1::Target::STATE_ASSIGNED
                                                 : pv1::Target::STATE_WITHDRAWN)
          << got.name();
    }
  }

  // Every state, value and count of a scope on a day; `model` is what was known.
  void CompareStatus(const std::array<Target, kTargets>& model, const std::string& scope, Day day,
                     const google::protobuf::Timestamp* known_at) {
    v1::GetStatusRequest request;
    request.set_scope(scope);
    *request.mutable_as_of() = api::ToProto(day);
    request.set_year(kYear);
    request.set_view(v1::VIEW_FULL);
    if (known_at != nullptr) *request.mutable_known_at() = *known_at;
    v1::Status status;
    ASSERT_TRUE(WaitUntil([&] {
      auto answer = suite_.Status(request, known_at == nullptr ? position_ : "");
      if (answer.ok()) status = *std::move(answer);
      return status.scope() == scope;
    }));
    SCOPED_TRACE(scope + " " + calendar::FormatIso(day));
    std::map<std::string, v1::TargetStatus> rows;
    std::map<v1::TargetStatus::State, int> counts;
    for (const v1::TargetFigures& figures : status.targets()) {
      for (const v1::TargetStatus& row : figures.rows()) rows[row.target()] = row;
      EXPECT_EQ(figures.total(), figures.rows_size());
      counts = {{v1::TargetStatus::STATE_REACHED, figures.reached()},
                {v1::TargetStatus::STATE_ON_TRACK, figures.on_track()},
                {v1::TargetStatus::STATE_AT_RISK, figures.at_risk()},
                {v1::TargetStatus::STATE_MISSED, figures.missed()},
                {v1::TargetStatus::STATE_NOT_YET_ASSESSABLE, figures.not_yet_assessable()}};
    }
    size_t expected = 0;
    for (size_t i = 0; i < kTargets; ++i) {
      const Target::State state = model[i].On(day);
      const std::string lead = state.lead.empty() ? "units/dang-bo" : state.lead;
      if (!state.in_force || (scope != "units/dang-bo" && scope != lead)) continue;
      ++expected;
      ASSERT_TRUE(rows.contains(Name(i))) << Name(i);
      const v1::TargetStatus& row = rows[Name(i)];
      EXPECT_EQ(row.state(), model[i].StateOn(day)) << row.ShortDebugString();
      EXPECT_EQ(row.year_value(), std::to_string(state.year_value));
      const Target::Measured measured = model[i].ValueOn(day);
      EXPECT_EQ(row.value(), measured.value ? std::to_string(*measured.value) : "");
      if (measured.value) {
        EXPECT_EQ(api::FromProto(row.value_date()), measured.as_of);
      }
      --counts[model[i].StateOn(day)];
    }
    EXPECT_EQ(rows.size(), expected);
    for (const auto& [state, left] : counts) EXPECT_EQ(left, 0) << state;
  }

  const std::array<Target, kTargets>& model() const { return model_; }
  const google::protobuf::Timestamp& last_commit() const { return last_commit_; }
  Day AnyDay() { return DayOf(1, 1) + std::chrono::days(Below(400)); }
  std::string AnyScope() {
    const std::array<std::string, 3> scopes = {"units/dang-bo", "units/chi-bo-1", "units/chi-bo-2"};
    return scopes[Below(3)];
  }
  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }

 private:
  static std::string Name(size_t i) { return "programs/nganh/targets/t" + std::to_string(i); }

  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response) {
    grpc::ClientContext context;
    absl::Status status = rpc::FromGrpc((suite_.programs().*verb)(&context, request, &response));
    auto position = context.GetServerTrailingMetadata().find("tiendo-position");
    if (status.ok() && position != context.GetServerTrailingMetadata().end()) {
      position_.assign(position->second.data(), position->second.size());
    }
    return status;
  }
  template <typename Request, typename Response>
  void Must(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
            const Request& request) {
    Response response;
    ASSERT_THAT(Call(verb, request, response), IsOk());
  }
  // Sends a verb; true when it was taken, which has to be what the model says.
  template <typename Request, typename Response>
  bool Try(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
           const Request& request, bool possible) {
    Response response;
    const absl::Status status = Call(verb, request, response);
    EXPECT_EQ(status.ok(), possible) << status << "\n" << request.ShortDebugString();
    (status.ok() ? taken_ : refused_) += 1;
    if (status.ok()) last_commit_ = response.update_time();
    return status.ok();
  }

  void Create(int i) {
    Target& target = model_[static_cast<size_t>(i)];
    target.ceiling = i == 1;
    target.yearly = i == 2;
    target.year_value = 1000 + static_cast<int>(Below(500));
    target.lead = i == 3 ? "" : "units/chi-bo-1";
    if (i != 3) target.plan = {{3, 300}, {6, 600}, {9, 900}};
    pv1::CreateTargetRequest request;
    request.set_parent("programs/nganh");
    request.set_target_id("t" + std::to_string(i));
    pv1::Target& message = *request.mutable_target();
    message.set_title("Chỉ tiêu mẫu " + std::to_string(i));
    message.set_unit_of_measure("lượt");
    message.set_direction(target.ceiling ? pv1::Target::DIRECTION_LESS_THAN
                                         : pv1::Target::DIRECTION_AT_LEAST);
    message.set_year_value(std::to_string(target.year_value));
    if (!target.lead.empty()) message.add_leads(target.lead);
    for (const auto& [month, value] : target.plan) {
      pv1::Target::PlanPoint& point = *message.add_plan();
      point.mutable_period()->set_kind(pv1::TargetPeriod::KIND_QUARTER);
      point.mutable_period()->set_number(static_cast<int>(month / 3));
      point.set_value(std::to_string(value));
    }
    if (target.yearly) message.mutable_measured_from()->set_kind(pv1::TargetPeriod::KIND_YEAR);
    Must(&Stub::CreateTarget, request);
  }

  enum class Life { kDraft, kAssigned, kWithdrawn };
  Life LifeOf(size_t i) const {
    const Target::State state = model_[i].On(EndOf(12));
    if (!state.ever_assigned) return Life::kDraft;
    return state.in_force ? Life::kAssigned : Life::kWithdrawn;
  }
  Day ApprovalOf(size_t i) const {
    for (const Event& event : model_[i].events) {
      if (event.kind == Event::kAssigned && !event.voided) return event.date;
    }
    return EndOf(12);
  }

  template <typename Request>
  Request Dated(size_t i, Day date) {
    Request request;
    request.set_name(Name(i));
    *request.mutable_approval_date() = api::ToProto(date);
    request.mutable_document()->set_number("2/QĐ");
    if constexpr (requires { request.set_reason(""); }) request.set_reason("mẫu");
    return request;
  }

  void Assign(size_t i) {
    Event event;
    event.date = DayOf(1, 1) + std::chrono::days(Below(120));
    const auto request = Dated<pv1::AssignTargetRequest>(i, event.date);
    if (!Try(&Stub::AssignTarget, request, LifeOf(i) == Life::kDraft)) return;
    model_[i].events.push_back(event);
  }

  void Adjust(size_t i) {
    Event event;
    event.kind = Event::kAdjusted;
    event.date = DayOf(1, 1) + std::chrono::days(Below(364));
    auto request = Dated<pv1::AdjustTargetRequest>(i, event.date);
    if (Chance(70)) {
      event.year_value = 800 + static_cast<int>(Below(800));
      request.set_year_value(std::to_string(*event.year_value));
      request.mutable_update_mask()->add_paths("year_value");
    }
    if (Chance(40) || !event.year_value) {
      event.lead = Chance(30) ? "" : "units/chi-bo-" + std::to_string(1 + Below(2));
      if (!event.lead->empty()) request.add_leads(*event.lead);
      request.mutable_update_mask()->add_paths("leads");
    }
    const bool possible = LifeOf(i) == Life::kAssigned && event.date >= ApprovalOf(i);
    if (!Try(&Stub::AdjustTarget, request, possible)) return;
    model_[i].events.push_back(event);
  }

  void Withdraw(size_t i) {
    Event event;
    event.kind = Event::kWithdrawn;
    event.date = DayOf(6, 1) + std::chrono::days(Below(200));
    const auto request = Dated<pv1::WithdrawTargetRequest>(i, event.date);
    const bool possible = LifeOf(i) == Life::kAssigned && event.date >= ApprovalOf(i);
    if (!Try(&Stub::WithdrawTarget, request, possible)) return;
    model_[i].events.push_back(event);
  }

  void VoidEvent(size_t i) {
    std::vector<Event>& events = model_[i].events;
    if (events.empty()) return;
    const size_t at = Below(events.size());
    pv1::VoidTargetEventRequest request;
    request.set_name(Name(i) + "/events/000" + std::to_string(at + 1));
    request.set_reason("nhập nhầm");
    if (at >= 9) return;  // the names above have one digit
    bool possible = !events[at].voided;
    if (possible && events[at].kind == Event::kAssigned) {
      for (size_t e = 0; e < events.size(); ++e) {
        possible = possible && (e == at || events[e].voided);
      }
      for (const Report& report : model_[i].reports) possible = possible && report.voided;
    }
    if (!Try(&Stub::VoidTargetEvent, request, possible)) return;
    events[at].voided = true;
  }

  Period AnyPeriod() {
    Period out;
    switch (Below(5)) {
      case 0:
      case 1:
        out.first = out.last = 1 + static_cast<unsigned>(Below(12));
        out.message.set_kind(pv1::TargetPeriod::KIND_MONTH);
        out.message.set_number(static_cast<int>(out.last));
        break;
      case 2:
        out.last = 3 * (1 + static_cast<unsigned>(Below(4)));
        out.first = out.last - 2;
        out.message.set_kind(pv1::TargetPeriod::KIND_QUARTER);
        out.message.set_number(static_cast<int>(out.last / 3));
        break;
      case 3:
        out.last = Chance(50) ? 6 : 9;
        out.message.set_kind(out.last == 6 ? pv1::TargetPeriod::KIND_SIX_MONTHS
                                           : pv1::TargetPeriod::KIND_NINE_MONTHS);
        break;
      default:
        out.message.set_kind(pv1::TargetPeriod::KIND_YEAR);
    }
    return out;
  }
  // The last day of the period, or one before it.
  Day DayIn(const Period& period) {
    const Day end = EndOf(period.last);
    if (Chance(70)) return end;
    const auto days = static_cast<size_t>((end - DayOf(period.first, 1)).count());
    return end - std::chrono::days(Below(days + 1));
  }

  void ReportValue(size_t i) {
    Report report;
    report.period = AnyPeriod();
    report.incremental = Chance(40);
    report.value = static_cast<int>(Below(1600)) - (Chance(5) ? 1600 : 0);
    report.as_of = DayIn(report.period);
    if (Chance(40)) report.unit = "units/chi-bo-" + std::to_string(1 + Below(2));
    pv1::ReportTargetValueRequest request;
    request.set_name(Name(i));
    *request.mutable_period() = report.period.message;
    request.set_kind(report.incremental ? pv1::TargetReport::KIND_INCREMENTAL
                                        : pv1::TargetReport::KIND_CUMULATIVE);
    request.set_value(std::to_string(report.value));
    *request.mutable_as_of() = api::ToProto(report.as_of);
    request.set_unit(report.unit);
    const bool possible =
        LifeOf(i) == Life::kAssigned && !model_[i].Conflicts(report, model_[i].reports.size());
    if (!Try(&Stub::ReportTargetValue, request, possible)) return;
    model_[i].reports.push_back(report);
  }

  // A random report of the target; nullopt while it has none.
  std::optional<size_t> AnyReport(size_t i) {
    if (model_[i].reports.empty()) return std::nullopt;
    return Below(model_[i].reports.size());
  }
  static std::string ReportName(size_t i, size_t number) {
    const std::string digits = std::to_string(number + 1);
    return Name(i) + "/reports/" + std::string(4 - digits.size(), '0') + digits;
  }

  void Correct(size_t i) {
    const std::optional<size_t> at = AnyReport(i);
    if (!at) return;
    Report right = model_[i].reports[*at];
    right.value = static_cast<int>(Below(1600));
    ++right.version;
    pv1::CorrectTargetReportRequest request;
    request.set_name(ReportName(i, *at));
    request.set_value(std::to_string(right.value));
    request.set_reason("cộng thiếu");
    if (Chance(30)) {
      right.period = AnyPeriod();
      right.as_of = EndOf(right.period.last);
      *request.mutable_period() = right.period.message;
      *request.mutable_as_of() = api::ToProto(right.as_of);
    }
    if (Chance(20)) {
      right.incremental = !right.incremental;
      request.set_kind(right.incremental ? pv1::TargetReport::KIND_INCREMENTAL
                                         : pv1::TargetReport::KIND_CUMULATIVE);
    }
    const bool possible = LifeOf(i) != Life::kDraft && !model_[i].reports[*at].voided &&
                          !model_[i].Conflicts(right, *at);
    if (!Try(&Stub::CorrectTargetReport, request, possible)) return;
    model_[i].reports[*at] = right;
  }

  void VoidReport(size_t i) {
    const std::optional<size_t> at = AnyReport(i);
    if (!at) return;
    pv1::VoidTargetReportRequest request;
    request.set_name(ReportName(i, *at));
    request.set_reason("nhập nhầm");
    const bool possible = LifeOf(i) != Life::kDraft && !model_[i].reports[*at].voided;
    if (!Try(&Stub::VoidTargetReport, request, possible)) return;
    model_[i].reports[*at].voided = true;
  }

  Suite& suite_;
  ManualClock& clock_;
  std::mt19937 random_;
  std::array<Target, kTargets> model_;
  std::string position_;
  google::protobuf::Timestamp last_commit_;
  int taken_ = 0;
  int refused_ = 0;
};

}  // namespace tiendo::status::target_model

#endif  // TIENDO_TESTS_INTEGRATION_STATUS_TARGET_LIVES_H_
