// ListAttention, and the parts of the question that came with it, over the real services.
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "common/api/fields.h"
#include "common/calendar/time_zone.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/status/suite.h"
#include "tests/support/engine_test.h"
#include "tests/support/reached.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using tiendo::testing::DateOf;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::ManualClock;
using tiendo::testing::Suite;
using tiendo::testing::UntilReached;

constexpr char kProgram[] = "programs/so-2022";

// "phong-1: i1 quá hạn …".
std::vector<std::string> Lines(const v1::ListAttentionResponse& answer) {
  std::vector<std::string> out;
  for (const v1::AttentionGroup& group : answer.groups()) {
    const std::string unit = group.unit().substr(6);
    for (const v1::AttentionEntry& entry : group.entries()) {
      out.push_back(unit + ": " + entry.item().substr(entry.item().rfind('/') + 1) + " " +
                    entry.reason_vi());
    }
    if (group.entries().empty()) out.push_back(unit);
  }
  return out;
}

class AttentionServiceTest : public tiendo::testing::EngineTest {
 protected:
  // Entered on 01/07/2022 and asked about on 14/07.
  void SetUp() override {
    At("2022-07-01", 10);
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->EnterCalendar(2022);
    suite_->CreateUnit("dang-bo", "", true);
    suite_->CreateUnit("chi-bo-1", "units/dang-bo", true);
    suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateUnit("phong-1", "units/so", false, "units/chi-bo-1");
    units_position_ = suite_->CreateUnit("phong-2", "units/so", false);
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    const std::string p = kProgram;
    suite_->CreateItem(
        {p, "i1", 1, {"units/phong-1"}, "2022-06-30", "2022-06-20", {"theme/covid-19"}});
    suite_->CreateItem(
        {p, "i2", 2, {"units/phong-1", "units/phong-2"}, "2022-07-18", "2022-06-20", {}, true});
    suite_->CreateItem({p, "i3", 3, {}, "2022-12-01", "2022-06-20"});
    suite_->CreateItem({p, "i4", 4, {"units/phong-2"}, "2022-07-10", "2022-06-20"});
    position_ = suite_->CreateItem({p, "i5", 5, {"units/phong-1"}, "2022-07-10", "2022-01-10"});
    At("2022-07-14", 8);
  }

  void At(const std::string& day, int hour) {
    clock_->Set(zone_.StartOf(calendar::ParseIsoDay(day).value()) + std::chrono::hours(hour));
  }
  v1::ListAttentionRequest Ask(const std::string& day,
                               const std::vector<v1::AttentionKind>& kinds = {}) const {
    v1::ListAttentionRequest request;
    request.mutable_query()->set_scope("units/dang-bo");
    *request.mutable_query()->mutable_as_of() = DateOf(day);
    for (const v1::AttentionKind kind : kinds) request.add_kinds(kind);
    return request;
  }
  absl::StatusOr<v1::ListAttentionResponse> List(v1::ListAttentionRequest request) {
    if (request.query().known_case() == v1::GetStatusRequest::KNOWN_NOT_SET) {
      request.mutable_query()->add_min_positions(position_);
      request.mutable_query()->add_min_positions(units_position_);
    }
    v1::ListAttentionResponse response;
    const absl::Status status = UntilReached([&] {
      grpc::ClientContext context;
      return rpc::FromGrpc(suite_->status().ListAttention(&context, request, &response));
    });
    if (!status.ok()) return status;
    return response;
  }
  std::vector<std::string> ListLines(const v1::ListAttentionRequest& request) {
    const auto answer = List(request);
    return answer.ok() ? Lines(*answer) : std::vector<std::string>{answer.status().ToString()};
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  const std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::string units_position_;
  std::string position_;  // of programs
};

TEST_P(AttentionServiceTest, ListsByUnitTheRiskiestFirst) {
  const auto answer =
      List(Ask("2022-07-14", {v1::ATTENTION_KIND_OVERDUE, v1::ATTENTION_KIND_DUE_SOON,
                              v1::ATTENTION_KIND_UNOWNED, v1::ATTENTION_KIND_STALE}));
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Lines(*answer),
              ElementsAre("phong-1: i1 quá hạn 14 ngày (hạn 30/06/2022)",
                          "phong-1: i5 quá hạn 4 ngày (hạn 10/07/2022); 185 ngày chưa cập nhật "
                          "(gần nhất 10/01/2022)",
                          "phong-1: i2 còn 2 ngày làm việc đến hạn 18/07/2022",
                          "phong-2: i4 quá hạn 4 ngày (hạn 10/07/2022)",
                          "phong-2: i2 còn 2 ngày làm việc đến hạn 18/07/2022",
                          "so: i3 chưa có đơn vị chủ trì"));
  EXPECT_EQ(answer->total_size(), 6);
  EXPECT_EQ(answer->scope_title(), "Đơn vị dang-bo");
  EXPECT_EQ(answer->due_soon_days(), 15);
  EXPECT_EQ(answer->not_updated_days(), 30);
  EXPECT_EQ(answer->groups(0).unit_title(), "Đơn vị phong-1");
  const v1::AttentionEntry& secret = answer->groups(0).entries(2);
  EXPECT_EQ(secret.title(), "(nội dung mật)");
  EXPECT_THAT(secret.open_leads(), ElementsAre("units/phong-1", "units/phong-2"));
  EXPECT_EQ(answer->freshness().source_positions_size(), 3);
}

