// Random lives of items through the real services: whatever is recorded, refused, voided and
// carried over, every answer of status is what the plain function of the domain says of the
// resources that programs shows, as known now and as known at a moment in between.
#include <gmock/gmock.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "common/api/fields.h"
#include "common/calendar/time_zone.h"
#include "common/rpc/status_conversion.h"
#include "services/status/domain/sentence.h"
#include "services/status/sources/item_facts.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;
using Stub = programs::v1::ProgramService::Stub;

// TIENDO_SEED replays a run.
uint32_t Seed() {
  const char* given = std::getenv("TIENDO_SEED");
  return given != nullptr ? static_cast<uint32_t>(std::atoi(given)) : std::random_device{}();
}

class Lives {
 public:
  Lives(Suite& suite, uint32_t seed) : suite_(suite), random_(seed) {}

  void Begin() {
    suite_.CreateUnit("dang-bo", "", true);
    suite_.CreateUnit("chi-bo-1", "units/dang-bo", true);
    suite_.CreateUnit("so", "", false, "units/dang-bo");
    suite_.CreateUnit("phong-1", "units/so", false, "units/chi-bo-1");
    units_position = suite_.CreateUnit("phong-2", "units/so", false);
    suite_.CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    suite_.CreateProgram("department", "so-2023", 2023, "units/so", "2022-12-01");
    for (int i = 0; i < 10; ++i) {
      const std::string id = "i" + std::to_string(i);
      std::vector<std::string> leads;
      for (const char* unit : {"units/phong-1", "units/phong-2"}) {
        if (Chance(60)) leads.emplace_back(unit);
      }
      position = suite_.CreateItem(
          {"programs/so-2022", id, i, leads, Chance(90) ? AnyDay() : "",
           Chance(80) ? "2022-01-10" : "2022-03-01",
           Chance(40) ? std::vector<std::string>{"theme/covid-19"} : std::vector<std::string>{},
           Chance(20)});
      items_.push_back("programs/so-2022/items/" + id);
    }
  }

  // One verb, which may be refused.
  void Step() {
    const std::string item = items_[Below(items_.size())];
    const std::string lead = Chance(50) ? "units/phong-1" : "units/phong-2";
    switch (Below(14)) {
      case 0:
      case 1:
      case 2: {
        programs::v1::ReportCompletionRequest request;
        request.set_lead(lead);
        *request.mutable_result_date() = DateOf(AnyDay());
        return Try(&Stub::ReportCompletion, item, request);
      }
      case 3:
      case 4: {
        programs::v1::AppraiseCompletionRequest request;
        request.set_outcome(Chance(70) ? programs::v1::AppraiseCompletionRequest::OUTCOME_RETURN
                                       : programs::v1::AppraiseCompletionRequest::OUTCOME_ACCEPT);
        *request.mutable_event_date() = DateOf(AnyDay());
        request.set_reason("Lý do mẫu");
        return Try(&Stub::AppraiseCompletion, item, request);
      }
      case 5:
      case 6: {
        programs::v1::ExtendItemRequest request;
        if (Chance(85)) {
          *request.mutable_new_due_date() = DateOf(AnyDay());
        } else {
          request.set_remove_due_date(true);
        }
        return Try(&Stub::ExtendItem, item, Approved(request));
      }
      case 7: {
        programs::v1::WithdrawItemRequest request;
        if (Chance(50)) Try(&Stub::WithdrawItem, item, Approved(request));
        return;
      }
      case 8: {
        programs::v1::ReassignItemRequest request;
        request.add_leads(lead);
        if (Chance(30)) request.add_leads("units/so");
        return Try(&Stub::ReassignItem, item, Approved(request));
      }
      case 9: {
        programs::v1::AddMilestonesRequest request;
        *request.mutable_event_date() = DateOf(AnyDay());
        programs::v1::Item::Milestone& step = *request.add_milestones();
        step.set_milestone_id("m" + std::to_string(++steps_));
        step.set_title("Mốc mẫu");
        return Try(&Stub::AddMilestones, item, request);
      }
      case 10: {
        programs::v1::SuspendItemRequest request;
        return Try(&Stub::SuspendItem, item, Approved(request));
      }
      case 11: {
        programs::v1::CarryOverItemRequest request;
        request.set_program(Chance(70) ? "programs/so-2023" : "programs/so-2022");
        request.set_item_id("line-" + std::to_string(++steps_));
        *request.mutable_new_due_date() = DateOf(AnyDay());
        return Try(&Stub::CarryOverItem, item, Approved(request));
      }
      default:
        return Void(item);
    }
  }

