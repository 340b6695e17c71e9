#include "common/rpc/policy.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "tests/support/status_matchers.h"
#include "tiendo/admin/v1/admin.pb.h"

namespace tiendo::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

const Peer kHere = PeerOf("ipv4:127.0.0.1:1");
const Peer kThere = PeerOf("ipv4:10.0.0.1:1");

const google::protobuf::ServiceDescriptor& Service(const google::protobuf::FileDescriptor* file) {
  return *file->service(0);
}

TEST(PolicyTest, EveryServerHasRowsForHealthReflectionAndAdmin) {
  auto policy = Policy::Create({});
  ASSERT_THAT(policy, IsOk());
  for (const auto* file : {grpc::health::v1::HealthCheckRequest::descriptor()->file(),
                           grpc::reflection::v1::ServerReflectionRequest::descriptor()->file(),
                           grpc::reflection::v1alpha::ServerReflectionRequest::descriptor()->file(),
                           tiendo::admin::v1::ServerInfo::descriptor()->file()}) {
    EXPECT_THAT(MissingRows(Service(file), *policy), IsEmpty());
  }
}

TEST(PolicyTest, LoopbackRuleLetsInThisMachineOnly) {
  auto policy = Policy::Create({{"p.S/A", Rule::kAnyoneOnLoopback}});
  ASSERT_THAT(policy, IsOk());
  EXPECT_THAT(policy->Authorise("p.S/A", kHere), IsOk());
  EXPECT_THAT(policy->Authorise("p.S/A", kThere), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(policy->Authorise("p.S/A", kThere), HasReason("PERMISSION_DENIED"));
}

TEST(PolicyTest, TrustedNetworksCountAsThisMachine) {
  auto networks = Networks::Parse("10.0.0.0/24");
  ASSERT_THAT(networks, IsOk());
  auto policy = Policy::Create(
      {{"p.S/A", Rule::kAnyoneOnLoopback}, {"p.S/B", Rule::kAuthenticated}}, *networks);
  ASSERT_THAT(policy, IsOk());
  EXPECT_THAT(policy->Authorise("p.S/A", kHere), IsOk());
  EXPECT_THAT(policy->Authorise("p.S/A", kThere), IsOk());
  EXPECT_THAT(policy->Authorise("tiendo.admin.v1.AdminService/GetServerInfo", kThere), IsOk());
  EXPECT_THAT(policy->Authorise("p.S/A", PeerOf("ipv4:10.0.1.1:1")),
              HasReason("PERMISSION_DENIED"));
  EXPECT_THAT(policy->Authorise("p.S/A", PeerOf("unknown")), HasReason("PERMISSION_DENIED"));
  // It proves nobody's identity.
  EXPECT_THAT(policy->Authorise("p.S/B", kThere), HasReason("PERMISSION_DENIED"));
}

TEST(PolicyTest, OtherRules) {
  auto policy = Policy::Create({{"p.S/Any", Rule::kAnyone}, {"p.S/Auth", Rule::kAuthenticated}});
  ASSERT_THAT(policy, IsOk());
  EXPECT_THAT(policy->Authorise("p.S/Any", kThere), IsOk());
  EXPECT_THAT(policy->Authorise("p.S/Auth", kHere), HasReason("PERMISSION_DENIED"));
  Peer identified = kThere;
  identified.authenticated = true;
  EXPECT_THAT(policy->Authorise("p.S/Auth", identified), IsOk());
}

TEST(PolicyTest, WithoutARowNobodyMayCall) {
  auto policy = Policy::Create({{"p.S/A", Rule::kAnyone}});
  ASSERT_THAT(policy, IsOk());
  EXPECT_THAT(policy->Authorise("p.S/B", kHere), HasReason("PERMISSION_DENIED"));
  EXPECT_THAT(policy->Authorise("p.S/AA", kHere), HasReason("PERMISSION_DENIED"));
}

TEST(PolicyTest, MissingRowsAreNamed) {
  auto all = Policy::Create({{"other.Service/Method"}});
  ASSERT_THAT(all, IsOk());
  EXPECT_FALSE(all->Has("google.test.Nothing/Check"));
  google::protobuf::FileDescriptorProto proto;
  proto.set_name("missing_rows_test.proto");
  proto.set_package("p");
  proto.add_message_type()->set_name("M");
  auto* service = proto.add_service();
  service->set_name("S");
  for (const char* name : {"A", "B"}) {
    auto* method = service->add_method();
    method->set_name(name);
    method->set_input_type(".p.M");
    method->set_output_type(".p.M");
  }
  google::protobuf::DescriptorPool pool;
  const auto* file = pool.BuildFile(proto);
  ASSERT_NE(file, nullptr);
  auto policy = Policy::Create({{"p.S/A"}});
  ASSERT_THAT(policy, IsOk());
  EXPECT_THAT(MissingRows(*file->service(0), *policy), ElementsAre("p.S/B"));
}

TEST(PolicyTest, BadRowsAreRefusedTogether) {
  auto policy = Policy::Create({{"p.S/A"}, {"p.S/A"}, {"nonsense"}, {"/p.S/A"}});
  EXPECT_THAT(policy, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(errors::GetDetails(policy.status())->violations.size(), 3u);
}

}  // namespace
}  // namespace tiendo::rpc
