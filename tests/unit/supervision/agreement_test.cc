// Rule 29 and the days of the ladder are written twice, here and in status, from the same facts:
// both must say the same.
#include <gtest/gtest.h>

#include <random>

#include "services/status/domain/due_soon.h"
#include "services/status/domain/plans.h"
#include "services/status/domain/reminders.h"
#include "services/supervision/domain/ladder.h"
#include "services/supervision/domain/late_plans.h"

namespace tiendo::supervision {
namespace {

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

// Up to a dozen cells below a committee, some of them ended, and plans of some of them.
class RandomYear {
 public:
  explicit RandomYear(unsigned seed) : random_(seed) {
    requirement_.year = 2026;
    requirement_.deadline = Around(D("2026-02-15"), 20);
    requirement_.unit_kinds = {"GRASSROOTS_CELL"};
    other_.name = "requirements/2026-other";
    other_.year = 2026;
    other_.deadline = Around(D("2026-02-15"), 20);
    if (Below(2) == 0) other_.unit_kinds = {"SUBORDINATE_CELL"};
    AddUnit({"units/root", true, "PARTY_COMMITTEE_ABOVE_GRASSROOTS", D("2000-01-01"), {}, ""}, "");
    const int cells = 1 + Below(12);
    for (int i = cells - 1; i >= 0; --i) AddCell(i, cells);
    as_of_ = Around(D("2026-03-01"), 60);
  }

  LatePlans Here() const {
    return FindLatePlans({requirement_, other_}, units_, plans_, as_of_,
                         [](const std::string&) { return true; });
  }
  status::DrawingUp There() const {
    const status::UnitHistory history(facts_);
    const status::UnitTree tree(history, as_of_);
    const std::vector<status::RequirementFact> requirements = {FactOf(requirement_),
                                                               FactOf(other_)};
    return status::PlansDrawnUp(tree, requirements, plan_facts_, "units/root", as_of_).value();
  }
  bool deadlines_passed() const {
    return as_of_ > requirement_.deadline && as_of_ > other_.deadline;
  }

 private:
  static status::RequirementFact FactOf(const PlanRequirement& requirement) {
    return {requirement.year, requirement.deadline, requirement.unit_kinds, requirement.units};
  }
  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  Day Around(Day day, int days) { return day + std::chrono::days(Below(2 * days + 1) - days); }

  void AddUnit(const UnitRecord& unit, const std::string& parent) {
    units_.push_back(unit);
    status::UnitFact fact;
    fact.id = unit.name;
    fact.display_name = unit.name;
    fact.kind = unit.kind;
    fact.parent = parent;
    fact.effective_from = unit.effective_from;
    fact.effective_to = unit.effective_to;
    if (unit.effective_to && unit.heir != parent) fact.successors = {unit.heir};
    facts_.push_back(fact);
  }
  // Heirs have higher numbers, so that a line of heirs ends, and are there when they take over; the
  // superior is the heir of the others.
  void AddCell(int i, int cells) {
    UnitRecord cell = {
        "units/c" + std::to_string(i), true, "GRASSROOTS_CELL", D("2015-01-01"), {}, "units/root"};
    if (Below(6) == 0) cell.kind = "SUBORDINATE_CELL";
    if (Below(6) == 0) cell.effective_from = Around(D("2026-02-01"), 30);
    if (Below(2) == 0) {
      const UnitRecord* heir = &units_.front();
      if (i + 1 < cells && Below(4) > 0) {
        heir = &units_[static_cast<size_t>(1 + Below(cells - i - 1))];
      }
      const Day end = Below(5) == 0 ? D("2025-06-01") : Around(D("2026-02-10"), 50);
      cell.effective_to =
          std::max({end, cell.effective_from + std::chrono::days(1), heir->effective_from});
      cell.heir = heir->name;
    }
    AddUnit(cell, "units/root");
    if (Below(5) == 0) (Below(2) == 0 ? requirement_ : other_).units.push_back(cell.name);
    if (Below(3) > 0) AddPlan(cell.name);
  }
  void AddPlan(const std::string& unit) {
    Plan plan;
    plan.name = "plans/" + unit.substr(unit.find('/') + 1);
    plan.unit = unit;
    plan.year = 2026;
    if (Below(4) > 0) plan.issued_on = Around(D("2026-02-15"), 45);
    plans_.push_back(plan);
    status::PlanFact fact;
    fact.name = plan.name;
    fact.unit = unit;
    fact.year = plan.year;
    fact.issued_on = plan.issued_on;
    plan_facts_.push_back(fact);
  }

