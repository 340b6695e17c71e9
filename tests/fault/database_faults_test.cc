// PostgreSQL that restarts, crashes, turns read-only or is cut off, and a network between callers
// and servers that loses connections and answers.
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <memory>

#include "tests/fault/harness/faults.h"
#include "tests/support/status_matchers.h"

namespace tiendo::fault {
namespace {

using testing::IsOk;

std::unique_ptr<Experiment> Begin(const std::string& name, bool database_proxy = false) {
  Experiment::Options options;
  options.run.name = name;
  options.run.min_faults = 2;
  options.run.min_writes = 300;
  options.cluster.database_proxy = database_proxy;
  auto experiment = Experiment::Start(std::move(options));
  EXPECT_THAT(experiment, IsOk());
  return experiment.ok() ? *std::move(experiment) : nullptr;
}

void ExpectRight(Experiment& experiment) {
  const Experiment::Verdict verdict = experiment.Finish();
  EXPECT_NE(verdict.code, 3) << "invalid, neither right nor wrong:\n" << verdict.text;
  EXPECT_EQ(verdict.code, 0) << verdict.text;
}

// As the operator's psql.
absl::Status Sql(Experiment& experiment, const std::string& sql) {
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(experiment.cluster().postgres().Url().substr(sizeof "postgresql:" - 1).c_str()),
      &PQfinish);
  std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                       &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return absl::OkStatus();
  return absl::InternalError(PQerrorMessage(connection.get()));
}

TEST(DatabaseFaultsTest, Restarted) {
  auto experiment = Begin("postgres-restart");
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds(2); rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    if (rounds.variant() == 0) {
      experiment->Record("restart fast", "postgres");
      experiment->cluster().postgres().Stop();
    } else {
      experiment->Record("restart immediate", "postgres");
      experiment->cluster().postgres().Kill();
    }
    ASSERT_THAT(experiment->cluster().postgres().Start(), IsOk());
    ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
  }
  ExpectRight(*experiment);
}

// As on a standby after a failover.
TEST(DatabaseFaultsTest, ReadOnly) {
  auto experiment = Begin("postgres-read-only");
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds; rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("read-only", "postgres");
    ASSERT_THAT(Sql(*experiment, "ALTER SYSTEM SET default_transaction_read_only = on"), IsOk());
    ASSERT_THAT(Sql(*experiment, "SELECT pg_reload_conf()"), IsOk());
    ASSERT_THAT(experiment->AwaitRefusals(50, "programs", "DATABASE_UNAVAILABLE"), IsOk());
    ASSERT_THAT(Sql(*experiment, "ALTER SYSTEM RESET default_transaction_read_only"), IsOk());
    ASSERT_THAT(Sql(*experiment, "SELECT pg_reload_conf()"), IsOk());
    ASSERT_THAT(experiment->AwaitWrites(300), IsOk());
  }
  ExpectRight(*experiment);
}

// COMMITs among them, whose answers are lost.
TEST(DatabaseFaultsTest, ConnectionsCut) {
  auto experiment = Begin("postgres-cut", true);
  ASSERT_NE(experiment, nullptr);
  constexpr size_t kVariants = 3;
  for (Rounds rounds(kVariants); rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    experiment->Record("cut", "postgres");
    if (rounds.variant() == 2) {
      // Everything arrives and nothing is heard of.
      experiment->cluster().database_proxy().SetDropAnswers(true);
      experiment->cluster().database_proxy().Cut();
      experiment->cluster().database_proxy().SetDropAnswers(false);
    }
    experiment->cluster().database_proxy().Cut();
    ASSERT_THAT(experiment->AwaitWrites(100), IsOk());
    // Once each has been seen; and at the end, as every experiment.
    if (rounds.number() == kVariants) {
      ASSERT_THAT(experiment->QuietPoint(), IsOk());
    }
  }
  ExpectRight(*experiment);
}

TEST(DatabaseFaultsTest, CallersCutOffAndAnswersLost) {
  auto experiment = Begin("network");
  ASSERT_NE(experiment, nullptr);
  for (Rounds rounds(3); rounds.Next();) {
    ASSERT_THAT(experiment->AwaitLoad(), IsOk());
    Replica& replica = experiment->AnyReplica(rounds.number() % 4 == 0 ? "units" : "programs");
    switch (rounds.variant()) {
      case 0:
        experiment->Record("cut", replica.name());
        replica.proxy().Cut();
        break;
      case 1:
        // Calls take effect, and the connection ends without their answers.
        experiment->Record("drop answers", replica.name());
        replica.proxy().SetDropAnswers(true);
        ASSERT_THAT(experiment->AwaitWrites(100), IsOk());
        replica.proxy().Cut();
        replica.proxy().SetDropAnswers(false);
        break;
      default:
        // What servers say to each other.
        experiment->Record("cut", "front of " + replica.service());
        experiment->cluster().front(replica.service()).Cut();
        break;
    }
    ASSERT_THAT(experiment->AwaitWrites(200), IsOk());
  }
  ExpectRight(*experiment);
}

}  // namespace
}  // namespace tiendo::fault
