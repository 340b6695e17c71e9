// The store of units on every engine.
#include "services/units/storage/sql_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>

#include "common/db/migrator.h"
#include "common/ledger/committer.h"
#include "services/units/api/codec.h"
#include "services/units/domain/forest.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::units {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

Unit NewUnit(const std::string& id, const std::string& parent = "") {
  Unit unit;
  unit.name = "units/" + id;
  unit.side = Side::kGovernment;
  unit.kind = Kind::kDivision;
  unit.effective_from = D("2020-01-01");
  unit.legal_basis = {"1/QĐ", D("2019-12-20"), "UBND Thành phố"};
  Period& first = unit.periods.front();
  first.from = unit.effective_from;
  first.display_name = "Phòng " + id;
  first.short_name = "P." + id;
  first.code = "C-" + id;
  first.head_title = "Trưởng phòng";
  first.parent = parent;
  return unit;
}

class UnitsStoreTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, ledger::WithLedger(Migrations())), IsOk());
    Start();
  }
  void Start() {
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
  absl::Status Put(Unit unit) {
    return Write([&](ledger::Transaction& tx) { return store_.Units(tx)->Put(unit); });
  }
  std::vector<std::string> Referrers(const std::string& key, Day from = Day::min(),
                                     const std::string& after = "", int limit = 10) {
    std::vector<std::string> out;
    EXPECT_THAT(Write([&](ledger::Transaction& tx) {
                  out = store_.Units(tx)->Referrers(key, from, after, limit).value();
                  return absl::OkStatus();
                }),
                IsOk());
    return out;
  }
  std::vector<std::string> Listed(size_t collection, std::vector<ledger::Condition> conditions) {
    db::Lease lease = database_->Reader().value();
    ledger::Reader reader(*lease, schema_);
    ledger::ListQuery query;
    query.conditions = std::move(conditions);
    const auto rows = reader.List(schema_.collections[collection], query);
    EXPECT_THAT(rows, IsOk());
    std::vector<std::string> names;
    for (const ledger::Row& row : *rows) names.push_back(row.name);
    return names;
  }

  const ledger::Schema schema_ = StorageSchema();
  testing::ManualClock clock_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  const SqlStore store_{{.unit = std::make_unique<UnitCodec>(),
                         .event = std::make_unique<EventCodec>(),
                         .calendar = std::make_unique<CalendarCodec>()}};
};

INSTANTIATE_TEST_SUITE_P(Engines, UnitsStoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(UnitsStoreTest, ResourcesComeBackWhole) {
  Unit unit = NewUnit("a", "units/so");
  unit.periods.push_back(unit.periods.front());
  unit.periods.back().from = D("2023-05-01");
  unit.periods.back().parent = "units/b";
  unit.periods.back().led_by = "units/chi-bo";
  unit.periods.back().events = {"units/a/events/0001", "units/a/events/0002"};
  unit.effective_to = D("2025-03-01");
  unit.successors = {"units/b", "units/c"};
  UnitEvent event;
  event.name = EventName(unit.name, 1);
  event.kind = EventKind::kTransferred;
  event.date = D("2023-05-01");
  event.legal_basis = {"2/QĐ", D("2023-04-20"), "UBND Thành phố"};
  event.parent = "units/b";
  event.led_by = "";  // set to nothing is not "unchanged"
  UnitEvent end;
  end.name = EventName(unit.name, 2);
  end.kind = EventKind::kSplit;
  end.date = D("2025-03-01");
  end.successors = unit.successors;
  Calendar calendar;
  calendar.name = "calendars/2025";
  calendar.holidays = {{D("2025-05-02"), "Nghỉ bù", {"3/TB", D("2024-12-01"), "Bộ Nội vụ"}}};
  calendar.swapped_working_days = {{D("2025-04-26"), "Làm bù", {"3/TB", std::nullopt, ""}}};
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Units(tx)->Put(unit);
                if (status.ok()) status = store_.Events(tx)->Put(event);
                if (status.ok()) status = store_.Events(tx)->Put(end);
                if (status.ok()) status = store_.Calendars(tx)->Put(calendar);
                return status;
              }),
              IsOk());
  event.record_revision = event.stamp.revision;
  end.record_revision = end.stamp.revision;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                EXPECT_THAT(store_.Units(tx)->Get(unit.name), IsOkAndHolds(Optional(unit)));
                EXPECT_THAT(store_.Events(tx)->Get(event.name), IsOkAndHolds(Optional(event)));
                EXPECT_THAT(store_.Events(tx)->Get(end.name), IsOkAndHolds(Optional(end)));
                EXPECT_THAT(store_.Calendars(tx)->Get(calendar.name),
                            IsOkAndHolds(Optional(calendar)));
                // A name of one collection is none of another.
                EXPECT_THAT(store_.Units(tx)->Get(event.name), IsOkAndHolds(std::nullopt));
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(UnitsStoreTest, TellsWhoNamesWhomFromADayOn) {
  ASSERT_THAT(Put(NewUnit("a", "units/so")), IsOk());
  Unit b = NewUnit("b", "units/so");
  b.periods.push_back(b.periods.front());
  b.periods.back().from = D("2023-01-01");
  b.periods.back().led_by = "units/chi-bo";
  b.effective_to = D("2024-01-01");
  b.successors = {"units/a"};
  ASSERT_THAT(Put(b), IsOk());
  EXPECT_THAT(Referrers("units/so"), ElementsAre("units/a", "units/b"));
  EXPECT_THAT(Referrers("units/so", D("2020-01-01")), ElementsAre("units/a", "units/b"));
  EXPECT_THAT(Referrers("units/so", D("2020-01-02")), IsEmpty());
  EXPECT_THAT(Referrers("units/chi-bo", D("2023-01-01")), ElementsAre("units/b"));
  EXPECT_THAT(Referrers("units/a", D("2024-01-01")), ElementsAre("units/b"));
  EXPECT_THAT(Referrers("units/a", D("2024-01-02")), IsEmpty());
  EXPECT_THAT(Referrers("code/C-b"), ElementsAre("units/b"));
  EXPECT_THAT(Referrers("units/so", Day::min(), "", 1), ElementsAre("units/a"));
  EXPECT_THAT(Referrers("units/so", Day::min(), "units/a"), ElementsAre("units/b"));
  // A later day is kept, an earlier one does not replace it.
  Unit later = NewUnit("a", "units/x");
  later.periods.push_back(later.periods.front());
  later.periods.back().from = D("2023-06-01");
  later.periods.back().parent = "units/so";
  ASSERT_THAT(Put(later), IsOk());
  ASSERT_THAT(Put(NewUnit("a", "units/so")), IsOk());
  EXPECT_THAT(Referrers("units/so", D("2023-06-01")), ElementsAre("units/a"));
}

