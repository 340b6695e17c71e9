// A service on the shared handlers, whose verbs do what the test says.
#ifndef TIENDO_TESTS_INTEGRATION_RPC_TEST_SERVICE_H_
#define TIENDO_TESTS_INTEGRATION_RPC_TEST_SERVICE_H_

#include <grpcpp/create_channel.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::rpc {

using tiendo::feed::v1::WatchChangesRequest;
using tiendo::feed::v1::WatchChangesResponse;
using tiendo::units::v1::CreateUnitRequest;
using tiendo::units::v1::GetUnitRequest;
using tiendo::units::v1::ListUnitsRequest;
using tiendo::units::v1::ListUnitsResponse;
using tiendo::units::v1::Unit;
using tiendo::units::v1::UnitService;

inline constexpr char kTestService[] = "tiendo.units.v1.UnitService";

// Rows for every verb of the service.
inline Policy TestPolicy(Networks trusted = {}) {
  std::vector<PolicyRow> rows;
  const auto* service = Unit::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    rows.push_back({std::string(kTestService) + "/" + service->method(i)->name()});
  }
  return *Policy::Create(std::move(rows), std::move(trusted));
}

class TestService final : public UnitService::CallbackService {
 public:
  using Source = WatchSource<WatchChangesResponse>;

  TestService(Handlers::Options handlers, Watches::Options watches)
      : handlers_(std::move(handlers)), watches_(std::move(watches)) {}

  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context,
                                    const GetUnitRequest* request, Unit* response) override {
    return handlers_.Run(context, "GetUnit", request, response, validate_get, get_unit);
  }
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context,
                                      const ListUnitsRequest* request,
                                      ListUnitsResponse* response) override {
    return handlers_.Read(context, "ListUnits", request, response, nullptr, list_units);
  }
  grpc::ServerUnaryReactor* CreateUnit(grpc::CallbackServerContext* context,
                                       const CreateUnitRequest* request, Unit* response) override {
    return handlers_.Write(context, "CreateUnit", request, response, create_unit);
  }
  grpc::ServerWriteReactor<WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context, const WatchChangesRequest* request) override {
    return watches_.Watch<WatchChangesResponse>(
        context, "WatchChanges", request, nullptr,
        [this](const Call&, const WatchChangesRequest& r) { return open_watch(r); });
  }

  Watches& watches() { return watches_; }

  absl::Status (*validate_get)(const GetUnitRequest&) = nullptr;
  std::function<absl::Status(const Call&, const GetUnitRequest&, Unit&)> get_unit =
      [](const Call&, const GetUnitRequest& request, Unit& unit) {
        unit.set_name(request.name());
        return absl::OkStatus();
      };
  std::function<absl::Status(ledger::Reader&, const ListUnitsRequest&, ListUnitsResponse&)>
      list_units;
  WriteSteps<CreateUnitRequest, Unit> create_unit;
  std::function<absl::StatusOr<std::unique_ptr<Source>>(const WatchChangesRequest&)> open_watch;

 private:
  Handlers handlers_;
  Watches watches_;
};

// The service on an in-process server.
struct TestServer {
  explicit TestServer(Handlers::Options handlers = {}, Watches::Options watches = {})
      : policy(TestPolicy()) {
    handlers.service = watches.service = kTestService;
    handlers.policy = watches.policy = &policy;
    service = std::make_unique<TestService>(std::move(handlers), std::move(watches));
    grpc::ServerBuilder builder;
    builder.RegisterService(service.get());
    server = builder.BuildAndStart();
    channel = server->InProcessChannel({});
    stub = UnitService::NewStub(channel);
  }
  ~TestServer() { server->Shutdown(std::chrono::system_clock::now()); }

  const Policy policy;
  std::unique_ptr<TestService> service;
  std::unique_ptr<grpc::Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<UnitService::Stub> stub;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_TESTS_INTEGRATION_RPC_TEST_SERVICE_H_
