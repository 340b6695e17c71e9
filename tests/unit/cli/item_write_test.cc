#include "services/cli/item_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/unit/cli/fake_caller.h"
#include "tests/unit/cli/fake_preview.h"

namespace tiendo::cli {
namespace {

using programs::v1::CreateItemRequest;
using programs::v1::IssueItemRequest;
using programs::v1::Item;
using programs::v1::PreviewWritesRequest;
using programs::v1::PreviewWritesResponse;
using programs::v1::ReportCompletionRequest;
using status::v1::GetStatusRequest;
using status::v1::PreviewStatusRequest;
using status::v1::PreviewStatusResponse;
using status::v1::Status;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kBefore[] = "18/19/21";

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
    Accept<ReportCompletionRequest>("ReportCompletion");
    Accept<CreateItemRequest>("CreateItem");
    Accept<IssueItemRequest>("IssueItem");
    AnswerPreviewWrites(caller_);
    caller_.On<GetStatusRequest, Status>("GetStatus",
                                         [this](const GetStatusRequest& query, Status& status) {
                                           CheckQuestion(query);
                                           SetRow(status, written_ > 0 ? after_ : kBefore);
                                           return absl::OkStatus();
                                         });
    caller_.On<PreviewStatusRequest, PreviewStatusResponse>(
        "PreviewStatus", [this](const PreviewStatusRequest& request, auto& response) {
          CheckQuestion(request.question());
          EXPECT_EQ(written_, 0) << "it is told before anything is written";
          EXPECT_EQ(request.changes(0).name(), "programs/p/items/i");
          SetRow(*response.mutable_before(), kBefore);
          SetRow(*response.mutable_after(), expected_);
          return absl::OkStatus();
        });
  }

  template <typename Request>
  void Accept(const std::string& method) {
    caller_.On<Request, Item>(method, [this](const Request& request, Item& item) {
      (request.validate_only() ? checked_ : written_) += 1;
      EXPECT_EQ(request.request_id().empty(), request.validate_only());
      item.set_name("programs/p/items/i");
      return absl::OkStatus();
    });
  }

  static void CheckQuestion(const GetStatusRequest& query) {
    EXPECT_EQ(query.year(), 2022) << "the programme's year, not today's";
    EXPECT_EQ(query.min_positions_size(), 1) << "of the preview, then of the write";
  }

  static void SetRow(Status& status, const std::string& triple) {
    auto& row = *status.add_categories();
    row.set_category("categories/department");
    row.set_triple(triple);
    row.set_sentence_vi("đã thực hiện " + triple);
  }

  Context MakeContext(std::istream& in) {
    return {.settings = settings_,
            .caller = caller_,
            .clock = clock_,
            .in = in,
            .out = out_,
            .err = err_,
            .style = {}};
  }

  absl::StatusOr<int> Run(const std::string& answer) {
    std::istringstream in(answer);
    Context context = MakeContext(in);
    return RunItemWrite(context, flags_, [](Context&, const Item& item) {
      auto request = std::make_unique<ReportCompletionRequest>();
      request->set_name(item.name());
      return ProgramWrite{"ReportCompletion", "hoàn thành", std::move(request)};
    });
  }

  // A new item that is issued at once.
  absl::StatusOr<int> RunTwo(const std::string& answer) {
    std::istringstream in(answer);
    Context context = MakeContext(in);
    Item item;
    item.set_name("programs/p/items/i");
    std::vector<ProgramWrite> writes;
    writes.push_back({"CreateItem", "nội dung mới", std::make_unique<CreateItemRequest>()});
    writes.push_back({"IssueItem", "giao", std::make_unique<IssueItemRequest>()});
    return RunItemWrites(context, flags_, item, std::move(writes));
  }

  // What stands above the question.
  std::string Asked() const { return err_.str().substr(0, err_.str().find("Ghi?")); }

  FakeCaller caller_;
  Settings settings_;
  SystemClock clock_;
  ItemWriteFlags flags_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::string expected_ = "19/19/21";
  std::string after_ = "19/19/21";
  int checked_ = 0;
  int written_ = 0;
};

