// SIGTERM under load: with the published service config a client sees no failed call, and a watch
// goes on, on another replica, where it ended. Two replicas on one PostgreSQL are stopped and
// started in turn; and one server alone answers what it has accepted. Of units, which stands alone,
// and of programs, which follows another service while it stops.
//
// A stop counts only with at least kMinInFlight calls in flight; fewer make the run invalid.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "common/rpc/channel.h"
#include "common/rpc/status_conversion.h"
#include "tests/support/postgres_server.h"
#include "tests/support/server_process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/programs/v1/programs_service_config.h"
#include "tiendo/units/v1/units.grpc.pb.h"
#include "tiendo/units/v1/units_service_config.h"

namespace tiendo {
namespace {

using feed::v1::WatchChangesRequest;
using feed::v1::WatchChangesResponse;
using ::testing::AllOf;
using testing::ChildProcess;
using ::testing::Each;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::PostgresServer;
using testing::ServerProcess;
using testing::TempDir;
using testing::WaitUntil;

constexpr int kMinInFlight = 100;
constexpr int kReaders = 96;
constexpr int kWriters = 32;
constexpr std::chrono::seconds kDeadline{30};
// Longer than the stop may take: pause and drain-timeout of the settings.
constexpr std::chrono::seconds kStopPatience{15};

using Done = std::function<void(grpc::Status)>;

// What the services under test differ in.
struct Units {
  using Service = units::v1::UnitService;
  using CreateRequest = units::v1::CreateUnitRequest;
  using Created = units::v1::Unit;
  using ListRequest = units::v1::ListUnitsRequest;
  using ListResponse = units::v1::ListUnitsResponse;
  static constexpr char kName[] = "units";
  static constexpr bool kFollowsUnits = false;
  static std::string ServiceConfig() { return units::v1::kServiceConfig; }

  static CreateRequest New(const std::string& id) {
    CreateRequest request;
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name("Chi bộ mẫu " + id);
    request.mutable_unit()->set_side(units::v1::Unit::SIDE_PARTY);
    request.mutable_unit()->set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    request.mutable_unit()->mutable_effective_from()->set_year(2020);
    request.mutable_unit()->mutable_effective_from()->set_month(1);
    request.mutable_unit()->mutable_effective_from()->set_day(1);
    return request;
  }
  static void Create(Service::Stub& stub, grpc::ClientContext* context,
                     const CreateRequest* request, Created* created, Done done) {
    stub.async()->CreateUnit(context, request, created, std::move(done));
  }
  static void List(Service::Stub& stub, grpc::ClientContext* context, const ListRequest* request,
                   ListResponse* response, Done done) {
    stub.async()->ListUnits(context, request, response, std::move(done));
  }
};

struct Programs {
  using Service = programs::v1::ProgramService;
  using CreateRequest = programs::v1::CreateCategoryRequest;
  using Created = programs::v1::Category;
  using ListRequest = programs::v1::ListCategoriesRequest;
  using ListResponse = programs::v1::ListCategoriesResponse;
  static constexpr char kName[] = "programs";
  static constexpr bool kFollowsUnits = true;
  static std::string ServiceConfig() { return programs::v1::kServiceConfig; }

  static CreateRequest New(const std::string& id) {
    CreateRequest request;
    request.set_category_id(id);
    request.mutable_category()->set_display_name("Nhóm mẫu " + id);
    request.mutable_category()->set_kind(programs::v1::Category::KIND_ITEM);
    return request;
  }
  static void Create(Service::Stub& stub, grpc::ClientContext* context,
                     const CreateRequest* request, Created* created, Done done) {
    stub.async()->CreateCategory(context, request, created, std::move(done));
  }
  static void List(Service::Stub& stub, grpc::ClientContext* context, const ListRequest* request,
                   ListResponse* response, Done done) {
    stub.async()->ListCategories(context, request, response, std::move(done));
  }
};

// Readers and writers that each begin the next call when the last one has ended.
template <class Api>
class Traffic {
 public:
  explicit Traffic(std::shared_ptr<grpc::Channel> channel)
      : stub_(Api::Service::NewStub(channel)) {}
  ~Traffic() { Stop(); }

  void Start() {
    for (int i = 0; i < kReaders; ++i) Read();
    for (int i = 0; i < kWriters; ++i) Write();
  }
  // No further calls; those in flight end.
  void StopStarting() { stopping_ = true; }
  void Stop() {
    StopStarting();
    EXPECT_TRUE(WaitUntil([this] { return in_flight_ == 0; }, kDeadline + kStopPatience));
  }

  int in_flight() const { return in_flight_; }
  int done() const { return done_; }
  // Calls that the server at `address` has answered.
  int AnsweredBy(const std::string& address) const {
    std::lock_guard lock(mutex_);
    auto found = by_peer_.find("ipv4:" + address);
    return found == by_peer_.end() ? 0 : found->second;
  }
  // What the client saw go wrong: how often each.
  std::map<std::string, int> failures() const {
    std::lock_guard lock(mutex_);
    return failures_;
  }
  std::set<std::string> written() const {
    std::lock_guard lock(mutex_);
    return written_;
  }

