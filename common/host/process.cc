#include "common/host/process.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/db/migrator.h"
#include "common/errors/error.h"

namespace tiendo::host {
namespace {

constexpr char kVersion[] = TIENDO_VERSION;

}  // namespace

db::Options DatabaseOptions(const Definition& definition, const Settings& settings) {
  db::Options options = settings.database;
  options.application_name = "tiendo-" + definition.name;
  return options;
}

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const Definition& definition,
                                                        const Settings& settings,
                                                        Dependencies dependencies) {
  std::unique_ptr<Process> process(new Process(definition, settings, std::move(dependencies)));
  TIENDO_ASSIGN_OR_RETURN(process->zone_, calendar::BusinessZone::Create(settings.time_zone));
  TIENDO_ASSIGN_OR_RETURN(rpc::Networks trusted, rpc::Networks::Parse(settings.trusted_networks));
  TIENDO_ASSIGN_OR_RETURN(process->policy_,
                          rpc::Policy::Create(definition.policy, std::move(trusted)));
  TIENDO_RETURN_IF_ERROR(process->StartLedger());
  TIENDO_ASSIGN_OR_RETURN(process->application_, definition.build(*process));
  TIENDO_RETURN_IF_ERROR(process->application_->Start());
  TIENDO_RETURN_IF_ERROR(process->StartServers());
  return process;
}

Process::Process(const Definition& definition, const Settings& settings, Dependencies dependencies)
    : definition_(definition),
      settings_(settings),
      dependencies_(std::move(dependencies)),
      clock_(dependencies_.clock ? dependencies_.clock : std::make_shared<SystemClock>()),
      log_(dependencies_.log),
      metrics_(std::make_shared<metrics::Registry>()) {
  if (log_ == nullptr) {
    log::Options options;
    options.level = log::ParseLevel(settings.log_level).value_or(log::Level::kInfo);
    options.format = log::ParseFormat(settings.log_format).value_or(log::Format::kJson);
    log_ = log::With(log::CreateLogger(options, clock_), {{"server", definition.name}});
  }
}

Process::~Process() { Stop(); }

void Process::Stop() {
  if (servers_ != nullptr) servers_->Stop();
  if (application_ != nullptr) application_->Stop();
  if (committer_ != nullptr) committer_->Drain();
}

absl::Status Process::StartLedger() {
  TIENDO_ASSIGN_OR_RETURN(database_, db::Database::Open(DatabaseOptions(definition_, settings_)));
  TIENDO_RETURN_IF_ERROR(db::CheckSchema(*database_, definition_.migrations,
                                         "tiendo-" + definition_.name + " migrate"));
  ledger::Committer::Options options;
  options.queue = {.min = static_cast<size_t>(settings_.write_queue_min),
                   .max = static_cast<size_t>(settings_.write_queue),
                   .max_wait = settings_.write_delay};
  options.request_id_retention = settings_.request_id_retention;
  options.tick = settings_.safe_time_interval;
  write_metrics_.emplace(metrics_.get(), "writes");
  options.on_commit = [this](const ledger::Head&) {
    if (hub_ != nullptr) hub_->Wake();
  };
  options.at_step = dependencies_.at_step;
  metrics::Histogram* batch_size = metrics_->GetHistogram(
      "tiendo_commit_batch_requests", "Requests per commit.", {1, 2, 5, 10, 20, 50});
  metrics::Histogram* batch_time = metrics_->GetHistogram(
      "tiendo_commit_duration_seconds", "Duration of a commit.", metrics::LatencyBuckets());
  options.on_batch = [=, this](int requests, std::chrono::microseconds took) {
    batch_size->Observe(requests);
    batch_time->Observe(static_cast<double>(took.count()) / 1e6);
    write_metrics_->Queue(committer_->queue_depth(), committer_->queue_limit());
  };
  options.on_dequeue = [this](std::chrono::microseconds waited) { write_metrics_->Waited(waited); };
  options.on_refused = [this] { write_metrics_->Refused(); };
  // The committer makes the head row that the hub reads; it takes no work before the hub stands.
  TIENDO_ASSIGN_OR_RETURN(committer_, ledger::Committer::Start(*database_, definition_.schema,
                                                               *clock_, std::move(options)));
  feed::Hub::Options hub_options;
  hub_options.poll_interval = settings_.poll_interval;
  TIENDO_ASSIGN_OR_RETURN(hub_, feed::Hub::Start(*database_, definition_.schema, hub_options));
  metrics::Gauge* revision =
      metrics_->GetGauge("tiendo_revision", "Newest revision that this server has seen.");
  scrape_hook_ = metrics_->OnScrape(
      [this, revision] { revision->Set(static_cast<double>(hub_->head().revision)); });
  feed_source_.database = database_.get();
  feed_source_.schema = &definition_.schema;
  feed_source_.hub = hub_.get();
  feed_source_.filter_fields = definition_.watch_fields;
  feed_source_.max_lag = settings_.max_watch_lag;

  rpc::Handlers::Options handlers;
  handlers.service = definition_.schema.service;
  handlers.policy = &*policy_;
  handlers.log = log_;
  handlers.metrics = metrics_;
  handlers.database = database_.get();
  handlers.schema = &definition_.schema;
  handlers.committer = committer_.get();
  handlers.max_message_bytes = static_cast<size_t>(settings_.max_message_bytes);
  handlers.read_threads = settings_.read_threads;
  handlers.read_queue = {.min = static_cast<size_t>(settings_.read_queue_min),
                         .max = static_cast<size_t>(settings_.read_queue),
                         .target = settings_.read_delay};
  handlers_ = std::make_unique<rpc::Handlers>(std::move(handlers));

  rpc::Watches::Options watches;
  watches.service = definition_.schema.service;
  watches.policy = &*policy_;
  watches.log = log_;
  watches.metrics = metrics_;
  watches.max_watchers = settings_.max_watchers;
  watches.threads = settings_.watch_threads;
  watches_ = std::make_unique<rpc::Watches>(std::move(watches));
  return absl::OkStatus();
}