TEST_F(ItemWriteTest, ShowsBeforeAndAfterThenAsksThenWrites) {
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_EQ(checked_, 1);
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(err_.str(), HasSubstr("Ghi?"));
  EXPECT_THAT(Asked(), HasSubstr("units/a (chưa xong)"));
  EXPECT_THAT(Asked(), HasSubstr("sẽ ghi: hoàn thành"));
  EXPECT_THAT(Asked(), ContainsRegex("Trước +18/19/21"));
  EXPECT_THAT(Asked(), ContainsRegex("Sau khi ghi +19/19/21"));
  EXPECT_THAT(Asked(), Not(HasSubstr("không đổi")));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("Đã ghi."), HasSubstr("đã thực hiện 19/19/21.")));
  EXPECT_THAT(out_.str(), ContainsRegex("Hiện nay +19/19/21"));
  EXPECT_THAT(out_.str(), AllOf(Not(HasSubstr(kBefore)), Not(HasSubstr("dự kiến"))))
      << "what is above the question is not repeated";
}

TEST_F(ItemWriteTest, WritesNothingWithoutAYes) {
  for (const char* answer : {"n\n", "\n", ""}) EXPECT_EQ(*Run(answer), 1);
  EXPECT_EQ(written_, 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("Không ghi gì"));
}

TEST_F(ItemWriteTest, RefusedCheckEndsBeforeTheQuestion) {
  caller_.On<ReportCompletionRequest, Item>("ReportCompletion", [](const auto&, Item&) {
    return Refusal(absl::StatusCode::kFailedPrecondition, "ITEM_STATE", "is a draft");
  });
  EXPECT_TRUE(absl::IsFailedPrecondition(Run("y\n").status()));
  EXPECT_EQ(err_.str(), "") << "one write needs no number";
}

TEST_F(ItemWriteTest, OfSeveralWritesAllAreCheckedBeforeTheQuestion) {
  EXPECT_EQ(*RunTwo("n\n"), 1);
  EXPECT_EQ(checked_, 2);
  caller_.On<IssueItemRequest, Item>("IssueItem", [](const auto&, Item&) {
    return Refusal(absl::StatusCode::kFailedPrecondition, "ITEM_STATE", "has no lead");
  });
  err_.str("");
  EXPECT_TRUE(absl::IsFailedPrecondition(RunTwo("y\n").status()));
  EXPECT_EQ(err_.str(), "Bước 2/2 (giao) không ghi được; chưa ghi gì.\n");
  EXPECT_EQ(written_, 0);
}

TEST_F(ItemWriteTest, WhatWasWrittenBeforeAFailureIsTold) {
  caller_.On<IssueItemRequest, Item>(
      "IssueItem", [](const IssueItemRequest& request, Item& item) -> absl::Status {
        item.set_name("programs/p/items/i");
        if (request.validate_only()) return absl::OkStatus();
        return Refusal(absl::StatusCode::kUnavailable, "SHUTTING_DOWN", "stops");
      });
  EXPECT_TRUE(absl::IsUnavailable(RunTwo("y\n").status()));
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(err_.str(),
              HasSubstr("Bước 2/2 (giao) chưa rõ đã ghi hay chưa; các bước trước đã ghi."));
}

TEST_F(ItemWriteTest, FiguresAreNoConditionOfAWrite) {
  caller_.answers.erase("GetStatus");
  caller_.answers.erase("PreviewStatus");
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(Asked(), HasSubstr("chưa đọc được số liệu"));
  EXPECT_EQ(out_.str(), "Đã ghi.\n");
}

TEST_F(ItemWriteTest, ARowThatDoesNotChangeIsSaidToBeSo) {
  expected_ = after_ = kBefore;
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_THAT(Asked(), HasSubstr("Số liệu của dòng này không đổi."));
}

TEST_F(ItemWriteTest, WritesThatChangeNothingAreNotMade) {
  caller_.On<PreviewWritesRequest, PreviewWritesResponse>(
      "PreviewWrites", [](const auto&, auto&) { return absl::OkStatus(); });
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_EQ(written_, 0);
  EXPECT_EQ(caller_.CallsOf("PreviewStatus"), 0u) << "it takes at least one change";
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("Không có gì thay đổi so với dữ liệu đã có.\n"),
                                Not(HasSubstr("Ghi?"))));
  settings_.json = true;
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_TRUE(nlohmann::json::parse(out_.str())["item"].is_null());
}