 private:
  template <class Request, class Response>
  struct Call {
    grpc::ClientContext context;
    Request request;
    Response response;
  };

  bool Begin(grpc::ClientContext& context) {
    if (stopping_) return false;
    ++in_flight_;
    rpc::SetTimeout(kDeadline, context);
    return true;
  }
  void End(const char* what, const grpc::ClientContext& context, const grpc::Status& status) {
    {
      std::lock_guard lock(mutex_);
      ++by_peer_[context.peer()];
      if (!status.ok()) ++failures_[what + (": " + rpc::FromGrpc(status).ToString())];
    }
    ++done_;
  }
  void Read() {
    auto call = std::make_shared<Call<typename Api::ListRequest, typename Api::ListResponse>>();
    if (!Begin(call->context)) return;
    call->request.set_page_size(5);
    Api::List(*stub_, &call->context, &call->request, &call->response,
              [this, call](const grpc::Status& status) {
                End("read", call->context, status);
                Read();
                --in_flight_;
              });
  }
  void Write() {
    auto call = std::make_shared<Call<typename Api::CreateRequest, typename Api::Created>>();
    if (!Begin(call->context)) return;
    const std::string id = "u" + std::to_string(next_++);
    call->request = Api::New(id);
    call->request.set_request_id("create-" + id);
    Api::Create(*stub_, &call->context, &call->request, &call->response,
                [this, call](const grpc::Status& status) {
                  if (status.ok()) {
                    std::lock_guard lock(mutex_);
                    written_.insert(call->response.name());
                  }
                  End("write", call->context, status);
                  Write();
                  --in_flight_;
                });
  }

  std::unique_ptr<typename Api::Service::Stub> stub_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> in_flight_ = 0;
  std::atomic<int> done_ = 0;
  std::atomic<int> next_ = 0;
  mutable std::mutex mutex_;  // guards what follows
  std::map<std::string, int> by_peer_;
  std::map<std::string, int> failures_;
  std::set<std::string> written_;
};

// Follows from the beginning, and on from the last token when a stream ends.
template <class Api>
class Watcher {
 public:
  explicit Watcher(std::shared_ptr<grpc::Channel> channel)
      : stub_(Api::Service::NewStub(channel)), thread_([this] { Run(); }) {}
  ~Watcher() { Stop(); }
  void Stop() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
      if (context_ != nullptr) context_->TryCancel();
    }
    if (thread_.joinable()) thread_.join();
  }

  int64_t revision() const { return revision_; }
  // The reasons for which streams ended.
  std::vector<std::string> ends() const {
    std::lock_guard lock(mutex_);
    return ends_;
  }
  // The first thing that was wrong with the sequence; empty: nothing.
  std::string problem() const {
    std::lock_guard lock(mutex_);
    return problem_;
  }
  std::set<std::string> names() const {
    std::lock_guard lock(mutex_);
    return names_;
  }

 private:
  void Run() {
    while (true) {
      grpc::ClientContext context;
      {
        std::lock_guard lock(mutex_);
        if (stopping_) return;
        context_ = &context;
      }
      context.set_wait_for_ready(true);  // instead of asking in circles while nobody serves
      WatchChangesRequest request;
      if (token_.empty()) {
        request.set_from_earliest(true);
      } else {
        request.set_resume_token(token_);
      }
      auto stream = stub_->WatchChanges(&context, request);
      WatchChangesResponse frame;
      while (stream->Read(&frame)) Take(frame);
      const absl::Status end = rpc::FromGrpc(stream->Finish());
      std::lock_guard lock(mutex_);
      context_ = nullptr;
      if (!stopping_) ends_.push_back(errors::Reason(end));
    }
  }
  void Take(const WatchChangesResponse& frame) {
    std::lock_guard lock(mutex_);
    token_ = frame.resume_token();
    for (const auto& change : frame.changes()) {
      // One change a revision here: each revision once, none left out.
      if (change.revision() != revision_ + 1 && problem_.empty()) {
        problem_ = "revision " + std::to_string(change.revision()) + " after " +
                   std::to_string(revision_.load());
      }
      revision_ = change.revision();
      names_.insert(change.name());
    }
  }

  std::unique_ptr<typename Api::Service::Stub> stub_;
  std::string token_;  // the thread's own
  std::atomic<int64_t> revision_ = 0;
  mutable std::mutex mutex_;  // guards what follows
  bool stopping_ = false;
  grpc::ClientContext* context_ = nullptr;
  std::vector<std::string> ends_;
  std::string problem_;
  std::set<std::string> names_;
  std::thread thread_;
};

void ExpectCleanExit(ServerProcess& server) {
  const auto exit = server.process().Wait(kStopPatience);
  ASSERT_TRUE(exit.has_value()) << "it did not stop in time";
  EXPECT_EQ(*exit, ChildProcess::Exit{}) << server.process().Stderr();
}

