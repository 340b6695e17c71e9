#include "common/rpc/reflection_index.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "grpc/health/v1/health.pb.h"
#include "tests/support/status_matchers.h"
#include "tiendo/admin/v1/admin.pb.h"

namespace tiendo::rpc {
namespace {

using ::testing::ElementsAre;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

constexpr char kHealth[] = "grpc.health.v1.Health";
constexpr char kAdmin[] = "tiendo.admin.v1.AdminService";

std::string FirstName(const ReflectionIndex::Files& files) {
  google::protobuf::FileDescriptorProto file;
  EXPECT_TRUE(file.ParseFromString(files.at(0)));
  return file.name();
}

TEST(ReflectionIndexTest, ResolvesItsServicesAndTheirImports) {
  auto index = ReflectionIndex::Create({kAdmin, kHealth});
  ASSERT_THAT(index, IsOk());
  EXPECT_THAT(index->services(), ElementsAre(kHealth, kAdmin));
  auto files = index->FileContainingSymbol("tiendo.admin.v1.AdminService.GetServerInfo");
  ASSERT_THAT(files, IsOk());
  EXPECT_EQ(FirstName(*files), "tiendo/admin/v1/admin.proto");
  EXPECT_EQ(files->size(), 2u);  // and timestamp.proto
  EXPECT_THAT(index->FileByName("google/protobuf/timestamp.proto"), IsOk());
}

TEST(ReflectionIndexTest, ErrorDetailsCanBeResolved) {
  auto index = ReflectionIndex::Create({kHealth});
  ASSERT_THAT(index, IsOk());
  for (const char* symbol :
       {"google.rpc.ErrorInfo", "google.rpc.BadRequest", "google.rpc.RetryInfo",
        "google.rpc.LocalizedMessage", "google.rpc.Status"}) {
    EXPECT_THAT(index->FileContainingSymbol(symbol), IsOk()) << symbol;
  }
}

TEST(ReflectionIndexTest, TellsNothingOfOtherServices) {
  ASSERT_NE(tiendo::admin::v1::ServerInfo::descriptor(), nullptr);  // linked in
  auto index = ReflectionIndex::Create({kHealth});
  ASSERT_THAT(index, IsOk());
  EXPECT_THAT(index->FileContainingSymbol(kAdmin), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(index->FileByName("tiendo/admin/v1/admin.proto"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(index->ExtensionNumbers("tiendo.admin.v1.ServerInfo"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(ReflectionIndexTest, Extensions) {
  auto index = ReflectionIndex::Create({kHealth});
  ASSERT_THAT(index, IsOk());
  EXPECT_THAT(index->ExtensionNumbers("grpc.health.v1.HealthCheckRequest"),
              testing::IsOkAndHolds(ElementsAre()));
  EXPECT_THAT(index->FileContainingExtension("grpc.health.v1.HealthCheckRequest", 1),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(ReflectionIndexTest, AnUnknownServiceIsAMistake) {
  EXPECT_THAT(ReflectionIndex::Create({"no.Such"}), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tiendo::rpc
