// SIGTERM to a real process.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <future>

#include "common/rpc/status_conversion.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/child_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace tiendo::rpc {
namespace {

using ::testing::HasSubstr;
using tiendo::testing::ChildProcess;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

class DrainTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto process = ChildProcess::Start({DRAIN_SERVER, dir_.File("ports")});
    ASSERT_THAT(process, IsOk());
    process_ = *std::move(process);
    ASSERT_TRUE(process_->WaitForOutput("ready public=")) << process_->Stderr();
    std::string line;
    std::ifstream(dir_.File("ports")) >> line;
    stub_ = UnitService::NewStub(grpc::CreateChannel("127.0.0.1:" + line.substr(line.find('=') + 1),
                                                     grpc::InsecureChannelCredentials()));
  }
  std::future<absl::Status> Get(const std::string& name) {
    return std::async(std::launch::async, [this, name] {
      grpc::ClientContext context;
      GetUnitRequest request;
      request.set_name(name);
      Unit unit;
      return FromGrpc(stub_->GetUnit(&context, request, &unit));
    });
  }

  tiendo::testing::TempDir dir_;
  std::unique_ptr<ChildProcess> process_;
  std::unique_ptr<UnitService::Stub> stub_;
};

TEST_F(DrainTest, CallsInFlightEndWatchesEndResumablyAndTheExitIsClean) {
  for (int signal : {SIGTERM, SIGINT}) {
    if (signal == SIGINT) SetUp();
    grpc::ClientContext context;
    auto watch = stub_->WatchChanges(&context, {});
    watch->WaitForInitialMetadata();
    auto call = Get("units/a");
    ASSERT_TRUE(process_->WaitForOutput("working"));
    process_->Signal(signal);
    EXPECT_THAT(call.get(), IsOk());
    WatchChangesResponse frame;
    EXPECT_FALSE(watch->Read(&frame));
    EXPECT_THAT(FromGrpc(watch->Finish()), HasReason("SHUTTING_DOWN"));
    EXPECT_EQ(process_->Wait(), (ChildProcess::Exit{0, 0}));
    EXPECT_THAT(process_->Stdout(), HasSubstr("drained"));
  }
}

TEST_F(DrainTest, TheSecondSignalEndsAtOnce) {
  auto stuck = Get("units/stuck");
  auto call = Get("units/a");
  ASSERT_TRUE(process_->WaitForOutput("working"));
  process_->Signal(SIGTERM);
  EXPECT_THAT(call.get(), IsOk());  // the stop has begun
  EXPECT_TRUE(process_->running());
  process_->Signal(SIGTERM);
  EXPECT_EQ(process_->Wait(), (ChildProcess::Exit{128 + SIGTERM, 0}));
  EXPECT_THAT(stuck.get(), HasReason("PEER_UNAVAILABLE"));
}

}  // namespace
}  // namespace tiendo::rpc
