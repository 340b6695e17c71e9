// What an import of a whole table would send: which requests, in which order, under which ids.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "services/cli/sheet_plan.h"
#include "tests/unit/cli/fake_caller.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/programs/v1/targets.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

namespace pv1 = programs::v1;
namespace uv1 = units::v1;
using sheets::Column;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A programme with one assigned target, of which `reports` were recorded.
class OneTarget {
 public:
  OneTarget() {
    caller_.On<pv1::GetProgramRequest, pv1::Program>(
        "GetProgram", [](const pv1::GetProgramRequest& request, pv1::Program& program) {
          program.set_name(request.name());
          program.set_state(pv1::Program::STATE_APPROVED);
          return absl::OkStatus();
        });
    caller_.On<pv1::ListTargetsRequest, pv1::ListTargetsResponse>(
        "ListTargets", [](const pv1::ListTargetsRequest&, pv1::ListTargetsResponse& page) {
          pv1::Target& target = *page.add_targets();
          target.set_name("programs/p/targets/t");
          target.set_title("Giải quyết việc làm");
          target.set_year(2022);
          target.set_state(pv1::Target::STATE_ASSIGNED);
          target.set_revision(5);
          return absl::OkStatus();
        });
    caller_.On<pv1::ListTargetEventsRequest, pv1::ListTargetEventsResponse>(
        "ListTargetEvents",
        [](const pv1::ListTargetEventsRequest&, pv1::ListTargetEventsResponse& page) {
          pv1::TargetEvent& assigned = *page.add_events();
          assigned.set_kind(pv1::TargetEvent::KIND_ASSIGNED);
          assigned.mutable_event_date()->set_year(2022);
          assigned.mutable_event_date()->set_month(1);
          assigned.mutable_event_date()->set_day(10);
          assigned.set_revision(5);
          return absl::OkStatus();
        });
    caller_.On<pv1::ListTargetReportsRequest, pv1::ListTargetReportsResponse>(
        "ListTargetReports",
        [this](const pv1::ListTargetReportsRequest&, pv1::ListTargetReportsResponse& page) {
          for (const pv1::TargetReport& report : reports) *page.add_reports() = report;
          return absl::OkStatus();
        });
  }

  // Ids of the requests for a table whose only row reports `value` of April.
  std::vector<std::string> IdsFor(const char* value) {
    sheets::TargetTable table;
    table.header.kind = sheets::TableKind::kTargets;
    table.header.row = 1;
    table.header.columns = {{Column::kId, 0}, {Column::kTargetTitle, 1}, {Column::kReports, 2}};
    sheets::TargetRow row;
    row.row = 2;
    row.program = "p";
    row.id = "t";
    row.title = "Giải quyết việc làm";
    row.reports = {
        {.period = {sheets::Period::Kind::kMonth, 4}, .value = *sheets::Decimal::Parse(value)}};
    table.rows.push_back(row);
    const absl::StatusOr<SheetPlan> plan = PlanTargets(caller_, "ct.csv", table);
    EXPECT_TRUE(plan.ok()) << plan.status();
    std::vector<std::string> ids;
    if (!plan.ok()) return ids;
    EXPECT_THAT(plan->problems, IsEmpty());
    for (const ImportRequest& request : plan->requests) ids.push_back(request.request_id);
    return ids;
  }

  std::vector<pv1::TargetReport> reports;

 private:
  FakeCaller caller_;
};

TEST(TargetPlanTest, AReportThatWasTakenBackIsAnotherRequest) {
  OneTarget office;
  const std::vector<std::string> first = office.IdsFor("54950");
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(office.IdsFor("54950"), first) << "nothing has changed: the request under way";
  pv1::TargetReport report;
  report.set_name("programs/p/targets/t/reports/0001");
  report.mutable_period()->set_kind(pv1::TargetPeriod::KIND_MONTH);
  report.mutable_period()->set_number(4);
  report.set_kind(pv1::TargetReport::KIND_CUMULATIVE);
  report.set_value("54950");
  report.mutable_as_of()->set_year(2022);
  report.mutable_as_of()->set_month(4);
  report.mutable_as_of()->set_day(30);
  report.set_revision(6);
  office.reports = {report};
  EXPECT_THAT(office.IdsFor("54950"), IsEmpty()) << "it is recorded";
  office.reports[0].set_voided(true);
  office.reports[0].set_revision(7);
  const std::vector<std::string> again = office.IdsFor("54950");
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_NE(again, first) << "the target's own revision is what it was";
}

TEST(UnitPlanTest, AChainAsLongAsATableMayBeIsPlannedFromTheTop) {
  FakeCaller caller;
  caller.On<uv1::GetTreeRequest, uv1::GetTreeResponse>(
      "GetTree",
      [](const uv1::GetTreeRequest&, uv1::GetTreeResponse&) { return absl::OkStatus(); });
  caller.On<uv1::GetUnitRequest, uv1::Unit>("GetUnit",
                                            [](const uv1::GetUnitRequest& request, uv1::Unit&) {
                                              return absl::NotFoundError(request.name());
                                            });
  sheets::UnitTable table;
  table.header.kind = sheets::TableKind::kUnits;
  table.header.row = 1;
  int place = 0;
  for (const Column column : sheets::ColumnsOf(sheets::TableKind::kUnits)) {
    table.header.columns[column] = place++;
  }
  constexpr int kRows = 20'000;
  for (int i = 1; i <= kRows; ++i) {  // each below the next
    sheets::UnitRow row;
    row.row = i;
    row.id = "u-" + std::to_string(i);
    row.name = "Phòng " + std::to_string(i);
    row.kind = "DIVISION";
    if (i < kRows) row.superior = "u-" + std::to_string(i + 1);
    row.effective_from = calendar::FromYmd(2015, 1, 1);
    table.rows.push_back(row);
  }
  const absl::StatusOr<SheetPlan> plan = PlanUnits(caller, "dv.csv", table);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_THAT(plan->problems, IsEmpty());
  std::vector<int> order;
  for (const std::vector<int>& rows : plan->rows) {
    order.insert(order.end(), rows.begin(), rows.end());
  }
  std::vector<int> wanted(kRows);
  std::iota(wanted.rbegin(), wanted.rend(), 1);
  EXPECT_EQ(order, wanted);
}

}  // namespace
}  // namespace tiendo::cli
