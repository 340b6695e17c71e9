// Random lives of items and of their units through the real services: whatever is recorded,
// refused, voided, carried over and reorganised, every answer of status is what the plain function
// of the domain says of the resources that units and programs show, as known now and as known at
// moments in between.
#include <gmock/gmock.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/fields.h"
#include "common/calendar/time_zone.h"
#include "common/rpc/status_conversion.h"
#include "services/status/domain/comparison.h"
#include "services/status/domain/contributions.h"
#include "tests/integration/status/item_lives.h"
#include "tests/integration/status/plain_figures.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/seed.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAreArray;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;
using Stub = v1::StatusService::Stub;

// The reasons that a column counts too.
constexpr std::pair<v1::AttentionKind, Column> kReasons[] = {
    {v1::ATTENTION_KIND_OVERDUE, Column::kOverdueOpen},
    {v1::ATTENTION_KIND_DUE_TODAY, Column::kDueTodayOpen},
    {v1::ATTENTION_KIND_DUE_SOON, Column::kDueSoon},
    {v1::ATTENTION_KIND_NOT_CONCRETE, Column::kNotConcrete},
    {v1::ATTENTION_KIND_UNOWNED, Column::kUnownedOpen},
    {v1::ATTENTION_KIND_STALE, Column::kNotUpdated}};

std::string IsoOf(const std::optional<Day>& day) { return day ? calendar::FormatIso(*day) : ""; }
std::string IsoOf(bool present, const google::type::Date& date) {
  return present ? calendar::FormatIso(api::FromProto(date)) : "";
}

class GeneratedLivesTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    const calendar::BusinessZone zone = calendar::BusinessZone::Create().value();
    clock_->Set(zone.StartOf(calendar::ParseIsoDay("2023-06-30").value()));
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    lives_ = std::make_unique<ItemLives>(*suite_, seed_);
  }

  // Some verbs, and an end of a unit among them.
  void LiveOn() {
    for (int i = 0; i < 40; ++i) lives_->Step();
    lives_->EndSomeUnit();
    for (int i = 0; i < 50; ++i) lives_->Step();
  }

  // What has been recorded by now, and nothing after it.
  google::protobuf::Timestamp Moment() {
    clock_->Advance(std::chrono::minutes(1));
    const google::protobuf::Timestamp moment = api::ToProto(clock_->Now());
    clock_->Advance(std::chrono::minutes(1));
    return moment;
  }

  // One random question to each of the verbs that count, about what is known now or was at a time.
  void Ask(const PlainFacts& facts, const std::optional<google::protobuf::Timestamp>& known_at) {
    const Query query = lives_->AnyQuery();
    const Rounding rounding = lives_->Chance(50) ? Rounding::kTruncate : Rounding::kHalfUp;
    v1::GetStatusRequest request = RequestOf(query, rounding);
    if (known_at) {
      *request.mutable_known_at() = *known_at;
    } else {
      for (const std::string& position : lives_->positions()) request.add_min_positions(position);
    }
    SCOPED_TRACE(request.ShortDebugString());
    std::vector<CategoryRow> rows;
    ExpectPlainFigures(UntilReached([&] { return suite_->Status(request); }), facts, query,
                       rounding, &rows);
    CompareItems(request, facts, query, rows);
    if (!rows.empty() && !query.due_by) CompareAttention(request, rows);
  }

  // The items behind one number of each row; another number at every question.
  void CompareItems(const v1::GetStatusRequest& request, const PlainFacts& facts,
                    const Query& query, const std::vector<CategoryRow>& rows) {
    const Column column = static_cast<Column>(column_++ % kColumnCount);
    if (column == Column::kDueSoon) return;  // a column of those that ask for it
    const UnitTree tree(*facts.units, query.as_of);
    for (const CategoryRow& row : rows) {
      const auto want = Contributions(tree, PointersTo(facts.items), query, row.category, column);
      ASSERT_THAT(want, IsOk());
      v1::ListContributionsRequest list;
      *list.mutable_query() = request;
      list.set_category(row.category);
      // The enum lists the domain's columns in their order, after its zero.
      list.set_column(static_cast<v1::Column>(static_cast<int>(column) + 1));
      list.set_page_size(1000);
      const auto got = Call<v1::ListContributionsResponse>(&Stub::ListContributions, list);
      ASSERT_THAT(got, IsOk());
      SCOPED_TRACE(list.ShortDebugString());
      EXPECT_EQ(got->total_size(), row.total.Get(column));
      ASSERT_EQ(static_cast<size_t>(got->contributions_size()), want->size());
      for (size_t i = 0; i < want->size(); ++i) {
        const v1::Contribution& item = got->contributions(static_cast<int>(i));
        EXPECT_EQ(item.item(), (*want)[i].item);
        EXPECT_EQ(IsoOf(item.has_due_date(), item.due_date()), IsoOf((*want)[i].due));
        EXPECT_EQ(IsoOf(item.has_done_date(), item.done_date()), IsoOf((*want)[i].done_on));
        EXPECT_EQ(item.overdue_days(), (*want)[i].overdue_days);
      }
    }
  }

  // Two days, each with what was known of it.
  void CompareDays(const PlainFacts& facts_before,
                   const std::optional<google::protobuf::Timestamp>& known_before,
                   const PlainFacts& facts) {
    Query query = lives_->AnyQuery();
    query.children = false;
    query.due_by.reset();
    query.due_soon_days.reset();
    Query before = query;
    before.as_of -= lives_->SomeDays();
    v1::CompareStatusRequest request;
    *request.mutable_query() = RequestOf(query, Rounding::kTruncate);
    *request.mutable_from() = api::ToProto(before.as_of);
    if (known_before) *request.mutable_from_known_at() = *known_before;
    for (const std::string& position : lives_->positions()) {
      request.mutable_query()->add_min_positions(position);
    }
    request.set_page_size(1000);
    SCOPED_TRACE(request.ShortDebugString());
    const UnitTree tree_before(*facts_before.units, before.as_of);
    const UnitTree tree(*facts.units, query.as_of);
    const ItemPointers items_before = PointersTo(facts_before.items);
    const ItemPointers items = PointersTo(facts.items);
    const auto want = status::Compare({tree_before, items_before, before}, {tree, items, query});
    const auto got = UntilReached(
        [&] { return Call<v1::CompareStatusResponse>(&Stub::CompareStatus, request); });
    if (!want.ok()) return ExpectSameRefusal(got.status(), want.status());
    ASSERT_THAT(got, IsOk());
    ASSERT_EQ(static_cast<size_t>(got->categories_size()), want->categories.size());
    for (size_t i = 0; i < want->categories.size(); ++i) {
      ExpectComparison(got->categories(static_cast<int>(i)), want->categories[i]);
    }
    ASSERT_EQ(static_cast<size_t>(got->changes_size()), want->changes.size());
    for (size_t i = 0; i < want->changes.size(); ++i) {
      ExpectChange(got->changes(static_cast<int>(i)), want->changes[i]);
    }
  }

  static void ExpectComparison(const v1::CategoryComparison& got, const CategoryComparison& want) {
    EXPECT_EQ(got.category(), want.category);
    EXPECT_EQ(got.integrity_error_id(), "");
    ExpectColumns(got.before(), want.before, false, "before");
    ExpectColumns(got.after(), want.after, false, "after");
    EXPECT_EQ(got.done(), want.done);
    EXPECT_EQ(got.newly_overdue(), want.newly_overdue);
    const v1::PlanFlow& flow = got.plan();
    const PlanFlow flows = {flow.before(),    flow.original(), flow.added(),     flow.carried_in(),
                            flow.restored(),  flow.moved_in(), flow.withdrawn(), flow.dropped(),
                            flow.moved_out(), flow.after()};
    EXPECT_TRUE(flows == want.plan) << flow.ShortDebugString();
  }

  static void ExpectChange(const v1::ItemChange& got, const ItemChange& want) {
    EXPECT_EQ(got.item(), (want.after ? *want.after : *want.before).item);
    std::vector<int> kinds;
    // As the columns: in the domain's order, after the zero.
    for (const ChangeKind kind : want.kinds) kinds.push_back(static_cast<int>(kind) + 1);
    EXPECT_THAT(got.kinds(), ElementsAreArray(kinds)) << got.item();
    EXPECT_THAT(got.before().units(), ElementsAreArray(want.units_before)) << got.item();
    EXPECT_THAT(got.after().units(), ElementsAreArray(want.units_after)) << got.item();
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*verb)(grpc::ClientContext*, const Request&,
                                                           Response*),
                                const Request& request) {
    grpc::ClientContext context;
    Response response;
    absl::Status status = rpc::FromGrpc((suite_->status().*verb)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  void CompareAttention(const v1::GetStatusRequest& request, const std::vector<CategoryRow>& rows) {
    v1::ListAttentionRequest list;
    *list.mutable_query() = request;
    list.add_subjects(v1::ATTENTION_SUBJECT_ITEM);
    for (const auto& [kind, column] : kReasons) {
      // Without a number of days the list takes that of the server.
      if (kind != v1::ATTENTION_KIND_DUE_SOON || request.due_soon_days() > 0) list.add_kinds(kind);
    }
    const auto attention = Call<v1::ListAttentionResponse>(&Stub::ListAttention, list);
    ASSERT_THAT(attention, IsOk());
    size_t compared = 0;
    for (const v1::AttentionCount& count : attention->totals()) {
      for (const CategoryRow& row : rows) {
        for (const auto& [kind, column] : kReasons) {
          if (row.category != count.category() || kind != count.kind()) continue;
          EXPECT_EQ(count.count(), row.total.Get(column))
              << row.category << ' ' << v1::AttentionKind_Name(kind);
          ++compared;
        }
      }
    }
    EXPECT_EQ(compared, rows.size() * static_cast<size_t>(list.kinds_size()));
  }

  const uint32_t seed_ = tiendo::testing::Seed();
  const std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::unique_ptr<ItemLives> lives_;
  int column_ = 0;
};

TEST_P(GeneratedLivesTest, EveryAnswerEqualsThePlainFunction) {
  SCOPED_TRACE(tiendo::testing::WithSeed(seed_));
  RecordProperty("seed", static_cast<int>(seed_));
  lives_->Begin();
  LiveOn();
  const google::protobuf::Timestamp halfway = Moment();
  lives_->EnterCalendar(2023);
  LiveOn();
  const google::protobuf::Timestamp end = Moment();
  ASSERT_GE(lives_->written(), 30) << "too few verbs took effect for the run to mean anything";
  ASSERT_GE(lives_->ended(), 2) << "no heir goes through the services";

  const PlainFacts now = lives_->Facts(std::nullopt);
  const PlainFacts then = lives_->Facts(halfway);
  for (int i = 0; i < 120 && !HasFailure(); ++i) {
    Ask(now, std::nullopt);
    if (i % 3 == 0) Ask(then, halfway);
    if (i % 10 == 0) Ask(now, end);
    if (i % 6 == 0) CompareDays(now, std::nullopt, now);
    if (i % 6 == 3) CompareDays(then, halfway, now);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, GeneratedLivesTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
