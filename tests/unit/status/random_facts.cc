#include "tests/unit/status/random_facts.h"

#include <rapidcheck.h>

#include <algorithm>
#include <array>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

std::string Name(int i) { return "u" + std::string(i < 10 ? "0" : "") + std::to_string(i); }

std::string AnyUnit(int count) { return OneIn(25) ? U("unknown") : U(Name(Draw(0, count))); }

std::vector<std::string> DrawLeads(int count) {
  std::vector<std::string> leads;
  for (int n = Draw(0, 4); n > 0; --n) leads.push_back(AnyUnit(count));
  return leads;
}

std::vector<UnitFact> DrawUnit(int i, int count) {
  const bool party = i == 0 || (i != 1 && OneIn(2));
  // Mostly above in the list, so that trees grow deep; now and then anywhere.
  const std::string parent = i < 2 ? "" : OneIn(10) ? Name(Draw(0, count)) : Name(Draw(0, i));
  UnitFact unit = party ? Party(Name(i), parent)
                        : Government(Name(i), parent, OneIn(2) ? Name(Draw(0, count)) : "");
  if (OneIn(6)) unit.effective_from = DrawDay();
  std::vector<UnitFact> periods = {unit};
  for (int n = OneIn(3) ? Draw(1, 4) : 0; n > 0; --n) {
    const Day changed = DrawDay();
    if (changed <= unit.effective_from) continue;
    periods.back().effective_to = changed;
    unit.effective_from = changed;
    // Transferred, led by another organisation, or only renamed.
    if (OneIn(2)) unit.parent = i < 2 ? "" : U(Name(Draw(0, i)));
    if (!party && OneIn(2)) unit.led_by = OneIn(3) ? "" : U(Name(Draw(0, count)));
    unit.display_name += "'";
    periods.push_back(unit);
  }
  if (i > 0 && OneIn(3)) {
    const Day end = DrawDay();
    if (end > periods.back().effective_from) {
      periods.back().effective_to = end;
      // Dissolved, merged or split.
      for (int n = Draw(0, 4); n > 0; --n) periods.back().successors.push_back(AnyUnit(count));
    }
  }
  return periods;
}

ItemEvent::Kind DrawKind() {
  using enum ItemEvent::Kind;
  // Completions most of all: most of the rules are about them.
  static constexpr std::array kKinds = {
      kCompleted,       kCompleted,          kCompleted,      kCompleted, kReturned,  kReturned,
      kExtended,        kExtended,           kReassigned,     kWithdrawn, kSuspended, kResumed,
      kMilestonesAdded, kMilestonesReplaced, kMilestonesDone, kNews};
  return kKinds[static_cast<size_t>(Draw(0, static_cast<int>(kKinds.size())))];
}

ItemEvent DrawEvent(int count) {
  ItemEvent event;
  event.kind = DrawKind();
  event.date = DrawDay();
  event.recorded = FromMicros(Draw(0, 4));
  event.voided = OneIn(10);
  if (!OneIn(6)) event.lead = AnyUnit(count);
  if (OneIn(3)) event.parts = DrawLeads(count);
  if (!OneIn(4)) event.new_due = DrawDay();
  event.leads = DrawLeads(count);
  for (int n = Draw(0, 3); n > 0; --n) {
    event.milestones.push_back({"m" + std::to_string(Draw(0, 3)), "", DrawDay(), DrawDay()});
  }
  return event;
}

// The line that goes on with `old`, mostly in the next year, now and then in the same.
ItemFact DrawCarryOver(ItemFact& old, int number, int unit_count) {
  ItemFact line = DrawItem(number, unit_count);
  line.category = old.category;
  line.years = OneIn(3) ? old.years : std::vector<int>{2023};
  line.carried_in = true;
  line.approval = DrawDay();
  ItemEvent event;
  event.kind = ItemEvent::Kind::kCarriedOver;
  event.date = *line.approval;
  event.recorded = FromMicros(Draw(0, 4));
  event.voided = OneIn(10);
  event.carry.item = line.name;
  event.carry.years = line.years;
  if (line.program_approval) event.carry.enters = std::max(*line.approval, *line.program_approval);
  // Anywhere among what was entered.
  old.events.insert(old.events.begin() + Draw(0, static_cast<int>(old.events.size()) + 1), event);
  // Now and then a source that has not told of the old line.
  if (!OneIn(10)) line.carried_from = {old};
  return line;
}

}  // namespace

int Draw(int from, int end) {
  return *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, end)));
}

bool OneIn(int n) { return Draw(0, n) == 0; }

Day DrawDay() { return D("2021-12-01") + std::chrono::days{12 * Draw(0, 40) + Draw(0, 2)}; }

ItemFact DrawItem(int number, int unit_count) {
  ItemFact item = Item(std::to_string(number), "", {});
  item.category = OneIn(3) ? "categories/b" : "categories/a";
  item.years = OneIn(3) ? std::vector<int>{2022, 2023} : std::vector<int>{2022};
  item.program_owner = AnyUnit(unit_count);
  if (OneIn(12)) item.program_approval = std::nullopt;
  if (OneIn(3)) item.approval = DrawDay();
  if (OneIn(12)) item.approval = std::nullopt;
  item.carried_in = OneIn(8);
  if (!OneIn(5)) item.baseline_due = DrawDay();
  if (OneIn(3)) item.tags = {"work-area/xay-dung-dang"};
  if (OneIn(3)) item.tags.emplace_back(kTheme);
  item.leads = DrawLeads(unit_count);
  for (int n = Draw(0, 9); n > 0; --n) {
    ItemEvent event = DrawEvent(unit_count);
    // Mostly the lead itself reports.
    if (!item.leads.empty() && !OneIn(3)) {
      event.lead = item.leads[static_cast<size_t>(Draw(0, static_cast<int>(item.leads.size())))];
    }
    item.events.push_back(event);
  }
  return item;
}

RandomFacts DrawFacts() {
  RandomFacts facts;
  const int count = Draw(3, 13);
  for (int i = 0; i < count; ++i) {
    for (UnitFact& period : DrawUnit(i, count)) facts.units.push_back(period);
  }
  const int items = Draw(1, 13);
  for (int i = 0; i < items; ++i) facts.items.push_back(DrawItem(i, count));
  // A line that was carried over may be carried over again.
  for (int n = Draw(0, 4); n > 0; --n) {
    ItemFact& old = facts.items[static_cast<size_t>(Draw(0, static_cast<int>(facts.items.size())))];
    if (old.name == "programs/p/items/0") continue;  // which a test replaces
    ItemFact line = DrawCarryOver(old, 200 + n, count);
    facts.items.push_back(std::move(line));
  }
  return facts;
}

}  // namespace tiendo::status::testing
