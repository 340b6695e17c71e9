// What is put together from all facts is put together when it is asked for: a burst of changes
// costs what is in it, and whoever looks sees all of it.
#include "services/status/sources/fact_base.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "common/calendar/time_zone.h"
#include "tiendo/programs/v1/duties.pb.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/programs/v1/targets.pb.h"
#include "tiendo/supervision/v1/reminders.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kUnits = 2000;

Day Today() { return calendar::FromYmd(2022, 6, 30).value(); }

feed::MirroredResource UnitAt(int number, int64_t revision) {
  units::v1::Unit unit;
  unit.set_name(number == 0 ? "units/dang-bo" : "units/u" + std::to_string(number));
  if (number != 0) unit.set_parent("units/dang-bo");
  unit.set_side(units::v1::Unit::SIDE_PARTY);
  unit.set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
  unit.set_display_name("Đơn vị mẫu " + std::to_string(revision));
  unit.mutable_effective_from()->set_year(2020);
  unit.mutable_effective_from()->set_month(1);
  unit.mutable_effective_from()->set_day(1);
  google::protobuf::Any any;
  any.PackFrom(unit);
  return {unit.name(), revision, any.SerializeAsString()};
}

class FactBaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<feed::MirroredResource> all;
    for (int i = 0; i < kUnits; ++i) all.push_back(UnitAt(i, i + 1));
    facts_.Apply(Source::kUnits, all, {"db", kUnits, Instant(), true});
    facts_.Apply(Source::kPrograms, {}, {"db", 1, Instant(), true});
    facts_.Apply(Source::kSupervision, {}, {"db", 1, Instant(), true});
  }
  // One revision: unit `number` gets a name with the revision in it.
  void Rename(int number, int64_t revision) {
    facts_.Apply(Source::kUnits, {UnitAt(number, revision)}, {"db", revision, Instant(), true});
  }
  static int64_t RevisionInName(const FactBase::View& view, const std::string& unit) {
    const std::string name = view.units().InForce(unit, Today())->display_name;
    return std::stoll(name.substr(name.rfind(' ') + 1));
  }

  FactBase facts_{{}, calendar::BusinessZone::Create("Asia/Ho_Chi_Minh").value()};
};

TEST_F(FactBaseTest, WhoLooksSeesEveryChange) {
  for (int i = 1; i < 20; ++i) {
    Rename(i, kUnits + i);
    const FactBase::View view = facts_.Read();
    EXPECT_EQ(RevisionInName(view, "units/u" + std::to_string(i)), kUnits + i);
    EXPECT_EQ(view.positions()[0].revision, kUnits + i);
    ScanIndex::Question question;
    question.scope = "units/u" + std::to_string(i);
    question.as_of = Today();
    EXPECT_TRUE(view.index().Ask(question).has_value());
  }
}

TEST_F(FactBaseTest, ASourceThatIsResetLeavesNothing) {
  facts_.Reset(Source::kUnits);
  const FactBase::View view = facts_.Read();
  EXPECT_FALSE(view.units().Knows("units/dang-bo"));
  EXPECT_FALSE(view.loaded());
}

template <typename Message>
feed::MirroredResource Packed(const Message& message, int64_t revision) {
  google::protobuf::Any any;
  any.PackFrom(message);
  return {message.name(), revision, any.SerializeAsString()};
}

void SetDate(int day, google::type::Date* date) {
  date->set_year(2022);
  date->set_month(6);
  date->set_day(day);
}

