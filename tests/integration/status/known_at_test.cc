// Figures as they were known at an earlier time, over the real services.
#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "common/calendar/time_zone.h"
#include "common/ledger/ledger.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::DateOf;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Metadata;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;
using tiendo::testing::WaitUntil;

constexpr char kProgram[] = "programs/so-2022";

v1::GetStatusRequest Ask(const std::string& scope, const std::string& as_of) {
  v1::GetStatusRequest request;
  request.set_scope(scope);
  *request.mutable_as_of() = DateOf(as_of);
  request.set_view(v1::VIEW_FULL);
  return request;
}

// What was figured, without what was asked and how fresh it is.
std::string FiguresOf(v1::Status status) {
  status.clear_freshness();
  status.clear_known_at();
  status.clear_projection();
  return status.SerializeAsString();
}

class KnownAtTest : public tiendo::testing::EngineTest {
 protected:
  // Everything is entered at ten on 30/06/2022.
  void SetUp() override {
    At("2022-06-30", 10);
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("chi-bo-1", "units/dang-bo", true);
    suite_->CreateUnit("chi-bo-2", "units/dang-bo", true);
    suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateUnit("phong-1", "units/so", false, "units/chi-bo-1");
    units_position_ = suite_->CreateUnit("phong-2", "units/so", false, "units/chi-bo-2");
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    const std::string p = kProgram;
    suite_->CreateItem({p, "i1", 1, {"units/phong-1"}, "2022-06-15", "2022-01-10"});
    suite_->CreateItem({p, "i2", 2, {"units/phong-1"}, "2022-06-30", "2022-01-10"});
    position_ = suite_->Complete(p + "/items/i1", "units/phong-1", "2022-06-10");
  }

