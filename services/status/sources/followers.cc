#include "services/status/sources/followers.h"

#include <utility>

#include "common/base/status_macros.h"
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

feed::Follower::OpenStream Open(Source source, const std::string& address) {
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

Followers::Followers(const Addresses& addresses, FactBase& facts, ledger::Committer& committer,
                     const Clock& clock, std::shared_ptr<log::Logger> log) {
  for (size_t i = 0; i < feeds_.size(); ++i) {
    const Source source = static_cast<Source>(i);
    feed::Mirror::Observer observer;
    observer.on_reset = [&facts, source] { facts.Reset(source); };
    observer.on_frame = [&facts, source](const std::vector<feed::MirroredResource>& resources,
                                         const feed::MirrorPosition& position) {
      facts.Apply(source, resources, position);
    };
    const std::string service(ServiceOf(source));
    feeds_[i].mirror = std::make_unique<feed::Mirror>(
        service,
        [&committer](std::function<absl::Status(db::Connection&)> fn) {
          return committer.RunSide(std::move(fn));
        },
        std::move(observer));
    feed::Follower::Options options;
    options.service = service;
    feeds_[i].follower = std::make_unique<feed::Follower>(options, Open(source, addresses[i]),
                                                          *feeds_[i].mirror, clock, log);
  }
}

Followers::~Followers() { Stop(); }

absl::Status Followers::Start(db::Database& database) {
  {
    TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database.Reader());
    for (Feed& feed : feeds_) TIENDO_RETURN_IF_ERROR(feed.mirror->Load(*lease));
  }
  for (Feed& feed : feeds_) feed.follower->Start();
  return absl::OkStatus();
}

void Followers::Stop() {
  for (Feed& feed : feeds_) feed.follower->Stop();
}

feed::Follower::State Followers::state(Source source) const {
  return feeds_[static_cast<size_t>(source)].follower->state();
}

}  // namespace tiendo::status
