// What holds of every write that moves a figure, as it is typed: what is announced is what is read
// afterwards, and what is confirmed is what is written.
#include "services/cli/figure_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/methods.h"
#include "tests/support/manual_clock.h"
#include "tests/unit/cli/fake_caller.h"
#include "tests/unit/cli/fake_preview.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

namespace pv1 = programs::v1;
using google::protobuf::Message;
using status::v1::GetStatusRequest;
using status::v1::PreviewStatusRequest;
using status::v1::PreviewStatusResponse;
using status::v1::Status;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kComplete[] = "item complete programs/p/items/i --date 2022-06-01";
constexpr char kAdd[] =
    "item add p --id i --title Moi --approved 2022-07-01 --document 9-QD --document-date "
    "2022-06-30";

// Programs that count their writes, and a status whose figures are made of that count and of what
// is asked: those of two different questions are never the same.
class FigureWriteTest : public ::testing::Test {
 protected:
  FigureWriteTest() {
    caller_.On<pv1::GetItemRequest, pv1::Item>("GetItem", [](const auto& request, auto& item) {
      item.set_name(request.name());
      item.set_etag("\"7\"");
      item.add_leads()->set_unit("units/a");
      return absl::OkStatus();
    });
    caller_.On<pv1::GetTargetRequest, pv1::Target>("GetTarget", [](const auto& request, auto& t) {
      t.set_name(request.name());
      t.set_etag("\"7\"");
      t.set_year(2022);
      return absl::OkStatus();
    });
    caller_.On<pv1::GetAssignmentRequest, pv1::DutyAssignment>(
        "GetAssignment", [](const auto& request, auto& assignment) {
          assignment.set_name(request.name());
          assignment.set_etag("\"7\"");
          assignment.set_period("2022-06");
          return absl::OkStatus();
        });
    caller_.On<pv1::GetProgramRequest, pv1::Program>(
        "GetProgram", [](const auto& request, pv1::Program& program) {
          program.set_category("categories/department");
          program.add_years(request.name() == "programs/q" ? 2023 : 2022);
          return absl::OkStatus();
        });
    for (const char* method :
         {"ReportCompletion", "ExtendItem", "WithdrawItem", "CarryOverItem", "CreateItem",
          "IssueItem", "VoidEvent", "ReturnAssignment", "ReportTargetValue"}) {
      Accept(method);
    }
    AnswerPreviewWrites(caller_);
    caller_.On<GetStatusRequest, Status>("GetStatus",
                                         [this](const GetStatusRequest& question, Status& status) {
                                           asked_ = question;
                                           Fill(question, written_, status);
                                           return absl::OkStatus();
                                         });
    caller_.On<PreviewStatusRequest, PreviewStatusResponse>(
        "PreviewStatus", [this](const PreviewStatusRequest& request, auto& response) {
          Fill(request.question(), written_, *response.mutable_before());
          Fill(request.question(), written_ + request.changes_size(), *response.mutable_after());
          response.set_outdated(outdated_-- > 0);
          return absl::OkStatus();
        });
  }

  void Accept(const std::string& method) {
    caller_.answers[method] = [this, method](const Message& request, Message& response) {
      SetString(response, "name", "programs/p/items/i");
      if (StringField(request, "request_id").empty()) return absl::OkStatus();
      ++written_;
      etags_[method] = StringField(request, "etag");
      return absl::OkStatus();
    };
  }

  void Fill(const GetStatusRequest& question, int written, Status& status) const {
    status.set_scope_title("Đảng bộ Sở");
    status.mutable_freshness()->set_stale(stale_);
    // The sum of what is asked keeps questions apart.
    const int figure = written + 1000 * (question.year() + question.as_of().day());
    auto& row = *status.add_categories();
    row.set_category("categories/department");
    row.set_triple(std::to_string(figure) + "/" + std::to_string(question.year()));
    auto& duty = *status.add_duties();
    duty.set_duty("programs/p/duties/d");
    duty.set_period("2022-06");
    duty.set_returned(figure);
    if (question.view() != status::v1::VIEW_FULL) return;
    auto& target = *status.add_targets()->add_rows();
    target.set_target("programs/p/targets/t");
    target.set_value(std::to_string(figure));
  }