  // An hour of a day in Asia/Ho_Chi_Minh.
  Instant TimeOf(const std::string& day, int hour) const {
    return zone_.StartOf(calendar::ParseIsoDay(day).value()) + std::chrono::hours(hour);
  }
  // Brings the clock of all services there.
  Instant At(const std::string& day, int hour) {
    clock_->Set(TimeOf(day, hour));
    return clock_->Now();
  }
  // What is known now, all that was written included.
  absl::StatusOr<v1::Status> Now(v1::GetStatusRequest request) {
    request.add_min_positions(units_position_);
    return suite_->Status(request, position_);
  }
  absl::StatusOr<v1::Status> Get(const v1::GetStatusRequest& request) {
    return UntilReached([&] { return suite_->Status(request); });
  }
  absl::StatusOr<v1::Status> Known(v1::GetStatusRequest request, Instant known_at) {
    *request.mutable_known_at() = api::ToProto(known_at);
    return Get(request);
  }
  std::string Triple(const v1::GetStatusRequest& request) {
    auto status = Get(request);
    if (!status.ok()) return status.status().ToString();
    return status->categories_size() == 1 ? status->categories(0).triple() : "no row";
  }
  std::string TripleKnown(v1::GetStatusRequest request, Instant known_at) {
    *request.mutable_known_at() = api::ToProto(known_at);
    return Triple(request);
  }
  std::string TripleKnownOn(v1::GetStatusRequest request, const std::string& day) {
    *request.mutable_known_on() = DateOf(day);
    return Triple(request);
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  const std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::string units_position_;
  std::string position_;  // of programs
};

// Rules 1 and 3: done on 28/06, entered on 05/07.
TEST_P(KnownAtTest, R03WhatWasEnteredLaterWasNotKnown) {
  At("2022-07-05", 9);
  const std::string item_name = std::string(kProgram) + "/items/i2";
  position_ = suite_->Complete(item_name, "units/phong-1", "2022-06-28");
  programs::v1::GetItemRequest get;
  get.set_name(item_name);
  programs::v1::Item item;
  grpc::ClientContext context;
  ASSERT_THAT(rpc::FromGrpc(suite_->programs().GetItem(&context, get, &item)), IsOk());
  const Instant entered = api::FromProto(item.update_time());
  At("2022-07-10", 8);
  const v1::GetStatusRequest on_30_06 = Ask("units/so", "2022-06-30");
  EXPECT_EQ(Now(on_30_06)->categories(0).triple(), "2/2/2");
  EXPECT_EQ(TripleKnownOn(on_30_06, "2022-06-30"), "1/2/2") << "the figure that was read out";
  EXPECT_EQ(TripleKnownOn(on_30_06, "2022-07-04"), "1/2/2");
  EXPECT_EQ(TripleKnownOn(on_30_06, "2022-07-05"), "2/2/2") << "the whole day counts";
  EXPECT_EQ(TripleKnown(on_30_06, entered - std::chrono::microseconds(1)), "1/2/2");
  EXPECT_EQ(TripleKnown(on_30_06, entered), "2/2/2") << "up to and including the instant";
  // The day asked for may lie before and after the time of knowledge.
  EXPECT_EQ(TripleKnownOn(Ask("units/so", "2022-06-28"), "2022-07-05"), "2/1/2");
  EXPECT_EQ(TripleKnownOn(Ask("units/so", "2022-06-28"), "2022-07-04"), "1/1/2");
  EXPECT_EQ(TripleKnownOn(Ask("units/so", "2022-07-09"), "2022-06-30"), "1/2/2");
}

TEST_P(KnownAtTest, SaysWhatItWasComputedFrom) {
  const auto before = Now(Ask("units/so", "2022-06-30"));
  ASSERT_THAT(before, IsOk());
  At("2022-07-05", 9);
  position_ = suite_->Complete(std::string(kProgram) + "/items/i2", "units/phong-1", "2022-06-28");
  At("2022-07-10", 8);
  v1::GetStatusRequest request = Ask("units/so", "2022-06-30");
  *request.mutable_known_on() = DateOf("2022-06-30");
  const auto known = Get(request);
  ASSERT_THAT(known, IsOk());
  EXPECT_EQ(api::FromProto(known->known_at()),
            zone_.EndOf(calendar::ParseIsoDay("2022-06-30").value()));
  EXPECT_FALSE(before->has_known_at());
  EXPECT_EQ(FiguresOf(*known), FiguresOf(*before));
  ASSERT_EQ(known->freshness().source_positions_size(), 3);
  for (int i = 0; i < 3; ++i) {
    const v1::SourcePosition& then = known->freshness().source_positions(i);
    EXPECT_EQ(then.revision(), before->freshness().source_positions(i).revision())
        << then.service();
    EXPECT_EQ(then.time().seconds(), known->known_at().seconds());
  }
  // The same instant is the same question, and is answered from memory while a source is away.
  suite_->StopPrograms();
  EXPECT_EQ(
      FiguresOf(Known(Ask("units/so", "2022-06-30"), api::FromProto(known->known_at())).value()),
      FiguresOf(*known));
}

// Rule 16: the tree is that of the day as known then.
TEST_P(KnownAtTest, R16TheTreeIsTheOneThatWasKnown) {
  const v1::GetStatusRequest cell_1 = Ask("units/chi-bo-1", "2022-06-30");
  const v1::GetStatusRequest cell_2 = Ask("units/chi-bo-2", "2022-06-30");
  At("2022-07-05", 9);
  units::v1::UpdateUnitRequest correction;
  correction.mutable_unit()->set_name("units/phong-1");
  correction.mutable_unit()->set_led_by("units/chi-bo-2");
  correction.mutable_update_mask()->add_paths("led_by");
  {
    grpc::ClientContext context;
    units::v1::Unit unit;
    ASSERT_THAT(rpc::FromGrpc(suite_->units().UpdateUnit(&context, correction, &unit)), IsOk());
  }
  suite_->CreateUnit("phong-3", "units/so", false, "units/chi-bo-2");
  position_ =
      suite_->CreateItem({kProgram, "i3", 3, {"units/phong-3"}, "2022-06-20", "2022-02-01"});
  At("2022-07-10", 8);
  EXPECT_EQ(TripleKnownOn(cell_1, "2022-06-30"), "1/2/2");
  EXPECT_EQ(TripleKnownOn(cell_2, "2022-06-30"), "0/0/0");
  EXPECT_EQ(TripleKnownOn(cell_1, "2022-07-05"), "0/0/0");
  EXPECT_EQ(TripleKnownOn(cell_2, "2022-07-05"), "1/3/3");
  v1::GetStatusRequest unknown = Ask("units/phong-3", "2022-06-30");
  *unknown.mutable_known_on() = DateOf("2022-06-30");
  EXPECT_THAT(Get(unknown), HasReason("SCOPE_NOT_FOUND"));
  *unknown.mutable_known_on() = DateOf("2022-06-29");
  unknown.set_scope("units/so");
  EXPECT_THAT(Get(unknown), HasReason("SCOPE_NOT_FOUND")) << "nothing was known";
}

TEST_P(KnownAtTest, BatchesListsAndClaimsAreAnsweredSo) {
  At("2022-07-05", 9);
  position_ = suite_->Complete(std::string(kProgram) + "/items/i2", "units/phong-1", "2022-06-28");
  At("2022-07-10", 8);
  v1::GetStatusRequest then = Ask("units/so", "2022-06-30");
  *then.mutable_known_on() = DateOf("2022-06-30");
  ASSERT_THAT(Get(then), IsOk());
  v1::BatchGetStatusRequest batch;
  batch.add_min_positions(position_);
  *batch.add_requests() = Ask("units/so", "2022-06-30");
  *batch.add_requests() = then;
  v1::BatchGetStatusResponse statuses;
  grpc::ClientContext first;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().BatchGetStatus(&first, batch, &statuses)), IsOk());
  EXPECT_EQ(statuses.statuses(0).categories(0).triple(), "2/2/2");
  EXPECT_EQ(statuses.statuses(1).categories(0).triple(), "1/2/2");
  EXPECT_EQ(statuses.statuses(1).known_at().seconds(),
            ToMicros(zone_.EndOf(calendar::ParseIsoDay("2022-06-30").value())) / 1'000'000);

  v1::ListContributionsRequest list;
  *list.mutable_query() = then;
  list.set_category("categories/department");
  list.set_column(v1::COLUMN_DONE_TOTAL);
  v1::ListContributionsResponse items;
  grpc::ClientContext second;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().ListContributions(&second, list, &items)), IsOk());
  EXPECT_EQ(items.total_size(), 1);
  EXPECT_EQ(items.contributions(0).item(), std::string(kProgram) + "/items/i1");

  v1::ReconcileFiguresRequest claims;
  for (bool known : {false, true}) {
    v1::Claim& claim = *claims.add_claims();
    claim.set_scope("units/so");
    claim.set_category("categories/department");
    claim.set_figure("1/2");
    *claim.mutable_as_of() = DateOf("2022-06-30");
    if (known) *claim.mutable_known_on() = DateOf("2022-06-30");
  }
  v1::ReconcileFiguresResponse outcome;
  grpc::ClientContext third;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().ReconcileFigures(&third, claims, &outcome)), IsOk());
  EXPECT_FALSE(outcome.reconciliations(0).agrees());
  EXPECT_TRUE(outcome.reconciliations(1).agrees());
  ASSERT_GE(outcome.reconciliations(1).true_on_size(), 1);
  EXPECT_EQ(outcome.reconciliations(1).true_on().rbegin()->last().month(), 6)
      << "days after the time of knowledge are not searched";
}

