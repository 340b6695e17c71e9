#include "common/rpc/server_runner.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "common/errors/error.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::rpc {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;
using tiendo::testing::WaitUntil;

class ServerRunnerTest : public ::testing::Test {
 protected:
  ServerRunnerTest()
      : policy_(TestPolicy()),
        service_(HandlerOptions(), WatchOptions()),
        admin_([](tiendo::admin::v1::ServerInfo& info) { info.set_version("1.2"); }, &policy_,
               nullptr, nullptr) {}

  ServerRunner::Options AllPorts() {
    ServerRunner::Options options;
    options.public_address = options.admin_address = options.health_address = "127.0.0.1:0";
    options.policy = &policy_;
    options.public_services = {{kTestService, &service_}};
    options.admin_services = {{"tiendo.admin.v1.AdminService", &admin_}};
    options.readiness = {{kTestService, &readiness_}};
    return options;
  }
  static std::shared_ptr<grpc::Channel> ChannelTo(int port) {
    ChannelOptions options;
    options.target = "127.0.0.1:" + std::to_string(port);
    return CreateChannel(options);
  }
  static absl::StatusOr<HealthCheckResponse::ServingStatus> Check(int port,
                                                                  const std::string& name) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(name);
    HealthCheckResponse response;
    grpc::Status status = Health::NewStub(ChannelTo(port))->Check(&context, request, &response);
    if (!status.ok()) return FromGrpc(status);
    return response.status();
  }
  // The code that a method answers to an empty message.
  static grpc::StatusCode Probe(int port, const std::string& method, const std::string& body = "") {
    grpc::GenericStub stub(ChannelTo(port));
    grpc::ClientContext context;
    SetTimeout(std::chrono::seconds(20), context);
    grpc::Slice slice(body);
    grpc::ByteBuffer request(&slice, 1), response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, method, {}, &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    last_ = done.get_future().get();
    return last_.error_code();
  }

  Handlers::Options HandlerOptions() {
    Handlers::Options options;
    options.service = kTestService;
    options.policy = &policy_;
    return options;
  }
  Watches::Options WatchOptions() {
    Watches::Options options;
    options.service = kTestService;
    options.policy = &policy_;
    return options;
  }

  static inline grpc::Status last_;
  const Policy policy_;
  Readiness readiness_;
  TestService service_;
  AdminService admin_;
};

TEST_F(ServerRunnerTest, EachPortAnswersItsOwnAndNothingElse) {
  auto runner = ServerRunner::Start(AllPorts());
  ASSERT_THAT(runner, IsOk());
  const std::string get = "/tiendo.units.v1.UnitService/GetUnit";
  const std::string info = "/tiendo.admin.v1.AdminService/GetServerInfo";
  const std::string health = "/grpc.health.v1.Health/Check";
  using enum grpc::StatusCode;
  struct Expected {
    int port;
    grpc::StatusCode get, info, health;
  };
  for (const Expected& e : {Expected{(*runner)->public_port(), OK, UNIMPLEMENTED, OK},
                            Expected{(*runner)->admin_port(), UNIMPLEMENTED, OK, OK},
                            Expected{(*runner)->health_port(), UNIMPLEMENTED, UNIMPLEMENTED, OK}}) {
    ASSERT_NE(e.port, 0);
    EXPECT_EQ(Probe(e.port, get), e.get);
    EXPECT_EQ(Probe(e.port, info), e.info);
    EXPECT_EQ(Probe(e.port, health), e.health);
  }
}

TEST_F(ServerRunnerTest, AdminTellsOfTheServer) {
  auto runner = ServerRunner::Start(AllPorts());
  ASSERT_THAT(runner, IsOk());
  grpc::ClientContext context;
  tiendo::admin::v1::ServerInfo info;
  auto stub = tiendo::admin::v1::AdminService::NewStub(ChannelTo((*runner)->admin_port()));
  ASSERT_TRUE(stub->GetServerInfo(&context, {}, &info).ok());
  EXPECT_EQ(info.version(), "1.2");
  EXPECT_TRUE(info.has_server_time());
}

