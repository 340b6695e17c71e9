// Lists of reminders, and reminders on the change feed.
#include <algorithm>

#include "services/supervision/domain/reminder.h"
#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ReminderListsTest : public SupervisionTest {
 protected:
  // Pages of a scope are put together from reads of ten rows, at most five for one.
  void SetUp() override {
    config_->scope_reads = {.rows = 10, .times = 5};
    SupervisionTest::SetUp();
    EnterCalendar(2026);
    WaitForUnits();
  }
  // An urging of one of three subjects; its name.
  std::string Urge(const std::string& item, const std::string& unit, const std::string& date) {
    v1::IssueReminderRequest request = Urging(unit, date);
    request.set_subject("programs/p/items/" + item);
    *request.mutable_due_date() = Date("2026-02-01");
    auto issued = Call(&Stub::IssueReminder, request);
    EXPECT_THAT(issued, IsOk());
    return issued.ok() ? issued->name() : "";
  }
  absl::StatusOr<v1::ListRemindersResponse> List(const std::string& filter = "",
                                                 const std::string& scope = "",
                                                 const std::string& as_of = "") {
    v1::ListRemindersRequest request;
    request.set_filter(filter);
    request.set_scope(scope);
    if (!as_of.empty()) *request.mutable_as_of() = Date(as_of);
    return Call(&Stub::ListReminders, request);
  }
  static std::vector<std::string> Names(const absl::StatusOr<v1::ListRemindersResponse>& page) {
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> out;
    if (!page.ok()) return out;
    for (const v1::Reminder& one : page->reminders()) out.push_back(one.name());
    return out;
  }
  // Notices to cell-b of so many subjects.
  void NotifyCellB(int subjects) {
    v1::IssueDueRemindersRequest scan;
    for (int i = 0; i < subjects; ++i) {
      auto& part = *scan.add_subjects();
      part.set_subject("programs/p/items/b" + std::to_string(i));
      part.set_unit("units/cell-b");
      *part.mutable_due_date() = Date("2026-02-01");
    }
    const auto answer = Call(&Stub::IssueDueReminders, scan);
    ASSERT_THAT(answer, IsOk());
    ASSERT_EQ(answer->reminders_size(), subjects);
  }
  // Urges cell-a about a subject whose key begins so: reminders are listed by key, and those of
  // many subjects lie evenly between "0" and "f".
  std::string UrgeAt(const std::string& key) {
    for (int i = 0;; ++i) {
      const std::string item = "a" + std::to_string(i);
      if (ReminderPrefix("programs/p/items/" + item).starts_with("reminders/" + key)) {
        return Urge(item, "cell-a", "2026-02-10");
      }
    }
  }
  // The names on each page, from the first to the last; of no more than ten.
  std::vector<std::vector<std::string>> Pages(v1::ListRemindersRequest request) {
    std::vector<std::vector<std::string>> out;
    do {
      const auto page = Call(&Stub::ListReminders, request);
      out.push_back(Names(page));
      request.set_page_token(page.ok() ? page->next_page_token() : "");
    } while (!request.page_token().empty() && out.size() < 10);
    EXPECT_THAT(request.page_token(), IsEmpty());
    return out;
  }
  static std::vector<std::string> Flat(const std::vector<std::vector<std::string>>& pages) {
    std::vector<std::string> out;
    for (const auto& page : pages) out.insert(out.end(), page.begin(), page.end());
    return out;
  }
  std::vector<std::string> Awaiting(v1::ListRemindersRequest::Awaiting awaiting,
                                    const std::string& as_of) {
    v1::ListRemindersRequest request;
    request.set_awaiting(awaiting);
    *request.mutable_as_of() = Date(as_of);
    return Names(Call(&Stub::ListReminders, request));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ReminderListsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ReminderListsTest, AreFiltered) {
  const std::string a = Urge("i", "cell-a", "2026-02-10");
  const std::string b = Urge("i", "cell-b", "2026-03-01");
  v1::IssueDueRemindersRequest scan;
  auto& part = *scan.add_subjects();
  part.set_subject("programs/p/items/j");
  part.set_unit("units/cell-a");
  *part.mutable_due_date() = Date("2026-03-12");
  const std::string notice = Call(&Stub::IssueDueReminders, scan)->reminders(0).name();
  EXPECT_THAT(Names(List("subject = \"programs/p/items/i\"")), ElementsAre(a, b));
  EXPECT_THAT(Names(List("unit = \"units/cell-a\"")), UnorderedElementsAre(a, notice));
  EXPECT_THAT(Names(List("kind = BEFORE_DUE")), ElementsAre(notice));
  EXPECT_THAT(Names(List("kind = URGING AND issued_date >= 2026-03-01")), ElementsAre(b));
  EXPECT_THAT(Names(List("urging = 1 AND voided = false")), ElementsAre(a, b));
  EXPECT_THAT(Names(List("trigger_date = 2026-03-09 AND due_date = 2026-03-12")),
              ElementsAre(notice));
  EXPECT_THAT(Names(List("trigger_date < 2099-01-01")), ElementsAre(notice))
      << "an urging has none";
  EXPECT_THAT(Names(List("", "", "2026-02-28")), ElementsAre(a)) << "issued by the day";
  EXPECT_THAT(Fields(List("state = OPEN")), ElementsAre("filter"));
}

