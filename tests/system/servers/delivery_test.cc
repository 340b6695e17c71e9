// The real supervision server tells reminders to a real receiver, and is killed in the middle.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "tests/support/http_receiver.h"
#include "tests/support/server_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo {
namespace {

using supervision::v1::Delivery;
using testing::HttpReceiver;
using testing::IsOk;
using testing::ServerProcess;
using testing::WaitUntil;

constexpr char kKey[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

class DeliveryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(dir_.File("key")) << kKey << '\n';
    auto units = ServerProcess::Start(
        {.service = "units", .database = "sqlite:" + dir_.File("units.db"), .flags = {}});
    ASSERT_THAT(units, IsOk());
    units_ = *std::move(units);
    units::v1::CreateUnitRequest request;
    request.set_unit_id("chi-bo-mau-01");
    request.mutable_unit()->set_display_name("Chi bộ mẫu 01");
    request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
    request.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    *request.mutable_unit()->mutable_effective_from() = Date(2020, 1, 1);
    grpc::ClientContext context;
    units::v1::Unit unit;
    ASSERT_TRUE(units::v1::UnitService::NewStub(
                    grpc::CreateChannel(units_->address(), grpc::InsecureChannelCredentials()))
                    ->CreateUnit(&context, request, &unit)
                    .ok());
  }

  void StartSupervision(const std::string& url) {
    ServerProcess::Options options;
    options.service = "supervision";
    options.database = "sqlite:" + dir_.File("supervision.db");
    options.flags = {"--units",
                     units_->address(),
                     "--delivery-webhook",
                     url,
                     "--delivery-key-file",
                     dir_.File("key"),
                     "--delivery-timeout",
                     "5s"};
    auto started = ServerProcess::Start(options);
    ASSERT_THAT(started, IsOk());
    supervision_ = *std::move(started);
    stub_ = supervision::v1::SupervisionService::NewStub(
        grpc::CreateChannel(supervision_->address(), grpc::InsecureChannelCredentials()));
  }

  std::string Issue() {
    supervision::v1::IssueReminderRequest request;
    request.set_subject("programs/so-2022/items/noi-dung-mau");
    request.set_unit("units/chi-bo-mau-01");
    *request.mutable_date() = Date(2022, 7, 14);
    request.mutable_document()->set_number("MẪU-01/ĐĐ");
    grpc::ClientContext context;
    supervision::v1::Reminder reminder;
    const grpc::Status issued = stub_->IssueReminder(&context, request, &reminder);
    EXPECT_TRUE(issued.ok()) << issued.error_message();
    return reminder.name();
  }

  std::vector<Delivery> Log(const std::string& reminder) {
    supervision::v1::ListDeliveriesRequest request;
    request.set_parent(reminder);
    grpc::ClientContext context;
    supervision::v1::ListDeliveriesResponse page;
    EXPECT_TRUE(stub_->ListDeliveries(&context, request, &page).ok());
    return {page.deliveries().begin(), page.deliveries().end()};
  }

  testing::TempDir dir_;
  std::unique_ptr<ServerProcess> units_;
  std::unique_ptr<ServerProcess> supervision_;
  std::unique_ptr<supervision::v1::SupervisionService::Stub> stub_;
};

TEST_F(DeliveryTest, KilledBetweenSendingAndLoggingItSendsTheSameAgain) {
  std::promise<void> let_go;
  const std::shared_future<void> released = let_go.get_future().share();
  HttpReceiver receiver([released](const HttpReceiver::Request&) {
    released.wait();  // it has the reminder, and the server does not know yet
    return HttpReceiver::Answer{};
  });
  StartSupervision(receiver.url());
  const std::string name = Issue();
  ASSERT_TRUE(WaitUntil([&] { return receiver.requests().size() == 1; }));
  supervision_->process().Kill();
  let_go.set_value();
  StartSupervision(receiver.url());
  EXPECT_TRUE(Log(name).empty());
  ASSERT_TRUE(WaitUntil([&] { return !Log(name).empty(); }, std::chrono::minutes(1)));
  ASSERT_EQ(Log(name).size(), 1u);
  EXPECT_EQ(Log(name)[0].outcome(), Delivery::OUTCOME_DELIVERED);
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].headers.at("webhook-id"), name);
  EXPECT_EQ(requests[1].headers.at("webhook-id"), name);
  EXPECT_EQ(requests[0].body, requests[1].body);
  // Neither the key nor the body came into the log.
  const std::string said = supervision_->process().Stdout() + supervision_->process().Stderr();
  EXPECT_EQ(said.find(std::string(kKey).substr(6)), std::string::npos);
  EXPECT_EQ(said.find("noi-dung-mau"), std::string::npos);
}

TEST_F(DeliveryTest, RefusesToStartWithoutAKeyOrWithAnOpenWay) {
  const auto refusal = [&](std::vector<std::string> flags) {
    std::vector<std::string> command = {testing::BuiltBinary("tiendo-supervision"), "settings"};
    command.insert(command.end(), flags.begin(), flags.end());
    auto run = testing::ChildProcess::Start(std::move(command)).value();
    const auto exit = run->Wait();
    EXPECT_EQ(exit->code, 2) << run->Stdout();
    return run->Stderr();
  };
  EXPECT_NE(
      refusal({"--delivery-webhook", "https://nhac-nho.example.vn/"}).find("delivery-key-file"),
      std::string::npos);
  std::ofstream(dir_.File("bad")) << "not-a-key-but-a-secret";
  const std::string bad = refusal({"--delivery-webhook", "https://nhac-nho.example.vn/",
                                   "--delivery-key-file", dir_.File("bad")});
  EXPECT_NE(bad.find("whsec_"), std::string::npos);
  EXPECT_EQ(bad.find("not-a-key"), std::string::npos);
  EXPECT_NE(refusal({"--delivery-webhook", "http://nhac-nho.example.vn/", "--delivery-key-file",
                     dir_.File("key")})
                .find("https://"),
            std::string::npos);
}

}  // namespace
}  // namespace tiendo