template <class Api>
class DrainTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Api::kFollowsUnits) return;
    auto units = ServerProcess::Start(
        {.service = "units", .database = "sqlite:" + dir_.File("followed.db"), .flags = {}});
    ASSERT_THAT(units, IsOk());
    units_ = *std::move(units);
  }

  // The queues are long enough for all: it is the stop that is tested, not their limits.
  std::unique_ptr<ServerProcess> Serve(const std::string& database, const std::string& listen) {
    ServerProcess::Options options;
    options.service = Api::kName;
    options.database = database;
    options.listen = listen;
    options.flags = {"--read-queue-min",  "1000", "--read-queue",  "1000",
                     "--write-queue-min", "1000", "--write-queue", "1000"};
    if (units_ != nullptr) {
      options.flags.insert(options.flags.end(), {"--units", units_->address()});
    }
    auto server = ServerProcess::Start(options);
    EXPECT_THAT(server, IsOk());
    return server.ok() ? *std::move(server) : nullptr;
  }

  TempDir dir_;
  std::unique_ptr<ServerProcess> units_;
};

struct NameOfApi {
  template <class Api>
  static std::string GetName(int) {
    return Api::kName;
  }
};
using Apis = ::testing::Types<Units, Programs>;
TYPED_TEST_SUITE(DrainTest, Apis, NameOfApi);

TYPED_TEST(DrainTest, TwoReplicasStoppedInTurnFailNoCall) {
  const std::string database = PostgresServer::Shared().NewDatabaseUrl();
  std::unique_ptr<ServerProcess> replicas[] = {this->Serve(database, "127.0.0.1:0"),
                                               this->Serve(database, "127.0.0.1:0")};
  ASSERT_TRUE(replicas[0] != nullptr && replicas[1] != nullptr);
  const std::string addresses[] = {replicas[0]->address(), replicas[1]->address()};
  rpc::ChannelOptions options;
  options.target = "ipv4:" + addresses[0] + "," + addresses[1];
  options.service_config = TypeParam::ServiceConfig();
  Traffic<TypeParam> traffic(rpc::CreateChannel(options));
  Watcher<TypeParam> watcher(rpc::CreateChannel(options));
  traffic.Start();
  for (int turn = 0; turn < 2; ++turn) {
    // Both are in use.
    for (const std::string& address : addresses) {
      const int before = traffic.AnsweredBy(address);
      ASSERT_TRUE(WaitUntil([&] { return traffic.AnsweredBy(address) >= before + 100; }))
          << address << " gets no calls";
    }
    const int in_flight = traffic.in_flight();
    replicas[turn]->process().Signal(SIGTERM);
    ASSERT_GE(in_flight, kMinInFlight) << "invalid: too little load";
    ASSERT_NO_FATAL_FAILURE(ExpectCleanExit(*replicas[turn]));
    replicas[turn] = this->Serve(database, addresses[turn]);
    ASSERT_TRUE(replicas[turn] != nullptr);
  }
  traffic.Stop();
  EXPECT_THAT(traffic.failures(), IsEmpty());

  const std::set<std::string> written = traffic.written();
  ASSERT_TRUE(WaitUntil([&] { return watcher.names().size() >= written.size(); }));
  watcher.Stop();
  EXPECT_EQ(watcher.problem(), "");
  EXPECT_EQ(watcher.names(), written);
  EXPECT_EQ(static_cast<size_t>(watcher.revision()), written.size()) << "one effect per request";
  EXPECT_THAT(watcher.ends(), AllOf(Not(IsEmpty()), Each("SHUTTING_DOWN")));
}

TYPED_TEST(DrainTest, AServerAloneAnswersWhatItHasAccepted) {
  std::unique_ptr<ServerProcess> server =
      this->Serve("sqlite:" + this->dir_.File("drained.db"), "127.0.0.1:0");
  ASSERT_TRUE(server != nullptr);
  // A client that knows no policy: nothing is hidden.
  grpc::ChannelArguments no_retries;
  no_retries.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  auto channel =
      grpc::CreateCustomChannel(server->address(), grpc::InsecureChannelCredentials(), no_retries);
  Watcher<TypeParam> watcher(channel);
  Traffic<TypeParam> traffic(channel);
  traffic.Start();
  ASSERT_TRUE(WaitUntil([&] { return traffic.done() >= 500 && watcher.revision() > 0; }));
  const int in_flight = traffic.in_flight();
  server->process().Signal(SIGTERM);
  traffic.StopStarting();
  ASSERT_GE(in_flight, kMinInFlight) << "invalid: too little load";
  ASSERT_NO_FATAL_FAILURE(ExpectCleanExit(*server));
  traffic.Stop();
  EXPECT_THAT(traffic.failures(), IsEmpty());
  watcher.Stop();
  EXPECT_EQ(watcher.problem(), "");
  ASSERT_THAT(watcher.ends(), Not(IsEmpty()));
  EXPECT_EQ(watcher.ends().front(), "SHUTTING_DOWN");
  EXPECT_EQ(watcher.names(), traffic.written()) << "the last frame was sent before the end";
}

}  // namespace
}  // namespace tiendo