TEST_F(ItemWriteTest, WhatSomebodyElseWroteMeanwhileIsTold) {
  after_ = "20/20/21";
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_THAT(out_.str(), ContainsRegex("Dự kiến +19/19/21"));
  EXPECT_THAT(out_.str(), ContainsRegex("Hiện nay +20/20/21"));
  EXPECT_THAT(out_.str(),
              HasSubstr("Khác với dự kiến: trong lúc đó có thể đã có ghi nhận khác.\n"));
}

TEST_F(ItemWriteTest, WhatIsTooMuchToPreviewIsCheckedAndAskedAllTheSame) {
  caller_.On<PreviewWritesRequest, PreviewWritesResponse>("PreviewWrites", [](const auto&, auto&) {
    return Refusal(absl::StatusCode::kResourceExhausted, "MESSAGE_TOO_LARGE", "too large");
  });
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_EQ(checked_, 1);
  EXPECT_THAT(Asked(), HasSubstr("chưa tính trước được số liệu sau khi ghi"));
  EXPECT_THAT(Asked(), AllOf(HasSubstr(kBefore), Not(HasSubstr("19/19/21"))));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr(kBefore), HasSubstr("19/19/21")));

  caller_.On<ReportCompletionRequest, Item>("ReportCompletion", [](const auto&, Item&) {
    return Refusal(absl::StatusCode::kFailedPrecondition, "ITEM_STATE", "is a draft");
  });
  err_.str("");
  EXPECT_TRUE(absl::IsFailedPrecondition(Run("y\n").status()));
  EXPECT_THAT(err_.str(), Not(HasSubstr("Ghi?")));
}

TEST_F(ItemWriteTest, WhatIsTooMuchForStatusIsAskedAllTheSame) {
  caller_.On<PreviewStatusRequest, PreviewStatusResponse>("PreviewStatus", [](const auto&, auto&) {
    return Refusal(absl::StatusCode::kResourceExhausted, "MESSAGE_TOO_LARGE", "too large");
  });
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_THAT(Asked(), AllOf(HasSubstr("chưa tính trước được"), HasSubstr(kBefore)));
  EXPECT_EQ(written_, 1);

  written_ = 0;
  err_.str("");
  caller_.On<PreviewWritesRequest, PreviewWritesResponse>(
      "PreviewWrites", [](const auto&, PreviewWritesResponse& response) {
        for (int i = 0; i <= 10'000; ++i) response.add_changes();
        return absl::OkStatus();
      });
  EXPECT_EQ(*Run("n\n"), 1);
  EXPECT_EQ(caller_.CallsOf("PreviewStatus"), 1u) << "it takes no more";
  EXPECT_THAT(Asked(), AllOf(HasSubstr("chưa tính trước được"), HasSubstr(kBefore)));
}

TEST_F(ItemWriteTest, JsonHasWhatWasAnnouncedAndWhatBecameOfIt) {
  settings_.json = true;
  flags_.yes = true;
  after_ = "20/20/21";
  EXPECT_EQ(*Run(""), 0);
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["before"]["triple"], kBefore);
  EXPECT_EQ(json["expected"]["triple"], "19/19/21");
  EXPECT_EQ(json["after"]["triple"], "20/20/21");
  EXPECT_EQ(json["item"]["name"], "programs/p/items/i");
  EXPECT_THAT(err_.str(), IsEmpty());
}

TEST_F(ItemWriteTest, WhoIsAskedSeesWhatItIsAboutWithJsonToo) {
  settings_.json = true;
  EXPECT_EQ(*Run("n\n"), 1);
  EXPECT_THAT(Asked(), AllOf(HasSubstr("sẽ ghi: hoàn thành"), HasSubstr("19/19/21")));
  EXPECT_EQ(out_.str(), "");
}

}  // namespace
}  // namespace tiendo::cli
