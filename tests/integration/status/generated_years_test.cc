// Other years than 2022: seeded units, leads, dates, events and ends of units go through the real
// services, and every figure that comes back equals the plain function of the domain on the same
// facts, which the test keeps itself.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "services/status/domain/figures.h"
#include "tests/integration/status/plain_figures.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/seed.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::PositionOf;
using tiendo::testing::Suite;

constexpr int kYear = 2023;
constexpr char kTag[] = "theme/covid-19";

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

  // Ends some units, after all that is recorded of items; how many.
  int Reorganise() {
    int ended = 0;
    for (int i = 0; i < 40 && ended < 4; ++i) ended += End(Chance(30) ? party_ : government_);
    return ended;
  }

  PlainFacts Facts() const {
    PlainFacts facts;
    facts.units = std::make_unique<const UnitHistory>(units_);
    facts.items = items_;
    return facts;
  }
  // What an answer has to include.
  std::vector<std::string> positions() const { return {units_position_, position_}; }
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
    units_position_ = suite_.CreateUnit(id, parent, party, led_by);
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

  // A unit ends for another one of its side, which is its heir. 0 when it was refused.
  int End(const std::vector<std::string>& side) {
    const std::string& unit = side[1 + Below(side.size() - 1)];
    const std::string& heir = side[Below(side.size())];
    const Day day = AnyDay();
    units::v1::MergeUnitsRequest request;
    request.add_names(unit);
    request.mutable_into()->set_name(heir);
    *request.mutable_effective_date() = DateOf(calendar::FormatIso(day));
    request.mutable_legal_basis()->set_number("20/QĐ");
    grpc::ClientContext context;
    units::v1::Reorganisation done;
    const grpc::Status status = suite_.units().MergeUnits(&context, request, &done);
    if (!status.ok()) return 0;
    units_position_ = PositionOf(context, status);
    for (UnitFact& fact : units_) {
      if (fact.id != unit) continue;
      fact.effective_to = day;
      fact.successors = {heir};
    }
    return 1;
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
    if (Chance(30)) item.tags.emplace_back(kTag);
    Suite::NewItem request{item.program,
                           "i" + std::to_string(ordinal),
                           ordinal,
                           item.leads,
                           item.baseline_due ? calendar::FormatIso(*item.baseline_due) : "",
                           calendar::FormatIso(*item.approval),
                           item.tags};
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
      // Entered while nobody has ended: its own part, whoever inherits what later.
      if (!lead.empty()) event.parts = {lead};
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
  std::string units_position_;
  std::string position_;  // of programs
};

class GeneratedYearsTest : public tiendo::testing::EngineTest {};

TEST_P(GeneratedYearsTest, FiguresEqualThePlainFunction) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  RecordProperty("seed", static_cast<int>(seed));
  Suite suite([this] { return NewOptions(); });
  Generator generator(suite, seed);
  generator.Units();
  generator.Programs(15);
  ASSERT_GE(generator.Reorganise(), 1) << "nobody has an heir";

  const PlainFacts facts = generator.Facts();
  for (int i = 0; i < 150 && !HasFailure(); ++i) {
    Query query;
    query.scope = generator.AnyScope();
    query.year = kYear;
    query.as_of = generator.AnyDay();
    query.basis = generator.Chance(50) ? Basis::kInForce : Basis::kBaseline;
    if (generator.Chance(20)) query.due_by = query.as_of - std::chrono::days(generator.Below(30));
    if (generator.Chance(20)) query.tag = kTag;
    query.children = generator.Chance(80);
    const Rounding rounding = generator.Chance(70) ? Rounding::kTruncate : Rounding::kHalfUp;
    v1::GetStatusRequest request = RequestOf(query, rounding);
    for (const std::string& position : generator.positions()) request.add_min_positions(position);
    SCOPED_TRACE(request.ShortDebugString());
    ExpectPlainFigures(suite.Status(request), facts, query, rounding);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, GeneratedYearsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
