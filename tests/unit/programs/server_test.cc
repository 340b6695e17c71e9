// What the service declares: policy, migrations, settings.
#include "services/programs/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "common/rpc/networks.h"
#include "common/rpc/peer.h"
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

// A preview shows what a write would do, so nobody may preview what they may not write.
TEST(ProgramsServer, PreviewsAreForThoseWhoMayWrite) {
  const host::Definition definition = ProgramsServer(std::make_shared<Config>());
  absl::StatusOr<rpc::Networks> trusted = rpc::Networks::Parse("10.0.0.0/24");
  ASSERT_THAT(trusted, testing::IsOk());
  absl::StatusOr<rpc::Policy> policy = rpc::Policy::Create(definition.policy, *trusted);
  ASSERT_THAT(policy, testing::IsOk());
  std::vector<rpc::Peer> peers;
  for (const char* address : {"ipv4:127.0.0.1:1", "ipv6:%5B::1%5D:1", "unix:/run/x", "inproc",
                              "ipv4:10.0.0.1:1", "ipv4:192.0.2.1:1", "unknown"}) {
    peers.push_back(rpc::PeerOf(address));
    peers.push_back(peers.back());
    peers.back().authenticated = true;
  }
  const auto* service = v1::Program::descriptor()->file()->FindServiceByName("ProgramService");
  ASSERT_NE(service, nullptr);
  int let_in = 0;
  for (const rpc::Peer& peer : peers) {
    if (!policy->Authorise("tiendo.programs.v1.ProgramService/PreviewWrites", peer).ok()) continue;
    ++let_in;
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& method = *service->method(i);
      if (method.input_type()->FindFieldByName("validate_only") == nullptr) continue;
      EXPECT_THAT(policy->Authorise(service->full_name() + "/" + method.name(), peer),
                  testing::IsOk())
          << method.name() << " is not for " << peer.principal;
    }
  }
  EXPECT_GT(let_in, 0) << "nobody may preview anything";
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