// Counts, lists and rows of one moment are the same numbers.
TEST_P(AttentionServiceTest, EqualsTheColumnsOfTheSameMoment) {
  for (const std::string day : {"2022-06-25", "2022-07-10", "2022-07-14", "2022-08-30"}) {
    for (const std::string tag : {"", "theme/covid-19"}) {
      v1::ListAttentionRequest request = Ask(day);
      request.mutable_query()->set_tag(tag);
      request.mutable_query()->set_due_soon_days(8);
      request.mutable_query()->set_not_updated_days(20);
      const auto answer = List(request);
      ASSERT_THAT(answer, IsOk());
      const auto status = suite_->Status(request.query(), position_);
      ASSERT_THAT(status, IsOk());
      EXPECT_EQ(status->tag(), tag);
      EXPECT_EQ(status->not_updated_days(), 20);
      ASSERT_EQ(status->categories_size(), 1);
      const v1::Columns& columns = status->categories(0).columns();
      EXPECT_EQ(columns.plan(), tag.empty() ? 5 : 1);
      std::map<v1::AttentionKind, int> counts;
      for (const v1::AttentionCount& count : answer->totals()) {
        counts[count.kind()] = count.count();
        EXPECT_FALSE(count.has_count_before());
      }
      EXPECT_EQ(counts.size(), 9u) << "all but NOT_COMPUTABLE";
      EXPECT_EQ(counts[v1::ATTENTION_KIND_OVERDUE], columns.overdue_open()) << day;
      EXPECT_EQ(counts[v1::ATTENTION_KIND_DUE_TODAY], columns.due_today_open()) << day;
      EXPECT_EQ(counts[v1::ATTENTION_KIND_DUE_SOON], columns.due_soon()) << day;
      EXPECT_EQ(counts[v1::ATTENTION_KIND_NOT_CONCRETE], columns.not_concrete()) << day;
      EXPECT_EQ(counts[v1::ATTENTION_KIND_UNOWNED], columns.unowned_open()) << day;
      EXPECT_EQ(counts[v1::ATTENTION_KIND_STALE], columns.not_updated()) << day;
    }
  }
}

TEST_P(AttentionServiceTest, ComparesWithAnEarlierDay) {
  position_ = suite_->Complete(std::string(kProgram) + "/items/i1", "units/phong-1", "2022-07-12");
  v1::ListAttentionRequest request = Ask("2022-07-14", {v1::ATTENTION_KIND_OVERDUE});
  *request.mutable_compare_to() = DateOf("2022-07-01");
  const auto answer = List(request);
  ASSERT_THAT(answer, IsOk());
  ASSERT_EQ(answer->totals_size(), 1);
  const v1::AttentionCount& total = answer->totals(0);
  EXPECT_EQ(total.count(), 2);
  EXPECT_EQ(total.count_before(), 1);
  EXPECT_EQ(total.appeared(), 2);
  EXPECT_EQ(total.resolved(), 1);
  EXPECT_EQ(total.kind_vi(), "quá hạn");
  request.mutable_query()->set_scope("units/phong-1");
  *request.mutable_compare_to() = DateOf("2019-07-01");
  EXPECT_THAT(List(request), HasReason("SCOPE_NOT_IN_FORCE"));
}

