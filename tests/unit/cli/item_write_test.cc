#include "services/cli/item_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/unit/cli/fake_caller.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::ReportCompletionRequest;
using status::v1::GetStatusRequest;
using status::v1::Status;
using ::testing::HasSubstr;
using ::testing::Not;

class ItemWriteTest : public ::testing::Test {
 protected:
  ItemWriteTest() {
    flags_.name = "programs/p/items/i";
    flags_.figures.scope = "units/top";
    caller_.On<programs::v1::GetItemRequest, Item>("GetItem", [](const auto& request, Item& item) {
      item.set_name(request.name());
      item.set_title("Nội dung mẫu 01");
      item.add_leads()->set_unit("units/a");
      return absl::OkStatus();
    });
    caller_.On<programs::v1::GetProgramRequest, programs::v1::Program>(
        "GetProgram", [](const auto& request, programs::v1::Program& program) {
          EXPECT_EQ(request.name(), "programs/p");
          program.set_category("categories/department");
          program.add_years(2022);
          return absl::OkStatus();
        });
    caller_.On<ReportCompletionRequest, Item>(
        "ReportCompletion", [this](const ReportCompletionRequest& request, Item& item) {
          (request.validate_only() ? checked_ : written_) += 1;
          EXPECT_EQ(request.request_id().empty(), request.validate_only());
          item.set_name(request.name());
          return absl::OkStatus();
        });
    caller_.On<GetStatusRequest, Status>(
        "GetStatus", [this](const GetStatusRequest& query, Status& status) {
          EXPECT_EQ(query.year(), 2022) << "the programme's year, not today's";
          EXPECT_EQ(query.min_positions_size(), written_);
          auto& row = *status.add_categories();
          row.set_category("categories/department");
          row.set_triple(written_ > 0 ? "19/19/21" : "18/19/21");
          return absl::OkStatus();
        });
  }

  absl::StatusOr<int> Run(const std::string& answer) {
    std::istringstream in(answer);
    Context context{.settings = settings_,
                    .caller = caller_,
                    .clock = clock_,
                    .in = in,
                    .out = out_,
                    .err = err_,
                    .style = {}};
    return RunItemWrite(context, flags_, [](Context&, const Item& item) {
      auto request = std::make_unique<ReportCompletionRequest>();
      request->set_name(item.name());
      return ItemWrite{"ReportCompletion", "hoàn thành", std::move(request)};
    });
  }

  FakeCaller caller_;
  Settings settings_;
  SystemClock clock_;
  ItemWriteFlags flags_;
  std::ostringstream out_;
  std::ostringstream err_;
  int checked_ = 0;
  int written_ = 0;
};

TEST_F(ItemWriteTest, ShowsBeforeAsksWritesAndShowsAfter) {
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_EQ(checked_, 1);
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(err_.str(), HasSubstr("18/19/21"));
  EXPECT_THAT(err_.str(), HasSubstr("units/a (chưa xong)"));
  EXPECT_THAT(out_.str(), HasSubstr("19/19/21"));
}

TEST_F(ItemWriteTest, WritesNothingWithoutAYes) {
  for (const char* answer : {"n\n", "\n", ""}) EXPECT_EQ(*Run(answer), 1);
  EXPECT_EQ(written_, 0);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(ItemWriteTest, RefusedCheckEndsBeforeTheQuestion) {
  caller_.On<ReportCompletionRequest, Item>("ReportCompletion", [](const auto&, Item&) {
    return Refusal(absl::StatusCode::kFailedPrecondition, "ITEM_STATE", "is a draft");
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(Run("y\n").status()));
  EXPECT_THAT(err_.str(), Not(HasSubstr("Ghi?")));
}

TEST_F(ItemWriteTest, FiguresAreNoConditionOfAWrite) {
  caller_.answers.erase("GetStatus");
  flags_.yes = true;
  EXPECT_EQ(*Run(""), 0);
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(err_.str(), HasSubstr("chưa đọc được số liệu"));
}

TEST_F(ItemWriteTest, JsonHasBothRows) {
  settings_.json = true;
  flags_.yes = true;
  EXPECT_EQ(*Run(""), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["before"]["triple"], "18/19/21");
  EXPECT_EQ(json["after"]["triple"], "19/19/21");
  EXPECT_EQ(json["item"]["name"], "programs/p/items/i");
}

}  // namespace
}  // namespace tiendo::cli