// Rule 25: what was recorded openly stays masked once the item is secret.
TEST_P(KnownAtTest, R25AnItemThatBecameSecretIsMaskedBackToItsBeginning) {
  At("2022-07-05", 9);
  v1::ListContributionsRequest list;
  *list.mutable_query() = Ask("units/so", "2022-06-30");
  *list.mutable_query()->mutable_known_on() = DateOf("2022-06-30");
  ASSERT_THAT(Get(list.query()), IsOk());
  list.set_category("categories/department");
  list.set_column(v1::COLUMN_PLAN);
  v1::ListContributionsResponse items;
  {
    grpc::ClientContext context;
    ASSERT_THAT(rpc::FromGrpc(suite_->status().ListContributions(&context, list, &items)), IsOk());
  }
  EXPECT_EQ(items.contributions(0).title(), "Nội dung mẫu i1");
  programs::v1::UpdateItemRequest update;
  update.mutable_item()->set_name(std::string(kProgram) + "/items/i1");
  update.mutable_item()->set_secret(true);
  update.mutable_update_mask()->add_paths("secret");
  {
    grpc::ClientContext context;
    programs::v1::Item item;
    ASSERT_THAT(rpc::FromGrpc(suite_->programs().UpdateItem(&context, update, &item)), IsOk());
    list.mutable_query()->add_min_positions(
        context.GetServerTrailingMetadata().find("tiendo-position")->second.data(),
        context.GetServerTrailingMetadata().find("tiendo-position")->second.size());
  }
  grpc::ClientContext context;
  ASSERT_THAT(rpc::FromGrpc(suite_->status().ListContributions(&context, list, &items)), IsOk());
  EXPECT_EQ(items.contributions(0).title(), "(nội dung mật)");
  EXPECT_EQ(items.contributions(1).title(), "Nội dung mẫu i2");
}

