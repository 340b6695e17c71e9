#include "services/programs/server.h"

#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/api/read.h"
#include "common/feed/mirror.h"
#include "common/ledger/schema.h"
#include "services/programs/api/assignment_requests.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/duty_requests.h"
#include "services/programs/api/previews.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/return_reasons.h"
#include "services/programs/api/target_codec.h"
#include "services/programs/api/target_requests.h"
#include "services/programs/storage/fill_indexes.h"
#include "services/programs/storage/sql_store.h"
#include "services/units/client/unit_directory.h"

namespace tiendo::programs {
namespace {

SqlStore::Codecs Codecs() {
  return {.category = std::make_unique<CategoryCodec>(),
          .program = std::make_unique<ProgramCodec>(),
          .item = std::make_unique<ItemCodec>(),
          .event = std::make_unique<EventCodec>(),
          .hidden_item = std::make_unique<HiddenItemCodec>(),
          .hidden_event = std::make_unique<HiddenEventCodec>(),
          .tag = std::make_unique<TagCodec>(),
          .period = std::make_unique<PeriodCodec>(),
          .target = std::make_unique<TargetCodec>(),
          .target_event = std::make_unique<TargetEventCodec>(),
          .target_report = std::make_unique<TargetReportCodec>(),
          .duty = std::make_unique<DutyCodec>(),
          .assignment = std::make_unique<AssignmentCodec>(),
          .assignment_event = std::make_unique<AssignmentEventCodec>()};
}

class ProgramsApplication final : public host::Application {
 public:
  ProgramsApplication(host::Process& process, const Config& config)
      : database_(process.database()),
        store_(Codecs()),
        units_({.address = config.units, .lookup_timeout = config.units_timeout},
               process.committer(), process.clock(), process.log()),
        previews_(PartsOf(process, config)),
        service_(PartsOf(process, config)) {}

  grpc::Service& service() override { return service_; }
  absl::Status Start() override { return units_.Start(database_); }
  void Stop() override { units_.Stop(); }

  void Describe(tiendo::admin::v1::ServerInfo& info) override {
    const feed::Follower::State state = units_.state();
    tiendo::admin::v1::FollowedFeed* feed = info.add_feeds();
    feed->set_service("tiendo.units.v1.UnitService");
    feed->set_database_id(state.database_id);
    feed->set_revision(units_.revision());
    feed->set_head_revision(state.head_revision);
    feed->set_connected(state.connected);
    if (state.last_frame) *feed->mutable_last_frame_time() = api::ToProto(*state.last_frame);
  }

 private:
  ProgramsService::Parts PartsOf(host::Process& process, const Config& config) {
    return {.store = &store_,
            .units = &units_,
            .handlers = &process.handlers(),
            .writes = &process.handlers(),
            .previews = &previews_,
            .watches = &process.watches(),
            .feed = &process.feed_source(),
            .clock = &process.clock(),
            .zone = &process.zone(),
            .duties = {.return_reasons = ParseReturnReasons(config.return_reasons).value(),
                       .max_units = config.max_distribution}};
  }

  db::Database& database_;
  const SqlStore store_;
  units::UnitDirectory units_;
  Previews previews_;
  ProgramsService service_;
};

// Who may call what: one row per verb.
std::vector<rpc::PolicyRow> PolicyRows() {
  using enum rpc::Rule;
  return {
      {"tiendo.programs.v1.ProgramService/GetCategory", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListCategories", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreateCategory", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/UpdateCategory", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetTag", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListTags", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreateTag", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/UpdateTag", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetPeriod", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListPeriods", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreatePeriod", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/UpdatePeriod", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetProgram", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListPrograms", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreateProgram", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ApproveProgram", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CloseProgram", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListItems", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/SearchItems", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreateItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/BatchCreateItems", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/UpdateItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/IssueItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/AcceptItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/RefuseItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ReportProgress", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ReportCompletion", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/AppraiseCompletion", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ExtendItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/SuspendItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ResumeItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ReassignItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/AddMilestones", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ReplaceMilestones", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CompleteMilestone", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CarryOverItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/WithdrawItem", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/VoidEvent", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListItemEvents", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetTarget", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListTargets", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreateTarget", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/BatchCreateTargets", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/UpdateTarget", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/AssignTarget", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/AdjustTarget", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/WithdrawTarget", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/VoidTargetEvent", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListTargetEvents", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ReportTargetValue", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CorrectTargetReport", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/VoidTargetReport", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListTargetReports", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetDuty", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListDuties", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CreateDuty", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/UpdateDuty", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/IssueDuty", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/CloseDuty", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/DistributeDuty", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/GetAssignment", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListAssignments", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/SubmitAssignment", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/AcceptAssignment", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ReturnAssignment", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/OverrideDeadline", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/VoidAssignmentEvent", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/ListAssignmentEvents", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/PreviewWrites", kAnyoneOnLoopback},
      {"tiendo.programs.v1.ProgramService/WatchChanges", kAnyoneOnLoopback},
  };
}

absl::Status FillOlderRows(db::Connection& connection) { return FillIndexes(connection, Codecs()); }

}  // namespace

std::vector<db::Migration> AllMigrations() {
  std::vector<db::Migration> all = Migrations();
  all.push_back({3, "unit_directory", feed::kMirrorSql});
  std::ranges::sort(all, {}, &db::Migration::version);
  for (db::Migration& migration : all) {
    if (migration.name == "vocabulary") migration.code = &FillOlderRows;
  }
  return ledger::WithLedger(std::move(all));
}

host::Definition ProgramsServer(std::shared_ptr<const Config> config) {
  host::Definition definition;
  definition.name = "programs";
  definition.about =
      "Keeps work programmes (chương trình công tác), their items, targets, duties and "
      "events.";
  definition.schema = StorageSchema();
  definition.migrations = AllMigrations();
  definition.watch_fields =
      api::WatchFields({&CategoryFields(), &ProgramFields(), &ItemFields(), &TagFields(),
                        &PeriodFields(), &TargetFields(), &DutyFields(), &AssignmentFields()});
  definition.policy = PolicyRows();
  definition.build =
      [config](host::Process& process) -> absl::StatusOr<std::unique_ptr<host::Application>> {
    return std::make_unique<ProgramsApplication>(process, *config);
  };
  return definition;
}

}  // namespace tiendo::programs
