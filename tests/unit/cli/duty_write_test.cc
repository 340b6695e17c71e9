#include "services/cli/duty_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/unit/cli/fake_caller.h"
#include "tests/unit/cli/fake_preview.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

using programs::v1::DutyAssignment;
using programs::v1::ReturnAssignmentRequest;
using status::v1::GetStatusRequest;
using status::v1::PreviewStatusRequest;
using status::v1::PreviewStatusResponse;
using status::v1::Status;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class DutyWriteTest : public ::testing::Test {
 protected:
  DutyWriteTest() {
    figures_.scope = "units/top";
    caller_.On<ReturnAssignmentRequest, DutyAssignment>(
        "ReturnAssignment", [this](const ReturnAssignmentRequest& request, DutyAssignment& a) {
          (request.validate_only() ? checked_ : written_) += 1;
          EXPECT_EQ(request.request_id().empty(), request.validate_only());
          a.set_name(request.name());
          return refused_ ? absl::FailedPreconditionError("ASSIGNMENT_STATE") : absl::OkStatus();
        });
    caller_.On<programs::v1::GetProgramRequest, programs::v1::Program>(
        "GetProgram", [](const auto& request, programs::v1::Program& program) {
          EXPECT_EQ(request.name(), "programs/p");
          program.add_years(2021);
          return absl::OkStatus();
        });
    AnswerPreviewWrites(caller_);
    caller_.On<GetStatusRequest, Status>("GetStatus",
                                         [this](const GetStatusRequest& query, Status& status) {
                                           EXPECT_EQ(query.year(), year_);
                                           EXPECT_EQ(query.min_positions_size(), 1);
                                           SetRows(status, written_ > 0 ? 7 : 6);
                                           return absl::OkStatus();
                                         });
    caller_.On<PreviewStatusRequest, PreviewStatusResponse>(
        "PreviewStatus", [this](const PreviewStatusRequest& request, auto& response) {
          EXPECT_EQ(request.question().year(), year_);
          EXPECT_EQ(request.question().min_positions_size(), 1);
          EXPECT_EQ(written_, 0);
          EXPECT_EQ(request.changes_size(), 1);
          SetRows(*response.mutable_before(), 6);
          SetRows(*response.mutable_after(), 7);
          return absl::OkStatus();
        });
  }

  static void SetRows(Status& status, int returned) {
    for (const char* period : {"2022-05", "2022-06", "once"}) {
      auto& row = *status.add_duties();
      row.set_duty("programs/p/duties/d");
      row.set_title("Báo cáo mẫu");
      row.set_period(period);
      row.set_assigned(20);
      row.set_returned(returned);
    }
  }

  absl::StatusOr<int> Run(const std::string& answer, const std::string& period = "2022-06") {
    std::istringstream in(answer);
    Context context{.settings = settings_,
                    .caller = caller_,
                    .clock = clock_,
                    .in = in,
                    .out = out_,
                    .err = err_,
                    .style = {}};
    DutyWrite write;
    write.call.method = "ReturnAssignment";
    write.subject = "units/a, kỳ " + period;
    write.call.description = "trả lại";
    auto request = std::make_unique<ReturnAssignmentRequest>();
    request->set_name("programs/p/duties/d/assignments/a-" + period);
    write.call.request = std::move(request);
    write.duty = "programs/p/duties/d";
    write.period = period;
    write.detail = [](const google::protobuf::Message& checked) {
      return "xem trước " + static_cast<const DutyAssignment&>(checked).name() + "\n";
    };
    return RunDutyWrite(context, figures_, false, std::move(write));
  }

  FakeCaller caller_;
  Settings settings_;
  SystemClock clock_;
  StatusFlags figures_;
  std::ostringstream out_;
  std::ostringstream err_;
  int checked_ = 0;
  int written_ = 0;
  int year_ = 2022;
  bool refused_ = false;
};

TEST_F(DutyWriteTest, ShowsBeforeAndAfterThenAsksThenWrites) {
  EXPECT_EQ(*Run("y\n"), 0);
  EXPECT_EQ(written_, 1);
  const std::string asked = err_.str().substr(0, err_.str().find("Ghi?"));
  EXPECT_THAT(asked, HasSubstr("sẽ ghi: trả lại"));
  EXPECT_THAT(asked, HasSubstr("xem trước programs/p/duties/d/assignments/a-2022-06"));
  EXPECT_THAT(asked, HasSubstr("Báo cáo mẫu, kỳ 2022-06"));
  EXPECT_THAT(asked, AllOf(ContainsRegex("Trước .* 6 "), ContainsRegex("Sau khi ghi .* 7 ")));
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("Đã ghi."), ContainsRegex("Hiện nay .* 7 ")));
  EXPECT_THAT(out_.str(), Not(HasSubstr("Trước")));
}

TEST_F(DutyWriteTest, APeriodThatNobodyHasYetIsSaidToBeSo) {
  caller_.On<PreviewStatusRequest, PreviewStatusResponse>("PreviewStatus",
                                                          [](const auto&, auto& response) {
                                                            SetRows(*response.mutable_after(), 0);
                                                            return absl::OkStatus();
                                                          });
  EXPECT_EQ(*Run("n\n"), 1);
  EXPECT_THAT(err_.str(), HasSubstr("Báo cáo mẫu, kỳ 2022-06"));
  EXPECT_THAT(err_.str(),
              AllOf(ContainsRegex("Trước +chưa giao"), ContainsRegex("Sau khi ghi +20")));
}

TEST_F(DutyWriteTest, WritesNothingWhenTheClerkSaysNo) {
  EXPECT_EQ(*Run("\n"), 1);
  EXPECT_EQ(written_, 0);
  EXPECT_THAT(err_.str(), HasSubstr("Không ghi gì"));
}

TEST_F(DutyWriteTest, WhatWouldBeRefusedIsNotAsked) {
  refused_ = true;
  EXPECT_FALSE(Run("y\n").ok());
  EXPECT_EQ(written_, 0);
  EXPECT_THAT(err_.str(), Not(HasSubstr("Ghi?")));
}

TEST_F(DutyWriteTest, TheYearOfWhatIsDueOnceIsThatOfTheProgramme) {
  year_ = 2021;
  EXPECT_EQ(*Run("y\n", "once"), 0);
}

TEST_F(DutyWriteTest, ForMachinesTheFiguresAndTheAnswer) {
  settings_.json = true;
  EXPECT_EQ(*Run("y\n"), 0);
  const auto j = nlohmann::json::parse(out_.str());
  EXPECT_EQ(j["before"]["returned"], 6);
  EXPECT_EQ(j["expected"]["returned"], 7);
  EXPECT_EQ(j["after"]["returned"], 7);
  EXPECT_EQ(j["answer"]["name"], "programs/p/duties/d/assignments/a-2022-06");
}

}  // namespace
}  // namespace tiendo::cli
