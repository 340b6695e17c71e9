// Targets, their events and reports in the store, on every engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>

#include "common/ledger/committer.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/target_codec.h"
#include "services/programs/domain/target_verbs.h"
#include "services/programs/server.h"
#include "services/programs/storage/sql_store.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }
Decimal N(std::string_view text) { return Decimal::Parse(text).value(); }

constexpr char kTarget[] = "programs/p/targets/t";

class TargetStoreTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, ProgramsServer(std::make_shared<Config>()).migrations),
                IsOk());
    auto committer = ledger::Committer::Start(*database_, schema_, clock_, {});
    ASSERT_THAT(committer, IsOk());
    committer_ = *std::move(committer);
  }

  absl::Status Write(std::function<absl::Status(ledger::Transaction&)> apply) {
    std::promise<absl::Status> done;
    ledger::WriteRequest request;
    request.info = {"test", "test/Write", ""};
    request.apply = std::move(apply);
    request.replay = [](const std::vector<ledger::Row>&) { return absl::OkStatus(); };
    request.done = [&done](const absl::Status& status, const ledger::Commit&) {
      done.set_value(status);
    };
    committer_->Submit(std::move(request));
    return done.get_future().get();
  }
  template <typename Read>
  auto Reading(Read read) {
    db::Lease lease = database_->Reader().value();
    ledger::Reader reader(*lease, schema_);
    return read(reader);
  }
  std::vector<std::string> Listed(std::vector<ledger::Condition> conditions) {
    return Reading([&](ledger::Reader& reader) {
      ledger::ListQuery query;
      query.conditions = std::move(conditions);
      auto rows = reader.List(*schema_.ForName(kTarget), query);
      EXPECT_THAT(rows, IsOk());
      std::vector<std::string> names;
      for (const ledger::Row& row : *rows) names.push_back(row.name);
      return names;
    });
  }
  // The report as it was at a revision.
  TargetReport ReportAt(const std::string& name, std::optional<int64_t> at) {
    return Reading([&](ledger::Reader& reader) {
      return TargetReportCodec().Decode(reader.Get(name, at).value().value().body).value();
    });
  }

  static Target WholeTarget() {
    Target target;
    target.name = kTarget;
    target.ordinal = 3;
    target.title = "Tỷ lệ hộ nghèo";
    target.terms.year_value = N("0.35");
    target.terms.plan = {{{TargetPeriod::Kind::kSixMonths, 0}, N("0.2")}};
    target.terms.base_value = N("2.45");
    target.terms.leads = {"units/a", "units/b"};
    target.coordinators = {"units/c"};
    target.assigning_organ = "Ủy ban nhân dân Thành phố";
    target.tags = {"work-area/xay-dung-chinh-quyen"};
    target.unit_of_measure = "điểm %";
    target.direction = TargetDirection::kDecreaseBy;
    target.year = 2022;
    target.measured_from = TargetPeriod{TargetPeriod::Kind::kYear, 0};
    target.original_year_value = N("0.4");
    target.original_plan = {{{TargetPeriod::Kind::kQuarter, 1}, N("0.1")}};
    target.state = TargetState::kWithdrawn;
    target.approval_date = D("2022-01-15");
    target.withdrawal_date = D("2022-12-01");
    return target;
  }

  const ledger::Schema schema_ = StorageSchema();
  testing::ManualClock clock_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  const SqlStore store_ = SqlStore({.category = std::make_unique<CategoryCodec>(),
                                    .program = std::make_unique<ProgramCodec>(),
                                    .item = std::make_unique<ItemCodec>(),
                                    .event = std::make_unique<EventCodec>(),
                                    .hidden_item = std::make_unique<HiddenItemCodec>(),
                                    .hidden_event = std::make_unique<HiddenEventCodec>(),
                                    .tag = std::make_unique<TagCodec>(),
                                    .period = std::make_unique<PeriodCodec>(),
                                    .target = std::make_unique<TargetCodec>(),
                                    .target_event = std::make_unique<TargetEventCodec>(),
                                    .target_report = std::make_unique<TargetReportCodec>(),
                                    .duty = std::make_unique<DutyCodec>(),
                                    .assignment = std::make_unique<AssignmentCodec>(),
                                    .assignment_event = std::make_unique<AssignmentEventCodec>()});
};

