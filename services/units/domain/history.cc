#include "services/units/domain/history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors/error.h"
#include "services/units/domain/reasons.h"

namespace tiendo::units {
namespace {

using calendar::FormatIso;
using Text = std::optional<std::string>;

// The fields that an event may change, beside their places in a period and in a correction.
struct Field {
  Text UnitEvent::*event;
  std::string Period::*period;
  Text Correction::*correction;
};
constexpr Field kFields[] = {
    {&UnitEvent::display_name, &Period::display_name, &Correction::display_name},
    {&UnitEvent::short_name, &Period::short_name, &Correction::short_name},
    {&UnitEvent::code, &Period::code, &Correction::code},
    {&UnitEvent::head_title, &Period::head_title, &Correction::head_title},
    {&UnitEvent::parent, &Period::parent, &Correction::parent},
    {&UnitEvent::led_by, &Period::led_by, &Correction::led_by},
};

// Positions of the events that happened, by date; of one date in the order of recording.
std::vector<size_t> InOrder(const std::vector<UnitEvent>& events) {
  std::vector<size_t> order;
  for (size_t i = 0; i < events.size(); ++i) {
    if (!events[i].voided) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return events[a].date < events[b].date; });
  return order;
}

void Begin(Unit& unit, const UnitEvent& event) {
  if (unit.periods.back().from != event.date) {
    Period next = unit.periods.back();
    next.from = event.date;
    next.events.clear();
    unit.periods.push_back(std::move(next));
  }
  Period& period = unit.periods.back();
  period.events.push_back(event.name);
  for (const Field& field : kFields) {
    if (event.*field.event) period.*field.period = *(event.*field.event);
  }
}

}  // namespace

absl::Status EventConflict(const std::string& unit, const UnitEvent& event,
                           const std::string& sentence) {
  const std::string day = FormatIso(event.date);
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kUnitEventConflict,
                      absl::StrCat(unit, " has ", event.name, " effective ", day, ": ", sentence,
                                   "; choose another day, or void that event if it is wrong"),
                      {{"unit", unit}, {"event", event.name}, {"effective_date", day}});
}

absl::Status NotInForce(const Unit& unit, Day day) {
  const std::string on = FormatIso(day);
  const std::string from = FormatIso(unit.effective_from);
  const std::string to = unit.effective_to ? FormatIso(*unit.effective_to) : "";
  const std::string successors = absl::StrJoin(unit.successors, ",");
  std::string text = absl::StrCat(unit.name, " is not in force on ", on, ": ");
  if (day < unit.effective_from) {
    absl::StrAppend(&text, "it begins on ", from, "; choose a later day");
  } else {
    absl::StrAppend(&text, "it ended on ", to,
                    successors.empty() ? "; choose an earlier day"
                                       : "; choose an earlier day, or its successors: ",
                    successors);
  }
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kUnitNotInForce, text,
                      {{"unit", unit.name},
                       {"day", on},
                       {"effective_from", from},
                       {"effective_to", to},
                       {"successors", successors}});
}

absl::Status Replay(Unit& unit, const std::vector<UnitEvent>& events) {
  unit.periods.resize(1);
  unit.periods.front().events.clear();
  unit.effective_to.reset();
  unit.successors.clear();
  const UnitEvent* end = nullptr;
  const UnitEvent* before = nullptr;
  for (size_t i : InOrder(events)) {
    const UnitEvent& event = events[i];
    if (end != nullptr) {
      // The newer entry is the one refused, so the older one is named.
      const UnitEvent& older = end->name < event.name ? *end : event;
      return EventConflict(
          unit.name, older,
          event.Ends() ? "a unit ends once" : "nothing happens to a unit on or after its end");
    }
    if (event.Ends()) {
      if (before != nullptr && before->date == event.date) {
        return EventConflict(unit.name, *before, "nothing happens to a unit on or after its end");
      }
      end = &event;
      unit.effective_to = event.date;
      unit.successors = event.successors;
    } else {
      Begin(unit, event);
    }
    before = &event;
  }
  return absl::OkStatus();
}

std::vector<size_t> Correct(Unit& unit, std::vector<UnitEvent>& events,
                            const Correction& correction) {
  std::vector<size_t> changed;
  const std::vector<size_t> order = InOrder(events);
  for (const Field& field : kFields) {
    const Text& value = correction.*field.correction;
    if (!value) continue;
    std::optional<size_t> entry;
    for (size_t i : order) {
      const bool in_time = !correction.on || events[i].date <= *correction.on;
      if (in_time && events[i].*field.event) entry = i;
    }
    if (!entry) {
      unit.periods.front().*field.period = *value;
    } else if (events[*entry].*field.event != value) {
      events[*entry].*field.event = value;
      changed.push_back(*entry);
    }
  }
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

}  // namespace tiendo::units