// In whatever order they arrive: a recommendation is whole when its engagement and events are
// there.
TEST_F(FactBaseTest, RecommendationsAndRemindersComeWithAllThatIsKnownOfThem) {
  using supervision::v1::EngagementEvent;
  supervision::v1::Recommendation recommendation;
  recommendation.set_name("engagements/e/recommendations/r");
  recommendation.set_unit("units/u1");
  recommendation.set_text("Kiến nghị mẫu");
  SetDate(20, recommendation.mutable_deadline());
  EngagementEvent reported;
  reported.set_name("engagements/e/events/0008");
  reported.set_kind(EngagementEvent::KIND_RECOMMENDATION_REPORTED);
  reported.set_related(recommendation.name());
  SetDate(18, reported.mutable_event_date());
  EngagementEvent assessed = reported;
  assessed.set_name("engagements/e/events/0009");
  assessed.set_kind(EngagementEvent::KIND_RECOMMENDATION_ASSESSED);
  assessed.set_outcome(supervision::v1::OUTCOME_PARTLY);
  assessed.set_voided(true);
  SetDate(19, assessed.mutable_event_date());
  EngagementEvent step;
  step.set_name("engagements/e/events/0007");
  step.set_kind(EngagementEvent::KIND_STEP);
  facts_.Apply(
      Source::kSupervision,
      {Packed(assessed, 5), Packed(step, 3), Packed(reported, 4), Packed(recommendation, 2)},
      {"db", 5, Instant(), true});
  EXPECT_TRUE(facts_.Read().recommendations().empty());

  supervision::v1::Engagement engagement;
  engagement.set_name("engagements/e");
  engagement.set_plan("plans/p");
  engagement.set_title("Cuộc mẫu");
  engagement.add_tags("theme/lang-phi");
  SetDate(10, engagement.mutable_concluded_date());
  supervision::v1::Plan plan;
  plan.set_name("plans/p");
  plan.set_year(2022);
  supervision::v1::Reminder reminder;
  reminder.set_name("reminders/0123456789abcdef-0001");
  reminder.set_subject("engagements/e");
  reminder.set_unit("units/u1");
  reminder.set_kind(supervision::v1::Reminder::KIND_BEFORE_DUE);
  reminder.set_ordinal(1);
  SetDate(1, reminder.mutable_trigger_date());
  SetDate(12, reminder.mutable_due_date());
  SetDate(2, reminder.mutable_issued_date());
  SetDate(5, reminder.mutable_acknowledge_by());
  SetDate(4, reminder.mutable_acknowledgement()->mutable_date());
  facts_.Apply(Source::kSupervision, {Packed(engagement, 6), Packed(plan, 7), Packed(reminder, 8)},
               {"db", 8, Instant(), true});
  const FactBase::View view = facts_.Read();
  ASSERT_EQ(view.recommendations().size(), 1u);
  const RecommendationFact& fact = view.recommendations().front();
  EXPECT_EQ(fact.year, 2022);
  EXPECT_THAT(fact.tags, ::testing::ElementsAre("theme/lang-phi"));
  EXPECT_EQ(fact.concluded_on, calendar::FromYmd(2022, 6, 10));
  ASSERT_EQ(fact.events.size(), 2u);
  EXPECT_EQ(fact.events[0].date, calendar::FromYmd(2022, 6, 18));
  EXPECT_EQ(fact.events[1].outcome, Outcome::kPartly);
  EXPECT_TRUE(fact.events[1].voided);
  const ReminderFact& known = view.reminders().at("engagements/e").at(reminder.name());
  EXPECT_EQ(known.kind, ReminderFact::Kind::kBeforeDue);
  EXPECT_EQ(known.trigger, calendar::FromYmd(2022, 6, 1));
  EXPECT_EQ(known.due, calendar::FromYmd(2022, 6, 12));
  EXPECT_EQ(known.issued, calendar::FromYmd(2022, 6, 2).value());
  EXPECT_EQ(known.acknowledged_on, calendar::FromYmd(2022, 6, 4));
  EXPECT_EQ(known.explain_by, std::nullopt);
}

// As supervision lays a dossier out, whatever it has told of first.
TEST_F(FactBaseTest, ADossierIsLaidOutByTheListInForce) {
  using supervision::v1::Engagement;
  const auto dossier_of = [this] {
    const FactBase::View view = facts_.Read();
    EXPECT_EQ(view.engagements().size(), 1u);
    return view.engagements().front().dossier;
  };
  int64_t revision = 1;
  const auto tell = [&](const auto& message) {
    ++revision;
    facts_.Apply(Source::kSupervision, {Packed(message, revision)},
                 {"db", revision, Instant(), true});
  };
  const std::optional<Day> day = calendar::FromYmd(2022, 6, 5);
  const std::optional<Day> missing = std::nullopt;
  supervision::v1::Dossier dossier;
  dossier.set_name("engagements/e/dossier");
  dossier.add_entries()->set_id("quyet-dinh");
  dossier.add_entries()->set_id("ke-hoach");
  dossier.add_entries()->set_id("thua");  // there, and no longer asked for
  dossier.set_total_count(2);
  SetDate(5, dossier.mutable_entries(1)->mutable_filed_date());
  SetDate(5, dossier.mutable_entries(2)->mutable_filed_date());
  tell(dossier);
  Engagement engagement;
  engagement.set_name("engagements/e");
  engagement.set_kind(Engagement::KIND_THEMATIC_INSPECTION);
  engagement.set_state(Engagement::STATE_CONCLUDED);
  tell(engagement);
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(missing, day)) << "as it was last laid out";
  supervision::v1::Checklist other;
  other.set_name("checklists/thematic-supervision");
  other.set_kind(Engagement::KIND_THEMATIC_SUPERVISION);
  other.add_entries()->set_id("khac");
  tell(other);
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(missing, day));
  supervision::v1::Checklist checklist;
  checklist.set_name("checklists/thematic-inspection");
  checklist.set_kind(Engagement::KIND_THEMATIC_INSPECTION);
  for (const char* id : {"thua", "moi", "ke-hoach"}) checklist.add_entries()->set_id(id);
  tell(checklist);
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(day, missing, day));
  engagement.set_state(Engagement::STATE_ARCHIVED);
  tell(engagement);
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(missing, day)) << "by that of its archive";
  engagement.set_state(Engagement::STATE_CONCLUDED);
  tell(engagement);
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(day, missing, day)) << "archived by mistake";
  dossier.mutable_entries(1)->clear_filed_date();
  tell(dossier);
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(day, missing, missing)) << "taken out";
  facts_.Reset(Source::kSupervision);
  facts_.Apply(Source::kSupervision, {Packed(engagement, 2)}, {"db2", 2, Instant(), true});
  EXPECT_TRUE(dossier_of().empty()) << "nothing was put in, and the list is supervision's own";
  facts_.Apply(Source::kSupervision, {Packed(checklist, 3)}, {"db2", 3, Instant(), true});
  EXPECT_THAT(dossier_of(), ::testing::ElementsAre(missing, missing, missing));
}

