// Other years than 2022: seeded units, leads, dates and events go through the real services, and
// every figure that comes back equals the plain function of the domain on the same facts.
#include <gmock/gmock.h>

#include <cstdlib>
#include <random>
#include <string>

#include "services/status/domain/figures.h"
#include "services/status/domain/sentence.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using tiendo::testing::IsOk;
using tiendo::testing::Suite;

constexpr int kYear = 2023;

// TIENDO_SEED replays a run.
uint32_t Seed() {
  const char* given = std::getenv("TIENDO_SEED");
  return given != nullptr ? static_cast<uint32_t>(std::atoi(given)) : std::random_device{}();
}

class Generator {
 public:
  Generator(Suite& suite, uint32_t seed) : suite_(suite), random_(seed) {}

  void Units() {
    Unit("dang-bo", "", true, "");
    for (int i = 1; i <= 4; ++i) {
      // Some cells stand below others.
      std::string parent = i > 2 && Chance(50) ? party_[Below(party_.size())] : party_[0];
      Unit("chi-bo-" + std::to_string(i), parent, true, "");
    }
    Unit("so", "", false, "units/dang-bo");
    for (int i = 1; i <= 6; ++i) {
      std::string led = Chance(60) ? party_[Below(party_.size())] : "";
      Unit("phong-" + std::to_string(i), government_[Below(government_.size())], false, led);
    }
  }

  void Programs(int items) {
    for (const char* category : {"department", "ubnd-submission"}) {
      const std::string id = std::string(category) + "-" + std::to_string(kYear);
      const Day approval = DayOf(1, 20);
      suite_.CreateProgram(category, id, kYear, "units/so", calendar::FormatIso(approval));
      for (int i = 1; i <= items; ++i) Item(category, id, approval, i);
    }
  }

  const std::vector<UnitFact>& units() const { return units_; }
  const std::vector<ItemFact>& items() const { return items_; }
  const std::string& position() const { return position_; }
  std::string AnyScope() {
    return Chance(50) ? party_[Below(party_.size())] : government_[Below(government_.size())];
  }
  Day AnyDay() { return DayOf(1, 1) + std::chrono::days(Below(364)); }
  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }
  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

 private:
  static Day DayOf(unsigned month, unsigned day) {
    return Day{std::chrono::year{kYear} / std::chrono::month{month} / std::chrono::day{day}};
  }

  void Unit(const std::string& id, const std::string& parent, bool party,
            const std::string& led_by) {
    suite_.CreateUnit(id, parent, party, led_by);
    UnitFact fact;
    fact.id = "units/" + id;
    fact.display_name = "Đơn vị " + id;
    fact.side = party ? Side::kParty : Side::kGovernment;
    fact.kind = party ? "GRASSROOTS_CELL" : "DIVISION";
    fact.parent = parent;
    fact.led_by = led_by;
    fact.effective_from = calendar::ParseIsoDay("2020-01-01").value();
    units_.push_back(fact);
    (party ? party_ : government_).push_back(fact.id);
  }

  void Item(const std::string& category, const std::string& program, Day program_approval,
            int ordinal) {
    ItemFact item;
    item.program = "programs/" + program;
    item.name = item.program + "/items/i" + std::to_string(ordinal);
    item.category = "categories/" + category;
    item.years = {kYear};
    item.program_owner = "units/so";
    item.program_approval = program_approval;
    // Some are added later.
    item.approval = Chance(80) ? program_approval : program_approval + std::chrono::days(Below(90));
    if (Chance(90)) item.baseline_due = AnyDay();
    size_t leads = Below(4);
    for (size_t i = 0; i < leads; ++i) {
      std::string lead = government_[Below(government_.size())];
      if (std::find(item.leads.begin(), item.leads.end(), lead) == item.leads.end()) {
        item.leads.push_back(lead);
      }
    }
    item.ordinal = ordinal;
    Suite::NewItem request{item.program,
                           "i" + std::to_string(ordinal),
                           ordinal,
                           item.leads,
                           item.baseline_due ? calendar::FormatIso(*item.baseline_due) : "",
                           calendar::FormatIso(*item.approval)};
    position_ = suite_.CreateItem(request);
    Events(item);
    items_.push_back(std::move(item));
  }

  void Events(ItemFact& item) {
    if (Chance(30)) {
      ItemEvent event;
      event.kind = ItemEvent::Kind::kExtended;
      event.date = *item.approval + std::chrono::days(Below(120));
      if (Chance(85)) event.new_due = AnyDay();
      position_ = suite_.Extend(item.name, event.new_due ? calendar::FormatIso(*event.new_due) : "",
                                calendar::FormatIso(event.date));
      Add(item, event);
    }
    if (Chance(10)) {
      ItemEvent event;
      event.kind = ItemEvent::Kind::kWithdrawn;
      event.date = *item.approval + std::chrono::days(Below(200));
      position_ = suite_.Withdraw(item.name, calendar::FormatIso(event.date));
      Add(item, event);
      return;
    }
    std::vector<std::string> leads = item.leads;
    if (leads.empty()) leads.push_back("");
    for (const std::string& lead : leads) {
      if (!Chance(70)) continue;
      ItemEvent event;
      event.kind = ItemEvent::Kind::kCompleted;
      event.lead = lead;
      event.date = *item.approval + std::chrono::days(Below(240));
      position_ = suite_.Complete(item.name, lead, calendar::FormatIso(event.date));
      Add(item, event);
    }
  }

  void Add(ItemFact& item, ItemEvent event) {
    event.recorded = FromMicros(static_cast<int64_t>(item.events.size()));
    item.events.push_back(std::move(event));
  }

  Suite& suite_;
  std::mt19937 random_;
  std::vector<std::string> party_;
  std::vector<std::string> government_;
  std::vector<UnitFact> units_;
  std::vector<ItemFact> items_;
  std::string position_;
};