TEST_P(UnitsStoreTest, ColumnsFilterLists) {
  Unit ended = NewUnit("ended", "units/so");
  ended.effective_to = D("2024-01-01");
  ASSERT_THAT(Put(ended), IsOk());
  ASSERT_THAT(Put(NewUnit("so")), IsOk());
  EXPECT_THAT(Listed(0, {{"parent", "=", "units/so"}, {"state", "=", "ENDED"}}),
              ElementsAre("units/ended"));
  EXPECT_THAT(Listed(0, {{"code", "=", "C-so"}, {"side", "=", "GOVERNMENT"}}),
              ElementsAre("units/so"));
  UnitEvent event;
  event.name = EventName("units/so", 1);
  event.kind = EventKind::kRenamed;
  event.date = D("2024-02-01");
  event.voided = true;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Events(tx)->Put(event); }),
              IsOk());
  EXPECT_THAT(Listed(1, {{"kind", "=", "RENAMED"}, {"effective_date", ">=", "2024-01-01"}}),
              ElementsAre(event.name));
  EXPECT_THAT(Listed(1, {{"voided", "=", 0}}), IsEmpty());
}

// A database of the version before: units as they were stored then, without periods and references.
TEST_P(UnitsStoreTest, TakesOverADatabaseOfTheVersionBefore) {
  auto old = Open(NewOptions());
  std::vector<db::Migration> before = ledger::WithLedger(Migrations());
  before.resize(2);
  ASSERT_THAT(db::Migrate(*old, before), IsOk());
  v1::Unit stored;
  stored.set_name("units/a");
  stored.set_display_name("Phòng a");
  stored.set_side(v1::Unit::SIDE_GOVERNMENT);
  stored.set_kind(v1::Unit::KIND_DIVISION);
  stored.set_parent("units/so");
  stored.set_led_by("units/chi-bo");
  stored.set_code("C1");
  *stored.mutable_effective_from() = api::ToProto(D("2020-01-01"));
  {
    auto writer = old->Writer();
    ASSERT_THAT(writer, IsOk());
    ASSERT_THAT(
        (*writer)->Execute(
            "INSERT INTO units (name, from_revision, to_revision, body, side,"
            " kind, parent, led_by, code, state) VALUES (:n, 1,"
            " 9223372036854775807, :b, 'GOVERNMENT', 'DIVISION', :p, :l, :c,"
            " 'ACTIVE')",
            {"units/a", db::Bytes{api::PackBody(stored)}, "units/so", "units/chi-bo", "C1"}),
        IsOk());
  }
  ASSERT_THAT(db::Migrate(*old, ledger::WithLedger(Migrations())), IsOk());
  committer_.reset();
  database_ = std::move(old);
  Start();
  EXPECT_THAT(Referrers("units/so", D("2999-01-01")), ElementsAre("units/a"));
  EXPECT_THAT(Referrers("units/chi-bo"), ElementsAre("units/a"));
  EXPECT_THAT(Referrers("code/C1"), ElementsAre("units/a"));
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                const Unit unit = store_.Units(tx)->Get("units/a").value().value();
                EXPECT_EQ(unit.periods.size(), 1U);
                EXPECT_EQ(unit.last().parent, "units/so");
                EXPECT_EQ(unit.last().from, D("2020-01-01"));
                return absl::OkStatus();
              }),
              IsOk());
}

}  // namespace
}  // namespace tiendo::units
