// Random lives of items through the real service, on either engine: what it tells of an item is
// what the rules of counting say of the item's events, today, on days back to the newest of them,
// and around the dates that it names; as known now and as known at every moment of the life.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <optional>

#include "services/status/domain/item_state.h"
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using status::ItemFact;
using std::chrono::days;

const Day kFrom = D("2022-01-15");  // the issue
const Day kToday = D("2022-07-14");
constexpr int kDays = 25;

std::string DayFrom(int offset) { return calendar::FormatIso(kFrom + days(offset)); }
std::string AnyDay() { return DayFrom(*rc::gen::inRange(0, kDays)); }

std::optional<Day> ToDay(bool present, const google::type::Date& date) {
  return present ? std::optional(api::FromProto(date)) : std::nullopt;
}

status::ItemEvent::Kind KindOf(v1::ItemEvent::Kind kind) {
  using Kind = status::ItemEvent::Kind;
  switch (kind) {
    case v1::ItemEvent::KIND_COMPLETED:
      return Kind::kCompleted;
    case v1::ItemEvent::KIND_RETURNED:
      return Kind::kReturned;
    case v1::ItemEvent::KIND_EXTENDED:
    case v1::ItemEvent::KIND_CARRIED_IN:
      return Kind::kExtended;
    case v1::ItemEvent::KIND_WITHDRAWN:
      return Kind::kWithdrawn;
    case v1::ItemEvent::KIND_REASSIGNED:
      return Kind::kReassigned;
    default:
      return Kind::kNews;
  }
}

ItemFact FactOf(const v1::Item& item, const v1::ListItemEventsResponse& events) {
  ItemFact fact;
  fact.name = item.name();
  fact.program_approval = D("2022-01-10");
  fact.approval = ToDay(item.has_approval_date(), item.approval_date());
  fact.baseline_due = ToDay(item.entry().has_due_date(), item.entry().due_date());
  fact.leads.assign(item.entry().leads().begin(), item.entry().leads().end());
  fact.carried_in = !item.carried_from().empty();
  for (const v1::ItemEvent& event : events.events()) {
    status::ItemEvent out;
    out.kind = KindOf(event.kind());
    out.date = api::FromProto(event.event_date());
    out.recorded = api::FromProto(event.create_time());
    out.voided = event.voided();
    out.lead = event.lead();
    out.new_due = ToDay(event.has_new_due_date(), event.new_due_date());
    out.leads.assign(event.leads().begin(), event.leads().end());
    fact.events.push_back(std::move(out));
  }
  return fact;
}

class AgreementTest : public ProgramsTest {
 protected:
  struct Seen {
    v1::Item item;
    v1::ListItemEventsResponse events;
  };

  Seen Read(const std::string& name, const google::protobuf::Timestamp* read_time = nullptr) {
    v1::GetItemRequest get;
    get.set_name(name);
    v1::ListItemEventsRequest list;
    list.set_parent(name);
    list.set_page_size(1000);
    if (read_time != nullptr) *get.mutable_read_time() = *list.mutable_read_time() = *read_time;
    auto item = Call(&Stub::GetItem, get);
    auto events = Call(&Stub::ListItemEvents, list);
    RC_ASSERT(item.ok() && events.ok());
    return {*std::move(item), *std::move(events)};
  }

  // What is told is of today, and so of every day since the newest event.
  void CheckAgainstTheRules(const Seen& seen) {
    const ItemFact fact = FactOf(seen.item, seen.events);
    CheckOn(seen.item, fact, kToday);
    if (seen.item.state() == v1::Item::STATE_DRAFT) return;
    RC_ASSERT(seen.item.has_last_news_date());
    const Day newest = api::FromProto(seen.item.last_news_date());
    for (const Day day : {newest, Between(newest, kToday)}) CheckOn(seen.item, fact, day);
    CheckDates(seen.item, fact);
  }

  static Day Between(Day from, Day to) { return from + (to - from) / 2; }

  static status::ItemState StateOn(const ItemFact& fact, Day day) {
    const status::UnitHistory history(std::vector<status::UnitFact>{});
    return status::StateOn(fact, history, day, status::Basis::kInForce);
  }

  static void CheckOn(const v1::Item& item, const ItemFact& fact, Day day) {
    const status::UnitHistory history(std::vector<status::UnitFact>{});
    const status::ItemState state = StateOn(fact, day);
    RC_ASSERT(state.entered == (item.state() != v1::Item::STATE_DRAFT));
    if (!state.entered) return;
    RC_ASSERT(state.withdrawn == (item.state() == v1::Item::STATE_WITHDRAWN));
    std::vector<std::string> leads;
    for (const v1::Item::Lead& lead : item.leads()) leads.push_back(lead.unit());
    RC_ASSERT(state.leads == leads);
    RC_ASSERT(state.last_news == ToDay(item.has_last_news_date(), item.last_news_date()));
    if (state.withdrawn) return;
    RC_ASSERT(state.done_on.has_value() == (item.state() == v1::Item::STATE_COMPLETED));
    RC_ASSERT(state.done_on == ToDay(item.has_result_date(), item.result_date()));
    RC_ASSERT(state.due == ToDay(item.has_due_date(), item.due_date()));
    RC_ASSERT(status::StateOn(fact, history, day, status::Basis::kBaseline).due ==
              ToDay(item.has_baseline_due_date(), item.baseline_due_date()));
  }

