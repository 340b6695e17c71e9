// tiendo remind scan against the four services: exactly the model's notices, whoever scans how
// often.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>
#include <vector>

#include "tests/integration/remind/case.h"
#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::testing {
namespace {

constexpr int kUnits = 60;
constexpr int kDuties = 30;

class ScanTest : public EngineTest {
 protected:
  ScanTest() : case_([this] { return NewOptions(); }, kUnits, kDuties) {}
  RemindCase case_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ScanTest, AllEngines(), EngineName);

TEST_P(ScanTest, IssuesExactlyTheModelsSetAndAgainNothing) {
  const RemindCase::Notices model = case_.Model();
  // Every rung is in it, and subjects for which none has begun.
  std::set<std::string> kinds;
  for (const auto& [key, notice] : model) kinds.insert(notice);
  ASSERT_EQ(kinds.size(), 4u);
  ASSERT_LT(model.size(), static_cast<size_t>(kUnits * kDuties));

  const auto dry = case_.Scan(RemindCase::kDay, /*dry_run=*/true);
  ASSERT_THAT(dry, IsOk());
  EXPECT_EQ(static_cast<size_t>(dry->answer.reminders_size()), model.size());
  EXPECT_TRUE(case_.Issued().empty());

  const auto first = case_.Scan();
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(static_cast<size_t>(first->answer.reminders_size()), model.size());
  EXPECT_EQ(first->answer.not_computable_size(), 0);
  EXPECT_EQ(case_.Issued(), model);

  const auto second = case_.Scan();
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->answer.reminders_size(), 0);
  EXPECT_EQ(static_cast<size_t>(second->answer.already_issued()), model.size());
  EXPECT_EQ(case_.Issued(), model);
}

TEST_P(ScanTest, OfScansAtOnceEachNoticeComesOnce) {
  std::vector<std::future<absl::StatusOr<cli::ScanResult>>> scans;
  for (int i = 0; i < 3; ++i) {
    scans.push_back(std::async(std::launch::async, [this] { return case_.Scan(); }));
  }
  for (auto& scan : scans) EXPECT_THAT(scan.get(), IsOk());
  EXPECT_EQ(case_.Issued(), case_.Model());
}

// Nobody scanned for ten days. Then every subject gets one notice, of the rung that began last, and
// none for what was missed before it.
TEST_P(ScanTest, AfterDaysOffItCatchesUpWithoutFlooding) {
  constexpr char kLater[] = "2022-06-26";
  ASSERT_THAT(case_.Scan(), IsOk());
  const RemindCase::Notices before = case_.Model();
  RemindCase::Notices due = case_.Model(kLater);
  std::erase_if(due, [&](const auto& entry) {
    const auto earlier = before.find(entry.first);
    return earlier != before.end() && earlier->second == entry.second;
  });
  const auto later = case_.Scan(kLater);
  ASSERT_THAT(later, IsOk());
  RemindCase::Notices issued;
  for (const auto& reminder : later->answer.reminders()) {
    const std::string notice = supervision::v1::Reminder::Kind_Name(reminder.kind()) + " " +
                               std::to_string(reminder.rung());
    EXPECT_TRUE(issued.emplace(std::pair(reminder.subject(), reminder.unit()), notice).second)
        << reminder.subject() << " got two notices in one scan";
  }
  EXPECT_EQ(issued, due);
  const auto again = case_.Scan(kLater);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->answer.reminders_size(), 0);
}

}  // namespace
}  // namespace tiendo::testing
