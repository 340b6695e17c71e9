// What the service declares: policy, migrations, settings.
#include "services/supervision/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {
namespace {

using ::testing::IsEmpty;

TEST(SupervisionServer, EveryVerbHasAPolicyRow) {
  const host::Definition definition = SupervisionServer(std::make_shared<Config>());
  absl::StatusOr<rpc::Policy> policy = rpc::Policy::Create(definition.policy);
  ASSERT_THAT(policy, testing::IsOk());
  const auto* service =
      v1::PlanRequirement::descriptor()->file()->FindServiceByName("SupervisionService");
  ASSERT_NE(service, nullptr);
  EXPECT_THAT(rpc::MissingRows(*service, *policy), IsEmpty());
  EXPECT_EQ(definition.policy.size(), static_cast<size_t>(service->method_count()));
}

TEST(SupervisionServer, MigrationsCountWithoutGaps) {
  const host::Definition definition = SupervisionServer(std::make_shared<Config>());
  for (size_t i = 0; i < definition.migrations.size(); ++i) {
    EXPECT_EQ(definition.migrations[i].version, static_cast<int>(i) + 1);
  }
  EXPECT_EQ(definition.migrations.back().name, "deliveries");
}

TEST(SupervisionServer, SettingsComeFromFlagAndEnvironment) {
  Config config;
  config::Options options("supervision", "test");
  AddSettings(options, config);
  EXPECT_EQ(config.units, "127.0.0.1:7101");
  const char* argv[] = {"tiendo-supervision", "--units-timeout", "3s"};
  ASSERT_THAT(options.Parse(3, argv, {{"TIENDO_SUPERVISION_UNITS", "units.example:50051"}}),
              testing::IsOk());
  EXPECT_EQ(config.units, "units.example:50051");
  EXPECT_EQ(config.units_timeout, std::chrono::seconds(3));
}

TEST(SupervisionServer, PracticeIsReadFromItsSettings) {
  Config config;
  config::Options options("supervision", "test");
  AddSettings(options, config);
  const Practice usual = PracticeOf(config);
  EXPECT_EQ(usual.duration_days.at("PARTY_COMMITTEE_ABOVE_GRASSROOTS"), 20);
  EXPECT_TRUE(usual.plans_without_adoption.contains("SUBORDINATE_CELL"));
  EXPECT_THAT(usual.ladder.before_due, ::testing::ElementsAre(15, 7, 3));
  EXPECT_THAT(usual.ladder.after_due, ::testing::ElementsAre(1));
  EXPECT_EQ(usual.ladder.urgings, 3);
  const char* other[] = {"tiendo-supervision", "--reminder-days-before", "5,10",
                         "--reminder-days-after", ""};
  ASSERT_THAT(options.Parse(5, other, {}), testing::IsOk());
  EXPECT_THAT(PracticeOf(config).ladder.before_due, ::testing::ElementsAre(10, 5));
  EXPECT_THAT(PracticeOf(config).ladder.after_due, IsEmpty());
  const char* wrong[] = {"tiendo-supervision",
                         "--duration-days",
                         "CELL=20",
                         "--optional-steps",
                         "CONTINUOUS_SUPERVISION=CONCLUSION",
                         "--reminder-days-before",
                         "7,7"};
  const absl::Status refused = options.Parse(7, wrong, {}).status();
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("duration-days"));
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("optional-steps"));
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("7 is given twice"));
}

}  // namespace
}  // namespace tiendo::supervision