  // Runs the command as it is typed; the answer is that of the clerk.
  absl::StatusOr<int> Run(const std::string& command, const std::string& answer = "y\n") {
    CLI::App app("", "tiendo");
    GlobalFlags flags;
    Action selected;
    AddCommands(app, flags, selected);
    app.parse(command);
    std::istringstream in(answer);
    out_.str("");
    err_.str("");
    Context context{.settings = settings_,
                    .caller = caller_,
                    .clock = clock_,
                    .in = in,
                    .out = out_,
                    .err = err_,
                    .style = {}};
    return selected(context);
  }
  absl::StatusOr<int> RunScoped(const std::string& command, const std::string& answer = "y\n") {
    return Run(command + " --scope top", answer);
  }

  // What stands above the question.
  std::string Asked() const { return err_.str().substr(0, err_.str().find("Ghi?")); }

  // The second write is answered with an error once the first one was made.
  void FailIssue(absl::StatusCode code) {
    caller_.answers["IssueItem"] = [code](const Message& request, Message& response) {
      SetString(response, "name", "programs/p/items/i");
      if (StringField(request, "request_id").empty()) return absl::OkStatus();
      return Refusal(code, "SOME_REASON", "stops", {{"key", "value"}});
    };
  }

  FakeCaller caller_;
  Settings settings_;
  testing::ManualClock clock_;
  std::ostringstream out_;
  std::ostringstream err_;
  GetStatusRequest asked_;
  std::map<std::string, std::string> etags_;
  int written_ = 0;
  int outdated_ = 0;
  bool stale_ = false;
};

TEST_F(FigureWriteTest, WhatIsAnnouncedIsWhatIsReadAfterwards) {
  struct Case {
    std::string command;
    int writes;
  };
  for (const Case& c : std::vector<Case>{
           {kComplete, 1},
           {"item extend programs/p/items/i --to 2022-12-15 --approver GD --document 1 --reason r",
            1},
           {"item withdraw programs/p/items/i --document 1 --reason r", 1},
           {"item carry-over programs/p/items/i --into q --to 2023-03-31 --approver GD "
            "--document 1 --reason r",
            1},
           {"duty return programs/p/duties/d/assignments/a-2022-06 --code THIEU_HO_SO", 1},
           {"target report programs/p/targets/t --period year --value 5", 1},
           {kAdd, 2}}) {
    SCOPED_TRACE(c.command);
    written_ = 0;
    settings_.json = true;
    ASSERT_EQ(RunScoped(c.command + " --yes").value_or(-1), 0) << err_.str();
    EXPECT_EQ(written_, c.writes);
    const auto json = nlohmann::json::parse(out_.str());
    EXPECT_FALSE(json["after"].is_null());
    EXPECT_EQ(json["expected"], json["after"]);
    EXPECT_NE(json["before"], json["after"]);
    settings_.json = false;
    ASSERT_EQ(RunScoped(c.command).value_or(-1), 0) << err_.str();
    EXPECT_THAT(Asked(), AllOf(HasSubstr("Trước"), HasSubstr("Sau khi ghi")));
    EXPECT_THAT(out_.str(), AllOf(HasSubstr("Hiện nay"), Not(HasSubstr("Dự kiến"))));
  }
}

TEST_F(FigureWriteTest, ACarryOverShowsTheYearOfTheNewLineToo) {
  const std::string carry =
      "item carry-over programs/p/items/i --into q --to 2023-03-31 --approver GD --document 1 "
      "--reason r";
  ASSERT_TRUE(RunScoped(carry).ok());
  EXPECT_THAT(Asked(), ContainsRegex("Trước +2022000/2022[^\n]*\nSau khi ghi +2022001/2022"));
  EXPECT_THAT(Asked(), ContainsRegex("Trước +2023000/2023[^\n]*\nSau khi ghi +2023001/2023"));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("2022001/2022"), HasSubstr("2023001/2023")));
  settings_.json = true;
  written_ = 0;
  ASSERT_TRUE(RunScoped(carry + " --yes").ok());
  const auto json = nlohmann::json::parse(out_.str());
  EXPECT_EQ(json["after"]["triple"], "2022001/2022") << "the first row as of every write";
  EXPECT_EQ(json["newLine"]["before"]["triple"], "2023000/2023");
  EXPECT_EQ(json["newLine"]["expected"]["triple"], "2023001/2023");
  EXPECT_EQ(json["newLine"]["after"]["triple"], "2023001/2023");
}

