// Reminders of a yearly plan, which is called by its requirement or by the plan: one subject.
#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;

constexpr char kRequirement[] = "requirements/2026";
constexpr char kDue[] = "2026-02-15";  // of NewRequirement

class PlanRemindersTest : public SupervisionTest {
 protected:
  void SetUp() override {
    SupervisionTest::SetUp();
    EnterCalendar(2026);
    ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
    for (const std::string unit : {"cell-a", "cell-b"}) {
      ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan(unit, unit)), IsOk());
    }
  }
  // An urging past the due date.
  v1::Reminder Urge(const std::string& subject, const std::string& unit,
                    const std::string& date = "2026-03-05") {
    v1::IssueReminderRequest request = Urging(unit, date);
    request.set_subject(subject);
    *request.mutable_due_date() = Date(kDue);
    auto issued = Call(&Stub::IssueReminder, request);
    EXPECT_THAT(issued, IsOk());
    return issued.ok() ? *issued : v1::Reminder();
  }
  struct Part {
    std::string subject;
    std::string unit;
  };
  v1::IssueDueRemindersResponse Scan(const std::vector<Part>& parts) {
    v1::IssueDueRemindersRequest request;
    for (const Part& part : parts) {
      auto& open = *request.add_subjects();
      open.set_subject(part.subject);
      open.set_unit("units/" + part.unit);
      *open.mutable_due_date() = Date(kDue);
    }
    auto answer = Call(&Stub::IssueDueReminders, request);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? *answer : v1::IssueDueRemindersResponse();
  }
  // What is listed under that name, as "lần n".
  std::vector<int> Listed(const std::string& subject) {
    v1::ListRemindersRequest request;
    request.set_filter("subject = \"" + subject + "\"");
    auto page = Call(&Stub::ListReminders, request);
    EXPECT_THAT(page, IsOk());
    std::vector<int> out;
    if (!page.ok()) return out;
    for (const v1::Reminder& one : page->reminders()) out.push_back(one.ordinal());
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, PlanRemindersTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(PlanRemindersTest, R32TheFourthByThePlanIsTheFourth) {
  for (int n = 1; n <= 3; ++n) EXPECT_EQ(Urge(kRequirement, "cell-a").ordinal(), n);
  const v1::Reminder fourth = Urge("plans/cell-a", "cell-a");
  EXPECT_EQ(fourth.ordinal(), 4);
  EXPECT_EQ(fourth.urging(), 4);
  EXPECT_EQ(fourth.urgings_past_due(), 4) << "one more than is allowed";
  EXPECT_EQ(fourth.urgings_allowed(), 3);
  EXPECT_EQ(fourth.subject(), "plans/cell-a") << "as it was called";
  EXPECT_EQ(Urge(kRequirement, "cell-a").ordinal(), 5);
  EXPECT_THAT(Listed(kRequirement), ElementsAre(1, 2, 3, 5));
  EXPECT_THAT(Listed("plans/cell-a"), ElementsAre(4));
}

TEST_P(PlanRemindersTest, R32TheFourthByTheRequirementIsTheFourth) {
  for (int n = 1; n <= 3; ++n) EXPECT_EQ(Urge("plans/cell-a", "cell-a").ordinal(), n);
  const v1::Reminder fourth = Urge(kRequirement, "cell-a");
  EXPECT_EQ(fourth.ordinal(), 4);
  EXPECT_EQ(fourth.urging(), 4);
  EXPECT_EQ(fourth.urgings_past_due(), 4);
  EXPECT_EQ(Urge("plans/cell-a", "cell-a").ordinal(), 5);
}

TEST_P(PlanRemindersTest, R32NumbersGoOnWhenThePlanIsBegun) {
  EXPECT_EQ(Urge(kRequirement, "cell-c").ordinal(), 1);
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("new", "cell-c")), IsOk());
  EXPECT_EQ(Urge("plans/new", "cell-c").ordinal(), 2);
  EXPECT_EQ(Urge(kRequirement, "cell-c").ordinal(), 3);
}

TEST_P(PlanRemindersTest, R32OtherUnitsAndYearsAreApart) {
  EXPECT_EQ(Urge(kRequirement, "cell-a").ordinal(), 1);
  EXPECT_EQ(Urge(kRequirement, "cell-b").ordinal(), 1);
  EXPECT_EQ(Urge("plans/cell-a", "cell-b").ordinal(), 1) << "told about another's plan";
  EXPECT_EQ(Urge("plans/cell-b", "cell-b").ordinal(), 2);
  ASSERT_THAT(Call(&Stub::CreatePlan, NewPlan("next", "cell-a", 2027)), IsOk());
  EXPECT_EQ(Urge("plans/next", "cell-a").ordinal(), 1);
}

TEST_P(PlanRemindersTest, R32ANoticeComesOnceUnderWhicheverName) {
  EXPECT_EQ(Scan({{kRequirement, "cell-a"}}).reminders_size(), 1);
  v1::IssueDueRemindersResponse again = Scan({{"plans/cell-a", "cell-a"}});
  EXPECT_EQ(again.reminders_size(), 0);
  EXPECT_EQ(again.already_issued(), 1);
  // Both in one request, the plan first.
  again = Scan({{"plans/cell-b", "cell-b"}, {kRequirement, "cell-b"}, {kRequirement, "cell-a"}});
  ASSERT_EQ(again.reminders_size(), 1);
  EXPECT_EQ(again.reminders(0).subject(), "plans/cell-b");
  EXPECT_EQ(again.already_issued(), 2);
  EXPECT_EQ(Urge(kRequirement, "cell-b").ordinal(), 2) << "notices count, too";
}

TEST_P(PlanRemindersTest, R32TheHeirGoesOnUnderEitherName) {
  EXPECT_EQ(Urge("plans/cell-b", "cell-b", "2026-02-20").ordinal(), 1);
  EXPECT_EQ(Urge(kRequirement, "cell-b", "2026-02-21").ordinal(), 2);
  Dissolve("cell-b", "cell-c", "2026-03-01");
  const v1::Reminder heir = Urge(kRequirement, "cell-c");
  EXPECT_EQ(heir.ordinal(), 3);
  EXPECT_EQ(heir.urgings_past_due(), 3);
  EXPECT_EQ(Urge("plans/cell-b", "cell-c").ordinal(), 4) << "the plan that it took over";
  EXPECT_EQ(Scan({{kRequirement, "cell-c"}}).reminders(0).ordinal(), 5);
  EXPECT_EQ(Scan({{"plans/cell-b", "cell-b"}}).already_issued(), 1);
}

}  // namespace
}  // namespace tiendo::supervision::testing
