#include "services/programs/domain/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = TargetPeriod::Kind;
using ReportKind = TargetReport::Kind;

Decimal N(std::string_view text) { return Decimal::Parse(text).value(); }

TEST(TargetPeriod, HasDaysOfItsYear) {
  const auto days = [](TargetPeriod p, int year) {
    return calendar::FormatIso(p.FirstDay(year)) + "/" + calendar::FormatIso(p.LastDay(year));
  };
  EXPECT_EQ(days({Kind::kMonth, 2}, 2024), "2024-02-01/2024-02-29");
  EXPECT_EQ(days({Kind::kQuarter, 4}, 2022), "2022-10-01/2022-12-31");
  EXPECT_EQ(days({Kind::kSixMonths, 0}, 2022), "2022-01-01/2022-06-30");
  EXPECT_EQ(days({Kind::kNineMonths, 0}, 2022), "2022-01-01/2022-09-30");
  EXPECT_EQ(days({Kind::kYear, 0}, 2022), "2022-01-01/2022-12-31");
}

TEST(TargetPeriod, IsNumberedWhereThereAreSeveral) {
  EXPECT_TRUE((TargetPeriod{Kind::kMonth, 12}).valid());
  EXPECT_TRUE((TargetPeriod{Kind::kYear, 0}).valid());
  EXPECT_FALSE((TargetPeriod{Kind::kMonth, 0}).valid());
  EXPECT_FALSE((TargetPeriod{Kind::kMonth, 13}).valid());
  EXPECT_FALSE((TargetPeriod{Kind::kQuarter, 5}).valid());
  EXPECT_FALSE((TargetPeriod{Kind::kSixMonths, 1}).valid());
  EXPECT_FALSE((TargetPeriod{static_cast<Kind>(9), 0}).valid());
}

std::vector<std::string> Violations(TargetDirection direction, const TargetTerms& terms) {
  errors::Violations violations;
  CheckTerms("target.", direction, terms, violations);
  return tiendo::testing::Fields(violations.ToStatus());
}

TEST(TargetTerms, ContradictThemselvesUnderTheFieldsName) {
  TargetTerms terms;
  terms.year_value = N("0");
  terms.base_value = N("2.45");
  EXPECT_THAT(Violations(TargetDirection::kDecreaseBy, terms), ElementsAre("target.year_value"));
  EXPECT_THAT(Violations(TargetDirection::kAtMost, terms), ElementsAre("target.base_value"));
  terms.year_value = N("0.35");
  EXPECT_THAT(Violations(TargetDirection::kDecreaseBy, terms), IsEmpty());
  terms.plan = {{{Kind::kQuarter, 2}, N("1")},
                {{Kind::kSixMonths, 0}, N("1")},
                {{Kind::kYear, 0}, N("1")},
                {{Kind::kMonth, 3}, N("1")}};
  EXPECT_THAT(Violations(TargetDirection::kIncreaseBy, terms),
              ElementsAre("target.plan[1].period", "target.plan[2].period"));
  terms.plan.assign(25, {{Kind::kMonth, 1}, N("1")});
  EXPECT_EQ(Violations(TargetDirection::kIncreaseBy, terms).front(), "target.plan");
}

TEST(TargetTerms, AreThoseOfTheDatesNotOfTheOrderOfEntry) {
  TargetEvent assigned;
  assigned.date = D("2022-01-15");
  TargetTerms original;
  original.year_value = N("300");
  original.leads = {"units/a"};
  assigned.changes = AllOf(original);
  TargetEvent late;
  late.kind = TargetEvent::Kind::kAdjusted;
  late.date = D("2022-07-01");
  late.changes.year_value = N("280");
  TargetEvent early;
  early.kind = TargetEvent::Kind::kAdjusted;
  early.date = D("2022-05-01");
  early.changes.year_value = N("290");
  early.changes.leads = {"units/b"};
  const std::vector<TargetEvent> events = {assigned, late, early};
  const auto on = [&events](const char* day) {
    const std::optional<TargetTerms> terms = TermsOn(events, D(day));
    return terms ? terms->year_value.ToString() + " " + terms->leads.front() : "none";
  };
  EXPECT_EQ(on("2022-01-14"), "none");
  EXPECT_EQ(on("2022-01-15"), "300 units/a");
  EXPECT_EQ(on("2022-05-01"), "290 units/b");
  EXPECT_EQ(on("2022-06-30"), "290 units/b");
  // The later approval says nothing of the leads.
  EXPECT_EQ(on("2022-07-01"), "280 units/b");
  Target target;
  Rebuild(events, target);
  EXPECT_EQ(target.state, TargetState::kAssigned);
  EXPECT_EQ(target.terms.year_value, N("280"));
  EXPECT_EQ(target.original_year_value, N("300"));
}

TargetReport Report(ReportKind kind, TargetPeriod period, const char* as_of,
                    const std::string& unit = "") {
  static int number = 0;
  TargetReport report;
  report.name = ReportName(kTarget, ++number);
  report.kind = kind;
  report.period = period;
  report.as_of = D(as_of);
  report.unit = unit;
  return report;
}

TEST(TargetReport, ConflictsWithWhatWouldCountTwice) {
  const auto conflict = [](const TargetReport& a, const TargetReport& b) {
    const bool one = ConflictOf(a, 2022, {b}) != nullptr;
    EXPECT_EQ(one, ConflictOf(b, 2022, {a}) != nullptr);
    return one;
  };
  const TargetReport half = Report(ReportKind::kCumulative, {Kind::kSixMonths, 0}, "2022-06-30");
  const TargetReport june = Report(ReportKind::kCumulative, {Kind::kMonth, 6}, "2022-06-30");
  const TargetReport may = Report(ReportKind::kCumulative, {Kind::kMonth, 5}, "2022-05-31");
  EXPECT_TRUE(conflict(half, june));
  EXPECT_FALSE(conflict(half, may));
  const auto increment = [](TargetPeriod period, const char* as_of, const std::string& unit = "") {
    return Report(ReportKind::kIncremental, period, as_of, unit);
  };
  const TargetReport quarter = increment({Kind::kQuarter, 2}, "2022-06-30");
  EXPECT_TRUE(conflict(quarter, increment({Kind::kMonth, 5}, "2022-05-31")));
  EXPECT_FALSE(conflict(quarter, increment({Kind::kMonth, 7}, "2022-07-31")));
  EXPECT_FALSE(conflict(quarter, increment({Kind::kMonth, 5}, "2022-05-31", "units/a")));
  // The cumulative value of 31/05 holds April and May of the second quarter, but not June.
  EXPECT_TRUE(conflict(quarter, may));
  EXPECT_FALSE(conflict(quarter, half));
  EXPECT_FALSE(conflict(increment({Kind::kMonth, 6}, "2022-06-30"), may));
  TargetReport voided = june;
  voided.voided = true;
  EXPECT_EQ(ConflictOf(half, 2022, {voided, half}), nullptr);
}

}  // namespace
}  // namespace tiendo::programs::testing
