#include "services/cli/client.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::cli {
namespace {

class Server : public units::v1::UnitService::Service {
 public:
  Server() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  grpc::Status GetUnit(grpc::ServerContext* context, const units::v1::GetUnitRequest* request,
                       units::v1::Unit* unit) override {
    if (request->name() == "units/none") {
      google::rpc::ErrorInfo info;
      info.set_reason("RESOURCE_NOT_FOUND");
      google::rpc::Status rich;
      rich.add_details()->PackFrom(info);
      return {grpc::StatusCode::NOT_FOUND, "there is no units/none", rich.SerializeAsString()};
    }
    context->AddTrailingMetadata("tiendo-position", "p42");
    unit->set_name(request->name());
    return grpc::Status::OK;
  }

  grpc::Status WatchChanges(grpc::ServerContext*, const feed::v1::WatchChangesRequest* request,
                            grpc::ServerWriter<feed::v1::WatchChangesResponse>* writer) override {
    EXPECT_TRUE(request->from_now());
    feed::v1::WatchChangesResponse frame;
    frame.set_head_revision(17);
    writer->Write(frame);
    return grpc::Status::OK;
  }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

GrpcCaller CallerOf(const std::string& address) {
  return GrpcCaller({{Service::kUnits, address}}, absl::Seconds(10));
}

TEST(ClientTest, CallsByNameAndTellsThePosition) {
  Server server;
  GrpcCaller caller = CallerOf(server.address());
  units::v1::GetUnitRequest request;
  request.set_name("units/a");
  units::v1::Unit unit;
  std::string position;
  ASSERT_TRUE(
      caller.CallByName("tiendo.units.v1.UnitService/GetUnit", request, unit, &position).ok());
  EXPECT_EQ(unit.name(), "units/a");
  EXPECT_EQ(position, "p42");
}

TEST(ClientTest, DecodesTheReasonOfAnError) {
  Server server;
  GrpcCaller caller = CallerOf(server.address());
  units::v1::GetUnitRequest request;
  request.set_name("units/none");
  units::v1::Unit unit;
  const absl::Status status =
      caller.CallByName("tiendo.units.v1.UnitService/GetUnit", request, unit);
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_EQ(errors::Reason(status), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(CalledMethod(status), "tiendo.units.v1.UnitService/GetUnit");
}

TEST(ClientTest, ReadsTheHeadFromTheFirstFrame) {
  Server server;
  GrpcCaller caller = CallerOf(server.address());
  EXPECT_EQ(*caller.HeadRevision(Service::kUnits), 17);
}

TEST(ClientTest, MethodThatTheServerLacksAndServerThatIsNotThere) {
  int free_port = 0;
  {
    Server server;
    GrpcCaller caller = CallerOf(server.address());
    units::v1::GetTreeResponse tree;
    EXPECT_TRUE(absl::IsUnimplemented(caller.CallByName("tiendo.units.v1.UnitService/GetTree",
                                                        units::v1::GetTreeRequest(), tree)));
    free_port = std::stoi(server.address().substr(10));
  }
  GrpcCaller caller = CallerOf("127.0.0.1:" + std::to_string(free_port));
  units::v1::Unit unit;
  EXPECT_TRUE(absl::IsUnavailable(
      caller.CallByName("tiendo.units.v1.UnitService/GetUnit", units::v1::GetUnitRequest(), unit)));
  EXPECT_TRUE(absl::IsUnavailable(caller.HeadRevision(Service::kUnits).status()));
}

}  // namespace
}  // namespace tiendo::cli
