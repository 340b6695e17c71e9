// The verbs of assignments, their errors, repeats, feed and past; and random lives against a plain
// model.
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "tests/integration/programs/duties_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::IsOkAndHolds;

class Assignments : public DutiesTest {
 protected:
  static std::string Deadline(const v1::DutyAssignment& a) { return Iso(true, a.deadline()); }
  static std::string Submitted(const v1::DutyAssignment& a) {
    return Iso(a.has_submit_date(), a.submit_date());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Assignments, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(Assignments, AreHandedInReturnedAndAccepted) {
  DistributedDuty();
  auto a = Call(&Stub::SubmitAssignment, HandIn("2022-06-10", 1));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->state(), v1::DutyAssignment::STATE_INCOMPLETE);
  EXPECT_EQ(Submitted(*a), "");
  a = Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->state(), v1::DutyAssignment::STATE_SUBMITTED);
  EXPECT_EQ(Submitted(*a), "2022-06-24");
  a = Call(&Stub::ReturnAssignment, Return("2022-06-27", "2022-07-05"));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->state(), v1::DutyAssignment::STATE_RETURNED);
  EXPECT_EQ(a->return_reason(), "THIEU_HO_SO");
  EXPECT_EQ(Deadline(*a), "2022-07-05");
  EXPECT_EQ(Iso(true, a->original_deadline()), "2022-06-25");
  a = Call(&Stub::OverrideDeadline, Override("2022-06-28", "2022-07-10"));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(Deadline(*a), "2022-07-10");
  a = Call(&Stub::SubmitAssignment, HandIn("2022-07-10", 2));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(Submitted(*a), "2022-07-10");
  a = Call(&Stub::AcceptAssignment, Acceptance("2022-07-12"));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->state(), v1::DutyAssignment::STATE_ACCEPTED);
  EXPECT_EQ(Iso(true, a->accept_date()), "2022-07-12");
  EXPECT_EQ(a->event_count(), 6);
  EXPECT_THAT(Listed(kDuty, "state = ACCEPTED"), IsOkAndHolds(ElementsAre("phong-a-2022-06")));
  // The duty and the other units have not been touched.
  EXPECT_EQ(GetAssignment("programs/p/duties/d/assignments/phong-b-2022-06")->event_count(), 0);

  v1::ListAssignmentEventsRequest list;
  list.set_parent(kAssignment);
  auto events = Call(&Stub::ListAssignmentEvents, list);
  ASSERT_THAT(events, IsOk());
  ASSERT_EQ(events->events_size(), 6);
  EXPECT_FALSE(events->events(0).complete());
  EXPECT_TRUE(events->events(1).complete());
  EXPECT_EQ(events->events(1).unit(), "units/phong-a");
  EXPECT_EQ(events->events(2).kind(), v1::DutyAssignmentEvent::KIND_RETURNED);
  EXPECT_EQ(events->events(3).approver(), "Thường trực Đảng ủy");
  list.set_parent("programs/p/duties/d/assignments/none-2022-06");
  EXPECT_THAT(Call(&Stub::ListAssignmentEvents, list), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(Assignments, AVoidedEventNeverHappenedButForWhoAsksWhatWasKnown) {
  DistributedDuty();
  ASSERT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2)), IsOk());
  auto returned = Call(&Stub::ReturnAssignment, Return("2022-06-27"));
  ASSERT_THAT(returned, IsOk());
  clock_->Advance(std::chrono::hours(1));
  auto ground = Call(&Stub::VoidAssignmentEvent, Void(1));
  EXPECT_THAT(ground, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ground, HasReason("ASSIGNMENT_STATE"));
  EXPECT_EQ(Metadata(ground.status(), "state"), "OPEN");
  auto a = Call(&Stub::VoidAssignmentEvent, Void(2));
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(a->state(), v1::DutyAssignment::STATE_SUBMITTED);
  EXPECT_EQ(Submitted(*a), "2022-06-24");
  EXPECT_THAT(Call(&Stub::VoidAssignmentEvent, Void(2)), HasReason("ASSIGNMENT_STATE"));
  EXPECT_THAT(Call(&Stub::VoidAssignmentEvent, Void(7)), HasReason("RESOURCE_NOT_FOUND"));
  v1::GetAssignmentRequest past;
  past.set_name(kAssignment);
  *past.mutable_read_time() = returned->update_time();
  auto known = Call(&Stub::GetAssignment, past);
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(known->state(), v1::DutyAssignment::STATE_RETURNED);
}

