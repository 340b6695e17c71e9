#include "services/supervision/server.h"

#include <algorithm>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/feed/mirror.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/delivery_message.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/validation.h"
#include "services/supervision/delivery/webhook.h"
#include "services/supervision/delivery/worker.h"
#include "services/supervision/storage/sql_store.h"
#include "services/units/client/unit_directory.h"

namespace tiendo::supervision {
namespace {

class SupervisionApplication final : public host::Application {
 public:
  SupervisionApplication(host::Process& process, const Config& config)
      : database_(process.database()),
        store_({.requirement = std::make_unique<RequirementCodec>(),
                .plan = std::make_unique<PlanCodec>(),
                .plan_event = std::make_unique<PlanEventCodec>(),
                .engagement = std::make_unique<EngagementCodec>(),
                .engagement_event = std::make_unique<EngagementEventCodec>(),
                .checklist = std::make_unique<ChecklistCodec>(),
                .dossier = std::make_unique<DossierCodec>(),
                .recommendation = std::make_unique<RecommendationCodec>(),
                .reminder = std::make_unique<ReminderCodec>(),
                .delivery = std::make_unique<DeliveryCodec>()}),
        directory_({.address = config.units, .lookup_timeout = config.units_timeout},
                   process.committer(), process.clock(), process.log()),
        environment_({.practice = PracticeOf(config),
                      .kind_of =
                          [this](const std::string& unit) {
                            const auto found = directory_.Find(unit);
                            return found ? found->kind : std::string();
                          },
                      .heir_on = [this](const std::string& unit,
                                        Day day) { return directory_.HeirOn(unit, day); },
                      .calendar = [this] { return directory_.WorkingDays(); }}),
        service_({.store = &store_,
                  .environment = &environment_,
                  .directory = &directory_,
                  .handlers = &process.handlers(),
                  .watches = &process.watches(),
                  .feed = &process.feed_source(),
                  .clock = &process.clock(),
                  .zone = &process.zone(),
                  .scope_reads = config.scope_reads}) {
    if (!config.delivery_webhook.empty()) deliveries_ = MakeDeliveries(process, config);
  }

  grpc::Service& service() override { return service_; }
  absl::Status Start() override {
    TIENDO_RETURN_IF_ERROR(directory_.Start(database_));
    return deliveries_ ? deliveries_->Start() : absl::OkStatus();
  }
  void Stop() override {
    if (deliveries_) deliveries_->Stop();
    directory_.Stop();
  }
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
  std::unique_ptr<DeliveryWorker> MakeDeliveries(host::Process& process, const Config& config) {
    DeliveryWorker::Options options;
    options.policy = config.delivery;
    options.threads = config.delivery_threads;
    // An attempt, and as long again and more to log it.
    options.claim = 2 * config.delivery_timeout + std::chrono::seconds(10);
    options.poll = process.settings().poll_interval;
    const auto make_channel = [&config,
                               &process]() -> absl::StatusOr<std::unique_ptr<DeliveryChannel>> {
      http::Client::Options client;
      client.ca_file = config.delivery_ca_file;
      client.proxy = config.delivery_proxy;
      client.timeout = config.delivery_timeout;
      client.user_agent = "tiendo-supervision";
      TIENDO_ASSIGN_OR_RETURN(std::vector<std::string> keys, ParseWebhookKeys(config.delivery_key));
      TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<http::Client> http,
                              http::Client::Create(std::move(client)));
      return std::make_unique<Webhook>(config.delivery_webhook, std::move(keys), std::move(http),
                                       process.clock());
    };
    return std::make_unique<DeliveryWorker>(options,
                                            DeliveryWorker::Parts{.database = &database_,
                                                                  .schema = &process.schema(),
                                                                  .committer = &process.committer(),
                                                                  .hub = process.feed_source().hub,
                                                                  .store = &store_,
                                                                  .clock = &process.clock(),
                                                                  .log = process.log(),
                                                                  .metrics = process.metrics()},
                                            make_channel, &ComposeNotice);
  }

  db::Database& database_;
  const SqlStore store_;
  units::UnitDirectory directory_;
  const Environment environment_;
  SupervisionService service_;
  std::unique_ptr<DeliveryWorker> deliveries_;  // null: reminders are not told
};

// Who may call what: one row per verb.
std::vector<rpc::PolicyRow> PolicyRows() {
  using enum rpc::Rule;
  return {
      {"tiendo.supervision.v1.SupervisionService/GetRequirement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListRequirements", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreateRequirement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/UpdateRequirement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetPlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListPlans", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreatePlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/AdoptPlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/IssuePlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/SendPlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/AdjustPlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ClosePlan", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListPlanEvents", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/VoidPlanEvent", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListLatePlans", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListEngagements", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreateEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/IssueDecision", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/LaunchEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/RecordSelfReport", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/RecordVerification", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/RecordDraftReport", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/RecordMeeting", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ConcludeEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/RecordRemediation", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/RecordRemediationReport", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ArchiveEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ExtendEngagement", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/OpenFromViolationSigns", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListEngagementEvents", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/VoidEngagementEvent", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListLateEngagements", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetChecklist", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListChecklists", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/UpdateChecklist", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetDossier", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/SetDossierDocument", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetRecommendation", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListRecommendations", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/CreateRecommendation", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ReportRemediation", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/AssessRemediation", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/GetReminder", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListReminders", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/IssueReminder", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/IssueDueReminders", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/AcknowledgeReminder", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ExplainReminder", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/VoidReminder", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/ListDeliveries", kAnyoneOnLoopback},
      {"tiendo.supervision.v1.SupervisionService/WatchChanges", kAnyoneOnLoopback},
  };
}

// The service's own tables, then those of the copy of the units, which the feed library defines.
std::vector<db::Migration> AllMigrations() {
  std::vector<db::Migration> own = Migrations();
  own.push_back({3, "unit_directory", feed::kMirrorSql});
  std::sort(own.begin(), own.end(),
            [](const db::Migration& a, const db::Migration& b) { return a.version < b.version; });
  return ledger::WithLedger(std::move(own));
}

}  // namespace

host::Definition SupervisionServer(std::shared_ptr<const Config> config) {
  host::Definition definition;
  definition.name = "supervision";
  definition.about =
      "Keeps inspection and supervision (kiểm tra, giám sát): plans, engagements, recommendations,"
      " reminders.";
  definition.schema = StorageSchema();
  definition.migrations = AllMigrations();
  const std::vector<feed::ListField> engagement_fields = WatchedEngagementFields();
  definition.watch_fields =
      api::WatchFields({&PlanFields(), &engagement_fields, &RecommendationFields(),
                        &ReminderFields(), &DeliveryFields()});
  definition.policy = PolicyRows();
  definition.build =
      [config](host::Process& process) -> absl::StatusOr<std::unique_ptr<host::Application>> {
    return std::make_unique<SupervisionApplication>(process, *config);
  };
  return definition;
}

}  // namespace tiendo::supervision