TEST_P(KnownAtTest, RefusesATimeThatIsStillToCome) {
  const Instant now = At("2022-07-10", 8);
  v1::GetStatusRequest request = Ask("units/so", "2022-06-30");
  *request.mutable_known_at() = api::ToProto(now + std::chrono::microseconds(1));
  EXPECT_THAT(Fields(Get(request).status()), ElementsAre("known_at"));
  *request.mutable_known_on() = DateOf("2022-07-10");
  EXPECT_THAT(Fields(Get(request).status()), ElementsAre("known_on")) << "today has not ended";
  request.mutable_known_on()->set_day(32);
  EXPECT_THAT(Fields(Get(request).status()), ElementsAre("known_on"));

  v1::BatchGetStatusRequest batch;
  for (int i = 0; i < 5; ++i) {
    *batch.add_requests() = Ask("units/so", "2022-06-30");
    *batch.mutable_requests(i)->mutable_known_at() = api::ToProto(now - std::chrono::hours(i));
  }
  v1::BatchGetStatusResponse statuses;
  grpc::ClientContext first;
  EXPECT_THAT(Fields(rpc::FromGrpc(suite_->status().BatchGetStatus(&first, batch, &statuses))),
              ElementsAre("requests"))
      << "four times of knowledge at most";

  v1::WatchStatusRequest watch;
  *watch.mutable_query() = Ask("units/so", "2022-06-30");
  *watch.mutable_query()->mutable_known_on() = DateOf("2022-06-30");
  grpc::ClientContext second;
  v1::Status frame;
  auto stream = suite_->status().WatchStatus(&second, watch);
  EXPECT_FALSE(stream->Read(&frame));
  EXPECT_THAT(Fields(rpc::FromGrpc(stream->Finish())), ElementsAre("query.known_on"));
}

TEST_P(KnownAtTest, SaysWhichSourceIsNotThereYetOrAway) {
  ASSERT_THAT(Now(Ask("units/so", "2022-06-30")), IsOk());
  suite_->StopPrograms();
  const Instant now = At("2022-07-10", 8);
  v1::GetStatusRequest request = Ask("units/so", "2022-06-30");
  *request.mutable_known_at() = api::ToProto(now);
  absl::Status refused;
  ASSERT_TRUE(WaitUntil([&] {
    refused = suite_->Status(request).status();
    return Metadata(refused, "service") == "tiendo.programs.v1.ProgramService";
  })) << refused;
  EXPECT_THAT(refused, HasReason("POSITION_NOT_REACHED"));
  EXPECT_TRUE(absl::IsUnavailable(refused));
  EXPECT_EQ(errors::GetDetails(refused)->retry_after, std::chrono::seconds(1));

  const absl::Status away = Known(Ask("units/so", "2022-06-30"), TimeOf("2022-06-30", 10)).status();
  EXPECT_THAT(away, HasReason("PEER_UNAVAILABLE"));
  EXPECT_TRUE(absl::IsUnavailable(away));
  EXPECT_EQ(Metadata(away, "service"), "tiendo.programs.v1.ProgramService");
  EXPECT_THAT(suite_->Status(Ask("units/so", "2022-06-30")), IsOk()) << "the present stays";
}

