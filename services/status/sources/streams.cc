#include "services/status/sources/streams.h"

#include <memory>

#include "common/rpc/channel.h"
#include "tiendo/programs/v1/programs.grpc.pb.h"
#include "tiendo/programs/v1/programs_service_config.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"
#include "tiendo/supervision/v1/supervision_service_config.h"
#include "tiendo/units/v1/units.grpc.pb.h"
#include "tiendo/units/v1/units_service_config.h"

namespace tiendo::status {
namespace {

template <typename Service>
feed::Follower::OpenStream Opener(const std::string& address, const char* service_config) {
  rpc::ChannelOptions options;
  options.target = address;
  options.service_config = service_config;
  std::shared_ptr<typename Service::Stub> stub = Service::NewStub(rpc::CreateChannel(options));
  return [stub](grpc::ClientContext* context, const feed::v1::WatchChangesRequest& request) {
    return std::unique_ptr<feed::Follower::Stream>(stub->WatchChanges(context, request));
  };
}

feed::Follower::OpenStream OpenerOf(Source source, const std::string& address) {
  switch (source) {
    case Source::kUnits:
      return Opener<units::v1::UnitService>(address, units::v1::kServiceConfig);
    case Source::kPrograms:
      return Opener<programs::v1::ProgramService>(address, programs::v1::kServiceConfig);
    case Source::kSupervision:
      return Opener<supervision::v1::SupervisionService>(address, supervision::v1::kServiceConfig);
  }
  return {};
}

}  // namespace

Streams StreamsOf(const Addresses& addresses) {
  Streams streams;
  for (size_t i = 0; i < streams.size(); ++i) {
    streams[i] = OpenerOf(static_cast<Source>(i), addresses[i]);
  }
  return streams;
}

}  // namespace tiendo::status
