// The head's time moves while nothing is written, so that a reader knows up to when its history is
// whole; what is committed afterwards is later, whatever the clock says.
#include <gtest/gtest.h>

#include "tests/contract/ledger/example_ledger.h"
#include "tests/support/wait.h"

namespace tiendo::ledger {
namespace {

using testing::IsOk;
using testing::Outcome;
using testing::PutOne;
using testing::WaitUntil;

class SafeTimeTest : public testing::LedgerTest {
 protected:
  void SetUp() override {
    committer_options_.tick = std::chrono::milliseconds(2);
    LedgerTest::SetUp();
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, SafeTimeTest, testing::AllEngines(), testing::EngineName);

TEST_P(SafeTimeTest, TheHeadsTimeMovesWithoutWritesAndCommitsAreLater) {
  MustWrite(PutOne("units/a", "1"));
  const Instant written = Head().time;
  clock_.Advance(std::chrono::hours(1));
  ASSERT_TRUE(WaitUntil([&] { return Head().time >= clock_.Now(); }));
  const Instant safe = Head().time;
  EXPECT_EQ(Head().revision, 1);
  EXPECT_GT(safe, written);
  // Set back: nothing may appear at or before what was said to be safe.
  clock_.Advance(-std::chrono::hours(2));
  const Outcome late = Write(PutOne("units/a", "2"));
  ASSERT_THAT(late.status, IsOk());
  EXPECT_GT(late.commit.time, safe);
  EXPECT_EQ(Changes().back().time, late.commit.time);
  EXPECT_THAT(VerifyChain(), IsOk());
  // The state at the safe time is what it was.
  EXPECT_EQ(Read([&](Reader& r) { return r.RevisionAt(safe).value(); }), 1);
}

TEST_P(SafeTimeTest, TicksDoNotHoldUpWritesNorTheEnd) {
  for (int i = 0; i < 50; ++i) {
    clock_.Advance(std::chrono::seconds(1));
    MustWrite(PutOne("units/a", std::to_string(i)));
  }
  committer_->Drain();
  EXPECT_EQ(Head().revision, 50);
}

}  // namespace
}  // namespace tiendo::ledger
