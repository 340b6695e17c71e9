// The store of programs on every engine.
#include "services/programs/storage/sql_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>

#include "common/feed/mirror.h"
#include "common/ledger/committer.h"
#include "common/resource/name.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/target_codec.h"
#include "services/programs/domain/item_verbs.h"
#include "services/programs/domain/secret.h"
#include "services/programs/server.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Not;
using ::testing::Optional;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

SqlStore NewStore() {
  return SqlStore({.category = std::make_unique<CategoryCodec>(),
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
}

// With every field set.
ItemEvent FullEvent() {
  ItemEvent event;
  event.name = EventName("programs/p/items/i", 1);
  event.kind = EventKind::kReassigned;
  event.date = D("2022-05-02");
  event.lead = "units/a";
  event.parts = {"units/a", "units/b"};
  event.new_due_date = D("2022-09-30");
  event.reported_date = D("2022-05-03");
  event.accepted_date = D("2022-05-04");
  event.leads = {"units/c"};
  event.coordinators = {"units/d"};
  event.percent = 0;
  event.note = "đã họp";
  event.milestones = {{"m1", "Họp riêng", D("2022-05-05"), D("2022-05-06")}, {"m2", "Ký riêng"}};
  event.item = "programs/q/items/i";
  event.document = {"9-CV", D("2022-05-01"), "Sở"};
  event.approver = "Giám đốc Sở";
  event.reason = "chờ ý kiến riêng";
  event.units_revision = 4;
  event.voided = true;
  event.void_reason = "nhập nhầm riêng";
  event.void_time = Instant(std::chrono::seconds(7));
  return event;
}

class SqlStoreTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, AllMigrations()), IsOk());
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
  absl::Status PutItem(Item item) {
    return Write([&](ledger::Transaction& tx) { return store_.Items(tx)->Put(item); });
  }
  // What `read` says on a connection that reads.
  template <typename Read>
  auto Reading(Read read) {
    db::Lease lease = database_->Reader().value();
    ledger::Reader reader(*lease, schema_);
    return read(reader);
  }
  Item ReadItem(const std::string& name, std::optional<int64_t> at = std::nullopt) {
    return Reading([&](ledger::Reader& reader) {
      return store_.ReadItems(reader, at)->Get(name).value().value();
    });
  }
  std::string Body(const std::string& name) {
    return Reading([&](ledger::Reader& reader) { return reader.Get(name).value().value().body; });
  }
  std::vector<std::string> Listed(const char* name_in_collection,
                                  std::vector<ledger::Condition> conditions,
                                  const std::string& prefix = "") {
    return Reading([&](ledger::Reader& reader) {
      ledger::ListQuery query;
      query.conditions = std::move(conditions);
      query.prefix = prefix;
      auto rows = reader.List(*schema_.ForName(name_in_collection), query);
      EXPECT_THAT(rows, IsOk());
      std::vector<std::string> names;
      for (const ledger::Row& row : *rows) names.push_back(row.name);
      return names;
    });
  }

  static Item SecretItem() {
    Item item;
    item.name = "programs/p/items/s";
    item.title = "Nội dung tuyệt đối";
    item.product = "Đề án riêng";
    item.secret = true;
    return item;
  }

  const ledger::Schema schema_ = StorageSchema();
  testing::ManualClock clock_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  const SqlStore store_ = NewStore();
};

