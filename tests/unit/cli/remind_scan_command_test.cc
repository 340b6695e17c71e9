// remind scan as a daily job sees it: exit codes and output, against servers that answer.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/cli/served_app.h"
#include "tiendo/status/v1/status.grpc.pb.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::cli {
namespace {

namespace sv1 = supervision::v1;
using ::testing::HasSubstr;
using ::testing::Not;

google::type::Date Date(int month, int day) {
  google::type::Date date;
  date.set_year(2022);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::string Item(int i) { return "programs/p/items/i" + std::to_string(10'000 + i); }

// `due` items of one unit, all on the list of 2022.
class Status : public status::v1::StatusService::Service {
 public:
  grpc::Status ListAttention(grpc::ServerContext*, const status::v1::ListAttentionRequest* request,
                             status::v1::ListAttentionResponse* page) override {
    EXPECT_EQ(request->query().scope(), "units/top");
    due_soon = request->query().due_soon_days();
    page->set_scope_title("Đảng bộ mẫu");
    page->mutable_freshness()->set_stale(stale);
    if (unreachable)
      page->mutable_freshness()->add_unreachable("tiendo.programs.v1.ProgramService");
    if (request->query().year() != 2022) return grpc::Status::OK;
    status::v1::AttentionGroup& group = *page->add_groups();
    group.set_unit("units/a");
    for (int i = 0; i < due; ++i) {
      status::v1::AttentionEntry& entry = *group.add_entries();
      entry.set_subject(Item(i));
      *entry.mutable_due_date() = Date(6, 30);
    }
    return grpc::Status::OK;
  }

  int due = 1;
  int due_soon = 0;
  bool stale = false;
  bool unreachable = false;
};

// Issues a notice for every subject, but what `answer` says instead of the first.
class Supervision : public sv1::SupervisionService::Service {
 public:
  grpc::Status IssueDueReminders(grpc::ServerContext*, const sv1::IssueDueRemindersRequest* request,
                                 sv1::IssueDueRemindersResponse* out) override {
    if (++calls == fails_at) {
      return {grpc::StatusCode::FAILED_PRECONDITION, "another day has begun"};
    }
    validate_only = request->validate_only();
    *out = answer;
    const bool instead = answer.not_computable_size() + answer.no_unit_size() > 0;
    for (int i = instead ? 1 : 0; i < request->subjects_size(); ++i) {
      sv1::Reminder& reminder = *out->add_reminders();
      reminder.set_subject(request->subjects(i).subject());
      reminder.set_unit(request->subjects(i).unit());
      reminder.set_kind(sv1::Reminder::KIND_AFTER_DUE);
      reminder.set_rung(1);
      reminder.set_ordinal(4);
      *reminder.mutable_due_date() = request->subjects(i).due_date();
    }
    return grpc::Status::OK;
  }

  sv1::IssueDueRemindersResponse answer;
  int calls = 0;
  int fails_at = 0;  // the call that fails, from 1
  bool validate_only = false;
};

class RemindScanCommandTest : public ServedApp {
 protected:
  RemindScanCommandTest() { Serve({&status_, &supervision_}); }

  int Scan(const std::vector<std::string>& flags = {}) {
    std::vector<std::string> arguments = {"remind", "scan",    "--scope",
                                          "top",    "--as-of", "01/07/2022"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Tiendo(std::move(arguments));
  }
  void MissCalendarOf(int year) {
    auto& one = *supervision_.answer.add_not_computable();
    one.set_subject(Item(0));
    one.set_unit("units/a");
    one.add_rungs(15);
    one.add_rungs(7);
    one.set_missing_year(year);
  }
  void MissUnit() {
    auto& one = *supervision_.answer.add_no_unit();
    one.set_subject(Item(0));
    one.set_unit("units/a");
  }

  Status status_;
  Supervision supervision_;
};

TEST_F(RemindScanCommandTest, TellsWhatWasIssued) {
  status_.due = 2;
  EXPECT_EQ(Scan(), 0);
  EXPECT_EQ(status_.due_soon, 15);
  EXPECT_FALSE(supervision_.validate_only);
  EXPECT_THAT(out_.str(), HasSubstr("Nhắc nhở đến ngày 01/07/2022: 2 việc"));
  EXPECT_THAT(out_.str(), HasSubstr("Đã ghi 2 thông báo (0 trước hạn, 2 quá hạn)"));
  EXPECT_THAT(out_.str(), HasSubstr(Item(0)));
  EXPECT_THAT(out_.str(), HasSubstr("quá hạn 1 ngày"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(RemindScanCommandTest, CheckIsNoErrorWhenEverythingWasTold) {
  EXPECT_EQ(Scan({"--check"}), 0);
  status_.due = 0;
  EXPECT_EQ(Scan({"--check"}), 0);
  EXPECT_EQ(supervision_.calls, 1) << "with nothing to hand over nothing is asked";
}

TEST_F(RemindScanCommandTest, CheckExitsWithEightWhenTheCalendarIsMissing) {
  status_.due = 2;
  MissCalendarOf(2023);
  EXPECT_EQ(Scan(), 0) << "without --check it is told only";
  EXPECT_EQ(Scan({"--check"}), 8);
  EXPECT_THAT(out_.str(), HasSubstr("Đã ghi 1 thông báo")) << "what could be issued was";
  EXPECT_THAT(out_.str(), HasSubstr("Không tính được: " + Item(0) +
                                    " (units/a), trước hạn 15, 7 ngày làm việc: chưa nhập lịch"
                                    " nghỉ năm 2023"));
}

TEST_F(RemindScanCommandTest, CheckExitsWithEightWhenThereIsNobodyToRemind) {
  MissUnit();
  EXPECT_EQ(Scan(), 0);
  EXPECT_EQ(Scan({"--check"}), 8);
  EXPECT_THAT(out_.str(), HasSubstr("Không có đơn vị để nhắc: " + Item(0)));
  EXPECT_EQ(Scan({"--check", "--dry-run"}), 8);
  EXPECT_EQ(Scan({"--check", "--json"}), 8);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["noUnit"].size(), 1u);
}

TEST_F(RemindScanCommandTest, BriefLeavesOutTheListButNotWhatCouldNotBeTold) {
  status_.due = 2;
  MissCalendarOf(2023);
  EXPECT_EQ(Scan({"--brief"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Đã ghi 1 thông báo"));
  EXPECT_THAT(out_.str(), Not(HasSubstr(Item(1)))) << "it was issued";
  EXPECT_THAT(out_.str(), HasSubstr("Không tính được: " + Item(0)));
  EXPECT_EQ(Scan({"--brief", "--check"}), 8);
}

TEST_F(RemindScanCommandTest, StaleFactsExitWithSixAndIssueNothing) {
  status_.stale = true;
  EXPECT_EQ(Scan({"--check"}), 6);
  EXPECT_EQ(supervision_.calls, 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("--allow-stale"));
  status_.stale = false;
  status_.unreachable = true;
  EXPECT_EQ(Scan(), 6);
  EXPECT_EQ(supervision_.calls, 0);
  EXPECT_THAT(err_.str(), HasSubstr("programs"));
}

TEST_F(RemindScanCommandTest, AllowStaleGoesOnAndTheLastLineSaysSo) {
  status_.stale = true;
  status_.unreachable = true;
  EXPECT_EQ(Scan({"--allow-stale", "--check"}), 0);
  EXPECT_EQ(supervision_.calls, 1);
  EXPECT_THAT(out_.str(), HasSubstr("Đã ghi 1 thông báo"));
  EXPECT_THAT(out_.str(), HasSubstr("SỐ LIỆU CŨ"));
  EXPECT_THAT(out_.str(), HasSubstr("KHÔNG LIÊN LẠC ĐƯỢC: programs"));
}

TEST_F(RemindScanCommandTest, ADryRunSaysWhatItWouldIssue) {
  EXPECT_EQ(Scan({"--dry-run"}), 0);
  EXPECT_TRUE(supervision_.validate_only);
  EXPECT_THAT(out_.str(), HasSubstr("Sẽ ghi 1 thông báo"));
}

// The code is that of the failure; what stands is told all the same.
TEST_F(RemindScanCommandTest, AFailureHalfWayTellsWhatWasIssuedBefore) {
  status_.due = 1001;
  supervision_.fails_at = 2;
  EXPECT_EQ(Scan({"--brief"}), 5);
  EXPECT_THAT(out_.str(), HasSubstr("Đã ghi 1000 thông báo"));
  EXPECT_THAT(err_.str(), HasSubstr("another day has begun"));
  supervision_.calls = 0;
  EXPECT_EQ(Scan({"--dry-run"}), 5);
  EXPECT_EQ(out_.str(), "") << "nothing was issued";
}

TEST_F(RemindScanCommandTest, LooksAheadWithinBounds) {
  EXPECT_EQ(Scan({"--due-soon", "60"}), 0);
  EXPECT_EQ(status_.due_soon, 60);
  EXPECT_EQ(Scan({"--due-soon", "0"}), 2);
  EXPECT_EQ(Scan({"--due-soon", "61"}), 2);
}

}  // namespace
}  // namespace tiendo::cli
