// Facts apart from the feeds, with changes on top that nobody has made (FactBase::View::Copy).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/calendar/time_zone.h"
#include "services/status/sources/fact_base.h"
#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/random_world.h"
#include "tests/unit/status/resources.h"

namespace tiendo::status::testing {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::unique_ptr<FactBase> NewBase() {
  return std::make_unique<FactBase>(ScanIndex::Options(),
                                    calendar::BusinessZone::Create("Asia/Ho_Chi_Minh").value());
}

feed::MirrorPosition At(int64_t revision) { return {"db", revision, Instant(), true}; }

std::unique_ptr<FactBase> BaseOf(const World& world) {
  std::unique_ptr<FactBase> facts = NewBase();
  facts->Apply(Source::kUnits, UnitResources(world.units), At(5));
  facts->Apply(Source::kPrograms, ProgramResources(world), At(6));
  facts->Apply(Source::kSupervision, SupervisionResources(), At(7));
  return facts;
}

// All that answers are made of.
struct Look {
  std::vector<UnitFact> units;
  std::vector<ItemFact> items;
  std::vector<bool> secret;  // by item
  std::vector<TargetFact> targets;
  std::vector<RequirementFact> requirements;
  std::vector<PlanFact> plans;
  std::vector<EngagementFact> engagements;
  std::vector<RecommendationFact> recommendations;
  ReminderLedger reminders;
  AssignmentsByUnit assignments;
  std::map<std::string, DutyFact> duties;
  std::vector<std::string> programs;  // of items: category and owner
  bool counts_working_days = false;
  std::set<std::string> dropped;
  std::vector<int64_t> revisions;
  // Of every scope, basis and year on the days.
  std::vector<std::optional<std::vector<CategoryRow>>> rows;
  bool operator==(const Look&) const = default;
};

Look LookAt(const FactBase& facts, const std::vector<Day>& days) {
  const FactBase::View view = facts.Read();
  Look out;
  out.units = view.units().facts();
  for (const ItemFact* item : view.items()) {
    out.items.push_back(*item);
    EXPECT_EQ(view.item(item->name), item);
    out.secret.push_back(view.IsSecret(item->name));
    const ProgramFact* program = view.program(item->program);
    const CategoryFact* category = view.category(item->category);
    out.programs.push_back((program == nullptr ? "" : program->category + program->owner) +
                           (category == nullptr ? "" : category->display_name));
  }
  for (const TargetFact* target : view.targets()) out.targets.push_back(*target);
  out.requirements = view.requirements(2022);
  out.plans = view.plans();
  out.engagements = view.engagements();
  out.recommendations = view.recommendations();
  out.reminders = view.reminders();
  out.assignments = view.assignments();
  out.duties = view.duties();
  out.counts_working_days = view.working_days()->IsWorkingDay(D("2022-06-01")).ok();
  out.dropped = view.dropped();
  for (const feed::MirrorPosition& position : view.positions()) {
    out.revisions.push_back(position.complete ? position.revision : -1);
  }
  std::set<std::string> scopes;
  for (const UnitFact& unit : out.units) scopes.insert(unit.id);
  for (const std::string& scope : scopes) {
    for (const Day day : days) {
      for (const Basis basis : {Basis::kInForce, Basis::kBaseline}) {
        for (const int year : {2022, 2023}) {
          out.rows.push_back(view.index().Ask({scope, year, day, basis, true}));
        }
      }
    }
  }
  return out;
}

// Some of another world: items of the same names in another state, events of others, new ones.
Resources DrawChanges() {
  Resources out;
  for (feed::MirroredResource& resource : ProgramResources(DrawWorld())) {
    if (OneIn(2)) out.push_back(std::move(resource));
  }
  return out;
}

RC_GTEST_PROP(SupposedFactsProperty, ACopyIsEqualInEveryLook, ()) {
  const std::unique_ptr<FactBase> facts = BaseOf(DrawWorld());
  facts->Apply(Source::kUnits, CalendarResources(2022), At(8));
  if (OneIn(3)) {
    facts->Reset(Source::kSupervision);
    facts->Apply(Source::kSupervision, SupervisionResources(), At(3));
  }
  const std::vector<Day> days = {DrawDay(), DrawDay()};
  if (OneIn(2)) (void)LookAt(*facts, days);  // with sheets of the index to copy, and without
  const std::unique_ptr<FactBase> copy = facts->Read().Copy(days.front());
  const Look original = LookAt(*facts, days);
  RC_ASSERT(original.counts_working_days);
  RC_ASSERT(!original.recommendations.empty() && !original.reminders.empty());
  RC_ASSERT(LookAt(*copy, days) == original);
}

RC_GTEST_PROP(SupposedFactsProperty, AreWhatTheFeedWouldMakeOfThem, ()) {
  const std::unique_ptr<FactBase> facts = BaseOf(DrawWorld());
  const std::vector<Day> days = {DrawDay(), DrawDay()};
  if (OneIn(2)) (void)LookAt(*facts, days);
  const Resources changes = DrawChanges();
  const std::unique_ptr<FactBase> copy = facts->Read().Copy(days.front());
  copy->Suppose(changes);
  const Look supposed = LookAt(*copy, days);
  const Look before = LookAt(*facts, days);
  RC_ASSERT(supposed.revisions == before.revisions);

  facts->Apply(Source::kPrograms, changes, At(6));
  RC_ASSERT(LookAt(*facts, days) == supposed);
  // What is known already is supposed without effect.
  copy->Suppose(changes);
  RC_ASSERT(LookAt(*copy, days) == supposed);
}

class SupposedFactsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    facts_ = NewBase();
    facts_->Apply(Source::kUnits, UnitResources({Party("root", ""), Party("a", "root")}), At(2));
    facts_->Apply(Source::kPrograms, ProgramResources(Of({open_})), At(2));
    facts_->Apply(Source::kSupervision, {}, At(1));
  }
  static World Of(std::vector<ItemFact> items) {
    World world;
    world.items = std::move(items);
    return world;
  }
  static Figures FiguresOf(const FactBase& facts) {
    const FactBase::View view = facts.Read();
    return view.index()
        .Ask({U("root"), 2022, D("2022-06-30"), Basis::kInForce, false})
        .value()
        .front()
        .total;
  }

  const ItemFact open_ = Item("i", "2022-09-30", {"a"});
  std::unique_ptr<FactBase> facts_;
};