  // Items as programs shows them, at a time or now.
  ItemFacts Facts(const std::optional<google::protobuf::Timestamp>& read_time) {
    ItemFacts facts;
    ItemFacts::Names touched;
    for (const char* name : {"programs/so-2022", "programs/so-2023"}) {
      programs::v1::GetProgramRequest get;
      get.set_name(name);
      facts.PutProgram(ToFact(Read<programs::v1::Program>(&Stub::GetProgram, get)), touched);
    }
    programs::v1::ListItemsRequest list;
    list.set_parent("programs/-");
    list.set_page_size(1000);
    if (read_time) *list.mutable_read_time() = *read_time;
    const auto items = Read<programs::v1::ListItemsResponse>(&Stub::ListItems, list);
    for (const programs::v1::Item& item : items.items()) {
      facts.PutItem(ToRecord(item), touched);
      programs::v1::ListItemEventsRequest events;
      events.set_parent(item.name());
      events.set_page_size(1000);
      if (read_time) *events.mutable_read_time() = *read_time;
      const auto found = Read<programs::v1::ListItemEventsResponse>(&Stub::ListItemEvents, events);
      for (const programs::v1::ItemEvent& event : found.events()) {
        facts.PutEvent(event.name(), event, touched);
      }
    }
    return facts;
  }

  bool Chance(int percent) { return static_cast<int>(Below(100)) < percent; }
  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  Day AnyDate() {
    return calendar::ParseIsoDay("2022-01-10").value() + std::chrono::days(Below(500));
  }
  std::string AnyDay() { return calendar::FormatIso(AnyDate()); }

  std::string units_position;
  std::string position;  // of programs
  int written = 0;

 private:
  template <typename Request>
  Request Approved(Request request) {
    *request.mutable_approval_date() = DateOf(AnyDay());
    request.set_reason("Lý do mẫu");
    request.set_approver("Giám đốc Sở");
    request.mutable_document()->set_number("17/QĐ");
    return request;
  }

  template <typename Request, typename Response>
  void Try(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
           const std::string& name, Request request) {
    request.set_name(name);
    grpc::ClientContext context;
    Response response;
    const grpc::Status status = (suite_.programs().*verb)(&context, request, &response);
    if (!status.ok()) return;
    position = tiendo::testing::PositionOf(context, status);
    ++written;
    if constexpr (std::is_same_v<Request, programs::v1::CarryOverItemRequest>) {
      items_.push_back(request.program() + "/items/" + request.item_id());
    }
  }

  void Void(const std::string& item) {
    programs::v1::VoidEventRequest request;
    request.set_reason("Nhập nhầm");
    Try(&Stub::VoidEvent, item + "/events/000" + std::to_string(2 + Below(7)), request);
  }

  template <typename Response, typename Request>
  Response Read(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) {
    grpc::ClientContext context;
    Response response;
    EXPECT_THAT(rpc::FromGrpc((suite_.programs().*verb)(&context, request, &response)), IsOk())
        << request.ShortDebugString();
    return response;
  }

  Suite& suite_;
  std::mt19937 random_;
  std::vector<std::string> items_;
  int steps_ = 0;
};

std::vector<UnitFact> Units() {
  const auto unit = [](const char* id, const char* parent, bool party, const char* led_by) {
    UnitFact fact;
    fact.id = std::string("units/") + id;
    fact.display_name = std::string("Đơn vị ") + id;
    fact.side = party ? Side::kParty : Side::kGovernment;
    fact.kind = party ? "GRASSROOTS_CELL" : "DIVISION";
    fact.parent = parent;
    fact.led_by = led_by;
    fact.effective_from = calendar::ParseIsoDay("2020-01-01").value();
    return fact;
  };
  return {unit("dang-bo", "", true, ""), unit("chi-bo-1", "units/dang-bo", true, ""),
          unit("so", "", false, "units/dang-bo"),
          unit("phong-1", "units/so", false, "units/chi-bo-1"),
          unit("phong-2", "units/so", false, "")};
}