INSTANTIATE_TEST_SUITE_P(Engines, SqlStoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(SqlStoreTest, ResourcesComeBackWhole) {
  Category category{
      "categories/department", "Chương trình của Sở", CategoryKind::kScheme, 2, true, {}};
  Program program;
  program.name = "programs/p";
  program.title = "Chương trình công tác năm 2022";
  program.years = {2022, 2023};
  program.category = category.name;
  program.owner = "units/so";
  program.basis = {{"1-NQ", D("2022-01-03"), "Đảng ủy Sở"}};
  program.approval_date = D("2022-01-10");
  program.approval_document = {"12-CTr", std::nullopt, ""};
  program.state = ProgramState::kClosed;
  program.close_date = D("2022-12-31");
  program.close_document = {"80-CV", std::nullopt, ""};
  Item item;
  item.name = "programs/p/items/i";
  item.ordinal = 3;
  item.title = "Nội dung mẫu 03";
  item.product = "Báo cáo";
  item.leads = {
      {"units/a", D("2022-05-10"), D("2022-05-11"), D("2022-05-12"), {"7-BC", D("2022-05-09"), ""}},
      {"units/b"}};
  item.coordinators = {"units/c"};
  item.assigning_organ = "UBND Thành phố";
  item.tags = {"theme/covid-19"};
  item.approval_date = D("2022-01-15");
  item.baseline_due_date = D("2022-06-30");
  item.due_date = D("2022-09-30");
  item.state = ItemState::kCarriedOver;
  item.entry = Entry{{"units/a"}, {"units/c"}, D("2022-06-30")};
  item.milestones = {{"m1", "Họp", D("2022-05-05"), D("2022-05-06")}, {"m2", "Ký"}};
  item.carried_from = "programs/o/items/i";
  item.carried_to = "programs/q/items/i";
  item.last_news_date = D("2022-05-10");
  item.accepted_date = D("2022-05-12");
  item.carry_over_date = D("2022-05-13");
  item.progress_percent = 0;
  ItemEvent event = FullEvent();
  Tag tag{"tags/dai-hoi-xiii",
          TagKind::kResolution,
          "Nghị quyết",
          {"1-NQ", D("2021-02-01"), "Đảng"},
          3,
          true,
          {}};
  Period period{"periods/2022-h1", PeriodKind::kHalfYear, "6 tháng", D("2022-01-01"),
                D("2022-06-30"),   D("2022-06-14"),       true,      {}};
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Categories(tx)->Put(category);
                if (status.ok()) status = store_.Tags(tx)->Put(tag);
                if (status.ok()) status = store_.Periods(tx)->Put(period);
                if (status.ok()) status = store_.Programs(tx)->Put(program);
                if (status.ok()) status = store_.Items(tx)->Put(item);
                if (status.ok()) status = store_.Events(tx)->Put(event);
                return status;
              }),
              IsOk());
  EXPECT_EQ(event.stamp.revision, item.stamp.revision);
  ASSERT_THAT(
      Write([&](ledger::Transaction& tx) {
        EXPECT_THAT(store_.Categories(tx)->Get(category.name), IsOkAndHolds(Optional(category)));
        EXPECT_THAT(store_.Tags(tx)->Get(tag.name), IsOkAndHolds(Optional(tag)));
        EXPECT_THAT(store_.Periods(tx)->Get(period.name), IsOkAndHolds(Optional(period)));
        EXPECT_THAT(store_.Programs(tx)->Get(program.name), IsOkAndHolds(Optional(program)));
        EXPECT_THAT(store_.Items(tx)->Get(item.name), IsOkAndHolds(Optional(item)));
        EXPECT_THAT(store_.Events(tx)->Get(event.name), IsOkAndHolds(Optional(event)));
        EXPECT_THAT(store_.Items(tx)->Get("programs/p"), IsOkAndHolds(std::nullopt));
        return absl::OkStatus();
      }),
      IsOk());
  EXPECT_EQ(ReadItem(item.name), item);
}

TEST_P(SqlStoreTest, ThePastIsReadAsItWas) {
  Item item;
  item.name = "programs/p/items/i";
  item.title = "trước";
  ASSERT_THAT(PutItem(item), IsOk());
  const Item first = ReadItem(item.name);
  item = first;
  item.title = "sau";
  item.secret = true;
  ASSERT_THAT(PutItem(item), IsOk());
  const Item second = ReadItem(item.name);
  EXPECT_EQ(second.title, "sau");
  EXPECT_EQ(second.stamp.create_time, first.stamp.create_time);
  item = second;
  item.title = "cuối";
  ASSERT_THAT(PutItem(item), IsOk());
  EXPECT_EQ(ReadItem(item.name, first.stamp.revision), first);
  EXPECT_EQ(ReadItem(item.name, second.stamp.revision), second);
  EXPECT_EQ(ReadItem(item.name).title, "cuối");
}