TEST_F(SupposedFactsTest, ACompletionMovesItsColumnsAndTheOriginalStays) {
  const Figures before = FiguresOf(*facts_);
  EXPECT_EQ(before.plan, 1);
  EXPECT_EQ(before.done_total, 0);
  const uint64_t generation = facts_->generation();
  const std::unique_ptr<FactBase> copy = facts_->Read().Copy(D("2022-06-30"));
  copy->Suppose(ProgramResources(Of({With(open_, {Completed("2022-06-20", "a")})})));
  const Figures after = FiguresOf(*copy);
  EXPECT_EQ(after.plan, 1);
  EXPECT_EQ(after.done_total, 1);
  EXPECT_EQ(after.done_ahead, 1);
  EXPECT_EQ(after.remaining, 0);
  EXPECT_EQ(FiguresOf(*facts_), before);
  EXPECT_EQ(facts_->generation(), generation) << "what is cached stays good";
}

TEST_F(SupposedFactsTest, ACopyStaysAsItWasWhenTheFeedGoesOn) {
  const std::unique_ptr<FactBase> copy = facts_->Read().Copy(D("2022-06-30"));
  facts_->Apply(Source::kPrograms,
                ProgramResources(Of({With(open_, {Completed("2022-06-20", "a")})})), At(3));
  facts_->Apply(Source::kUnits, UnitResources({Party("root", ""), Party("b", "root")}), At(3));
  EXPECT_EQ(FiguresOf(*facts_).done_total, 1);
  EXPECT_EQ(FiguresOf(*copy).done_total, 0);
  EXPECT_FALSE(copy->Read().units().Knows(U("b")));
  copy->Suppose(ProgramResources(Of({With(open_, {Withdrawn("2022-06-21")})})));
  EXPECT_EQ(FiguresOf(*copy).withdrawn, 1);
  EXPECT_EQ(FiguresOf(*facts_).withdrawn, 0);
}

