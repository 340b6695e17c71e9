// Whatever the order in which verbs are recorded, the item's present state is what the rules of
// counting say of its events today.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/status/domain/item_state.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

const Day kFrom = D("2022-01-15");  // approval of Fakes::AddIssued
const Day kToday = D("2022-12-31");

Day AnyDay() { return kFrom + std::chrono::days(*rc::gen::inRange(0, 40)); }

status::ItemEvent::Kind KindOf(EventKind kind) {
  switch (kind) {
    case EventKind::kIssued:
      return status::ItemEvent::Kind::kNews;
    case EventKind::kCompleted:
      return status::ItemEvent::Kind::kCompleted;
    case EventKind::kExtended:
      return status::ItemEvent::Kind::kExtended;
    case EventKind::kWithdrawn:
      return status::ItemEvent::Kind::kWithdrawn;
  }
  return status::ItemEvent::Kind::kNews;
}

status::ItemFact FactOf(const Item& item, const std::vector<ItemEvent>& events) {
  status::ItemFact fact;
  fact.name = item.name;
  fact.program_approval = D("2022-01-10");
  fact.approval = item.approval_date;
  fact.baseline_due = item.baseline_due_date;
  for (const Lead& lead : item.leads) fact.leads.push_back(lead.unit);
  for (const ItemEvent& e : events) {
    status::ItemEvent out;
    out.kind = KindOf(e.kind);
    out.date = e.date;
    out.recorded = e.stamp.create_time;
    out.lead = e.lead;
    out.new_due = e.new_due_date;
    fact.events.push_back(std::move(out));
  }
  return fact;
}

void AnyVerb(Fakes& fakes, const std::vector<std::string>& leads) {
  const std::string day = calendar::FormatIso(AnyDay());
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      WithdrawItem(fakes.stores(), Fakes::Input(day)).IgnoreError();
      break;
    case 1:
    case 2: {
      const bool removed = *rc::gen::inRange(0, 4) == 0;
      ExtendItem(fakes.stores(), Fakes::Extended(day, removed ? "" : calendar::FormatIso(AnyDay())))
          .IgnoreError();
      break;
    }
    default:
      ReportCompletion(fakes.stores(),
                       Fakes::Completed(day, leads.empty() ? "" : *rc::gen::elementOf(leads)))
          .IgnoreError();
  }
}

RC_GTEST_PROP(Agreement, TheItemIsWhatItsEventsSay, ()) {
  std::vector<std::string> leads;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) leads.push_back("units/l" + std::to_string(i));
  Fakes fakes;
  fakes.AddIssued(leads);
  for (int n = *rc::gen::inRange(0, 10); n > 0; --n) AnyVerb(fakes, leads);

  const Item item = fakes.items.Get(kItem).value().value();
  const status::UnitHistory history(std::vector<status::UnitFact>{});
  const status::ItemState state =
      status::StateOn(FactOf(item, fakes.Events()), history, kToday, status::Basis::kInForce);
  RC_ASSERT(state.entered);
  RC_ASSERT(state.withdrawn == (item.state == ItemState::kWithdrawn));
  if (state.withdrawn) return;
  RC_ASSERT(state.done_on.has_value() == (item.state == ItemState::kCompleted));
  RC_ASSERT(state.done_on == item.result_date);
  RC_ASSERT(state.due == item.due_date);
}

}  // namespace
}  // namespace tiendo::programs::testing
