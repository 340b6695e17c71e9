// The store of supervision on every engine.
#include "services/supervision/storage/sql_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "common/ledger/committer.h"
#include "services/supervision/api/codec.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

class SqlStoreTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, ledger::WithLedger(Migrations())), IsOk());
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
  absl::Status Put(Plan plan) {
    return Write([&](ledger::Transaction& tx) { return store_.Plans(tx)->Put(plan); });
  }
  static Plan PlanOf(const std::string& id, const std::string& unit, int year) {
    Plan plan;
    plan.name = "plans/" + id;
    plan.unit = "units/" + unit;
    plan.year = year;
    return plan;
  }
  // What `read` says on a connection that reads.
  template <typename Read>
  auto Reading(Read read) {
    db::Lease lease = database_->Reader().value();
    ledger::Reader reader(*lease, schema_);
    return read(reader);
  }
  std::vector<std::string> Listed(const std::string& collection,
                                  std::vector<ledger::Condition> conditions) {
    return Reading([&](ledger::Reader& reader) {
      ledger::ListQuery query;
      query.conditions = std::move(conditions);
      std::vector<std::string> names;
      const std::vector<ledger::Row> rows =
          reader.List(*schema_.ForName(collection + "/x"), query).value();
      for (const ledger::Row& row : rows) {
        names.push_back(row.name);
      }
      return names;
    });
  }

  const ledger::Schema schema_ = StorageSchema();
  testing::ManualClock clock_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  const SqlStore store_{std::make_unique<RequirementCodec>(), std::make_unique<PlanCodec>(),
                        std::make_unique<EngagementCodec>()};
};

INSTANTIATE_TEST_SUITE_P(Engines, SqlStoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(SqlStoreTest, ResourcesComeBackWhole) {
  PlanRequirement requirement;
  requirement.name = "requirements/2026";
  requirement.year = 2026;
  requirement.deadline = D("2026-02-15");
  requirement.unit_kinds = {"GRASSROOTS_CELL", "COMMITTEE_ORGAN"};
  requirement.units = {"units/a"};
  requirement.document = {"01-KH/ĐU", D("2026-01-02"), "Đảng ủy Sở"};
  Plan plan = PlanOf("p", "a", 2026);
  plan.title = "Kế hoạch kiểm tra, giám sát";
  plan.adopted_on = D("2026-01-05");
  plan.adopted_document = {"02-NQ/CB", std::nullopt, ""};
  plan.issued_on = D("2026-01-10");
  plan.issued_document = {"03-KH/CB", D("2026-01-10"), "Chi bộ"};
  plan.state = PlanState::kIssued;
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.plan = "plans/p";
  engagement.kind = EngagementKind::kContinuousSupervision;
  engagement.unit = "units/a";
  engagement.subjects = {"units/b", "units/c"};
  engagement.title = "Giám sát thường xuyên";
  engagement.tags = {"theme/phong-chong-tham-nhung"};
  engagement.scheduled_from = D("2026-04-01");
  engagement.scheduled_to = D("2026-06-30");
  engagement.concluded_on = D("2026-05-01");
  engagement.conclusion_document = {"04-TB/CB", std::nullopt, ""};
  engagement.state = EngagementState::kConcluded;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Requirements(tx)->Put(requirement);
                if (status.ok()) status = store_.Plans(tx)->Put(plan);
                if (status.ok()) status = store_.Engagements(tx)->Put(engagement);
                return status;
              }),
              IsOk());
  EXPECT_EQ(plan.stamp.revision, 1);
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                EXPECT_THAT(store_.Requirements(tx)->Get(requirement.name),
                            IsOkAndHolds(Optional(requirement)));
                EXPECT_THAT(store_.Plans(tx)->Get(plan.name), IsOkAndHolds(Optional(plan)));
                EXPECT_THAT(store_.Engagements(tx)->Get(engagement.name),
                            IsOkAndHolds(Optional(engagement)));
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(SqlStoreTest, FindsThePlanOfAUnitAndYear) {
  ASSERT_THAT(Put(PlanOf("a26", "a", 2026)), IsOk());
  ASSERT_THAT(Put(PlanOf("a27", "a", 2027)), IsOk());
  auto find = [this](const std::string& unit, int year) {
    return Reading([&](ledger::Reader& reader) { return store_.FindPlan(reader, unit, year); });
  };
  EXPECT_THAT(find("units/a", 2026), IsOkAndHolds(Optional(std::string("plans/a26"))));
  EXPECT_THAT(find("units/a", 2027), IsOkAndHolds(Optional(std::string("plans/a27"))));
  EXPECT_THAT(find("units/a", 2025), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(find("units/b", 2026), IsOkAndHolds(std::nullopt));
}

TEST_P(SqlStoreTest, TheDatabaseItselfRefusesASecondPlanOfAUnitAndYear) {
  ASSERT_THAT(Put(PlanOf("first", "a", 2026)), IsOk());
  EXPECT_THAT(Put(PlanOf("second", "a", 2026)), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Put(PlanOf("first", "a", 2026)), IsOk());  // another version of the same
}

TEST_P(SqlStoreTest, ReadsThePlansOfAYearAsOfARevision) {
  ASSERT_THAT(Put(PlanOf("a", "a", 2026)), IsOk());
  ASSERT_THAT(Put(PlanOf("other-year", "a", 2025)), IsOk());
  Plan adopted = PlanOf("a", "a", 2026);
  adopted.state = PlanState::kAdopted;
  ASSERT_THAT(Put(adopted), IsOk());
  ASSERT_THAT(Put(PlanOf("b", "b", 2026)), IsOk());
  auto plans = [this](int64_t at) {
    std::vector<std::string> out;
    auto read =
        Reading([&](ledger::Reader& reader) { return store_.PlansOfYear(reader, 2026, at); });
    for (const Plan& plan : read.value()) {
      out.push_back(plan.name + (plan.state == PlanState::kAdopted ? " adopted" : ""));
    }
    return out;
  };
  EXPECT_THAT(plans(1), ElementsAre("plans/a"));
  EXPECT_THAT(plans(2), ElementsAre("plans/a"));
  EXPECT_THAT(plans(3), ElementsAre("plans/a adopted"));
  EXPECT_THAT(plans(4), ElementsAre("plans/a adopted", "plans/b"));
}

TEST_P(SqlStoreTest, ReadsMorePlansThanOneStatementGives) {
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                for (int i = 0; i < 1001; ++i) {
                  const std::string id = "u" + std::to_string(i);
                  Plan plan = PlanOf(id, id, 2026);
                  if (absl::Status s = store_.Plans(tx)->Put(plan); !s.ok()) return s;
                }
                return absl::OkStatus();
              }),
              IsOk());
  auto all = Reading([&](ledger::Reader& reader) { return store_.PlansOfYear(reader, 2026, 1); });
  EXPECT_EQ(all.value().size(), 1001u);
}