// The feed completes and returns the item by turns: a copy has the figures of its positions, and
// keeps them, whatever is supposed elsewhere.
TEST_F(SupposedFactsTest, CopiesAreTakenWhileTheFeedGoesOn) {
  const Resources open =
      ProgramResources(Of({With(open_, {Voided(Completed("2022-06-20", "a"))})}));
  const Resources done = ProgramResources(Of({With(open_, {Completed("2022-06-20", "a")})}));
  const Resources withdrawn = ProgramResources(Of({With(open_, {Withdrawn("2022-06-01")})}));
  facts_->Apply(Source::kPrograms, open, At(4));
  std::atomic<bool> stop = false;
  std::thread feed([&] {
    for (int64_t revision = 5; !stop; ++revision) {
      facts_->Apply(Source::kPrograms, revision % 2 == 0 ? open : done, At(revision));
    }
  });
  std::vector<std::thread> clerks;
  for (int i = 0; i < 2; ++i) {
    clerks.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const std::unique_ptr<FactBase> copy = facts_->Read().Copy(D("2022-06-30"));
        const int64_t revision = copy->Read().positions()[1].revision;
        EXPECT_EQ(FiguresOf(*copy).done_total, revision % 2);
        copy->Suppose(withdrawn);
        EXPECT_EQ(FiguresOf(*copy).withdrawn, 1);
      }
    });
  }
  for (std::thread& clerk : clerks) clerk.join();
  stop = true;
  feed.join();
  EXPECT_EQ(FiguresOf(*facts_).withdrawn, 0);
}

// The feeds wait while a copy is made; the ratio to reading the same in, in one run.
TEST_F(SupposedFactsTest, ACopyCostsTheEntriesAndNotWhatIsInThem) {
  constexpr int kItems = 5000;
  std::vector<ItemFact> items;
  for (int i = 0; i < kItems; ++i) {
    items.push_back(With(Item(std::to_string(i), "2022-09-30", {"a"}),
                         {Extended("2022-05-01", "2022-10-31"), Completed("2022-06-20", "a"),
                          Returned("2022-06-25", "a")}));
  }
  const Resources all = ProgramResources(Of(items));
  auto begin = SteadyClock::now();
  facts_->Apply(Source::kPrograms, all, At(3));
  const double read_in = std::chrono::duration<double>(SteadyClock::now() - begin).count();
  (void)FiguresOf(*facts_);
  // The best of a few: a machine that does something else meanwhile is no matter of the copy.
  std::unique_ptr<FactBase> copy;
  double copied = read_in;
  for (int i = 0; i < 5; ++i) {
    begin = SteadyClock::now();
    copy = facts_->Read().Copy(D("2022-06-30"));
    const double took = std::chrono::duration<double>(SteadyClock::now() - begin).count();
    copied = std::min(copied, took);
  }
  std::printf("%d items with 3 events: copied in %.1f ms, read in in %.0f ms: %.0f times\n", kItems,
              copied * 1e3, read_in * 1e3, read_in / copied);
  EXPECT_LT(copied * 2, read_in);
  const ItemFact* item = facts_->Read().items().front();
  EXPECT_EQ(copy->Read().item(item->name), item) << "what nothing was supposed of is shared";
  EXPECT_EQ(FiguresOf(*copy), FiguresOf(*facts_));
}

}  // namespace
}  // namespace tiendo::status::testing
