// What the daily scan reads from status and hands to supervision.
#include "services/cli/remind_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "common/base/clock.h"
#include "services/cli/call_error.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/cli/fake_caller.h"

namespace tiendo::cli {
namespace {

using status::v1::AttentionEntry;
using status::v1::ListAttentionRequest;
using status::v1::ListAttentionResponse;
using supervision::v1::IssueDueRemindersRequest;
using supervision::v1::IssueDueRemindersResponse;
using ::testing::ElementsAre;
using testing::IsOk;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::string Item(int i) { return "programs/p/items/i" + std::to_string(10'000 + i); }

class RemindScanTest : public ::testing::Test {
 protected:
  RemindScanTest() {
    caller_.head = 100;
    caller_.On<ListAttentionRequest, ListAttentionResponse>(
        "ListAttention", [this](const ListAttentionRequest& request, ListAttentionResponse& page) {
          asked_.push_back(request);
          return Page(request, page);
        });
    caller_.On<IssueDueRemindersRequest, IssueDueRemindersResponse>(
        "IssueDueReminders",
        [this](const IssueDueRemindersRequest& request, IssueDueRemindersResponse& answer) {
          issued_.push_back(request);
          return Issue(request, answer);
        });
    options_.as_of = Date(2022, 7, 14);
    options_.scope = "units/top";
  }

  // The entries of the year asked for, a page of `page_size_` each.
  absl::Status Page(const ListAttentionRequest& request, ListAttentionResponse& page) {
    page.set_scope_title("Đảng bộ mẫu");
    const bool moves = moving_ > 0 && !request.query().has_known_at();
    if (moves) --moving_;
    for (const char* service :
         {"tiendo.units.v1.UnitService", "tiendo.programs.v1.ProgramService"}) {
      auto& position = *page.mutable_freshness()->add_source_positions();
      position.set_service(service);
      position.set_database_id("db");
      position.set_revision(moves ? ++revision_ : revision_);
      position.mutable_time()->set_seconds(1000 + (position.service().size() % 7));
    }
    page.mutable_freshness()->set_stale(stale_);
    for (const std::string& service : unreachable_)
      page.mutable_freshness()->add_unreachable(service);
    const auto& entries = entries_[request.query().year()];
    const size_t first =
        request.page_token().empty() ? 0 : static_cast<size_t>(std::stoul(request.page_token()));
    size_t i = first;
    for (; i < entries.size() && i < first + page_size_; ++i) {
      if (page.groups().empty() || page.groups().rbegin()->unit() != entries[i].first) {
        page.add_groups()->set_unit(entries[i].first);
      }
      *page.mutable_groups()->rbegin()->add_entries() = entries[i].second;
    }
    if (i < entries.size()) page.set_next_page_token(std::to_string(i));
    return absl::OkStatus();
  }

  // Issues for each subject that is not in `ledger_` yet, like the service.
  absl::Status Issue(const IssueDueRemindersRequest& request, IssueDueRemindersResponse& answer) {
    if (fails_at_ == issued_.size()) {
      return Refusal(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE", "down");
    }
    for (const auto& subject : request.subjects()) {
      if (year_missing_) {
        auto& untold = *answer.add_not_computable();
        untold.set_subject(subject.subject());
        untold.set_unit(subject.unit());
        continue;
      }
      if (ledger_.contains({subject.subject(), subject.unit()})) {
        answer.set_already_issued(answer.already_issued() + 1);
        continue;
      }
      auto& reminder = *answer.add_reminders();
      reminder.set_subject(subject.subject());
      reminder.set_unit(subject.unit());
      if (request.validate_only()) continue;
      reminder.set_revision(++caller_.head);
      ledger_.insert({subject.subject(), subject.unit()});
    }
    return absl::OkStatus();
  }

  void Add(int year, const std::string& unit, const std::string& subject, bool due = true) {
    AttentionEntry entry;
    entry.set_subject(subject);
    if (due) *entry.mutable_due_date() = Date(year, 6, 30);
    entries_[year].emplace_back(unit, entry);
  }

  absl::StatusOr<ScanResult> Run() {
    ScanResult result;
    Context context{.settings = settings_,
                    .caller = caller_,
                    .clock = clock_,
                    .in = in_,
                    .out = out_,
                    .err = err_,
                    .style = {}};
    const absl::Status scanned = Scan(context, options_, result);
    last_ = result;
    if (!scanned.ok()) return scanned;
    return result;
  }

  FakeCaller caller_;
  ScanOptions options_;
  std::map<int, std::vector<std::pair<std::string, AttentionEntry>>> entries_;
  size_t page_size_ = 1000;
  int moving_ = 0;  // pages before which the facts move
  int64_t revision_ = 7;
  bool stale_ = false;
  bool year_missing_ = false;  // of the calendar: no rung can be told
  std::vector<std::string> unreachable_;
  size_t fails_at_ = 0;  // the call that fails, from 1
  std::vector<ListAttentionRequest> asked_;
  std::vector<IssueDueRemindersRequest> issued_;
  std::set<std::pair<std::string, std::string>> ledger_;
  ScanResult last_;
  Settings settings_;
  SystemClock clock_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(RemindScanTest, AsksForWhatTheLadderIsForInThreeYears) {
  options_.due_soon_days = 20;
  ASSERT_THAT(Run(), IsOk());
  ASSERT_EQ(asked_.size(), 3u);
  std::vector<int> years;
  for (const ListAttentionRequest& request : asked_) {
    years.push_back(request.query().year());
    EXPECT_EQ(request.query().scope(), "units/top");
    EXPECT_EQ(request.query().as_of().month(), 7);
    EXPECT_EQ(request.query().basis(), status::v1::BASIS_IN_FORCE);
    EXPECT_EQ(request.query().due_soon_days(), 20);
    EXPECT_THAT(request.kinds(), ElementsAre(status::v1::ATTENTION_KIND_OVERDUE,
                                             status::v1::ATTENTION_KIND_DUE_TODAY,
                                             status::v1::ATTENTION_KIND_DUE_SOON,
                                             status::v1::ATTENTION_KIND_NOT_COMPUTABLE));
  }
  EXPECT_THAT(years, ElementsAre(2021, 2022, 2023));
  EXPECT_TRUE(issued_.empty());
}

TEST_F(RemindScanTest, HandsOverOpenPartsWithADueDateOnceEach) {
  Add(2022, "units/b", "requirements/2022");
  Add(2022, "units/a", Item(1));
  Add(2022, "units/a", Item(2), /*due=*/false);
  Add(2022, "units/b", Item(1));
  Add(2022, "units/a", Item(1));  // an heir of two
  Add(2022, "units/c", Item(1));
  entries_[2022].back().second.set_own_part_done(true);
  Add(2021, "units/a", Item(3));
  Add(2023, "units/a", Item(3));  // a programme of several years
  const auto result = Run();
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(issued_.size(), 1u);
  std::vector<std::string> handed;
  for (const auto& s : issued_[0].subjects()) handed.push_back(s.subject() + " " + s.unit());
  EXPECT_THAT(handed, ElementsAre(Item(1) + " units/a", Item(1) + " units/b", Item(3) + " units/a",
                                  "requirements/2022 units/b"));
  EXPECT_EQ(issued_[0].as_of().day(), 14);
  EXPECT_FALSE(issued_[0].validate_only());
  EXPECT_EQ(result->subjects, 4);
  EXPECT_EQ(result->answer.reminders_size(), 4);
}

TEST_F(RemindScanTest, ASecondScanIssuesNothingMore) {
  for (int i = 0; i < 5; ++i) Add(2022, "units/a", Item(i));
  auto first = Run();
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->answer.reminders_size(), 5);
  auto second = Run();
  ASSERT_THAT(second, IsOk());
  EXPECT_NE(issued_[0].request_id(), issued_[1].request_id()) << "it is decided anew";
  EXPECT_EQ(second->answer.reminders_size(), 0);
  EXPECT_EQ(second->answer.already_issued(), 5);
  Add(2022, "units/a", Item(6));
  auto third = Run();
  ASSERT_THAT(third, IsOk());
  EXPECT_NE(issued_[2].request_id(), issued_[0].request_id());
  EXPECT_EQ(third->answer.reminders_size(), 1);
  EXPECT_EQ(third->answer.already_issued(), 5);
}

TEST_F(RemindScanTest, WhatCouldNotBeToldIsToldOnceTheCalendarIsThere) {
  Add(2022, "units/a", Item(1));
  year_missing_ = true;
  const auto morning = Run();
  ASSERT_THAT(morning, IsOk());
  EXPECT_EQ(morning->answer.not_computable_size(), 1);
  year_missing_ = false;
  const auto noon = Run();
  ASSERT_THAT(noon, IsOk());
  EXPECT_EQ(noon->answer.reminders_size(), 1);
}

TEST_F(RemindScanTest, BatchesAndPagesLoseNothing) {
  page_size_ = 700;
  for (int i = 0; i < 2500; ++i) Add(2022, "units/a", Item(i));
  const auto result = Run();
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(issued_.size(), 3u);
  EXPECT_EQ(issued_[0].subjects_size(), 1000);
  EXPECT_EQ(issued_[2].subjects_size(), 500);
  EXPECT_EQ(ledger_.size(), 2500u);
  EXPECT_EQ(result->answer.reminders_size(), 2500);
}

TEST_F(RemindScanTest, WhatWasIssuedBeforeAFailureIsToldAndTheNextScanGoesOn) {
  for (int i = 0; i < 1500; ++i) Add(2022, "units/a", Item(i));
  fails_at_ = 2;
  EXPECT_THAT(Run(), testing::StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(last_.answer.reminders_size(), 1000);
  fails_at_ = 0;
  const auto result = Run();
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->answer.reminders_size(), 500);
  EXPECT_EQ(result->answer.already_issued(), 1000);
}

TEST_F(RemindScanTest, ADryRunChecksOnly) {
  Add(2022, "units/a", Item(1));
  options_.dry_run = true;
  const auto result = Run();
  ASSERT_THAT(result, IsOk());
  EXPECT_TRUE(issued_[0].validate_only());
  EXPECT_EQ(issued_[0].request_id(), "");
  EXPECT_EQ(result->answer.reminders_size(), 1);
  EXPECT_TRUE(ledger_.empty());
}

TEST_F(RemindScanTest, ReadsAgainWhenTheFactsMoveBetweenPages) {
  page_size_ = 2;
  for (int i = 0; i < 6; ++i) Add(2022, "units/a", Item(i));
  moving_ = 2;  // the year before has one page; then the first two of this year
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(ledger_.size(), 6u);
  EXPECT_EQ(asked_.size(), 7u) << "1 page of 2021, 2 given up and 3 of 2022, 1 of 2023";
  for (const ListAttentionRequest& request : asked_) EXPECT_FALSE(request.query().has_known_at());
}

TEST_F(RemindScanTest, AsksForAFixedTimeWhenTheFactsNeverStandStill) {
  page_size_ = 2;
  for (int i = 0; i < 6; ++i) Add(2022, "units/a", Item(i));
  moving_ = 1'000'000;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(ledger_.size(), 6u);
  const auto fixed = std::count_if(asked_.begin(), asked_.end(), [](const auto& request) {
    // The time up to which all sources have told everything.
    return request.query().has_known_at() && request.query().known_at().seconds() == 1005;
  });
  EXPECT_EQ(fixed, 3);  // three pages
  EXPECT_EQ(asked_.back().query().year(), 2023);
}

TEST_F(RemindScanTest, IssuesNothingOnStaleFacts) {
  Add(2022, "units/a", Item(1));
  stale_ = true;
  const auto refused = Run();
  EXPECT_EQ(ExitCodeOf(refused.status()), kExitUnavailable);
  EXPECT_TRUE(issued_.empty());
  stale_ = false;
  unreachable_ = {"tiendo.programs.v1.ProgramService"};
  EXPECT_EQ(ExitCodeOf(Run().status()), kExitUnavailable);
  options_.allow_stale = true;
  ASSERT_THAT(Run(), IsOk());
  EXPECT_EQ(ledger_.size(), 1u);
}

}  // namespace
}  // namespace tiendo::cli