// The tags are those of the last frame, as everything that a resource says.
TEST_F(FactBaseTest, TargetsAndDutiesCarryTheirTags) {
  using ::testing::ElementsAre;
  programs::v1::Program program;
  program.set_name("programs/p");
  program.set_category("categories/c");
  program.add_years(2022);
  programs::v1::Target target;
  target.set_name("programs/p/targets/t");
  target.add_tags("theme/covid-19");
  programs::v1::Duty duty;
  duty.set_name("programs/p/duties/d");
  duty.add_tags("work-area/xay-dung-dang");
  duty.add_tags("theme/covid-19");
  facts_.Apply(Source::kPrograms, {Packed(duty, 2), Packed(target, 3), Packed(program, 4)},
               {"db", 4, Instant(), true});
  {
    const FactBase::View view = facts_.Read();
    ASSERT_EQ(view.targets().size(), 1u);
    EXPECT_THAT(view.targets().front()->tags, ElementsAre("theme/covid-19"));
    EXPECT_THAT(view.duties().at(duty.name()).tags,
                ElementsAre("work-area/xay-dung-dang", "theme/covid-19"));
  }
  target.clear_tags();
  duty.mutable_tags()->RemoveLast();
  facts_.Apply(Source::kPrograms, {Packed(duty, 5), Packed(target, 6)}, {"db", 6, Instant(), true});
  const FactBase::View view = facts_.Read();
  EXPECT_TRUE(view.targets().front()->tags.empty());
  EXPECT_THAT(view.duties().at(duty.name()).tags, ElementsAre("work-area/xay-dung-dang"));
}

TEST_F(FactBaseTest, ASupervisionThatIsResetLeavesNothing) {
  supervision::v1::Reminder reminder;
  reminder.set_name("reminders/0123456789abcdef-0001");
  reminder.set_subject("engagements/e");
  SetDate(2, reminder.mutable_issued_date());
  facts_.Apply(Source::kSupervision, {Packed(reminder, 2)}, {"db", 2, Instant(), true});
  EXPECT_EQ(facts_.Read().reminders().size(), 1u);
  facts_.Reset(Source::kSupervision);
  EXPECT_TRUE(facts_.Read().reminders().empty());
}

TEST_F(FactBaseTest, PlansAndEngagementsAreThoseOfTheLastFrame) {
  supervision::v1::Plan plan;
  plan.set_name("plans/dang-bo-2022");
  plan.set_year(2022);
  google::protobuf::Any any;
  any.PackFrom(plan);
  facts_.Apply(Source::kSupervision, {{plan.name(), 2, any.SerializeAsString()}},
               {"db", 2, Instant(), true});
  EXPECT_EQ(facts_.Read().plans().size(), 1u);
  facts_.Reset(Source::kSupervision);
  EXPECT_TRUE(facts_.Read().plans().empty());
}

// The ratio to what it cost when the whole was put together for every revision, in one run.
TEST_F(FactBaseTest, ABurstOfChangesIsTakenInWithoutTheWhole) {
  constexpr int kChanges = 2000;
  const auto time = [this](int64_t from, bool look) {
    const auto begin = SteadyClock::now();
    for (int i = 1; i <= kChanges; ++i) {
      Rename(i % kUnits, from + i);
      if (look) (void)facts_.Read().units();
    }
    const FactBase::View view = facts_.Read();
    EXPECT_EQ(RevisionInName(view, "units/u1"), from + 1 + (kChanges > kUnits ? kUnits : 0));
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
  };
  const double burst = time(kUnits, false);
  const double each = time(kUnits + kChanges, true);
  std::printf("%d changes of %d units: %.0f ms, %.0f ms with the whole after each: %.0f times\n",
              kChanges, kUnits, burst * 1e3, each * 1e3, each / burst);
  EXPECT_LT(burst * 5, each);
}

// Nobody sees a position without its data, whoever has to put the whole together.
TEST_F(FactBaseTest, PositionsAreNeverAheadOfTheData) {
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      int64_t seen = 0;
      while (!done) {
        const FactBase::View view = facts_.Read();
        const int64_t position = view.positions()[0].revision;
        EXPECT_GE(position, seen);
        seen = position;
        // Every revision after the first snapshot renames this unit.
        if (position <= kUnits) continue;
        EXPECT_EQ(RevisionInName(view, "units/u1"), position);
      }
    });
  }
  for (int i = 1; i <= 200; ++i) Rename(1, kUnits + i);
  done = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace tiendo::status
