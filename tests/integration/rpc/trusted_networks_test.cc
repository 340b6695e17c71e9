// Callers from other machines, over real sockets: a network namespace of the test's own has two
// addresses on its loopback device that are not loopback addresses.
#include <arpa/inet.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "common/rpc/admin_service.h"
#include "common/rpc/channel.h"
#include "common/rpc/server_runner.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/status_matchers.h"

namespace tiendo::rpc {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

constexpr char kPod[] = "10.244.0.5";
// Of another address class: aliases of one class share a subnet, and its first address would be the
// source of every call in it.
constexpr char kStranger[] = "192.0.2.5";

void Write(const char* path, const std::string& text) { std::ofstream(path) << text; }

// An interface request for the loopback device or one of its aliases.
ifreq Request(const char* device) {
  ifreq request{};
  std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  return request;
}

bool AddAddress(int socket, const char* device, const char* address) {
  ifreq request = Request(device);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  inet_pton(AF_INET, address, &in.sin_addr);
  std::memcpy(&request.ifr_addr, &in, sizeof(in));
  return ioctl(socket, SIOCSIFADDR, &request) == 0;
}

// Moves this thread, and those that it starts, into a network of their own.
bool EnterOwnNetwork() {
  const std::string uid = std::to_string(geteuid());
  const std::string gid = std::to_string(getegid());
  if (unshare(CLONE_NEWNET) != 0) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
    Write("/proc/self/setgroups", "deny");
    Write("/proc/self/uid_map", "0 " + uid + " 1");
    Write("/proc/self/gid_map", "0 " + gid + " 1");
  }
  const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq up = Request("lo");
  up.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
  const bool done = ioctl(any, SIOCSIFFLAGS, &up) == 0 && AddAddress(any, "lo", "127.0.0.1") &&
                    AddAddress(any, "lo:1", kPod) && AddAddress(any, "lo:2", kStranger);
  close(any);
  return done;
}

class TrustedNetworksTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_TRUE(EnterOwnNetwork()) << "a network namespace cannot be made: " << strerror(errno);
  }

  void Start(const std::string& trusted) {
    auto networks = Networks::Parse(trusted);
    ASSERT_THAT(networks, IsOk());
    policy_.emplace(TestPolicy(*std::move(networks)));
    Handlers::Options handlers;
    handlers.service = kTestService;
    handlers.policy = &*policy_;
    Watches::Options watches;
    watches.service = kTestService;
    watches.policy = &*policy_;
    service_.emplace(std::move(handlers), std::move(watches));
    admin_.emplace([](tiendo::admin::v1::ServerInfo&) {}, &*policy_, nullptr, nullptr);
    ServerRunner::Options options;
    options.public_address = options.admin_address = options.health_address = "0.0.0.0:0";
    options.allow_non_loopback = true;
    options.policy = &*policy_;
    options.public_services = {{kTestService, &*service_}};
    options.admin_services = {{"tiendo.admin.v1.AdminService", &*admin_}};
    options.readiness = {{kTestService, &readiness_}};
    auto runner = ServerRunner::Start(std::move(options));
    ASSERT_THAT(runner, IsOk());
    runner_ = *std::move(runner);
  }

  // What the method answers to an empty message that comes from and goes to `host`.
  absl::Status Call(const std::string& host, int port, const std::string& method) {
    ChannelOptions options;
    options.target = host + ":" + std::to_string(port);
    grpc::GenericStub stub(CreateChannel(options));
    grpc::ClientContext context;
    SetTimeout(std::chrono::seconds(20), context);
    grpc::Slice empty;
    grpc::ByteBuffer request(&empty, 1), response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, method, {}, &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    return FromGrpc(done.get_future().get());
  }
  absl::Status Get(const std::string& host) {
    return Call(host, runner_->public_port(), "/tiendo.units.v1.UnitService/GetUnit");
  }
  absl::Status Info(const std::string& host) {
    return Call(host, runner_->admin_port(), "/tiendo.admin.v1.AdminService/GetServerInfo");
  }
  absl::Status Health(const std::string& host) {
    return Call(host, runner_->health_port(), "/grpc.health.v1.Health/Check");
  }

  Readiness readiness_;
  std::optional<Policy> policy_;
  std::optional<TestService> service_;
  std::optional<AdminService> admin_;
  std::unique_ptr<ServerRunner> runner_;  // first to go
};

TEST_F(TrustedNetworksTest, WithoutThemOnlyThisMachineMayCall) {
  Start("");
  EXPECT_THAT(Get("127.0.0.1"), IsOk());
  for (const char* host : {kPod, kStranger}) {
    EXPECT_THAT(Get(host), HasReason("PERMISSION_DENIED")) << host;
    EXPECT_THAT(Info(host), HasReason("PERMISSION_DENIED")) << host;
    EXPECT_THAT(Health(host), IsOk()) << host;
  }
}

TEST_F(TrustedNetworksTest, CallersInThemMayAndOthersMayNot) {
  Start("198.51.100.0/24, 10.244.0.0/16");
  EXPECT_THAT(Get("127.0.0.1"), IsOk());
  EXPECT_THAT(Get(kPod), IsOk());
  EXPECT_THAT(Info(kPod), IsOk());
  EXPECT_THAT(Get(kStranger), HasReason("PERMISSION_DENIED"));
  EXPECT_THAT(Info(kStranger), HasReason("PERMISSION_DENIED"));
  EXPECT_THAT(Health(kStranger), IsOk());
}

}  // namespace
}  // namespace tiendo::rpc