TEST_P(Assignments, AreRefusedWhatTheirStateOnThatDayForbids) {
  DistributedDuty();
  auto open = Call(&Stub::AcceptAssignment, Acceptance("2022-06-24"));
  EXPECT_THAT(open, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(open, HasReason("ASSIGNMENT_STATE"));
  EXPECT_EQ(Metadata(open.status(), "name"), kAssignment);
  EXPECT_EQ(Metadata(open.status(), "state"), "OPEN");
  EXPECT_EQ(Metadata(open.status(), "verb"), "AcceptAssignment");
  EXPECT_EQ(Metadata(open.status(), "allowed"), "SubmitAssignment,OverrideDeadline");
  EXPECT_THAT(Call(&Stub::ReturnAssignment, Return("2022-06-24")), HasReason("ASSIGNMENT_STATE"));
  ASSERT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2)), IsOk());
  // Not handed in on that day yet.
  EXPECT_THAT(Call(&Stub::AcceptAssignment, Acceptance("2022-06-23")),
              HasReason("ASSIGNMENT_STATE"));
  ASSERT_THAT(Call(&Stub::AcceptAssignment, Acceptance("2022-06-28")), IsOk());
  EXPECT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-29", 2)),
              HasReason("ASSIGNMENT_STATE"));
  EXPECT_THAT(Call(&Stub::OverrideDeadline, Override("2022-06-29", "2022-07-10")),
              HasReason("ASSIGNMENT_STATE"));
  // It would take the ground from the acceptance.
  EXPECT_THAT(Call(&Stub::ReturnAssignment, Return("2022-06-26")), HasReason("ASSIGNMENT_STATE"));
}

TEST_P(Assignments, AreRefusedWithAllThatIsWrong) {
  DistributedDuty();
  v1::SubmitAssignmentRequest hand_in;
  hand_in.set_name("programs/p/duties/d");
  *hand_in.mutable_submit_date() = Date("2022-07-15");
  EXPECT_THAT(Fields(Call(&Stub::SubmitAssignment, hand_in)),
              ElementsAre("name", "submit_date", "sets"));
  hand_in = HandIn("2022-05-31", 1);
  hand_in.set_value(7);
  hand_in.add_documents("bien-ban");
  EXPECT_THAT(Fields(Call(&Stub::SubmitAssignment, hand_in)),
              ElementsAre("submit_date", "value", "documents[0]"));
  ASSERT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2)), IsOk());
  v1::ReturnAssignmentRequest give_back = Return("2022-06-27", "2022-06-26");
  give_back.clear_reason_code();
  EXPECT_THAT(Fields(Call(&Stub::ReturnAssignment, give_back)),
              ElementsAre("reason_code", "new_deadline"));
  give_back = Return("2022-06-27");
  give_back.set_reason_code("KHONG_CO");
  EXPECT_THAT(Fields(Call(&Stub::ReturnAssignment, give_back)), ElementsAre("reason_code"));
  v1::OverrideDeadlineRequest override_deadline;
  override_deadline.set_name(kAssignment);
  EXPECT_THAT(Fields(Call(&Stub::OverrideDeadline, override_deadline)),
              ElementsAre("approval_date", "new_deadline", "approver", "reason"));
  v1::VoidAssignmentEventRequest wrong;
  wrong.set_name(kAssignment);
  EXPECT_THAT(Fields(Call(&Stub::VoidAssignmentEvent, wrong)), ElementsAre("name", "reason"));
  EXPECT_THAT(GetAssignment("programs/p/duties/d/assignments/none"),
              HasReason("RESOURCE_NOT_FOUND"));
  v1::AcceptAssignmentRequest stale = Acceptance("2022-06-28");
  stale.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::AcceptAssignment, stale), HasReason("ETAG_MISMATCH"));
  stale.set_etag(GetAssignment()->etag());
  stale.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::AcceptAssignment, stale), IsOk());
  EXPECT_EQ(GetAssignment()->state(), v1::DutyAssignment::STATE_SUBMITTED);
}

TEST_P(Assignments, RepeatsHaveOneEffect) {
  DistributedDuty();
  const auto twice = [this](auto verb, auto request, const std::string& id) {
    request.set_request_id(id);
    auto first = Call(verb, request);
    ASSERT_THAT(first, IsOk());
    auto second = Call(verb, request);
    ASSERT_THAT(second, IsOk());
    EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  };
  twice(&Stub::SubmitAssignment, HandIn("2022-06-10", 1), "r-1");
  twice(&Stub::SubmitAssignment, HandIn("2022-06-11", 2), "r-2");
  twice(&Stub::ReturnAssignment, Return("2022-06-12"), "r-3");
  twice(&Stub::OverrideDeadline, Override("2022-06-13", "2022-06-30"), "r-4");
  twice(&Stub::SubmitAssignment, HandIn("2022-06-14", 2), "r-5");
  twice(&Stub::AcceptAssignment, Acceptance("2022-06-15"), "r-6");
  twice(&Stub::VoidAssignmentEvent, Void(6), "r-7");
  EXPECT_EQ(GetAssignment()->event_count(), 6);
  v1::SubmitAssignmentRequest other = HandIn("2022-06-20", 2);
  other.set_request_id("r-1");
  EXPECT_THAT(Call(&Stub::SubmitAssignment, other), HasReason("REQUEST_ID_REUSED"));
}