TEST_F(FigureWriteTest, RowsOfTheSameFiguresAreShownOnce) {
  ASSERT_TRUE(RunScoped("item carry-over programs/p/items/i --into p --id k --to 2022-12-31 "
                        "--approver GD --document 1 --reason r")
                  .ok());
  const std::string asked = Asked();
  EXPECT_EQ(asked.find("Sau khi ghi"), asked.rfind("Sau khi ghi")) << asked;
}

TEST_F(FigureWriteTest, WhatIsConfirmedIsAWriteOnWhatWasRead) {
  ASSERT_TRUE(RunScoped(kComplete).ok());
  ASSERT_TRUE(RunScoped("item void programs/p/items/i/events/0001 --reason r").ok());
  ASSERT_TRUE(
      RunScoped("duty return programs/p/duties/d/assignments/a-2022-06 --code THIEU_HO_SO").ok());
  ASSERT_TRUE(RunScoped("target report programs/p/targets/t --period year --value 5").ok());
  for (const char* method :
       {"ReportCompletion", "VoidEvent", "ReturnAssignment", "ReportTargetValue"}) {
    EXPECT_EQ(etags_[method], "\"7\"") << method;
  }
  ASSERT_TRUE(RunScoped(kAdd).ok());
  EXPECT_EQ(etags_["IssueItem"], "") << "of an item that was not there";
}

TEST_F(FigureWriteTest, WhatSomebodyElseHasChangedIsReadAgain) {
  caller_.answers["ReportCompletion"] = [](const Message&, Message&) {
    return Refusal(absl::StatusCode::kAborted, "ETAG_MISMATCH", "has changed");
  };
  EXPECT_EQ(ExitCodeOf(RunScoped(kComplete).status()), kExitConflict);
  EXPECT_EQ(err_.str(),
            "Vừa có ghi nhận khác; xem lại rồi ghi lại: tiendo item events programs/p/items/i\n");
}