TEST_P(SqlStoreTest, BytesOfSecretItemsDoNotSayWhatTheyAre) {
  Item item = SecretItem();
  item.milestones = {{"m1", "Họp riêng", D("2022-05-05"), std::nullopt}};
  ItemEvent event = FullEvent();
  event.name = EventName(item.name, 1);
  event.secret = true;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Items(tx)->Put(item);
                if (status.ok()) status = store_.Events(tx)->Put(event);
                return status;
              }),
              IsOk());
  EXPECT_THAT(Body(item.name), HasSubstr(kSecretTitle));
  EXPECT_THAT(Body(item.name), Not(HasSubstr("tuyệt đối")));
  EXPECT_THAT(Body(item.name), Not(HasSubstr("Đề án riêng")));
  EXPECT_THAT(Body(event.name), Not(HasSubstr("riêng")));
  EXPECT_THAT(Body(event.name), Not(HasSubstr("đã họp")));
  for (const ledger::Change& change :
       Reading([](ledger::Reader& reader) { return reader.ChangesAfter(0, 100).value(); })) {
    EXPECT_THAT(change.after, Not(HasSubstr("riêng")));
    EXPECT_THAT(change.after, Not(HasSubstr("tuyệt đối")));
  }
  EXPECT_EQ(ReadItem(item.name).title, item.title);
  EXPECT_EQ(ReadItem(item.name).product, item.product);
  EXPECT_EQ(ReadItem(item.name).milestones, item.milestones);
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                EXPECT_THAT(store_.Events(tx)->Get(event.name), IsOkAndHolds(Optional(event)));
                EXPECT_THAT(store_.Items(tx)->List("programs/p/items/", "", 10),
                            IsOkAndHolds(ElementsAre(item)));
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(SqlStoreTest, WhatWasHiddenBeforeThereWasMoreToHideIsRead) {
  Item item = SecretItem();
  item.milestones = {{"m1", "Họp"}};
  ItemEvent event;
  event.name = EventName(item.name, 1);
  event.reason = "lý do riêng";
  event.secret = true;
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Items(tx)->Put(item);
                if (status.ok()) status = store_.Events(tx)->Put(event);
                for (const char* table : {"items", "item_events"}) {
                  if (!status.ok()) return status;
                  status = tx.connection()
                               .Execute("UPDATE " + std::string(table) + " SET hidden = NULL")
                               .status();
                }
                return status;
              }),
              IsOk());
  EXPECT_EQ(ReadItem(item.name).title, item.title);
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                EXPECT_EQ(store_.Events(tx)->Get(event.name).value()->reason, event.reason);
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(SqlStoreTest, SecretEventsOfALongListComeBackEachWithItsOwn) {
  for (int number = 1; number <= 5; ++number) {
    ItemEvent event = FullEvent();
    event.name = EventName("programs/p/items/i", number);
    event.secret = number % 2 == 1;
    event.note = std::to_string(number);
    // Two versions of each: the older one's text is not taken.
    for (const char* reason : {"cũ", "mới"}) {
      event.reason = reason + std::to_string(number);
      ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Events(tx)->Put(event); }),
                  IsOk());
    }
  }
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                auto events = EventsOf(*store_.Events(tx), "programs/p/items/i").value();
                EXPECT_EQ(events.size(), 5U);
                for (size_t i = 0; i < events.size(); ++i) {
                  EXPECT_EQ(events[i].reason, "mới" + std::to_string(i + 1));
                  EXPECT_EQ(events[i].note, std::to_string(i + 1));
                  EXPECT_EQ(events[i].secret, i % 2 == 0);
                }
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(SqlStoreTest, EventsAreListedInTheOrderOfRecording) {
  for (int number = 1; number <= 12; ++number) {
    ItemEvent event;
    event.name = EventName("programs/p/items/i", number);
    event.date = D("2022-12-31") - std::chrono::days(number);
    event.reason = std::to_string(number);
    ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Events(tx)->Put(event); }),
                IsOk());
  }
  ItemEvent other;
  other.name = EventName("programs/p/items/i2", 1);
  ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Events(tx)->Put(other); }),
              IsOk());
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                auto events = EventsOf(*store_.Events(tx), "programs/p/items/i").value();
                EXPECT_EQ(events.size(), 12U);
                for (size_t i = 0; i < events.size(); ++i) {
                  EXPECT_EQ(events[i].reason, std::to_string(i + 1));
                }
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_P(SqlStoreTest, ColumnsFilterLists) {
  auto add = [this](const char* name, ItemState state, std::optional<Day> due, bool secret) {
    Item item;
    item.name = name;
    item.state = state;
    item.due_date = due;
    item.secret = secret;
    ASSERT_THAT(PutItem(item), IsOk());
  };
  add("programs/p/items/a", ItemState::kIssued, D("2022-06-30"), false);
  add("programs/p/items/b", ItemState::kIssued, D("2022-09-30"), true);
  add("programs/q/items/c", ItemState::kDraft, std::nullopt, false);
  const char* const kItems = "programs/x/items/x";
  EXPECT_THAT(Listed(kItems, {{"state", "=", "ISSUED"}, {"due_date", "<=", "2022-06-30"}}),
              ElementsAre("programs/p/items/a"));
  EXPECT_THAT(Listed(kItems, {{"due_date", ">", "2022-01-01", "~"}}),
              ElementsAre("programs/p/items/a", "programs/p/items/b"));
  EXPECT_THAT(Listed(kItems, {{"secret", "=", 1}}), ElementsAre("programs/p/items/b"));
  EXPECT_THAT(Listed(kItems, {}, "programs/q/items/"), ElementsAre("programs/q/items/c"));
  Program program;
  program.name = "programs/p";
  program.category = "categories/department";
  program.owner = "units/so";
  ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Programs(tx)->Put(program); }),
              IsOk());
  EXPECT_THAT(Listed("programs/x", {{"category", "=", "categories/department"},
                                    {"owner", "=", "units/so"},
                                    {"state", "=", "DRAFT"}}),
              ElementsAre("programs/p"));
  EXPECT_THAT(Listed("programs/x", {{"state", "=", "APPROVED"}}), ElementsAre());
  Category category{"categories/department", "Sở", CategoryKind::kItem, 0, false, {}};
  ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Categories(tx)->Put(category); }),
              IsOk());
  EXPECT_THAT(Listed("categories/x", {{"kind", "=", "ITEM"}}),
              ElementsAre("categories/department"));
}