TEST_P(KnownAtTest, SaysWhenTheHistoryIsNoLongerKept) {
  ASSERT_THAT(Now(Ask("units/so", "2022-06-30")), IsOk());
  ASSERT_THAT(suite_->programs_process().process().committer().RunSide(
                  [](db::Connection& connection) { return ledger::Compact(connection, 3); }),
              IsOk());
  At("2022-07-10", 8);
  v1::GetStatusRequest request = Ask("units/so", "2022-06-30");
  *request.mutable_known_on() = DateOf("2022-06-30");
  const absl::Status refused = Get(request).status();
  EXPECT_THAT(refused, HasReason("HISTORY_COMPACTED"));
  EXPECT_TRUE(absl::IsOutOfRange(refused));
  EXPECT_EQ(Metadata(refused, "service"), "tiendo.programs.v1.ProgramService");
  EXPECT_EQ(Metadata(refused, "oldest_revision"), "3");
}

// Whatever is entered later: what was answered at a quiet point is answered again.
TEST_P(KnownAtTest, EveryEarlierAnswerCanBeHadAgain) {
  constexpr int kPoints = 24;
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  std::mt19937 random(seed);
  const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  const std::string units[] = {"units/phong-1", "units/phong-2", "units/so"};
  const std::string scopes[] = {"units/dang-bo", "units/chi-bo-1", "units/chi-bo-2", "units/so",
                                "units/phong-1"};
  struct Point {
    v1::GetStatusRequest request;
    Instant known_at;
    std::string figures;
  };
  At("2022-12-31", 8);
  std::vector<std::string> open;
  std::vector<std::string> leads;
  std::vector<Point> points;
  for (int n = 0; n < kPoints; ++n) {
    for (int writes = 1 + below(3); writes > 0; --writes) {
      const int kind = open.empty() ? 0 : below(5);
      const size_t i = open.empty() ? 0 : static_cast<size_t>(below(static_cast<int>(open.size())));
      const std::string day =
          "2022-" + std::to_string(10 + below(3)) + "-" + std::to_string(10 + below(18));
      if (kind == 0) {
        const std::string id = "r" + std::to_string(n) + "-" + std::to_string(writes);
        leads.push_back(units[below(3)]);
        open.push_back(std::string(kProgram) + "/items/" + id);
        position_ = suite_->CreateItem({kProgram, id, 100 + n, {leads.back()}, day, "2022-02-01"});
      } else if (kind == 1) {
        position_ = suite_->Complete(open[i], leads[i], day);
        open.erase(open.begin() + static_cast<long>(i));
        leads.erase(leads.begin() + static_cast<long>(i));
      } else if (kind == 2) {
        position_ = suite_->Extend(open[i], below(4) == 0 ? "" : day,
                                   "2022-10-0" + std::to_string(1 + below(9)));
      } else if (kind == 3) {
        position_ = suite_->Withdraw(open[i], day);
        open.erase(open.begin() + static_cast<long>(i));
        leads.erase(leads.begin() + static_cast<long>(i));
      } else {
        units::v1::UpdateUnitRequest correction;
        correction.mutable_unit()->set_name(units[below(2)]);
        correction.mutable_unit()->set_led_by("units/chi-bo-" + std::to_string(1 + below(2)));
        correction.mutable_update_mask()->add_paths("led_by");
        grpc::ClientContext context;
        units::v1::Unit unit;
        ASSERT_THAT(rpc::FromGrpc(suite_->units().UpdateUnit(&context, correction, &unit)), IsOk());
        const auto& metadata = context.GetServerTrailingMetadata();
        const auto position = metadata.find("tiendo-position");
        ASSERT_NE(position, metadata.end());
        units_position_.assign(position->second.data(), position->second.size());
      }
      clock_->Advance(std::chrono::minutes(1));
    }
    Point point;
    point.request = Ask(scopes[below(5)], "2022-" + std::to_string(10 + below(3)) + "-" +
                                              std::to_string(10 + below(18)));
    if (below(3) == 0) point.request.set_basis(v1::BASIS_BASELINE);
    if (below(3) == 0) *point.request.mutable_due_by() = DateOf("2022-10-05");
    point.known_at = clock_->Now();
    const auto status = Now(point.request);
    ASSERT_THAT(status, IsOk());
    point.figures = FiguresOf(*status);
    points.push_back(std::move(point));
    clock_->Advance(std::chrono::minutes(1));
  }
  std::shuffle(points.begin(), points.end(), random);
  for (const Point& point : points) {
    const auto again = Known(point.request, point.known_at);
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(FiguresOf(*again), point.figures)
        << point.request.ShortDebugString() << " at " << ToMicros(point.known_at);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, KnownAtTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