class GeneratedLivesTest : public tiendo::testing::EngineTest {
 protected:
  void Compare(Suite& suite, Lives& lives, const UnitHistory& history,
               const std::vector<ItemFact>& items,
               const std::optional<google::protobuf::Timestamp>& known_at) {
    static constexpr const char* kScopes[] = {"units/dang-bo", "units/chi-bo-1", "units/so",
                                              "units/phong-1", "units/phong-2"};
    Query query;
    query.scope = kScopes[lives.Below(5)];
    query.as_of = lives.AnyDate();
    query.year = lives.Chance(60) ? 2022 : 2023;
    query.basis = lives.Chance(70) ? Basis::kInForce : Basis::kBaseline;
    if (lives.Chance(25)) query.tag = "theme/covid-19";
    query.not_updated_days = lives.Chance(70) ? 30 : 75;
    query.children = true;
    const UnitTree tree(history, query.as_of);
    const auto expected = status::Compute(tree, PointersTo(items), query);
    ASSERT_THAT(expected, IsOk());

    v1::GetStatusRequest request;
    request.set_scope(query.scope);
    *request.mutable_as_of() = api::ToProto(query.as_of);
    request.set_year(query.year);
    request.set_basis(query.basis == Basis::kBaseline ? v1::BASIS_BASELINE : v1::BASIS_IN_FORCE);
    request.set_tag(query.tag);
    request.set_not_updated_days(query.not_updated_days);
    request.set_view(v1::VIEW_FULL);
    if (known_at) *request.mutable_known_at() = *known_at;
    if (!known_at) request.add_min_positions(lives.units_position);
    const absl::StatusOr<v1::Status> status =
        UntilReached([&] { return suite.Status(request, known_at ? "" : lives.position); });
    ASSERT_THAT(status, IsOk());
    SCOPED_TRACE(request.ShortDebugString());
    ASSERT_EQ(static_cast<size_t>(status->categories_size()), expected->rows.size());
    for (size_t i = 0; i < expected->rows.size(); ++i) {
      const CategoryRow& row = expected->rows[i];
      const v1::CategoryFigures& got = status->categories(static_cast<int>(i));
      EXPECT_EQ(got.integrity_error_id(), "");
      EXPECT_EQ(got.triple(), TripleText(row.total));
      EXPECT_EQ(got.columns().overdue_open(), row.total.overdue_open);
      EXPECT_EQ(got.columns().done_late(), row.total.done_late);
      EXPECT_EQ(got.columns().done_ahead(), row.total.done_ahead);
      EXPECT_EQ(got.columns().no_due_date(), row.total.no_due_date);
      EXPECT_EQ(got.columns().original(), row.total.original);
      EXPECT_EQ(got.columns().added(), row.total.added);
      EXPECT_EQ(got.columns().withdrawn(), row.total.withdrawn);
      EXPECT_EQ(got.columns().carried_in(), row.total.carried_in);
      EXPECT_EQ(got.columns().not_updated(), row.total.not_updated);
      EXPECT_EQ(got.columns().not_concrete(), row.total.not_concrete);
      EXPECT_EQ(got.columns().unowned_open(), row.total.unowned_open);
      EXPECT_EQ(got.joint().plan(), row.joint.plan);
    }
    if (known_at) return;
    v1::ListAttentionRequest list;
    *list.mutable_query() = request;
    list.add_kinds(v1::ATTENTION_KIND_OVERDUE);
    list.set_page_size(1000);
    v1::ListAttentionResponse attention;
    grpc::ClientContext context;
    ASSERT_THAT(rpc::FromGrpc(suite.status().ListAttention(&context, list, &attention)), IsOk());
    for (size_t i = 0; i < expected->rows.size(); ++i) {
      EXPECT_EQ(attention.totals(static_cast<int>(i)).count(),
                expected->rows[i].total.overdue_open);
    }
  }
};

TEST_P(GeneratedLivesTest, EveryAnswerEqualsThePlainFunction) {
  const uint32_t seed = Seed();
  SCOPED_TRACE("TIENDO_SEED=" + std::to_string(seed));
  const calendar::BusinessZone zone = calendar::BusinessZone::Create().value();
  const auto clock = std::make_shared<ManualClock>();
  clock->Set(zone.StartOf(calendar::ParseIsoDay("2023-06-30").value()));
  Suite suite([this] { return NewOptions(); }, "", clock);
  Lives lives(suite, seed);
  lives.Begin();
  for (int i = 0; i < 80; ++i) lives.Step();
  clock->Advance(std::chrono::minutes(1));
  const google::protobuf::Timestamp halfway = api::ToProto(clock->Now());
  clock->Advance(std::chrono::minutes(1));
  for (int i = 0; i < 80; ++i) lives.Step();
  clock->Advance(std::chrono::minutes(1));
  ASSERT_GE(lives.written, 30) << "too few verbs took effect for the run to mean anything";

  const UnitHistory history(Units());
  const auto all = [](const ItemFacts& facts) {
    std::vector<ItemFact> items;
    for (const auto& [name, record] : facts.records()) items.push_back(facts.Build(name).value());
    return items;
  };
  const std::vector<ItemFact> now = all(lives.Facts(std::nullopt));
  const std::vector<ItemFact> then = all(lives.Facts(halfway));
  for (int i = 0; i < 100 && !HasFailure(); ++i) {
    Compare(suite, lives, history, now, std::nullopt);
    if (i % 3 == 0) Compare(suite, lives, history, then, halfway);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, GeneratedLivesTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