absl::Status Process::StartServers() {
  if (!settings_.metrics_listen.empty()) {
    TIENDO_ASSIGN_OR_RETURN(metrics_server_,
                            metrics::MetricsServer::Create(settings_.metrics_listen, metrics_));
  }
  admin_ = std::make_unique<rpc::AdminService>(
      [this](tiendo::admin::v1::ServerInfo& info) { Describe(info); }, &*policy_, log_, metrics_);
  rpc::ServerRunner::Options options;
  options.public_address = settings_.listen;
  options.admin_address = settings_.admin_listen;
  options.health_address = settings_.health_listen;
  options.reflection =
      rpc::ParseReflectionMode(settings_.reflection).value_or(rpc::ReflectionMode::kOff);
  options.allow_non_loopback = settings_.allow_non_loopback;
  // Beyond the served size, so that the answer names the limit; the transport's own refusal does
  // not.
  options.limits.max_receive_bytes = 4 * settings_.max_message_bytes;
  options.limits.max_concurrent_streams = settings_.max_concurrent_streams;
  options.limits.max_connection_age = settings_.max_connection_age;
  options.policy = &*policy_;
  options.public_services = {{definition_.schema.service, &application_->service()}};
  options.admin_services = {{"tiendo.admin.v1.AdminService", admin_.get()}};
  options.readiness = {{definition_.schema.service, &readiness_}};
  options.log = log_;
  options.stop_pause = settings_.stop_pause;
  options.drain_timeout = settings_.drain_timeout;
  options.stop_watches = {[this] { watches_->Stop(); }, [this] { application_->StopWaiting(); }};
  options.ports_file = settings_.ports_file;
  TIENDO_ASSIGN_OR_RETURN(servers_, rpc::ServerRunner::Start(std::move(options)));
  readiness_.Report(CheckReady().ok());
  probe_ = std::make_unique<rpc::ReadinessProbe>(
      readiness_, [this] { return CheckReady(); }, std::chrono::milliseconds(500), log_);
  return absl::OkStatus();
}

absl::Status Process::CheckReady() {
  TIENDO_ASSIGN_OR_RETURN(db::Lease lease, database_->Reader());
  TIENDO_RETURN_IF_ERROR(ledger::Reader(*lease, definition_.schema).ReadHead().status());
  TIENDO_RETURN_IF_ERROR(committer_->CheckWritable());
  return application_->CheckReady();
}

void Process::Describe(tiendo::admin::v1::ServerInfo& info) {
  info.set_service(definition_.schema.service);
  info.set_version(kVersion);
  info.set_ready(readiness_.ready());
  for (const auto& [name, value] : dependencies_.dump) info.add_settings(name + "=" + value);
  if (absl::StatusOr<db::Lease> lease = database_->Reader(); lease.ok()) {
    if (auto head = ledger::Reader(**lease, definition_.schema).ReadHead(); head.ok()) {
      info.set_database_id(head->database_id);
      info.set_revision(head->revision);
      info.set_schema_version(definition_.migrations.back().version);
    }
  }
  application_->Describe(info);
}

}  // namespace tiendo::host