TEST_P(ReminderListsTest, OfAUnitAndAllBelowIt) {
  const std::string a = Urge("i", "cell-a", "2026-02-10");
  const std::string b = Urge("i", "cell-b", "2026-02-10");
  Dissolve("cell-b", "cell-c", "2026-03-01");
  EXPECT_THAT(Call(&Stub::IssueReminder, Urging("cell-c", "2026-03-05")), IsOk())
      << "the copy holds the dissolution now";
  EXPECT_THAT(Names(List("urging = 1", "units/cell-b", "2026-02-28")), ElementsAre(b));
  EXPECT_THAT(Names(List("urging = 1", "units/cell-c", "2026-03-10")), ElementsAre(b))
      << "by its heir";
  EXPECT_THAT(Names(List("urging = 1", "units/division", "2026-03-10")), IsEmpty());
}

TEST_P(ReminderListsTest, OfThoseWhoseAnswerIsLate) {
  // To be acknowledged by 13/02 and explained by 17/02.
  const std::string a = Urge("i", "cell-a", "2026-02-10");
  const std::string b = Urge("j", "cell-b", "2026-02-10");
  const std::string voided = Urge("k", "cell-c", "2026-02-10");
  v1::VoidReminderRequest undo;
  undo.set_name(voided);
  undo.set_reason("nhầm");
  ASSERT_THAT(Call(&Stub::VoidReminder, undo), IsOk());
  v1::AcknowledgeReminderRequest note;
  note.set_name(a);
  *note.mutable_date() = Date("2026-02-15");
  ASSERT_THAT(Call(&Stub::AcknowledgeReminder, note), IsOk());
  v1::ExplainReminderRequest explain;
  explain.set_name(b);
  *explain.mutable_date() = Date("2026-02-20");
  explain.set_text("Chờ số liệu");
  ASSERT_THAT(Call(&Stub::ExplainReminder, explain), IsOk());
  constexpr auto kNoted = v1::ListRemindersRequest::AWAITING_ACKNOWLEDGEMENT;
  constexpr auto kExplained = v1::ListRemindersRequest::AWAITING_EXPLANATION;
  EXPECT_THAT(Awaiting(kNoted, "2026-02-13"), IsEmpty()) << "on the last day it is in time";
  EXPECT_THAT(Awaiting(kNoted, "2026-02-14"), UnorderedElementsAre(a, b));
  EXPECT_THAT(Awaiting(kNoted, "2026-02-15"), ElementsAre(b));
  EXPECT_THAT(Awaiting(kNoted, "2026-02-20"), IsEmpty()) << "who explains has taken note";
  EXPECT_THAT(Awaiting(kExplained, "2026-02-17"), IsEmpty());
  EXPECT_THAT(Awaiting(kExplained, "2026-02-18"), UnorderedElementsAre(a, b));
  EXPECT_THAT(Awaiting(kExplained, "2026-02-20"), ElementsAre(a));
  // What was answered later was not yet on the day asked for.
  EXPECT_FALSE(List("subject = \"programs/p/items/i\"", "", "2026-02-14")
                   ->reminders(0)
                   .has_acknowledgement());
  EXPECT_TRUE(List("subject = \"programs/p/items/i\"")->reminders(0).has_acknowledgement());
}