TEST_F(ServerRunnerTest, UnparsableRequestsAreTheCallersFault) {
  auto runner = ServerRunner::Start(AllPorts());
  ASSERT_THAT(runner, IsOk());
  // Field 1, a string of two bytes that are no UTF-8; then a length beyond the end.
  for (const std::string& body : {std::string("\x0a\x02\xff\xfe"), std::string("\x0a\x7f")}) {
    for (const char* method : {"GetUnit", "CreateUnit"}) {
      EXPECT_EQ(Probe((*runner)->public_port(),
                      std::string("/tiendo.units.v1.UnitService/") + method, body),
                grpc::StatusCode::INVALID_ARGUMENT);
      EXPECT_THAT(FromGrpc(last_), HasReason("INVALID_REQUEST"));
    }
  }
  // A verb that nobody has written yet still says so.
  EXPECT_EQ(Probe((*runner)->public_port(), "/tiendo.units.v1.UnitService/GetTree"),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(ServerRunnerTest, RequestsBeyondTheLimitAreRefused) {
  ServerRunner::Options options = AllPorts();
  options.limits.max_receive_bytes = 1000;
  auto runner = ServerRunner::Start(std::move(options));
  ASSERT_THAT(runner, IsOk());
  EXPECT_EQ(Probe((*runner)->public_port(), "/tiendo.units.v1.UnitService/GetUnit",
                  std::string(2000, 'x')),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(FromGrpc(last_), HasReason("MESSAGE_TOO_LARGE"));
}

TEST_F(ServerRunnerTest, HealthSaysAliveAndReady) {
  auto runner = ServerRunner::Start(AllPorts());
  ASSERT_THAT(runner, IsOk());
  for (int port : {(*runner)->public_port(), (*runner)->admin_port(), (*runner)->health_port()}) {
    readiness_.Report(false);
    readiness_.Report(false);
    readiness_.Report(false);
    EXPECT_THAT(Check(port, ""), tiendo::testing::IsOkAndHolds(HealthCheckResponse::SERVING));
    EXPECT_THAT(Check(port, kTestService),
                tiendo::testing::IsOkAndHolds(HealthCheckResponse::NOT_SERVING));
    readiness_.Report(true);
    EXPECT_THAT(Check(port, kTestService),
                tiendo::testing::IsOkAndHolds(HealthCheckResponse::SERVING));
    EXPECT_THAT(Check(port, "no.Such"), StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST_F(ServerRunnerTest, HealthWatchTellsChangesAndEndsWithTheServer) {
  auto runner = ServerRunner::Start(AllPorts());
  ASSERT_THAT(runner, IsOk());
  auto stub = Health::NewStub(ChannelTo((*runner)->health_port()));
  grpc::ClientContext context, unknown_context;
  HealthCheckRequest request;
  request.set_service(kTestService);
  auto reader = stub->Watch(&context, request);
  HealthCheckResponse frame;
  ASSERT_TRUE(reader->Read(&frame));
  EXPECT_EQ(frame.status(), HealthCheckResponse::NOT_SERVING);
  readiness_.Report(true);
  ASSERT_TRUE(reader->Read(&frame));
  EXPECT_EQ(frame.status(), HealthCheckResponse::SERVING);
  request.set_service("no.Such");
  auto unknown = stub->Watch(&unknown_context, request);
  ASSERT_TRUE(unknown->Read(&frame));
  EXPECT_EQ(frame.status(), HealthCheckResponse::SERVICE_UNKNOWN);
  const auto begin = std::chrono::steady_clock::now();
  (*runner)->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  while (reader->Read(&frame)) EXPECT_EQ(frame.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_FALSE(unknown->Read(&frame));
}

TEST_F(ServerRunnerTest, ATakenPortIsRefusedByName) {
  auto first = ServerRunner::Start(AllPorts());
  ASSERT_THAT(first, IsOk());
  ServerRunner::Options options = AllPorts();
  options.admin_address = "127.0.0.1:" + std::to_string((*first)->public_port());
  bool stopped = false;
  options.on_stopped = {[&] { stopped = true; }};
  auto second = ServerRunner::Start(options);
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(options.admin_address));
  EXPECT_FALSE(stopped);  // nothing had begun
}

TEST_F(ServerRunnerTest, OtherMachinesAreShutOutUntilAllowed) {
  ServerRunner::Options options = AllPorts();
  options.public_address = "0.0.0.0:0";
  auto refused = ServerRunner::Start(options);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("0.0.0.0:0"));
  options.allow_non_loopback = true;
  EXPECT_THAT(ServerRunner::Start(options), IsOk());
  options = AllPorts();
  options.health_address = "0.0.0.0:0";
  EXPECT_THAT(ServerRunner::Start(options), IsOk());
}

TEST_F(ServerRunnerTest, AVerbWithoutARowKeepsTheServerDown) {
  auto none = Policy::Create({});
  ASSERT_THAT(none, IsOk());
  ServerRunner::Options options = AllPorts();
  options.policy = &*none;
  auto refused = ServerRunner::Start(options);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("tiendo.units.v1.UnitService/CreateUnit"));
}

TEST_F(ServerRunnerTest, StopsInOrderAndOnce) {
  std::vector<std::string> order;
  ServerRunner::Options options = AllPorts();
  readiness_.Report(true);
  options.stop_watches = {[&] {
    order.push_back(readiness_.ready() ? "ready" : "not ready");
    order.push_back("watches");
  }};
  options.on_stopped = {[&] { order.push_back("committer"); },
                        [&] { order.push_back("followers"); }};
  auto runner = ServerRunner::Start(std::move(options));
  ASSERT_THAT(runner, IsOk());
  const int port = (*runner)->public_port();
  (*runner)->Stop();
  (*runner)->Stop();
  EXPECT_THAT(order, ::testing::ElementsAre("not ready", "watches", "committer", "followers"));
  EXPECT_THAT(Check(port, ""), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Check(port, ""), HasReason("PEER_UNAVAILABLE"));
}

TEST_F(ServerRunnerTest, ACallThatDoesNotEndIsCancelledAtTheDeadline) {
  std::promise<void> release, started;
  service_.get_unit = [&](const Call&, const GetUnitRequest&, Unit&) {
    started.set_value();
    release.get_future().wait();
    return absl::OkStatus();
  };
  ServerRunner::Options options = AllPorts();
  options.drain_timeout = std::chrono::milliseconds(50);
  auto runner = ServerRunner::Start(std::move(options));
  ASSERT_THAT(runner, IsOk());
  auto call = std::async(std::launch::async, [port = (*runner)->public_port()] {
    return Probe(port, "/tiendo.units.v1.UnitService/GetUnit");
  });
  started.get_future().wait();
  auto stop = std::async(std::launch::async, [&] { (*runner)->Stop(); });
  EXPECT_NE(call.get(), grpc::StatusCode::OK);
  release.set_value();  // the handler must still come back before the server is gone
  stop.get();
}

TEST_F(ServerRunnerTest, PortsFileNamesThePorts) {
  tiendo::testing::TempDir dir;
  ServerRunner::Options options = AllPorts();
  options.health_address.clear();
  options.ports_file = dir.File("ports");
  auto runner = ServerRunner::Start(std::move(options));
  ASSERT_THAT(runner, IsOk());
  ASSERT_THAT((*runner)->AnnounceReady(), IsOk());
  std::ifstream file(dir.File("ports"));
  std::string one, two, three;
  file >> one >> two;
  EXPECT_EQ(one, "public=" + std::to_string((*runner)->public_port()));
  EXPECT_EQ(two, "admin=" + std::to_string((*runner)->admin_port()));
  EXPECT_FALSE(file >> three);
}

}  // namespace
}  // namespace tiendo::rpc
