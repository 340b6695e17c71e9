#include "common/rpc/refusal_answers.h"

#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "common/errors/error.h"
#include "common/rpc/status_conversion.h"
#include "tests/support/status_matchers.h"

namespace tiendo::rpc {
namespace {

using std::chrono::milliseconds;
using tiendo::testing::HasReason;

constexpr errors::Refusal kFull{"reads", "the queue of reads is full", milliseconds(1000)};

TEST(RefusalAnswersTest, AreTheErrorsThatTheyStandFor) {
  RefusalAnswers answers;
  const RefusalAnswers::Answer& answer = answers.Of(kFull);
  const absl::Status status = FromGrpc(answer.status);
  EXPECT_THAT(status, HasReason("OVERLOADED"));
  EXPECT_EQ(std::string(status.message()), kFull.message);
  const errors::Details details = *errors::GetDetails(status);
  EXPECT_EQ(details.metadata.at("resource"), "reads");
  EXPECT_EQ(std::to_string(details.retry_after->count()), answer.pushback);
  // Nothing else than what the slow way makes of it.
  EXPECT_EQ(answer.status.error_details(),
            ToGrpc(errors::ToStatus(kFull, *details.retry_after)).error_details());
}

TEST(RefusalAnswersTest, ThoseRefusedTogetherComeBackApart) {
  RefusalAnswers answers;
  std::set<int> times;
  for (int i = 0; i < 1000; ++i) times.insert(std::stoi(answers.Of(kFull).pushback));
  EXPECT_GT(times.size(), 15u);
  EXPECT_GE(*times.begin(), 500);
  EXPECT_LE(*times.rbegin(), 1500 * 1.05);
}

TEST(RefusalAnswersTest, TellsCausesApart) {
  RefusalAnswers answers;
  const errors::Refusal late{"reads", "too late", milliseconds(1000)};
  const errors::Refusal writes{"writes", "too late", milliseconds(1000)};
  EXPECT_EQ(answers.Of(late).status.error_message(), "too late");
  EXPECT_EQ(errors::GetDetails(FromGrpc(answers.Of(writes).status))->metadata.at("resource"),
            "writes");
  EXPECT_EQ(answers.Of(kFull).status.error_message(), kFull.message);
}

TEST(RefusalAnswersTest, TheLongestAndTheShortestAreOnTheScale) {
  RefusalAnswers answers;
  EXPECT_GE(std::stoi(answers.Of({"reads", "full", milliseconds(0)}).pushback), 0);
  EXPECT_GE(std::stoi(answers.Of({"reads", "full", std::chrono::hours(1)}).pushback), 9000);
}

TEST(RefusalAnswersTest, MayBeAskedByManyAtOnce) {
  RefusalAnswers answers;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&answers] {
      for (int k = 0; k < 100; ++k) EXPECT_FALSE(answers.Of(kFull).pushback.empty());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace tiendo::rpc