  std::mt19937 random_;
  PlanRequirement requirement_;
  PlanRequirement other_;
  std::vector<UnitRecord> units_;
  std::vector<Plan> plans_;
  std::vector<status::UnitFact> facts_;
  std::vector<status::PlanFact> plan_facts_;
  Day as_of_;
};

TEST(LatePlansAgreement, StatusAndSupervisionCountTheSame) {
  int with_late = 0;
  for (unsigned seed = 0; seed < 5000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomYear year(seed);
    const LatePlans here = year.Here();
    const status::DrawingUp there = year.There();
    ASSERT_EQ(here.all.required, there.required);
    ASSERT_EQ(here.all.issued_in_time, there.in_time);
    std::vector<std::string> late;
    for (const status::RequiredPlan& unit : there.units) {
      if (unit.state == status::RequiredPlan::State::kLate ||
          unit.state == status::RequiredPlan::State::kNotIssued) {
        late.push_back(unit.unit);
      }
    }
    ASSERT_EQ(here.late.size(), late.size());
    for (size_t i = 0; i < late.size(); ++i) ASSERT_EQ(here.late[i].unit, late[i]);
    if (year.deadlines_passed()) {
      ASSERT_EQ(here.all.issued_late, there.issued_late);
      ASSERT_EQ(here.all.not_issued, there.not_issued);
      with_late += late.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(with_late, 1000) << "too few of the random years say anything: invalid";
}

// The notice that status says is to be sent is the one that a scan would issue on that day.
TEST(LadderAgreement, StatusShowsWhatAScanIssues) {
  calendar::CalendarYear year;
  year.year = 2026;
  year.holidays = {D("2026-02-16"), D("2026-02-17"), D("2026-02-18"), D("2026-04-30")};
  year.swapped_working_days = {D("2026-02-28")};
  const auto calendar = std::make_shared<const calendar::WorkingCalendar>(
      calendar::WorkingCalendar::Create({year}).value());
  const status::WorkingDaysLeft working_days(calendar);
  int outstanding = 0;
  int missing = 0;
  const std::vector<std::vector<int>> rungs_after = {{1}, {5}, {}, {3, 10}};
  for (const std::vector<int>& after : rungs_after) {
    Ladder ladder;
    ladder.after_due = after;
    status::ReminderLadder shown;
    shown.after = after;
    for (Day due = D("2026-01-05"); due < D("2026-06-01"); due += std::chrono::days{1}) {
      for (Day day = due - std::chrono::days{30}; day < due + std::chrono::days{12};
           day += std::chrono::days{1}) {
        SCOPED_TRACE(calendar::FormatIso(due) + " on " + calendar::FormatIso(day));
        const Begun begun = FindRung(ladder, *calendar, due, day);
        const status::NextReminder next = status::NextAfter({}, due, day, shown, working_days);
        ASSERT_EQ(next.outstanding, begun.latest.has_value());
        if (begun.latest) {
          ++outstanding;
          ASSERT_EQ(next.rung, begun.latest->days);
          ASSERT_EQ(next.on, begun.latest->trigger);
          ASSERT_EQ(next.kind == status::ReminderFact::Kind::kAfterDue,
                    begun.latest->kind == ReminderKind::kAfterDue);
        }
        if (day > due) continue;
        ASSERT_EQ(next.missing_year, begun.missing_year);
        missing += begun.missing_year == 0 ? 0 : 1;
      }
    }
  }
  EXPECT_GT(outstanding, 1000);
  EXPECT_GT(missing, 100) << "too few due dates of which the calendar lacks a year: invalid";
}

TEST(LadderAgreement, TheYearThatHidesALongRungIsTheSame) {
  calendar::CalendarYear last, year;
  last.year = 2025;
  year.year = 2026;
  const auto calendar = std::make_shared<const calendar::WorkingCalendar>(
      calendar::WorkingCalendar::Create({last, year}).value());
  Ladder ladder;
  ladder.before_due = {300};
  status::ReminderLadder shown;
  shown.before = {300};
  const Day due = D("2026-01-10");
  EXPECT_EQ(FindRung(ladder, *calendar, due, due).missing_year, 2024);
  EXPECT_EQ(status::NextAfter({}, due, due, shown, status::WorkingDaysLeft(calendar)).missing_year,
            2024);
}

}  // namespace
}  // namespace tiendo::supervision
