// Rules 26-27: the Secretary's "19/21" against the report's 18/19/21.
#include "services/status/domain/reconcile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ReconcileQuery Claim(const char* claim, const char* day) {
  ReconcileQuery query;
  query.query.scope = U("root");
  query.query.year = 2022;
  query.query.as_of = D(day);
  query.category = "categories/department";
  query.claim = *ParseClaim(claim);
  query.search_until = D("2022-07-14");
  return query;
}

Reconciliation Outcome(const ReconcileQuery& query, const std::vector<ItemFact>& items) {
  const UnitHistory history({Party("root", "")});
  auto outcome = Reconcile(history, PointersTo(items), query);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return *outcome;
}

TEST(ParseClaim, ReadsTwoOrThreeNumbers) {
  EXPECT_THAT(*ParseClaim("19/21"), ElementsAre(19, 21));
  EXPECT_THAT(*ParseClaim(" 18 / 19/21 "), ElementsAre(18, 19, 21));
  for (const char* bad : {"", "19", "1/2/3/4", "a/2", "-1/2", "1/", "1//2", "1234567890/2"}) {
    EXPECT_FALSE(ParseClaim(bad).ok()) << bad;
  }
}

TEST(Reconcile, NineteenOfTwentyOneOnThirtyJune) {
  const ReconcileQuery query = Claim("19/21", "2022-06-30");
  const Reconciliation outcome = Outcome(query, Review2022());
  EXPECT_FALSE(outcome.agrees);
  EXPECT_EQ(outcome.actual.done_total, 18);
  ASSERT_EQ(outcome.parts.size(), 2u);
  EXPECT_EQ(outcome.parts[0].column, Column::kDoneTotal);
  EXPECT_EQ(outcome.parts[0].claimed, 19);
  EXPECT_EQ(outcome.parts[0].actual, 18);
  // 19 is also the middle column.
  EXPECT_THAT(outcome.parts[0].equal_columns, Contains(Column::kDueToDate));
  EXPECT_THAT(outcome.true_on, ElementsAre(DayRange{D("2022-07-08"), D("2022-07-14")}));
  EXPECT_EQ(outcome.nearest_day, D("2022-07-08"));
  ASSERT_EQ(outcome.differences.size(), 1u);
  EXPECT_EQ(outcome.differences[0].item.item, "programs/department/items/18");
  EXPECT_EQ(outcome.differences[0].column, Column::kDoneTotal);
  EXPECT_EQ(outcome.differences[0].delta, 1);
  EXPECT_FALSE(outcome.differences[0].candidate);
  // The other readings: 19 due of 21 planned is what the report says.
  ASSERT_EQ(outcome.other_readings.size(), 2u);
  EXPECT_EQ(outcome.other_readings[0].reading, Reading::kDoneDue);
  EXPECT_FALSE(outcome.other_readings[0].agrees);
  EXPECT_EQ(outcome.other_readings[1].reading, Reading::kDuePlan);
  EXPECT_TRUE(outcome.other_readings[1].agrees);

  const std::string summary = SummaryVi("19/21", query, outcome);
  EXPECT_THAT(summary, HasSubstr("không khớp: dữ liệu là 18/19/21."));
  EXPECT_THAT(summary, HasSubstr("bằng cột “đến hạn”"));
  EXPECT_THAT(summary, HasSubstr("đúng từ ngày 08/07/2022 đến ngày 14/07/2022"));
  EXPECT_THAT(summary, HasSubstr("khác nhau ở 1 nội dung"));
}

TEST(Reconcile, AgreesOnTheDayOfTheMeeting) {
  const ReconcileQuery query = Claim("19/21", "2022-07-14");
  const Reconciliation outcome = Outcome(query, Review2022());
  EXPECT_TRUE(outcome.agrees);
  EXPECT_TRUE(outcome.differences.empty());
  EXPECT_EQ(SummaryVi("19/21", query, outcome),
            "Số liệu 19/21 (đã thực hiện/kế hoạch) ngày 14/07/2022 khớp với dữ liệu.");
}

TEST(Reconcile, ThreeNumbers) {
  const Reconciliation outcome = Outcome(Claim("18/19/21", "2022-06-30"), Review2022());
  EXPECT_TRUE(outcome.agrees);
  EXPECT_THAT(outcome.true_on, ElementsAre(DayRange{D("2022-06-30"), D("2022-07-07")}));
  EXPECT_TRUE(outcome.other_readings.empty());
  // On 14/07 with the six-month plan as the measure: not 18 any more, but 19/19/21.
  const Reconciliation later = Outcome(Claim("19/19/21", "2022-07-14"), Review2022());
  ASSERT_EQ(later.period_ends.size(), 4u);
  EXPECT_FALSE(later.period_ends[0].agrees);
  EXPECT_EQ(later.period_ends[1].due_by, D("2022-06-30"));
  EXPECT_TRUE(later.period_ends[1].agrees);
}

TEST(Reconcile, RemainingIsAColumn) {
  const Reconciliation outcome = Outcome(Claim("3/21", "2022-06-30"), Review2022());
  EXPECT_THAT(outcome.parts[0].equal_columns, Contains(Column::kRemaining));
}

TEST(Reconcile, WithoutADayThereAreOnlyCandidates) {
  const Reconciliation outcome = Outcome(Claim("19/22", "2022-06-30"), Review2022());
  EXPECT_TRUE(outcome.true_on.empty());
  EXPECT_EQ(outcome.nearest_day, std::nullopt);
  ASSERT_EQ(outcome.differences.size(), 3u);  // open items; nothing outside the plan
  for (const Reconciliation::Difference& difference : outcome.differences) {
    EXPECT_TRUE(difference.candidate);
    EXPECT_EQ(difference.column, Column::kDoneTotal);
    EXPECT_EQ(difference.delta, 1);
  }
}

TEST(Reconcile, TieGoesToTheEarlierDayAndOtherBasisIsSaid) {
  // Done on 10/06, returned on 20/06, done again on 30/06: 0/1 is true in between and before.
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"root"}),
           {Extended("2022-06-01", "2022-09-30"), Completed("2022-06-10", "root"),
            Returned("2022-06-20"), Completed("2022-06-25", "root")})};
  ReconcileQuery query = Claim("1/1", "2022-06-22");
  const Reconciliation outcome = Outcome(query, items);
  EXPECT_THAT(outcome.true_on, ElementsAre(DayRange{D("2022-06-10"), D("2022-06-19")},
                                           DayRange{D("2022-06-25"), D("2022-07-14")}));
  EXPECT_EQ(outcome.nearest_day, D("2022-06-19"));

  ReconcileQuery due = Claim("1/1/1", "2022-07-01");
  const Reconciliation basis = Outcome(due, items);
  EXPECT_FALSE(basis.agrees);
  EXPECT_TRUE(basis.other_basis_agrees);
}

TEST(Reconcile, ScopeNotInForceIsAnError) {
  const UnitHistory history({Ended(Party("root", ""), "2022-06-01", {})});
  const std::vector<ItemFact> items = Review2022();
  EXPECT_FALSE(Reconcile(history, PointersTo(items), Claim("1/1", "2022-06-30")).ok());
  const auto earlier = Reconcile(history, PointersTo(items), Claim("19/21", "2022-05-31"));
  ASSERT_TRUE(earlier.ok());
  EXPECT_TRUE(earlier->true_on.empty());
}

}  // namespace
}  // namespace tiendo::status::testing
