// Reminders in the store of supervision, on every engine.
#include "tests/contract/supervision/supervision_store.h"

namespace tiendo::supervision {
namespace {

using ::testing::ElementsAre;
using testing::HasReason;
using testing::IsOk;
using testing::IsOkAndHolds;
using ::testing::Optional;

class ReminderStoreTest : public SupervisionStoreTest {
 protected:
  absl::Status Add(std::vector<Reminder>& reminders) {
    return Write([&](ledger::Transaction& tx) { return store_.In(tx).add_reminders(reminders); });
  }
  static Reminder Named(const std::string& name) {
    Reminder out;
    out.name = "reminders/" + name;
    out.subject = "programs/p/items/i";
    out.unit = "units/a";
    out.ordinal = 1;
    out.issued_on = D("2026-06-22");
    return out;
  }
  static Reminder Whole() {
    Reminder out = Named("0123456789abcdef-0001");
    out.kind = ReminderKind::kAfterDue;
    out.ordinal = 3;
    out.urging = 2;
    out.rung = 1;
    out.trigger = D("2026-06-21");
    out.due = D("2026-06-20");
    out.document = {"01-CV/ĐU", D("2026-06-22"), "Văn phòng Đảng ủy"};
    out.reason = "chưa gửi báo cáo";
    out.acknowledge_by = D("2026-06-25");
    out.explain_by = D("2026-06-29");
    out.acknowledgement =
        Acknowledgement{D("2026-06-24"), {"02-CV", std::nullopt, ""}, "m-0123456789abcdef"};
    out.explanation = Explanation{D("2026-06-28"), "Chờ số liệu", {"03-BC", std::nullopt, ""}};
    out.voided = true;
    out.void_reason = "nhập nhầm";
    out.urgings_past_due = 2;
    out.urgings_allowed = 3;
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ReminderStoreTest, testing::AllEngines(), testing::EngineName);

TEST_P(ReminderStoreTest, RemindersComeBackWhole) {
  std::vector<Reminder> added = {Whole(), Named("0123456789abcdef-0002")};
  ASSERT_THAT(Add(added), IsOk());
  EXPECT_EQ(added[1].stamp.revision, 1);
  Reading([&](ledger::Reader& reader) {
    const Repositories repositories = store_.At(reader, std::nullopt);
    EXPECT_THAT(repositories.reminders->Get(added[0].name), IsOkAndHolds(Optional(added[0])));
    EXPECT_THAT(repositories.reminders->Get(added[1].name), IsOkAndHolds(Optional(added[1])));
    EXPECT_EQ(repositories.reminders->List("reminders/0123456789abcdef-", "", 10)->size(), 2u);
    EXPECT_EQ(repositories.reminders->List("reminders/0123456789abcdee-", "", 10)->size(), 0u);
    return 0;
  });
}

TEST_P(ReminderStoreTest, ANameIsTakenOnce) {
  std::vector<Reminder> first = {Named("0123456789abcdef-0001")};
  ASSERT_THAT(Add(first), IsOk());
  std::vector<Reminder> second = {Named("0123456789abcdef-0002"), Named("0123456789abcdef-0001")};
  EXPECT_THAT(Add(second), HasReason("RESOURCE_EXISTS"));
  EXPECT_THAT(Listed("reminders", {}), ElementsAre("reminders/0123456789abcdef-0001"))
      << "all or nothing";
}

TEST_P(ReminderStoreTest, WhatATransactionAddedItReads) {
  ASSERT_THAT(Write([&](ledger::Transaction& tx) -> absl::Status {
                const Repositories repositories = store_.In(tx);
                std::vector<Reminder> added = {Named("0123456789abcdef-0001")};
                absl::Status status = repositories.add_reminders(added);
                EXPECT_EQ(repositories.reminders->List("reminders/", "", 10)->size(), 1u);
                return status;
              }),
              IsOk());
}

TEST_P(ReminderStoreTest, ColumnsHoldWhatFiltersAndAnswersCompare) {
  Reminder bare = Named("bbbbbbbbbbbbbbbb-0001");
  bare.urging = 1;
  std::vector<Reminder> added = {Whole(), bare};
  added[0].name = "reminders/aaaaaaaaaaaaaaaa-0001";
  ASSERT_THAT(Add(added), IsOk());
  const std::string a = added[0].name;
  const std::string b = added[1].name;
  EXPECT_THAT(Listed("reminders", {{"kind", "=", "URGING"}}), ElementsAre(b));
  EXPECT_THAT(Listed("reminders", {{"urging", ">=", 2}}), ElementsAre(a));
  EXPECT_THAT(Listed("reminders", {{"voided", "=", 0}}), ElementsAre(b));
  EXPECT_THAT(Listed("reminders", {{"trigger_date", "<=", "2026-06-21"}}), ElementsAre(a));
  EXPECT_THAT(Listed("reminders", {{"due_date", ">", "2026-06-20"}}), ElementsAre(b))
      << "no due date comes after all of them";
  EXPECT_THAT(Listed("reminders", {{"acknowledge_by", "<", "2099-01-01"}}), ElementsAre(a));
  EXPECT_THAT(Listed("reminders",
                     {{"explain_by", "<", "2026-06-30"}, {"explained_date", ">", "2026-06-27"}}),
              ElementsAre(a));
  EXPECT_THAT(Listed("reminders", {{"noted_date", ">", "2026-06-24"}}), ElementsAre(b));
  EXPECT_THAT(Listed("reminders", {{"noted_date", ">", "2026-06-23"}}), ElementsAre(a, b));
  // What was answered since is another version.
  bare = added[1];
  bare.acknowledgement = Acknowledgement{D("2026-06-23"), {}, ""};
  ASSERT_THAT(Write([&](ledger::Transaction& tx) { return store_.In(tx).reminders->Put(bare); }),
              IsOk());
  EXPECT_THAT(Listed("reminders", {{"noted_date", ">", "2026-06-23"}}), ElementsAre(a));
}

}  // namespace
}  // namespace tiendo::supervision