TEST_F(FigureWriteTest, OfTwoWritesAMachineLearnsWhichOneWasMade) {
  settings_.json = true;
  FailIssue(absl::StatusCode::kUnavailable);
  absl::Status error = RunScoped(std::string(kAdd) + " --yes").status();
  EXPECT_EQ(errors::Reason(error), "SOME_REASON");
  EXPECT_EQ(errors::GetDetails(error)->metadata,
            (errors::Metadata{
                {"key", "value"}, {"write", "1"}, {"written", "1"}, {"outcome", "unknown"}}));
  FailIssue(absl::StatusCode::kFailedPrecondition);
  error = RunScoped(std::string(kAdd) + " --yes").status();
  EXPECT_FALSE(errors::GetDetails(error)->metadata.contains("outcome"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(FigureWriteTest, OfTwoWritesAClerkLearnsTheWayOn) {
  const std::string rest =
      "tiendo item issue programs/p/items/i --approved 2022-07-01 --document \"9-QD\" "
      "--document-date 2022-06-30\n";
  FailIssue(absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::IsFailedPrecondition(RunScoped(kAdd).status()));
  EXPECT_THAT(err_.str(), HasSubstr("không ghi được; các bước trước đã ghi.\nLàm tiếp: " + rest));
  FailIssue(absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(absl::IsDeadlineExceeded(RunScoped(kAdd).status()));
  EXPECT_THAT(err_.str(), HasSubstr("chưa rõ đã ghi hay chưa; các bước trước đã ghi.\nXem lại "
                                    "bằng: tiendo item events programs/p/items/i\nNếu chưa ghi, "
                                    "làm tiếp: " +
                                    rest));
}

TEST_F(FigureWriteTest, AWriteWithoutAnAnswerIsNotSaidToHaveFailed) {
  caller_.answers["ReportCompletion"] = [](const Message& request, Message& response) {
    SetString(response, "name", "programs/p/items/i");
    return StringField(request, "request_id").empty() ? absl::OkStatus()
                                                      : absl::CancelledError("cancelled");
  };
  EXPECT_TRUE(absl::IsCancelled(RunScoped(kComplete).status()));
  EXPECT_THAT(err_.str(), HasSubstr("Chưa rõ đã ghi hay chưa.\nXem lại bằng: tiendo item events "
                                    "programs/p/items/i\n"));
}

TEST_F(FigureWriteTest, UnitsAreNoConditionOfAWrite) {
  caller_.answers["GetTree"] = [](const Message&, Message&) {
    return absl::UnavailableError("units is away");
  };
  ASSERT_EQ(Run(kComplete).value_or(-1), 0);
  EXPECT_EQ(written_, 1);
  EXPECT_THAT(Asked(), HasSubstr("chưa đọc được số liệu: UNAVAILABLE: units is away"));
  EXPECT_EQ(out_.str(), "Đã ghi.\n");
  EXPECT_EQ(caller_.CallsOf("PreviewStatus") + caller_.CallsOf("GetStatus"), 0u);
}

TEST_F(FigureWriteTest, WrongFlagsAre) {
  const absl::Status refused = RunScoped(std::string(kComplete) + " --as-of someday").status();
  EXPECT_EQ(ExitCodeOf(refused), kExitUsage);
  EXPECT_EQ(written_, 0);
}

TEST_F(FigureWriteTest, WithoutAForecastThereIsWhatStatusHas) {
  caller_.answers.erase("PreviewStatus");
  ASSERT_EQ(RunScoped(kComplete, "n\n").value_or(-1), 1);
  EXPECT_EQ(asked_.min_positions_size(), 0);
  EXPECT_THAT(Asked(), AllOf(HasSubstr("chưa tính trước được số liệu sau khi ghi: UNIMPLEMENTED"),
                             ContainsRegex("Hiện nay \\(có thể chưa đủ\\) +2022000/2022"),
                             Not(HasSubstr("Sau khi ghi"))));
  settings_.json = true;
  ASSERT_TRUE(RunScoped(std::string(kComplete) + " --yes").ok());
  EXPECT_TRUE(nlohmann::json::parse(out_.str())["before"].is_null());
}

TEST_F(FigureWriteTest, StaleFiguresAreSaidToBeSo) {
  ASSERT_TRUE(RunScoped(kComplete).ok());
  EXPECT_THAT(err_.str() + out_.str(), Not(HasSubstr("SỐ LIỆU CŨ")));
  stale_ = true;
  ASSERT_TRUE(RunScoped(kComplete).ok());
  EXPECT_THAT(err_.str(), HasSubstr("SỐ LIỆU CŨ"));
  EXPECT_THAT(out_.str(), HasSubstr("SỐ LIỆU CŨ"));
}

TEST_F(FigureWriteTest, WhatCountsLaterIsAskedAsOfThatDay) {
  const std::string extend =
      "item extend programs/p/items/i --to 2026-12-15 --approver GD --document 1 --reason r";
  ASSERT_TRUE(RunScoped(extend + " --approved 2026-03-10").ok());
  EXPECT_EQ(IsoDate(asked_.as_of()), "2026-03-10");
  ASSERT_TRUE(RunScoped(extend + " --approved 2026-01-05").ok());
  EXPECT_FALSE(asked_.has_as_of()) << "today, as status has it";
  ASSERT_TRUE(RunScoped(extend + " --approved 2026-03-10 --as-of 2026-06-30").ok());
  EXPECT_EQ(IsoDate(asked_.as_of()), "2026-06-30");
}

TEST_F(FigureWriteTest, WhatOthersWroteMeanwhileIsPreviewedOnceMore) {
  outdated_ = 1;
  ASSERT_TRUE(RunScoped(kComplete).ok());
  EXPECT_EQ(caller_.CallsOf("PreviewWrites"), 2u);
  EXPECT_EQ(caller_.CallsOf("PreviewStatus"), 2u);
  EXPECT_THAT(Asked(), Not(HasSubstr("có thể chưa gồm")));
  outdated_ = 2;
  ASSERT_TRUE(RunScoped(kComplete).ok());
  EXPECT_EQ(caller_.CallsOf("PreviewStatus"), 4u) << "not for ever";
  EXPECT_THAT(Asked(), HasSubstr("Số liệu có thể chưa gồm ghi nhận vừa có của người khác.\n"));
}

TEST_F(FigureWriteTest, AYesIsRecognisedHoweverItIsTyped) {
  for (const char* answer : {"y", "Y\r\n", " yes \n", "YES\n", "c\n", "Có\n", "CÓ\r\n"}) {
    EXPECT_EQ(RunScoped(kComplete, answer).value_or(-1), 0) << answer;
  }
  for (const char* answer : {"n\n", "yy\n", "\r\n", "không\n"}) {
    EXPECT_EQ(RunScoped(kComplete, answer).value_or(-1), 1) << answer;
  }
  EXPECT_EQ(RunScoped(kComplete, "").value_or(-1), 1);
  EXPECT_THAT(err_.str(), HasSubstr("Ghi? [y/N] \nKhông ghi gì.\n"));
}

}  // namespace
}  // namespace tiendo::cli