INSTANTIATE_TEST_SUITE_P(Engines, TargetStoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(TargetStoreTest, ResourcesComeBackWhole) {
  Target target = WholeTarget();
  TargetEvent event;
  event.name = "programs/p/targets/t/events/0001";
  event.kind = TargetEvent::Kind::kAdjusted;
  event.date = D("2022-07-01");
  event.changes.plan = std::vector<PlanPoint>{};
  event.changes.leads = {"units/b"};
  event.document = {"9/QĐ", D("2022-06-30"), "UBND"};
  event.reason = "dịch bệnh";
  event.units_revision = 4;
  event.voided = true;
  event.void_reason = "nhập nhầm";
  TargetReport report;
  report.name = ReportName(kTarget, 1);
  report.period = {TargetPeriod::Kind::kMonth, 4};
  report.kind = TargetReport::Kind::kIncremental;
  report.value = N("-0.000000001");
  report.as_of = D("2022-04-25");
  report.reported_date = D("2022-05-05");
  report.evidence = {"31/BC", D("2022-05-04"), "Sở"};
  report.unit = "units/a";
  report.units_revision = 7;
  report.version = 2;
  report.correction = {N("5"),
                       TargetReport::Kind::kCumulative,
                       {TargetPeriod::Kind::kQuarter, 1},
                       D("2022-03-31"),
                       "cộng thiếu",
                       {"32/BC", std::nullopt, ""}};
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Targets(tx)->Put(target);
                if (status.ok()) status = store_.TargetEvents(tx)->Put(event);
                if (status.ok()) status = store_.TargetReports(tx)->Put(report);
                return status;
              }),
              IsOk());
  EXPECT_EQ(event.stamp.revision, target.stamp.revision);
  ASSERT_THAT(
      Write([&](ledger::Transaction& tx) {
        EXPECT_THAT(store_.Targets(tx)->Get(kTarget), IsOkAndHolds(Optional(target)));
        EXPECT_THAT(store_.TargetEvents(tx)->Get(event.name), IsOkAndHolds(Optional(event)));
        EXPECT_THAT(store_.TargetReports(tx)->Get(report.name), IsOkAndHolds(Optional(report)));
        EXPECT_THAT(store_.Targets(tx)->Get(event.name), IsOkAndHolds(std::nullopt));
        EXPECT_THAT(store_.Items(tx)->Get(kTarget), IsOkAndHolds(std::nullopt));
        return absl::OkStatus();
      }),
      IsOk());
}

TEST_P(TargetStoreTest, ColumnsFilterLists) {
  Target a = WholeTarget();
  Target b = WholeTarget();
  b.name = "programs/q/targets/t";
  b.state = TargetState::kAssigned;
  b.direction = TargetDirection::kMoreThan;
  b.year = 2023;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Targets(tx)->Put(a);
                return status.ok() ? store_.Targets(tx)->Put(b) : status;
              }),
              IsOk());
  EXPECT_THAT(Listed({}), ElementsAre(a.name, b.name));
  EXPECT_THAT(Listed({{"state", "=", "ASSIGNED"}}), ElementsAre(b.name));
  EXPECT_THAT(Listed({{"direction", "=", "DECREASE_BY"}}), ElementsAre(a.name));
  EXPECT_THAT(Listed({{"year", ">", 2022}}), ElementsAre(b.name));
}

TEST_P(TargetStoreTest, ACorrectionLeavesTheEarlierVersionReadable) {
  Program program;
  program.name = "programs/p";
  program.years = {2022};
  program.state = ProgramState::kApproved;
  Target target = WholeTarget();
  target.state = TargetState::kDraft;
  target.terms.base_value.reset();
  TargetVerbInput assign;
  assign.name = kTarget;
  assign.date = D("2022-01-15");
  NewTargetReport report;
  report.target = kTarget;
  report.today = D("2022-07-14");
  report.report.period = {TargetPeriod::Kind::kSixMonths, 0};
  report.report.value = N("0.1");
  report.report.reported_date = report.today;
  ReportCorrection correction;
  correction.name = ReportName(kTarget, 1);
  correction.value = N("0.2");
  correction.reason = "cộng thiếu";
  correction.today = report.today;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Programs(tx)->Put(program);
                return status.ok() ? store_.Targets(tx)->Put(target) : status;
              }),
              IsOk());
  const auto verb = [this](auto run) {
    return Write([&](ledger::Transaction& tx) {
      auto programs = store_.Programs(tx);
      auto categories = store_.Categories(tx);
      auto targets = store_.Targets(tx);
      auto events = store_.TargetEvents(tx);
      auto reports = store_.TargetReports(tx);
      return run(TargetStores{*programs, *categories, *targets, *events, *reports}).status();
    });
  };
  ASSERT_THAT(verb([&](const TargetStores& s) { return AssignTarget(s, assign); }), IsOk());
  ASSERT_THAT(verb([&](const TargetStores& s) { return ReportTargetValue(s, report); }), IsOk());
  const TargetReport first = ReportAt(correction.name, std::nullopt);
  ASSERT_THAT(verb([&](const TargetStores& s) { return CorrectTargetReport(s, correction); }),
              IsOk());
  EXPECT_EQ(ReportAt(correction.name, std::nullopt).value, N("0.2"));
  EXPECT_EQ(ReportAt(correction.name, first.stamp.revision), first);
  // The verb wrote the target and its event in one revision.
  auto changes = Reading([](ledger::Reader& reader) { return reader.ChangesAfter(1, 10).value(); });
  ASSERT_GE(changes.size(), 2U);
  EXPECT_EQ(changes[0].revision, changes[1].revision);
  EXPECT_EQ(changes[1].name, "programs/p/targets/t/events/0001");
}

}  // namespace
}  // namespace tiendo::programs