TEST_P(SqlStoreTest, FindsTheRequirementOfAYearAsOfARevision) {
  PlanRequirement requirement;
  requirement.name = "requirements/2026";
  requirement.year = 2026;
  ASSERT_THAT(Put(PlanOf("a", "a", 2026)), IsOk());
  ASSERT_THAT(
      Write([&](ledger::Transaction& tx) { return store_.Requirements(tx)->Put(requirement); }),
      IsOk());
  auto find = [this](int year, int64_t at) {
    auto found =
        Reading([&](ledger::Reader& reader) { return store_.FindRequirement(reader, year, at); });
    return found.value().has_value();
  };
  EXPECT_TRUE(find(2026, 2));
  EXPECT_FALSE(find(2026, 1));
  EXPECT_FALSE(find(2025, 2));
}

TEST_P(SqlStoreTest, ColumnsHoldWhatFiltersCompare) {
  Plan adopted = PlanOf("b", "b", 2026);
  adopted.state = PlanState::kAdopted;
  ASSERT_THAT(Put(PlanOf("a", "a", 2025)), IsOk());
  ASSERT_THAT(Put(adopted), IsOk());
  EXPECT_THAT(Listed("plans", {{"state", "=", "DRAFTING"}}), ElementsAre("plans/a"));
  EXPECT_THAT(Listed("plans", {{"year", ">", 2025}}), ElementsAre("plans/b"));
  EXPECT_THAT(Listed("plans", {{"unit", "!=", "units/a"}}), ElementsAre("plans/b"));
  Engagement engagement;
  engagement.name = "engagements/e";
  engagement.kind = EngagementKind::kViolationSignsInspection;
  engagement.unit = "units/a";
  ASSERT_THAT(
      Write([&](ledger::Transaction& tx) { return store_.Engagements(tx)->Put(engagement); }),
      IsOk());
  EXPECT_THAT(Listed("engagements", {{"kind", "=", "VIOLATION_SIGNS_INSPECTION"},
                                     {"state", "=", "OPEN"},
                                     {"plan", "=", ""},
                                     {"unit", "=", "units/a"}}),
              ElementsAre("engagements/e"));
}

}  // namespace
}  // namespace tiendo::supervision