TEST_P(Assignments, AreOnTheFeed) {
  DistributedDuty();
  ASSERT_THAT(Call(&Stub::SubmitAssignment, HandIn("2022-06-24", 2)), IsOk());
  const auto watch = [this](const std::string& filter, size_t count) {
    grpc::ClientContext context;
    rpc::SetTimeout(tiendo::testing::kPatience, context);
    tiendo::feed::v1::WatchChangesRequest request;
    request.set_snapshot(true);
    request.set_filter(filter);
    auto stream = stub_->WatchChanges(&context, request);
    std::vector<std::string> out;
    tiendo::feed::v1::WatchChangesResponse frame;
    while (out.size() < count && stream->Read(&frame)) {
      for (const auto& change : frame.changes()) out.push_back(change.name());
    }
    context.TryCancel();
    stream->Finish();
    return out;
  };
  EXPECT_THAT(watch("collection = \"assignments\" AND state = SUBMITTED", 1),
              ElementsAre(kAssignment));
  EXPECT_THAT(watch("collection = \"assignment_events\"", 1),
              ElementsAre(std::string(kAssignment) + "/events/0001"));
  EXPECT_THAT(watch("collection = \"duties\"", 1), ElementsAre(kDuty));
}

// The plain model: what is recorded, and the rules read off it anew at every question.
class Model {
 public:
  struct Entry {
    v1::DutyAssignmentEvent::Kind kind;
    Day date;
    int sets = 0;
    std::optional<Day> deadline;
    bool voided = false;
  };
  explicit Model(Day deadline) : original_(deadline) {}

  bool Add(Entry entry) {
    entries_.push_back(entry);
    if (Sound()) return true;
    entries_.pop_back();
    return false;
  }
  bool Void(size_t index) {
    if (index >= entries_.size() || entries_[index].voided) return false;
    entries_[index].voided = true;
    if (Sound()) return true;
    entries_[index].voided = false;
    return false;
  }
  size_t size() const { return entries_.size(); }

  // What stands after the first `count` of those that count, in their order.
  struct Facts {
    bool accepted = false;
    bool returned = false;  // and nothing since
    bool something = false;
    std::optional<Day> submitted;
  };
  Facts After(size_t count) const {
    const std::vector<Entry> counting = Counting();
    // From the last return on.
    size_t begin = 0;
    Facts facts;
    for (size_t i = 0; i < count; ++i) {
      if (counting[i].kind == v1::DutyAssignmentEvent::KIND_RETURNED) begin = i + 1;
    }
    facts.returned = begin > 0;
    for (size_t i = begin; i < count; ++i) {
      const Entry& e = counting[i];
      if (e.kind == v1::DutyAssignmentEvent::KIND_ACCEPTED) facts.accepted = true;
      if (e.kind != v1::DutyAssignmentEvent::KIND_SUBMITTED) continue;
      facts.something = true;
      facts.returned = false;
      if (e.sets >= 2 && !facts.submitted) facts.submitted = e.date;
    }
    return facts;
  }
  Facts Now() const { return After(Counting().size()); }
  v1::DutyAssignment::State State() const {
    const Facts f = Now();
    if (f.accepted) return v1::DutyAssignment::STATE_ACCEPTED;
    if (f.submitted) return v1::DutyAssignment::STATE_SUBMITTED;
    if (f.something) return v1::DutyAssignment::STATE_INCOMPLETE;
    return f.returned ? v1::DutyAssignment::STATE_RETURNED : v1::DutyAssignment::STATE_OPEN;
  }
  Day Deadline() const {
    const std::optional<Day> until = Now().submitted;
    Day deadline = original_;
    for (const Entry& e : Counting()) {
      if (e.deadline && (!until || e.date <= *until)) deadline = *e.deadline;
    }
    return deadline;
  }