class GeneratedYearsTest : public tiendo::testing::EngineTest {};

TEST_P(GeneratedYearsTest, FiguresEqualThePlainFunction) {
  const uint32_t seed = Seed();
  SCOPED_TRACE("TIENDO_SEED=" + std::to_string(seed));
  RecordProperty("seed", static_cast<int>(seed));
  Suite suite([this] { return NewOptions(); });
  Generator generator(suite, seed);
  generator.Units();
  generator.Programs(15);

  const UnitHistory history(generator.units());
  const ItemPointers items = PointersTo(generator.items());
  for (int i = 0; i < 120; ++i) {
    Query query;
    query.scope = generator.AnyScope();
    query.year = kYear;
    query.as_of = generator.AnyDay();
    query.basis = generator.Chance(50) ? Basis::kInForce : Basis::kBaseline;
    if (generator.Chance(20)) query.due_by = query.as_of - std::chrono::days(generator.Below(30));
    query.children = true;
    const UnitTree tree(history, query.as_of);
    auto expected = Compute(tree, items, query);
    ASSERT_THAT(expected, IsOk());

    v1::GetStatusRequest request;
    request.set_scope(query.scope);
    *request.mutable_as_of() = tiendo::testing::DateOf(calendar::FormatIso(query.as_of));
    request.set_year(kYear);
    request.set_view(v1::VIEW_FULL);
    if (query.due_by) {
      *request.mutable_due_by() = tiendo::testing::DateOf(calendar::FormatIso(*query.due_by));
    }
    request.set_basis(query.basis == Basis::kBaseline ? v1::BASIS_BASELINE : v1::BASIS_IN_FORCE);
    auto status = suite.Status(request, generator.position());
    ASSERT_THAT(status, IsOk());
    ASSERT_EQ(static_cast<size_t>(status->categories_size()), expected->rows.size());
    for (const CategoryRow& row : expected->rows) {
      const v1::CategoryFigures* got = nullptr;
      for (const v1::CategoryFigures& c : status->categories()) {
        if (c.category() == row.category) got = &c;
      }
      ASSERT_NE(got, nullptr) << row.category;
      const std::string where =
          query.scope + " " + row.category + " " + calendar::FormatIso(query.as_of);
      EXPECT_EQ(got->integrity_error_id(), "") << where;
      EXPECT_EQ(got->triple(), TripleText(row.total)) << where;
      EXPECT_EQ(got->sentence_vi(),
                SentenceVi(row.total, {kYear, query.as_of, query.due_by, Rounding::kTruncate}))
          << where;
      EXPECT_EQ(got->columns().overdue_open(), row.total.overdue_open) << where;
      EXPECT_EQ(got->columns().done_late(), row.total.done_late) << where;
      EXPECT_EQ(got->columns().done_ahead(), row.total.done_ahead) << where;
      EXPECT_EQ(got->columns().no_due_date(), row.total.no_due_date) << where;
      EXPECT_EQ(got->columns().added(), row.total.added) << where;
      EXPECT_EQ(got->columns().withdrawn(), row.total.withdrawn) << where;
      EXPECT_EQ(got->columns().not_updated(), row.total.not_updated) << where;
      EXPECT_EQ(got->joint().plan(), row.joint.plan) << where;
      EXPECT_EQ(got->own().done_total(), row.own.done_total) << where;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, GeneratedYearsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