TEST_P(ReminderListsTest, PagesAreOfOneDayAndState) {
  std::vector<std::string> names;
  for (const char* unit : {"cell-a", "cell-b", "cell-c"}) {
    names.push_back(Urge("i", unit, "2026-03-01"));
  }
  v1::ListRemindersRequest request;
  request.set_page_size(2);
  auto first = Call(&Stub::ListReminders, request);
  EXPECT_THAT(Names(first), ElementsAre(names[0], names[1]));
  clock_->Advance(std::chrono::hours(24));
  Urge("i", "cell-a", "2026-03-11");
  request.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListReminders, request);
  EXPECT_THAT(Names(second), ElementsAre(names[2]));
  EXPECT_EQ(second->next_page_token(), "");
  request.set_filter("kind = URGING");
  EXPECT_THAT(Call(&Stub::ListReminders, request), HasReason("PAGE_TOKEN_MISMATCH"));
  request.clear_filter();
  request.set_page_token("garbage");
  EXPECT_THAT(Call(&Stub::ListReminders, request), HasReason("PAGE_TOKEN_INVALID"));
  // A full last page has no page after it.
  request.clear_page_token();
  request.set_page_size(4);
  auto whole = Call(&Stub::ListReminders, request);
  EXPECT_EQ(whole->reminders_size(), 4);
  EXPECT_EQ(whole->next_page_token(), "");
}

TEST_P(ReminderListsTest, PagesOfAScopePassOverManyRowsOutsideIt) {
  ASSERT_NO_FATAL_FAILURE(NotifyCellB(40));
  const std::vector<std::string> inside = {UrgeAt("70"), UrgeAt("71"), UrgeAt("e8")};
  v1::ListRemindersRequest request;
  request.set_page_size(1000);
  std::vector<std::string> all = Flat(Pages(request));
  ASSERT_EQ(all.size(), 43u);
  const auto place = [&all](const std::string& name) {
    return std::find(all.begin(), all.end(), name) - all.begin();
  };
  ASSERT_GT(place(inside[0]), 10) << "they lie in one read";
  ASSERT_GT(place(inside[2]) - place(inside[1]), 10) << "they lie in one read";
  request.set_scope("units/cell-a");
  request.set_page_size(1);
  EXPECT_THAT(Pages(request),
              ElementsAre(ElementsAre(inside[0]), ElementsAre(inside[1]), ElementsAre(inside[2])));
  request.set_page_size(2);
  EXPECT_THAT(Pages(request),
              ElementsAre(ElementsAre(inside[0], inside[1]), ElementsAre(inside[2])));
  request.set_page_size(3);
  EXPECT_THAT(Pages(request), ElementsAre(ElementsAreArray(inside)));
  // The other way round: full pages, and a few rows outside.
  std::erase_if(all, [&](const std::string& name) {
    return std::find(inside.begin(), inside.end(), name) != inside.end();
  });
  request.set_scope("units/cell-b");
  request.set_page_size(7);
  EXPECT_EQ(Flat(Pages(request)), all);
}

// As many as the reads of one page have found.
TEST_P(ReminderListsTest, APageOfAScopeMayBeShortAndNotTheLast) {
  EXPECT_EQ(ScopeReads().rows * ScopeReads().times, 20'000) << "README.md says so";
  ASSERT_NO_FATAL_FAILURE(NotifyCellB(60));
  const std::string last = UrgeAt("fff");
  v1::ListRemindersRequest request;
  request.set_scope("units/cell-a");
  request.set_page_size(1);
  EXPECT_THAT(Pages(request), ElementsAre(IsEmpty(), ElementsAre(last)));
  const std::string first = UrgeAt("000");
  request.set_page_size(2);
  EXPECT_THAT(Pages(request), ElementsAre(ElementsAre(first), ElementsAre(last)));
}

TEST_P(ReminderListsTest, TheFeedCarriesThem) {
  const std::string name = Urge("i", "cell-a", "2026-03-01");
  v1::AcknowledgeReminderRequest note;
  note.set_name(name);
  *note.mutable_date() = Date("2026-03-02");
  ASSERT_THAT(Call(&Stub::AcknowledgeReminder, note), IsOk());
  Urge("i", "cell-b", "2026-03-01");
  tiendo::feed::v1::WatchChangesRequest request;
  request.set_from_earliest(true);
  request.set_filter("collection = \"reminders\" AND kind = URGING AND unit = \"units/cell-a\"");
  grpc::ClientContext context;
  rpc::SetTimeout(tiendo::testing::kPatience, context);
  auto stream = stub_->WatchChanges(&context, request);
  std::vector<v1::Reminder> seen;
  tiendo::feed::v1::WatchChangesResponse frame;
  while (seen.size() < 2 && stream->Read(&frame)) {
    for (const tiendo::feed::v1::Change& change : frame.changes()) {
      ASSERT_TRUE(change.resource().UnpackTo(&seen.emplace_back()));
    }
  }
  context.TryCancel();
  stream->Finish();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].name(), name);
  EXPECT_FALSE(seen[0].has_acknowledgement());
  EXPECT_TRUE(seen[1].has_acknowledgement());
}

}  // namespace
}  // namespace tiendo::supervision::testing
