#include "tests/unit/status/random_facts.h"

#include <rapidcheck.h>

#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

// In [from, end), evenly: rapidcheck's own ranges prefer small values.
int Draw(int from, int end) {
  return *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, end)));
}

bool OneIn(int n) { return Draw(0, n) == 0; }

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

ItemEvent DrawEvent(int count) {
  ItemEvent event;
  const int kind = Draw(0, 10);
  event.kind = kind < 4   ? ItemEvent::Kind::kCompleted
               : kind < 5 ? ItemEvent::Kind::kReturned
               : kind < 7 ? ItemEvent::Kind::kExtended
               : kind < 8 ? ItemEvent::Kind::kReassigned
               : kind < 9 ? ItemEvent::Kind::kNews
                          : ItemEvent::Kind::kWithdrawn;
  event.date = DrawDay();
  event.recorded = FromMicros(Draw(0, 4));
  event.voided = OneIn(10);
  if (!OneIn(6)) event.lead = AnyUnit(count);
  if (!OneIn(4)) event.new_due = DrawDay();
  event.leads = DrawLeads(count);
  return event;
}

}  // namespace

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
  return facts;
}

}  // namespace tiendo::status::testing
