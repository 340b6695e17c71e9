#include "services/supervision/server.h"

#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/feed/mirror.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/validation.h"
#include "services/supervision/storage/sql_store.h"
#include "services/units/client/unit_directory.h"

namespace tiendo::supervision {
namespace {

class SupervisionApplication final : public host::Application {
 public:
  SupervisionApplication(host::Process& process, const Config& config)
      : database_(process.database()),
        store_(std::make_unique<RequirementCodec>(), std::make_unique<PlanCodec>(),
               std::make_unique<EngagementCodec>()),
        directory_({.address = config.units, .lookup_timeout = config.units_timeout},
                   process.committer(), process.clock(), process.log()),
        service_({.store = &store_,
                  .directory = &directory_,
                  .handlers = &process.handlers(),
                  .watches = &process.watches(),
                  .feed = &process.feed_source(),
                  .clock = &process.clock(),
                  .zone = &process.zone()}) {}

  grpc::Service& service() override { return service_; }
  absl::Status Start() override { return directory_.Start(database_); }
  void Stop() override { directory_.Stop(); }
  void Describe(tiendo::admin::v1::ServerInfo& info) override {
    const feed::Follower::State state = directory_.state();
    tiendo::admin::v1::FollowedFeed* feed = info.add_feeds();
    feed->set_service("tiendo.units.v1.UnitService");
    feed->set_database_id(state.database_id);
    feed->set_revision(directory_.revision());
    feed->set_head_revision(state.head_revision);
    feed->set_connected(state.connected);
    if (state.last_frame) *feed->mutable_last_frame_time() = api::ToProto(*state.last_frame);
  }

 private:
  db::Database& database_;
  const SqlStore store_;
  units::UnitDirectory directory_;
  SupervisionService service_;
};

// Who may call what: one row per verb.
std::vector<rpc::PolicyRow> PolicyRows() {
  using enum rpc::Rule;
  return {
      {"tiendo.supervision.v1.SupervisionService/GetRequirement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListRequirements", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreateRequirement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetPlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListPlans", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreatePlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/AdoptPlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/IssuePlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListLatePlans", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListEngagements", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreateEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ConcludeEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/WatchChanges", kAnyoneOnLoopback},
  };
}

// The service's own tables, then those of the copy of the units, which the feed library defines.
std::vector<db::Migration> AllMigrations() {
  std::vector<db::Migration> own = Migrations();
  own.push_back({3, "unit_directory", feed::kMirrorSql});
  return ledger::WithLedger(std::move(own));
}

}  // namespace

host::Definition SupervisionServer(std::shared_ptr<const Config> config) {
  host::Definition definition;
  definition.name = "supervision";
  definition.about = "Keeps inspection and supervision plans (kiểm tra, giám sát) and engagements.";
  definition.schema = StorageSchema();
  definition.migrations = AllMigrations();
  definition.watch_fields = api::WatchFields({&PlanFields(), &EngagementFields()});
  definition.policy = PolicyRows();
  definition.build =
      [config](host::Process& process) -> absl::StatusOr<std::unique_ptr<host::Application>> {
    return std::make_unique<SupervisionApplication>(process, *config);
  };
  return definition;
}

}  // namespace tiendo::supervision