TEST_P(AttentionServiceTest, PagesAreTheList) {
  v1::ListAttentionRequest request = Ask("2022-07-14");
  *request.mutable_compare_to() = DateOf("2022-07-01");
  const auto whole = List(request);
  ASSERT_THAT(whole, IsOk());
  EXPECT_THAT(whole->next_page_token(), IsEmpty());
  std::vector<std::string> lines;
  request.set_page_size(1);
  int pages = 0;
  do {
    const auto page = List(request);
    ASSERT_THAT(page, IsOk());
    EXPECT_EQ(page->total_size(), whole->total_size());
    EXPECT_EQ(page->totals_size(), whole->totals_size());
    for (const std::string& line : Lines(*page)) lines.push_back(line);
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty() && pages < 100);
  EXPECT_EQ(lines, Lines(*whole));
  EXPECT_EQ(pages, static_cast<int>(lines.size()));

  request.set_page_size(1);
  request.clear_page_token();
  const std::string token = List(request)->next_page_token();
  request.set_page_token(token);
  request.mutable_query()->set_tag("theme/covid-19");
  EXPECT_THAT(List(request), HasReason("PAGE_TOKEN_MISMATCH"));
  request.set_page_token("?");
  EXPECT_THAT(List(request), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_P(AttentionServiceTest, NamesEverythingThatIsWrong) {
  v1::ListAttentionRequest request =
      Ask("2022-07-14", {v1::ATTENTION_KIND_STALE, v1::ATTENTION_KIND_STALE,
                         v1::ATTENTION_KIND_UNSPECIFIED, static_cast<v1::AttentionKind>(99)});
  *request.mutable_query()->mutable_due_by() = DateOf("2022-06-30");
  request.mutable_query()->set_not_updated_days(367);
  request.mutable_query()->set_due_soon_days(-1);
  request.mutable_query()->set_tag("theme/\x01");
  request.set_category("department");
  *request.mutable_compare_to() = DateOf("2022-07-14");
  request.set_page_size(-1);
  EXPECT_THAT(Fields(List(request).status()),
              UnorderedElementsAre("kinds[1]", "kinds[2]", "kinds[3]", "query.due_by",
                                   "query.not_updated_days", "query.due_soon_days", "query.tag",
                                   "category", "compare_to", "page_size"));
  request = Ask("2022-07-14");
  request.mutable_query()->set_scope("units/nobody");
  EXPECT_THAT(List(request), HasReason("SCOPE_NOT_FOUND"));
}

TEST_P(AttentionServiceTest, SaysWhichCalendarIsMissingUntilItIsEntered) {
  const std::string p = kProgram;
  position_ = suite_->CreateItem({p, "i6", 6, {"units/phong-2"}, "2023-01-03", "2022-06-20"});
  v1::ListAttentionRequest request = Ask("2022-12-30", {v1::ATTENTION_KIND_DUE_SOON});
  auto answer = List(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Lines(*answer), IsEmpty());
  EXPECT_THAT(answer->missing_calendar_years(), ElementsAre(2023));
  request.mutable_query()->set_due_soon_days(5);
  auto status = suite_->Status(request.query(), position_);
  ASSERT_THAT(status, IsOk());
  EXPECT_THAT(status->missing_calendar_years(), ElementsAre(2023));
  EXPECT_EQ(status->categories(0).columns().due_soon(), 0);

  units_position_ = suite_->EnterCalendar(2023);
  EXPECT_THAT(ListLines(request),
              ElementsAre("phong-2: i6 còn 2 ngày làm việc đến hạn 03/01/2023"));
  status = suite_->Status(request.query(), units_position_);
  ASSERT_THAT(status, IsOk());
  EXPECT_THAT(status->missing_calendar_years(), IsEmpty());
  EXPECT_EQ(status->categories(0).columns().due_soon(), 1);
}

TEST_P(AttentionServiceTest, AnswersAsKnownThenAndMasksWhatIsSecretNow) {
  At("2022-07-15", 9);
  position_ = suite_->Complete(std::string(kProgram) + "/items/i1", "units/phong-1", "2022-07-12");
  programs::v1::UpdateItemRequest update;
  update.mutable_item()->set_name(std::string(kProgram) + "/items/i4");
  update.mutable_item()->set_secret(true);
  update.mutable_update_mask()->add_paths("secret");
  {
    grpc::ClientContext context;
    programs::v1::Item item;
    ASSERT_THAT(rpc::FromGrpc(suite_->programs().UpdateItem(&context, update, &item)), IsOk());
    const auto& metadata = context.GetServerTrailingMetadata();
    const auto position = metadata.find("tiendo-position");
    ASSERT_NE(position, metadata.end());
    position_.assign(position->second.data(), position->second.size());
  }
  At("2022-07-20", 9);
  v1::ListAttentionRequest request = Ask("2022-07-14", {v1::ATTENTION_KIND_OVERDUE});
  EXPECT_EQ(ListLines(request).size(), 2u);
  *request.mutable_query()->mutable_known_on() = DateOf("2022-07-14");
  const auto then = List(request);
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(then->total_size(), 3);
  EXPECT_TRUE(then->has_known_at());
  for (const v1::AttentionGroup& group : then->groups()) {
    for (const v1::AttentionEntry& entry : group.entries()) {
      EXPECT_EQ(entry.title() == "(nội dung mật)", entry.item().ends_with("i4")) << entry.item();
    }
  }
}

// A row of one tag is a question of its own, also in the cache.
TEST_P(AttentionServiceTest, AFigureOfOneTagIsCachedApart) {
  v1::GetStatusRequest request = Ask("2022-07-14").query();
  for (int i = 0; i < 2; ++i) {
    request.set_tag("theme/covid-19");
    EXPECT_EQ(suite_->Status(request, position_)->categories(0).triple(), "0/1/1");
    request.clear_tag();
    EXPECT_EQ(suite_->Status(request, position_)->categories(0).triple(), "0/3/5");
    request.set_not_updated_days(1);
    EXPECT_EQ(suite_->Status(request, position_)->categories(0).columns().not_updated(), 5);
    request.clear_not_updated_days();
    EXPECT_EQ(suite_->Status(request, position_)->categories(0).columns().not_updated(), 1);
    EXPECT_FALSE(suite_->Status(request, position_)->categories(0).columns().has_due_soon());
  }
  EXPECT_EQ(suite_->Status(request, position_)->categories(0).kind(), "ITEM");
}

INSTANTIATE_TEST_SUITE_P(Engines, AttentionServiceTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
