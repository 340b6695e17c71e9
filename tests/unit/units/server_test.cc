// What the service declares: policy, migrations.
#include "services/units/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {
namespace {

using ::testing::IsEmpty;

TEST(UnitsServer, EveryVerbHasAPolicyRow) {
  const host::Definition definition = UnitsServer();
  absl::StatusOr<rpc::Policy> policy = rpc::Policy::Create(definition.policy);
  ASSERT_THAT(policy, testing::IsOk());
  const auto* service = v1::Unit::descriptor()->file()->FindServiceByName("UnitService");
  ASSERT_NE(service, nullptr);
  EXPECT_THAT(rpc::MissingRows(*service, *policy), IsEmpty());
  EXPECT_EQ(definition.policy.size(), static_cast<size_t>(service->method_count()));
}

TEST(UnitsServer, MigrationsCountWithoutGaps) {
  const host::Definition definition = UnitsServer();
  for (size_t i = 0; i < definition.migrations.size(); ++i) {
    EXPECT_EQ(definition.migrations[i].version, static_cast<int>(i) + 1);
  }
}

}  // namespace
}  // namespace tiendo::units
