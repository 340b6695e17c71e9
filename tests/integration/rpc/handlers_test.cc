// The path of a unary call, on Run: what Read and Write share with it.
#include "common/rpc/handlers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <sstream>

#include "common/errors/error.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::kPatience;
using tiendo::testing::StatusIs;
using tiendo::testing::WaitUntil;

absl::Status Get(UnitService::Stub& stub, const std::string& name = "units/a") {
  grpc::ClientContext context;
  GetUnitRequest request;
  request.set_name(name);
  Unit unit;
  return FromGrpc(stub.GetUnit(&context, request, &unit));
}

// A call under way, and a server whose only thread it occupies until Release().
class BusyServer {
 public:
  explicit BusyServer(size_t queue) : server_(OneThread(queue)) {
    server_.service->get_unit = [this](const Call&, const GetUnitRequest& request, Unit&) {
      ++runs_;
      if (request.name() == "units/busy") release_.get_future().wait();
      return absl::OkStatus();
    };
    first_ = std::async(std::launch::async, [this] { return Get(*server_.stub, "units/busy"); });
    EXPECT_TRUE(WaitUntil([this] { return runs_ == 1; }));
  }
  ~BusyServer() {
    if (first_.valid()) Release();
  }
  void Release() {
    release_.set_value();
    EXPECT_THAT(first_.get(), IsOk());
  }
  TestServer& server() { return server_; }
  int runs() const { return runs_; }

 private:
  static Handlers::Options OneThread(size_t queue) {
    Handlers::Options options;
    options.read_threads = 1;
    options.read_queue.max = queue;
    return options;
  }
  std::atomic<int> runs_ = 0;
  std::promise<void> release_;
  TestServer server_;
  std::future<absl::Status> first_;
};

TEST(HandlersTest, RunsAndAnswers) {
  std::ostringstream lines;
  Handlers::Options options;
  options.metrics = std::make_shared<metrics::Registry>();
  auto registry = options.metrics;
  TestServer server(options);
  Call seen;
  server.service->get_unit = [&](const Call& call, const GetUnitRequest& request, Unit& unit) {
    seen = call;
    unit.set_name(request.name() + "!");
    return absl::OkStatus();
  };
  grpc::ClientContext context;
  const auto deadline = std::chrono::system_clock::now() + kPatience;
  context.set_deadline(deadline);
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  context.AddMetadata("traceparent", trace);
  GetUnitRequest request;
  request.set_name("units/a");
  Unit unit;
  ASSERT_TRUE(server.stub->GetUnit(&context, request, &unit).ok());
  EXPECT_EQ(unit.name(), "units/a!");
  EXPECT_EQ(seen.principal, "loopback");
  EXPECT_EQ(seen.method, "tiendo.units.v1.UnitService/GetUnit");
  EXPECT_EQ(seen.traceparent, trace);
  EXPECT_EQ(seen.trace_id(), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_LT(seen.deadline, deadline + std::chrono::seconds(1));
  const std::string text = registry->Text();
  EXPECT_THAT(text, HasSubstr("grpc_server_call_started_total{"
                              "grpc_method=\"tiendo.units.v1.UnitService/GetUnit\"} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_status=\"OK\""));
}

TEST(HandlersTest, RefusesWhatDoesNotValidate) {
  TestServer server;
  server.service->validate_get = [](const GetUnitRequest&) {
    return errors::InvalidField("name", "is required");
  };
  server.service->get_unit = [](const Call&, const GetUnitRequest&, Unit&) {
    ADD_FAILURE() << "ran";
    return absl::OkStatus();
  };
  const absl::Status status = Get(*server.stub);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason("INVALID_REQUEST"));
  EXPECT_EQ(errors::GetDetails(status)->violations.size(), 1u);
}

