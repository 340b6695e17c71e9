#include <gtest/gtest.h>

#include <thread>

#include "services/status/domain/figures.h"
#include "services/status/index/scan.h"
#include "services/status/index/scan_index.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

TEST(Scan, SumsUpToTheDay) {
  const std::vector<int32_t> days = {5, 1, 3, 9, 3, 7, 2, 8, 4};
  const std::vector<int32_t> deltas = {1, 2, -1, 4, 8, 16, 32, 64, -5};
  EXPECT_EQ(SumUpTo(days.data(), deltas.data(), days.size(), 0), 0);
  EXPECT_EQ(SumUpTo(days.data(), deltas.data(), days.size(), 3), 2 - 1 + 8 + 32);
  EXPECT_EQ(SumUpTo(days.data(), deltas.data(), days.size(), 9), 121);
  EXPECT_EQ(SumUpTo(days.data(), deltas.data(), 0, 9), 0);
}

TEST(ScanIndex, AnswersTheReviewOf2022) {
  ScanIndex index;
  index.SetUnits({Party("root", "")});
  for (const ItemFact& item : Review2022()) index.Put(item);
  const auto rows = index.Ask({U("root"), 2022, D("2022-06-30"), Basis::kInForce, false});
  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(0).total.done_total, 18);
  EXPECT_EQ(rows->at(0).total.due_to_date, 19);
  EXPECT_EQ(rows->at(0).total.plan, 21);
  EXPECT_EQ(rows->at(0).total.overdue_open, 2);
  EXPECT_FALSE(index.Ask({U("x"), 2022, D("2022-06-30"), Basis::kInForce, false}).has_value());
}

TEST(ScanIndex, NewUnitsMoveEverything) {
  ScanIndex index;
  index.SetUnits({Party("root", "")});
  index.Put(Item("1", "", {"a"}));
  const ScanIndex::Question root{U("root"), 2022, D("2022-06-30"), Basis::kInForce, false};
  EXPECT_EQ(index.Ask(root)->at(0).total.plan, 0);
  EXPECT_EQ(index.Ask(root)->at(0).unattributed.plan, 1);
  index.SetUnits({Party("root", ""), Party("a", "root")});
  EXPECT_EQ(index.Ask(root)->at(0).total.plan, 1);
  EXPECT_EQ(index.Ask(root)->at(0).unattributed.plan, 0);
  index.Remove("programs/p/items/1");
  EXPECT_TRUE(index.Ask(root)->empty());
}

TEST(ScanIndex, QuestionsRunBesideChanges) {
  ScanIndex index({.not_updated_days = 30, .max_sheets = 1});
  index.SetUnits({Party("root", ""), Ended(Party("a", "root"), "2022-05-01", {"root"})});
  index.Put(Item("0", "2022-06-30", {"root"}));
  std::vector<std::thread> threads;
  for (const char* day : {"2022-04-01", "2022-06-01"}) {
    threads.emplace_back([&index, day] {
      for (int i = 0; i < 200; ++i) {
        const auto rows = index.Ask({U("root"), 2022, D(day), Basis::kInForce, true});
        EXPECT_TRUE(rows.has_value() && rows->at(0).total.plan >= 1);
      }
    });
  }
  threads.emplace_back([&index] {
    for (int i = 1; i < 100; ++i) {
      index.Put(Item(std::to_string(i % 10 + 1), "2022-06-30", {"a"}));
      if (i % 10 == 0) index.Merge();
    }
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(index.Ask({U("root"), 2022, D("2022-06-01"), Basis::kInForce, false})->at(0).total.plan,
            11);
}

}  // namespace
}  // namespace tiendo::status::testing
