// CompareStatus over the real services.
#include <gmock/gmock.h>

#include <string>
#include <vector>

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

std::vector<std::string> Lines(const v1::CompareStatusResponse& answer) {
  std::vector<std::string> out;
  for (const v1::ItemChange& change : answer.changes()) {
    out.push_back(change.item().substr(change.item().rfind('/') + 1) + " " + change.change_vi());
  }
  return out;
}

class CompareStatusTest : public tiendo::testing::EngineTest {
 protected:
  // On 30/06 three items are in plan and one of them is done; on 05/07 it is entered that another
  // one was, one is extended, one added and one withdrawn.
  void SetUp() override {
    At("2022-06-30", 10);
    suite_ = std::make_unique<Suite>([this] { return NewOptions(); }, "", clock_);
    suite_->CreateUnit("dang-bo", "", true);
    units_position_ = suite_->CreateUnit("so", "", false, "units/dang-bo");
    suite_->CreateProgram("department", "so-2022", 2022, "units/so", "2022-01-10");
    const std::string p = kProgram;
    suite_->CreateItem({p, "i1", 1, {"units/so"}, "2022-06-15", "2022-01-10"});
    suite_->CreateItem({p, "i2", 2, {"units/so"}, "2022-06-30", "2022-01-10"});
    suite_->CreateItem({p, "i3", 3, {"units/so"}, "2022-06-20", "2022-01-10", {}, true});
    suite_->CreateItem({p, "i4", 4, {"units/so"}, "2022-12-15", "2022-01-10"});
    suite_->Complete(p + "/items/i1", "units/so", "2022-06-10");
    At("2022-07-05", 9);
    suite_->Complete(p + "/items/i2", "units/so", "2022-06-28");
    suite_->Extend(p + "/items/i3", "2022-09-30", "2022-07-04");
    suite_->Withdraw(p + "/items/i4", "2022-07-05");
    position_ = suite_->CreateItem({p, "i5", 5, {"units/so"}, "2022-07-10", "2022-07-05"});
    At("2022-07-14", 8);
  }
  void At(const std::string& day, int hour) {
    clock_->Set(zone_.StartOf(calendar::ParseIsoDay(day).value()) + std::chrono::hours(hour));
  }
  static v1::CompareStatusRequest Ask(const std::string& from, const std::string& to) {
    v1::CompareStatusRequest request;
    request.mutable_query()->set_scope("units/dang-bo");
    *request.mutable_query()->mutable_as_of() = DateOf(to);
    *request.mutable_from() = DateOf(from);
    return request;
  }
  absl::StatusOr<v1::CompareStatusResponse> Compare(v1::CompareStatusRequest request) {
    request.mutable_query()->add_min_positions(position_);
    request.mutable_query()->add_min_positions(units_position_);
    v1::CompareStatusResponse response;
    const absl::Status status = UntilReached([&] {
      grpc::ClientContext context;
      return rpc::FromGrpc(suite_->status().CompareStatus(&context, request, &response));
    });
    if (!status.ok()) return status;
    return response;
  }

  const calendar::BusinessZone zone_ = calendar::BusinessZone::Create().value();
  const std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<Suite> suite_;
  std::string units_position_;
  std::string position_;  // of programs
};

TEST_P(CompareStatusTest, R28TwoDays) {
  const auto answer = Compare(Ask("2022-06-30", "2022-07-14"));
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Lines(*answer), ElementsAre("i3 hết quá hạn; đổi thời hạn",
                                          "i4 rút khỏi chương trình", "i5 bổ sung; mới quá hạn"));
  EXPECT_EQ(answer->changes(0).title(), "(nội dung mật)");
  EXPECT_EQ(answer->changes(0).before().timeliness_vi(), "quá hạn 10 ngày");
  EXPECT_THAT(answer->changes(1).after().units(), IsEmpty());
  ASSERT_EQ(answer->categories_size(), 1);
  const v1::CategoryComparison& row = answer->categories(0);
  EXPECT_EQ(row.triple_before(), "2/3/4");
  EXPECT_EQ(row.triple_after(), "2/3/4");
  EXPECT_EQ(row.summary_vi(),
            "từ 2/3/4 đến 2/3/4: đã hoàn thành thêm 0, mới quá hạn 1; kế hoạch từ 4 thành 4 (bổ "
            "sung 1, rút khỏi chương trình 1)");
  EXPECT_EQ(row.plan().added(), 1);
  EXPECT_EQ(row.after().withdrawn(), 1);
  EXPECT_EQ(answer->total_size(), 3);
}

// What was entered between the figure that was read out and now, about the same day.
TEST_P(CompareStatusTest, R28OneDayAsKnownThenAndNow) {
  v1::CompareStatusRequest request = Ask("2022-06-30", "2022-06-30");
  *request.mutable_from_known_on() = DateOf("2022-06-30");
  const auto answer = Compare(request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(Lines(*answer), ElementsAre("i2 đã hoàn thành"));
  EXPECT_EQ(answer->categories(0).triple_before(), "1/3/4");
  EXPECT_EQ(answer->categories(0).triple_after(), "2/3/4");
  EXPECT_TRUE(answer->has_from_known_at());
  EXPECT_FALSE(answer->has_to_known_at());
}

TEST_P(CompareStatusTest, PagesAreTheList) {
  v1::CompareStatusRequest request = Ask("2022-06-30", "2022-07-14");
  request.set_page_size(2);
  const auto first = Compare(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->changes_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = Compare(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(Lines(*second), ElementsAre("i5 bổ sung; mới quá hạn"));
  EXPECT_THAT(second->next_page_token(), IsEmpty());
  *request.mutable_from() = DateOf("2022-06-29");
  EXPECT_THAT(Compare(request), HasReason("PAGE_TOKEN_MISMATCH"));
}

TEST_P(CompareStatusTest, NamesEverythingThatIsWrong) {
  v1::CompareStatusRequest request = Ask("2022-07-14", "2022-06-30");
  *request.mutable_query()->mutable_due_by() = DateOf("2022-06-01");
  request.mutable_query()->set_due_soon_days(5);
  *request.mutable_from_known_on() = DateOf("2022-07-14");
  request.set_page_size(-1);
  EXPECT_THAT(Fields(Compare(request).status()),
              UnorderedElementsAre("from", "query.due_by", "query.due_soon_days", "from_known_on",
                                   "page_size"));
  request = Ask("2022-06-30", "2022-07-14");
  request.clear_from();
  EXPECT_THAT(Fields(Compare(request).status()), ElementsAre("from"));
  EXPECT_THAT(Compare(Ask("2019-06-30", "2022-07-14")), HasReason("SCOPE_NOT_IN_FORCE"));
}

INSTANTIATE_TEST_SUITE_P(Engines, CompareStatusTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