  // Of the days before, the dates tell: in the programme since the approval, out of it since the
  // withdrawal, done since the result and due since then as now.
  static void CheckDates(const v1::Item& item, const ItemFact& fact) {
    const Day approval = api::FromProto(item.approval_date());
    RC_ASSERT(!StateOn(fact, approval - days(1)).entered);
    RC_ASSERT(StateOn(fact, approval).entered);
    if (item.state() == v1::Item::STATE_WITHDRAWN) {
      const Day withdrawal = api::FromProto(item.withdrawal_date());
      RC_ASSERT(!StateOn(fact, withdrawal - days(1)).withdrawn);
      RC_ASSERT(StateOn(fact, withdrawal).withdrawn);
    }
    if (item.state() != v1::Item::STATE_COMPLETED) return;
    const Day result = api::FromProto(item.result_date());
    for (const Day day : {result, Between(result, kToday)}) {
      const status::ItemState state = StateOn(fact, day);
      RC_ASSERT(state.done_on == result);
      RC_ASSERT(state.due == ToDay(item.has_due_date(), item.due_date()));
    }
  }

  // One write that may be refused; never with anything but a reason of the state or of a field.
  template <typename Request, typename Response>
  void Try(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
           Request request, const std::string& item) {
    request.set_name(item);
    const absl::Status status = Call(verb, request).status();
    RC_ASSERT(status.ok() || absl::IsFailedPrecondition(status) ||
              absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status) ||
              absl::IsNotFound(status));
    if (status.ok()) ++written_;
  }

  std::string AnyLead() {
    return *rc::gen::element(std::string(), std::string("phong-a"), std::string("phong-b"),
                             std::string("so"));
  }

  void AnyVerb(const std::string& item) {
    const std::string day = AnyDay();
    switch (*rc::gen::inRange(0, 16)) {
      case 0:
      case 1:
      case 2:
        return Try(&Stub::ReportCompletion, Completion(day, AnyLead()), item);
      case 3:
      case 4:
        return Try(&Stub::AppraiseCompletion,
                   Appraisal(day, *rc::gen::inRange(0, 3) == 0, AnyLead()), item);
      case 5:
      case 6:
        return Try(&Stub::ExtendItem, Extension(day, *rc::gen::inRange(0, 4) == 0 ? "" : AnyDay()),
                   item);
      case 7:
        return Try(&Stub::WithdrawItem, Withdrawal(day), item);
      case 8:
        return Try(&Stub::SuspendItem, Verb<v1::SuspendItemRequest>(day), item);
      case 9:
        return Try(&Stub::ResumeItem, Verb<v1::ResumeItemRequest>(day), item);
      case 10:
        return Try(&Stub::AcceptItem, Verb<v1::AcceptItemRequest>(day), item);
      case 11:
        return Try(&Stub::RefuseItem, Verb<v1::RefuseItemRequest>(day), item);
      case 12: {
        std::vector<std::string> leads = {
            *rc::gen::element(std::string("phong-a"), std::string("phong-b"))};
        if (*rc::gen::arbitrary<bool>()) leads.emplace_back("so");
        return Try(&Stub::ReassignItem, Reassignment(day, leads), item);
      }
      case 13:
        return Try(&Stub::CarryOverItem, CarryOver(day, "line-" + std::to_string(lives_)), item);
      default:
        return Void(item);
    }
  }

  void Void(const std::string& item) {
    const int number = *rc::gen::inRange(1, 10);
    v1::VoidEventRequest request = Voiding(number, item);
    Try(&Stub::VoidEvent, request, request.name());
    if (*rc::gen::inRange(0, 3) > 0) return;
    Try(&Stub::IssueItem, Issue(DayFrom(0)), item);
  }

  void Live() {
    const std::string id = "i" + std::to_string(++lives_);
    v1::CreateItemRequest create = NewItem(id);
    for (const char* lead : {"phong-a", "phong-b"}) {
      if (*rc::gen::arbitrary<bool>()) {
        create.mutable_item()->add_leads()->set_unit("units/" + std::string(lead));
      }
    }
    create.mutable_item()->set_secret(*rc::gen::inRange(0, 4) == 0);
    if (*rc::gen::inRange(0, 4) == 0) create.mutable_item()->clear_baseline_due_date();
    RC_ASSERT(Call(&Stub::CreateItem, create).ok());
    const std::string name = create.parent() + "/items/" + id;
    Try(&Stub::IssueItem, Issue(DayFrom(0)), name);

    std::vector<Seen> past;
    for (int n = *rc::gen::inRange(1, 12); n > 0; --n) {
      AnyVerb(name);
      past.push_back(Read(name));
      CheckAgainstTheRules(past.back());
    }
    // Commits with a clock that stands run ahead of it, and what is to come cannot be read yet.
    clock_->Advance(std::chrono::seconds(1));
    // As known then: the same answers, whatever was recorded or voided since.
    for (const Seen& seen : past) {
      const Seen again = Read(name, &seen.item.update_time());
      RC_ASSERT(again.item.SerializeAsString() == seen.item.SerializeAsString());
      RC_ASSERT(again.events.events_size() == seen.events.events_size());
      for (int i = 0; i < seen.events.events_size(); ++i) {
        RC_ASSERT(again.events.events(i).SerializeAsString() ==
                  seen.events.events(i).SerializeAsString());
      }
    }
    const std::string line = "programs/p/items/line-" + std::to_string(lives_);
    if (GetItem(line).ok()) CheckAgainstTheRules(Read(line));
  }

  int lives_ = 0;
  int written_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, AgreementTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(AgreementTest, WhatTheServiceTellsIsWhatTheRulesSay) {
  ApprovedProgram();
  EXPECT_TRUE(rc::check("random lives of items", [this] { Live(); }));
  EXPECT_GE(written_, lives_ * 2) << "too few verbs took effect for the run to mean anything";
}

}  // namespace
}  // namespace tiendo::programs::testing
