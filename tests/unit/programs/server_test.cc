// What the service declares: policy, migrations, settings.
#include "services/programs/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/status_matchers.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::programs {
namespace {

using ::testing::IsEmpty;

TEST(ProgramsServer, EveryVerbHasAPolicyRow) {
  const host::Definition definition = ProgramsServer(std::make_shared<Config>());
  absl::StatusOr<rpc::Policy> policy = rpc::Policy::Create(definition.policy);
  ASSERT_THAT(policy, testing::IsOk());
  const auto* service = v1::Program::descriptor()->file()->FindServiceByName("ProgramService");
  ASSERT_NE(service, nullptr);
  EXPECT_THAT(rpc::MissingRows(*service, *policy), IsEmpty());
  EXPECT_EQ(definition.policy.size(), static_cast<size_t>(service->method_count()));
}

TEST(ProgramsServer, MigrationsCountWithoutGaps) {
  const host::Definition definition = ProgramsServer(std::make_shared<Config>());
  for (size_t i = 0; i < definition.migrations.size(); ++i) {
    EXPECT_EQ(definition.migrations[i].version, static_cast<int>(i) + 1);
  }
  // Released as version 3: what came later follows it.
  EXPECT_EQ(definition.migrations[2].name, "unit_directory");
  const auto vocabulary =
      std::ranges::find(definition.migrations, "vocabulary", &db::Migration::name);
  ASSERT_NE(vocabulary, definition.migrations.end());
  EXPECT_TRUE(vocabulary->code) << "older rows are filled";
}

TEST(ProgramsServer, SettingsComeFromFlagAndEnvironment) {
  Config config;
  config::Options options("programs", "test");
  AddSettings(options, config);
  EXPECT_EQ(config.units, "127.0.0.1:7101");
  const char* argv[] = {"tiendo-programs", "--units-timeout", "3s"};
  ASSERT_THAT(options.Parse(3, argv, {{"TIENDO_PROGRAMS_UNITS", "units.example:50051"}}),
              testing::IsOk());
  EXPECT_EQ(config.units, "units.example:50051");
  EXPECT_EQ(config.units_timeout, std::chrono::seconds(3));
}

}  // namespace
}  // namespace tiendo::programs