TEST_P(SqlStoreTest, AVerbWritesItemAndEventInOneRevision) {
  Program program;
  program.name = "programs/p";
  program.state = ProgramState::kApproved;
  Item item = SecretItem();
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Programs(tx)->Put(program);
                if (status.ok()) status = store_.Items(tx)->Put(item);
                return status;
              }),
              IsOk());
  VerbInput input;
  input.name = item.name;
  input.date = D("2022-01-15");
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                auto programs = store_.Programs(tx);
                auto categories = store_.Categories(tx);
                auto items = store_.Items(tx);
                auto events = store_.Events(tx);
                return IssueItem({*programs, *categories, *items, *events}, input).status();
              }),
              IsOk());
  auto changes = Reading([](ledger::Reader& reader) { return reader.ChangesAfter(1, 10).value(); });
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].revision, changes[1].revision);
  EXPECT_EQ(changes[0].name, item.name);
  EXPECT_EQ(changes[1].name, EventName(item.name, 1));
  // The text that the bytes do not carry survived the verb.
  EXPECT_EQ(ReadItem(item.name).title, item.title);
}

TEST_P(SqlStoreTest, DutiesAndAssignmentsComeBackWhole) {
  Duty duty;
  duty.name = "programs/p/duties/d";
  duty.ordinal = 2;
  duty.title = "Báo cáo dư luận xã hội";
  duty.tags = {"work-area/xay-dung-dang"};
  duty.legal_basis = {{"3-HD/ĐU", D("2022-01-03"), "Đảng ủy Sở"}};
  duty.cadence = Cadence::kQuarterly;
  duty.deadline_rule = {std::nullopt, 1, 5, DeadlineShift::kNextWorkingDay};
  duty.population = {"PARTY", {"GRASSROOTS_CELL"}, "units/dang-bo", {"units/a"}};
  duty.demand = {2, 120, "học viên", {{"to-trinh", "Tờ trình"}}};
  duty.unit_demands = {{"units/a", 3, 60}};
  duty.return_reasons = {{"THIEU_HO_SO", "Thiếu hồ sơ"}};
  duty.state = DutyState::kIssued;
  duty.issued = D("2022-01-15");
  duty.issue_document = {"4-HD", std::nullopt, ""};
  duty.closed = D("2022-12-31");
  duty.periods = {{"2022-q1", D("2022-01-20"), D("2022-02-01"), 3, 7}};
  Assignment assignment;
  assignment.name = duty.name + "/assignments/a-2022-q1";
  assignment.unit = "units/a";
  assignment.period = "2022-q1";
  assignment.assigned = D("2022-01-20");
  assignment.demand = duty.demand;
  assignment.original_deadline = D("2022-04-05");
  assignment.deadline = D("2022-04-10");
  assignment.state = AssignmentState::kAccepted;
  assignment.submitted = D("2022-04-04");
  assignment.sets = 2;
  assignment.value = 121;
  assignment.documents = {"to-trinh"};
  assignment.accepted = D("2022-04-06");
  assignment.returned = D("2022-04-01");
  assignment.return_reason = "THIEU_HO_SO";
  assignment.events = 4;
  assignment.units_revision = 7;
  AssignmentEvent event;
  event.name = assignment.name + "/events/0001";
  event.kind = AssignmentEventKind::kReturned;
  event.date = D("2022-04-01");
  event.sets = 1;
  event.value = 5;
  event.documents = {"to-trinh"};
  event.complete = true;
  event.reason_code = "THIEU_HO_SO";
  event.new_deadline = D("2022-04-10");
  event.reason = "thiếu danh sách";
  event.approver = "Thường trực Đảng ủy";
  event.document = {"5-CV", D("2022-04-01"), ""};
  event.unit = "units/a";
  event.units_revision = 7;
  event.voided = true;
  event.void_reason = "nhập sai";
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                absl::Status status = store_.Duties(tx)->Put(duty);
                if (status.ok()) status = store_.Assignments(tx)->Put(assignment);
                if (status.ok()) status = store_.AssignmentEvents(tx)->Put(event);
                return status;
              }),
              IsOk());
  ASSERT_THAT(Write([&](ledger::Transaction& tx) {
                EXPECT_EQ(store_.Duties(tx)->Get(duty.name).value(), duty);
                EXPECT_EQ(store_.Assignments(tx)->Get(assignment.name).value(), assignment);
                EXPECT_EQ(store_.AssignmentEvents(tx)->Get(event.name).value(), event);
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_THAT(Listed(duty.name.c_str(), {{"state", "=", "ISSUED"}, {"cadence", "=", "QUARTERLY"}}),
              ElementsAre(duty.name));
  EXPECT_THAT(Listed(assignment.name.c_str(), {{"duty", "=", duty.name},
                                               {"unit", "=", "units/a"},
                                               {"period", "=", "2022-q1"},
                                               {"state", "=", "ACCEPTED"},
                                               {"deadline", "=", "2022-04-10"}}),
              ElementsAre(assignment.name));
  EXPECT_THAT(Listed(event.name.c_str(), {{"voided", "=", 1}}), ElementsAre(event.name));
}

TEST_P(SqlStoreTest, AssignmentsAreCreatedTogetherOrNotAtAll) {
  const auto many = [](int from, int to) {
    std::vector<Assignment> out;
    for (int i = from; i < to; ++i) {
      Assignment a;
      a.unit = "units/u" + std::to_string(1000 + i);
      a.period = "once";
      a.name = AssignmentName("programs/p/duties/d", a.unit, a.period);
      out.push_back(std::move(a));
    }
    return out;
  };
  // More than one statement takes, and not a multiple of that.
  std::vector<Assignment> first = many(0, 123);
  ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.Assignments(tx)->Create(first); }),
              IsOk());
  EXPECT_EQ(first[122].stamp.revision, 1);
  const auto units = [&](const std::string& period) {
    std::vector<std::string> out;
    EXPECT_THAT(Write([&](ledger::Transaction& tx) {
                  out = store_.Assignments(tx)->UnitsOf("programs/p/duties/d", period).value();
                  EXPECT_EQ(store_.Assignments(tx)->Get(first[57].name).value(), first[57]);
                  return absl::OkStatus();
                }),
                IsOk());
    return out;
  };
  EXPECT_EQ(units("once").size(), 123u);
  EXPECT_EQ(units("once").front(), "units/u1000");
  EXPECT_THAT(units("2022"), ::testing::IsEmpty());
  // One of them is there already: none is created.
  std::vector<Assignment> second = many(122, 200);
  EXPECT_THAT(
      Write([&](ledger::Transaction& tx) { return store_.Assignments(tx)->Create(second); }),
      testing::HasReason("RESOURCE_EXISTS"));
  EXPECT_EQ(units("once").size(), 123u);
}

}  // namespace
}  // namespace tiendo::programs
