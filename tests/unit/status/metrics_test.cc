// What is measured of status, as Prometheus reads it.
#include "services/status/metrics.h"

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "common/calendar/time_zone.h"
#include "common/log/log.h"
#include "common/redis/client.h"
#include "services/status/api/answers.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::status {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using tiendo::testing::ManualClock;

constexpr char kUnitsLag[] = "tiendo_feed_lag_seconds{source=\"tiendo.units.v1.UnitService\"} ";
constexpr char kProgramsLag[] =
    "tiendo_feed_lag_seconds{source=\"tiendo.programs.v1.ProgramService\"} ";

class StatusMetricsTest : public ::testing::Test {
 protected:
  metrics::Registry registry_;
  ManualClock clock_;
  FactBase facts_{{}, calendar::BusinessZone::Create("Asia/Ho_Chi_Minh").value()};
};

TEST_F(StatusMetricsTest, TheLagOfASourceIsTheAgeOfWhatIsKnownOfIt) {
  const StatusMetrics metrics(registry_, facts_, clock_, nullptr);
  EXPECT_THAT(registry_.Text(), HasSubstr(std::string(kUnitsLag) + "+Inf"));
  facts_.Apply(Source::kUnits, {}, {"db", 5, clock_.Now(), true});
  clock_.Advance(std::chrono::milliseconds(2500));
  EXPECT_THAT(registry_.Text(), HasSubstr(std::string(kUnitsLag) + "2.5\n"));
  EXPECT_THAT(registry_.Text(), HasSubstr(std::string(kProgramsLag) + "+Inf"));
  // Nothing new, but the source has said so: a frame of progress.
  facts_.Apply(Source::kUnits, {}, {"db", 5, clock_.Now(), true});
  EXPECT_THAT(registry_.Text(), HasSubstr(std::string(kUnitsLag) + "0\n"));
  // Its clock is ahead of this one.
  facts_.Apply(Source::kUnits, {}, {"db", 6, clock_.Now() + std::chrono::seconds(1), true});
  EXPECT_THAT(registry_.Text(), HasSubstr(std::string(kUnitsLag) + "0\n"));
  // Another database of it is read from the beginning.
  facts_.Reset(Source::kUnits);
  facts_.Apply(Source::kUnits, {}, {"new", 3, clock_.Now(), false});
  EXPECT_THAT(registry_.Text(), HasSubstr(std::string(kUnitsLag) + "+Inf"));
  EXPECT_THAT(registry_.Problems(), IsEmpty());
}

TEST_F(StatusMetricsTest, RedisIsInUseUntilItHasFailedRepeatedly) {
  redis::Options options;
  options.address = "unix:/nonexistent/redis.sock";
  const auto client = redis::Client::Create(std::move(options));
  ASSERT_THAT(client, tiendo::testing::IsOk());
  const StatusMetrics metrics(registry_, facts_, clock_, client->get());
  EXPECT_THAT(registry_.Text(), HasSubstr("tiendo_redis_in_use 1\n"));
  while ((*client)->stats().rejected == 0) EXPECT_FALSE((*client)->Ping().ok());
  EXPECT_THAT(registry_.Text(), HasSubstr("tiendo_redis_in_use 0\n"));
}

TEST_F(StatusMetricsTest, WithoutRedisNothingIsSaidOfIt) {
  const StatusMetrics metrics(registry_, facts_, clock_, nullptr);
  EXPECT_THAT(registry_.Text(), Not(HasSubstr("tiendo_redis_in_use")));
}

TEST_F(StatusMetricsTest, ContradictionsAreCountedAndTheirCountsWithheld) {
  metrics::Counter& counter = IntegrityErrors(registry_);
  const Answers answers({}, log::NullLogger(), counter);
  EXPECT_THAT(registry_.Text(), HasSubstr("tiendo_integrity_errors_total 0\n"));
  ComparisonQuestion question;
  question.before.as_of = calendar::ParseIsoDay("2022-03-31").value();
  question.after.as_of = calendar::ParseIsoDay("2022-06-30").value();
  Comparison comparison;
  comparison.categories.resize(2);
  comparison.categories[0].category = "categories/right";
  comparison.categories[1].category = "categories/wrong";
  comparison.categories[1].after.done_total = 1;  // of a plan of none
  v1::CompareStatusResponse response;
  answers.EncodeComparison(facts_.Read(), question, comparison, response);
  ASSERT_EQ(response.categories_size(), 2);
  EXPECT_EQ(response.categories(0).integrity_error_id(), "");
  EXPECT_TRUE(response.categories(0).has_after());
  EXPECT_NE(response.categories(1).integrity_error_id(), "");
  EXPECT_FALSE(response.categories(1).has_after());
  EXPECT_THAT(registry_.Text(), HasSubstr("tiendo_integrity_errors_total 1\n"));
}

}  // namespace
}  // namespace tiendo::status