TEST(HandlersTest, MasksInternalErrorsAndLogsThem) {
  std::ostringstream lines;
  Handlers::Options options;
  options.log = log::CreateLogger({}, nullptr, &lines);
  TestServer server(options);
  server.service->get_unit = [](const Call&, const GetUnitRequest&, Unit&) {
    return errors::Internal("the disk burns");
  };
  const absl::Status status = Get(*server.stub, "units/not-for-logs");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("burns")));
  server.server->Shutdown();
  EXPECT_THAT(lines.str(), HasSubstr("the disk burns"));
  EXPECT_THAT(lines.str(), HasSubstr(errors::GetDetails(status)->metadata.at("error_id")));
  EXPECT_THAT(lines.str(), HasSubstr("call failed"));
  EXPECT_THAT(lines.str(), Not(HasSubstr("not-for-logs")));
}

TEST(HandlersTest, FullQueueIsRefusedAtOnce) {
  BusyServer busy(1);
  auto queued = std::async(std::launch::async, [&] { return Get(*busy.server().stub); });
  // The second call waits in the queue; which one is refused does not matter.
  auto third = std::async(std::launch::async, [&] { return Get(*busy.server().stub); });
  const auto refused = [&]() -> std::future<absl::Status>& {
    while (true) {
      for (auto* call : {&queued, &third}) {
        if (call->wait_for(std::chrono::milliseconds(1)) == std::future_status::ready) {
          return *call;
        }
      }
    }
  };
  std::future<absl::Status>& first_done = refused();
  const absl::Status status = first_done.get();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(status, HasReason("OVERLOADED"));
  EXPECT_TRUE(errors::GetDetails(status)->retry_after.has_value());
  busy.Release();
  EXPECT_THAT((&first_done == &queued ? third : queued).get(), IsOk());
}

TEST(HandlersTest, CancelledBeforeItsTurnIsNotExecuted) {
  BusyServer busy(10);
  auto context = std::make_unique<grpc::ClientContext>();
  auto waiting = std::async(std::launch::async, [&] {
    GetUnitRequest request;
    Unit unit;
    return FromGrpc(busy.server().stub->GetUnit(context.get(), request, &unit));
  });
  context->TryCancel();
  EXPECT_THAT(waiting.get(), HasReason("CANCELLED"));
  // What comes after it in the queue is executed: then it has had its turn.
  auto after = std::async(std::launch::async, [&] { return Get(*busy.server().stub); });
  busy.Release();
  EXPECT_THAT(after.get(), IsOk());
  EXPECT_EQ(busy.runs(), 2);
}

TEST(HandlersTest, ExpiredBeforeItsTurnIsNotExecuted) {
  BusyServer busy(10);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  GetUnitRequest request;
  Unit unit;
  EXPECT_THAT(FromGrpc(busy.server().stub->GetUnit(&context, request, &unit)),
              HasReason("DEADLINE_EXCEEDED"));
  auto after = std::async(std::launch::async, [&] { return Get(*busy.server().stub); });
  busy.Release();
  EXPECT_THAT(after.get(), IsOk());
  EXPECT_EQ(busy.runs(), 2);
}

TEST(HandlersTest, ManyCallsEndOnceEach) {
  Handlers::Options options;
  options.read_threads = 2;
  options.read_queue.max = 1000;
  options.metrics = std::make_shared<metrics::Registry>();
  auto registry = options.metrics;
  TestServer server(options);
  constexpr int kCalls = 400;
  std::atomic<int> ok = 0, cancelled = 0, done = 0;
  struct One {
    grpc::ClientContext context;
    GetUnitRequest request;
    Unit unit;
  };
  std::vector<std::unique_ptr<One>> calls;
  for (int i = 0; i < kCalls; ++i) {
    calls.push_back(std::make_unique<One>());
    One& one = *calls.back();
    server.stub->async()->GetUnit(&one.context, &one.request, &one.unit, [&](grpc::Status s) {
      ++(s.ok() ? ok : cancelled);
      ++done;
    });
    if (i % 3 == 0) one.context.TryCancel();
  }
  ASSERT_TRUE(WaitUntil([&] { return done == kCalls; }));
  EXPECT_GE(ok, kCalls / 2);
  EXPECT_EQ(ok + cancelled, kCalls);
}

}  // namespace
}  // namespace tiendo::rpc