 private:
  std::vector<Entry> Counting() const {
    std::vector<Entry> out;
    std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(out),
                 [](const Entry& e) { return !e.voided; });
    std::stable_sort(out.begin(), out.end(),
                     [](const Entry& a, const Entry& b) { return a.date < b.date; });
    return out;
  }
  // Nothing accepted that was not whole, nothing returned that was not there, nothing after an
  // acceptance but a return.
  bool Sound() const {
    const std::vector<Entry> counting = Counting();
    for (size_t i = 0; i < counting.size(); ++i) {
      const Facts before = After(i);
      const auto kind = counting[i].kind;
      if (kind == v1::DutyAssignmentEvent::KIND_RETURNED) {
        if (!before.something) return false;
      } else if (before.accepted) {
        return false;
      } else if (kind == v1::DutyAssignmentEvent::KIND_ACCEPTED && !before.submitted) {
        return false;
      }
    }
    return true;
  }

  const Day original_;
  std::vector<Entry> entries_;
};

// One random call; whether the service said yes.
struct Step {
  int verb = 0;
  int day = 0;       // after 2022-06-01
  int sets = 0;      // of a hand-in
  int deadline = 0;  // days after 2022-06-01; of a return 0: none
  size_t event = 0;  // of a voiding
};

TEST_P(Assignments, RandomLivesAreThoseOfThePlainModel) {
  IssuedDuty();
  int lives = 0;
  const bool held = rc::check("random lives", [&] {
    const std::string id = "life-" + std::to_string(++lives);
    const std::string duty = "programs/p/duties/" + id;
    v1::CreateDutyRequest create = NewDuty(id);
    create.mutable_duty()->mutable_population()->clear_unit_kinds();
    create.mutable_duty()->mutable_population()->add_units("units/phong-a");
    RC_ASSERT(Call(&Stub::CreateDuty, create).ok());
    RC_ASSERT(Call(&Stub::IssueDuty, IssueOf(duty)).ok());
    RC_ASSERT(Call(&Stub::DistributeDuty, Distribution("2022-06", "2022-06-01", duty)).ok());
    const std::string name = duty + "/assignments/phong-a-2022-06";
    Model model(D("2022-06-25"));
    const auto iso = [](int day) {
      return calendar::FormatIso(D("2022-06-01") + std::chrono::days(day));
    };
    const int steps = *rc::gen::inRange(1, 14);
    for (int i = 0; i < steps; ++i) {
      Step s{*rc::gen::inRange(0, 8), *rc::gen::inRange(0, 12), *rc::gen::inRange(1, 4),
             *rc::gen::inRange(0, 40), static_cast<size_t>(*rc::gen::inRange(0, 8))};
      absl::StatusOr<v1::DutyAssignment> answer;
      bool expected = false;
      Model::Entry entry{v1::DutyAssignmentEvent::KIND_SUBMITTED, D(iso(s.day)), 0, {}, false};
      if (s.verb <= 2) {
        answer = Call(&Stub::SubmitAssignment, HandIn(iso(s.day), s.sets, name));
        entry.sets = s.sets;
        expected = model.Add(entry);
      } else if (s.verb == 3) {
        answer = Call(&Stub::AcceptAssignment, Acceptance(iso(s.day), name));
        entry.kind = v1::DutyAssignmentEvent::KIND_ACCEPTED;
        expected = model.Add(entry);
      } else if (s.verb <= 5) {
        const std::string deadline = s.deadline < s.day ? "" : iso(s.deadline);
        answer = Call(&Stub::ReturnAssignment, Return(iso(s.day), deadline, name));
        entry.kind = v1::DutyAssignmentEvent::KIND_RETURNED;
        if (!deadline.empty()) entry.deadline = D(deadline);
        expected = model.Add(entry);
      } else if (s.verb == 6) {
        answer = Call(&Stub::OverrideDeadline, Override(iso(s.day), iso(s.deadline), name));
        entry.kind = v1::DutyAssignmentEvent::KIND_DEADLINE_OVERRIDDEN;
        entry.deadline = D(iso(s.deadline));
        expected = model.Add(entry);
      } else {
        answer = Call(&Stub::VoidAssignmentEvent, Void(static_cast<int>(s.event) + 1, name));
        expected = model.Void(s.event);
      }
      RC_ASSERT(answer.ok() == expected);
      if (!answer.ok()) continue;
      const Model::Facts facts = model.Now();
      RC_ASSERT(answer->state() == model.State());
      RC_ASSERT(Submitted(*answer) ==
                (facts.submitted ? calendar::FormatIso(*facts.submitted) : ""));
      RC_ASSERT(Deadline(*answer) == calendar::FormatIso(model.Deadline()));
      RC_ASSERT(answer->event_count() == static_cast<int>(model.size()));
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace tiendo::programs::testing
