#include "services/status/server.h"

#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/cache/redis_versioned_store.h"
#include "common/errors/error.h"
#include "common/redis/client.h"
#include "services/status/api/status_service.h"
#include "services/status/cache/schema.h"
#include "services/status/domain/reasons.h"
#include "services/status/metrics.h"
#include "services/status/sources/followers.h"

namespace tiendo::status {
namespace {

// Longest time spent on Redis per step of an answer.
constexpr std::chrono::milliseconds kSharedTimeout{50};

// Of settings that were checked.
Rules RulesOf(const StatusConfig& config) {
  Rules rules;
  rules.rounding = config.rounding == "half-up" ? Rounding::kHalfUp : Rounding::kTruncate;
  rules.not_updated_days = config.not_updated_days;
  rules.due_soon_days = config.due_soon_days;
  rules.ladder = LadderOf(config).value();
  rules.checklists = ChecklistsOf(config).value();
  rules.themes = ThemesOf(config).value();
  rules.targets.tolerance =
      decimal::Decimal::Parse(config.target_tolerance).value_or(decimal::Decimal());
  return rules;
}

// What settings change in the figures is part of the question, which keys are made of, or of what
// the bytes mean: these are no parameters of a question.
std::string SchemaOf(const Rules& rules) {
  std::string schema = std::string(kCacheSchema) + "/" + rules.targets.tolerance.ToString() + "/" +
                       std::to_string(rules.ladder.agenda_after);
  for (const auto& [kind, documents] : rules.checklists) schema += "/" + std::to_string(documents);
  return schema;
}

// Redis and what is kept in it; both null without a setting.
struct SharedCache {
  std::unique_ptr<redis::Client> client;
  std::unique_ptr<cache::VersionedStore> store;
};

absl::StatusOr<SharedCache> OpenShared(const StatusConfig& config,
                                       const std::shared_ptr<log::Logger>& log) {
  SharedCache out;
  if (config.redis.empty()) return out;
  redis::Options options;
  options.address = config.redis;
  options.password = config.redis_password;
  // Half of what an answer spends per step: a time-out that the caller's own limit caused says
  // nothing about Redis, and a breaker that never hears of failures never opens.
  options.connect_timeout = kSharedTimeout / 2;
  options.command_timeout = kSharedTimeout / 2;
  options.observer = [log](redis::Event event, std::string_view detail) {
    const bool good = event == redis::Event::kConnected || event == redis::Event::kBreakerClosed;
    if (good) {
      log->Debug("redis in use", {{"detail", detail}});
    } else {
      log->Warning("redis not in use", {{"detail", detail}});
    }
  };
  TIENDO_ASSIGN_OR_RETURN(out.client, redis::Client::Create(std::move(options)));
  cache::RedisVersionedStore::Options store;
  store.schema = SchemaOf(RulesOf(config));
  store.mac_key = config.cache_key;
  TIENDO_ASSIGN_OR_RETURN(out.store,
                          cache::RedisVersionedStore::Create(out.client.get(), std::move(store)));
  return out;
}

AnswerCache::Options CacheOptions(const StatusConfig& config, cache::VersionedStore* shared) {
  AnswerCache::Options options;
  options.near.max_bytes = static_cast<size_t>(config.near_cache_mib) << 20;
  options.shared = shared;
  options.shared_ttl = config.cache_ttl;
  options.shared_timeout = kSharedTimeout;
  return options;
}

KnownFacts::Options KnownOptions(const StatusConfig& config, int read_threads) {
  KnownFacts::Options options;
  options.kept = static_cast<size_t>(config.known_at_kept);
  options.limit = config.known_at_limit;
  // Present figures keep half of the threads.
  options.max_waiting = static_cast<size_t>(std::max(1, read_threads / 2));
  options.index.not_updated_days = config.not_updated_days;
  return options;
}

FiguresReader::Options ReaderOptions(const StatusConfig& config, metrics::Registry& registry) {
  const auto counter = [&registry](const std::string& from) {
    return registry.GetCounter("tiendo_figures_total", "Figures, by where they came from.",
                               {{"from", from}});
  };
  FiguresReader::Options options;
  options.catch_up = config.catch_up_wait;
  options.from_memory = counter("memory");
  options.from_redis = counter("redis");
  options.computed = counter("computed");
  return options;
}

class StatusApplication final : public host::Application {
 public:
  StatusApplication(host::Process& process, const StatusConfig& config, SharedCache shared)
      : database_(process.database()),
        clock_(process.clock()),
        stale_after_(config.stale_after),
        shared_(std::move(shared)),
        facts_({.not_updated_days = config.not_updated_days}, process.zone()),
        streams_(StreamsOf({config.units, config.programs, config.supervision})),
        followers_(streams_, facts_, process.committer(), process.clock(), process.log()),
        known_(KnownOptions(config, process.settings().read_threads), streams_, facts_,
               process.zone(), process.log()),
        waiters_(facts_),
        answers_(RulesOf(config), process.log(), IntegrityErrors(*process.metrics())),
        cache_(CacheOptions(config, shared_.store.get())),
        reader_(ReaderOptions(config, *process.metrics()), facts_, waiters_, answers_, cache_,
                [this](Instant at, KnownFacts::Deadline by) { return known_.At(at, by); }),
        freshness_([this] { return States(); }, process.clock(), config.stale_after),
        service_({.handlers = &process.handlers(),
                  .watches = &process.watches(),
                  .facts = &facts_,
                  .known = &known_,
                  .waiters = &waiters_,
                  .answers = &answers_,
                  .reader = &reader_,
                  .freshness = &freshness_,
                  .clock = &process.clock(),
                  .zone = &process.zone(),
                  .position_wait = config.position_wait}),
        metrics_(*process.metrics(), facts_, process.clock(), shared_.client.get()) {}

  grpc::Service& service() override { return service_; }
  absl::Status Start() override {
    started_ = std::chrono::steady_clock::now();
    return followers_.Start(database_);
  }
  void StopWaiting() override {
    waiters_.Stop();
    known_.StopWaiting();
  }
  void Stop() override {
    known_.Stop();
    followers_.Stop();
  }

  // Ready when the facts are loaded and the feeds have caught up since the start, so that a replica
  // that comes back does not answer with what it knew when it went. A source that is away is not
  // waited for beyond `stale-after`: its facts are marked stale. Redis never counts, nor do the
  // sources afterwards.
  absl::Status CheckReady() override {
    const bool patient = std::chrono::steady_clock::now() - started_ < stale_after_;
    bool caught_up = true;
    for (int i = 0; i < kSources; ++i) {
      caught_up = caught_up && followers_.state(static_cast<Source>(i)).caught_up;
    }
    if (facts_.Read().loaded() && (caught_up || !patient)) return absl::OkStatus();
    return errors::Make(absl::StatusCode::kUnavailable, reasons::kNotLoaded,
                        "the facts have not been loaded yet");
  }

  void Describe(tiendo::admin::v1::ServerInfo& info) override {
    for (int i = 0; i < kSources; ++i) {
      const Source source = static_cast<Source>(i);
      const feed::Follower::State state = followers_.state(source);
      tiendo::admin::v1::FollowedFeed* feed = info.add_feeds();
      feed->set_service(std::string(ServiceOf(source)));
      feed->set_database_id(state.database_id);
      feed->set_revision(state.revision);
      feed->set_head_revision(state.head_revision);
      feed->set_connected(state.connected);
      if (state.last_frame) *feed->mutable_last_frame_time() = api::ToProto(*state.last_frame);
    }
  }

 private:
  SourceStates States() const {
    SourceStates out;
    for (size_t i = 0; i < out.size(); ++i) {
      const feed::Follower::State state = followers_.state(static_cast<Source>(i));
      out[i].connected = state.connected;
      // Never heard of since the start counts as silent for ever.
      out[i].silence = state.last_frame ? std::chrono::duration_cast<std::chrono::milliseconds>(
                                              clock_.Now() - *state.last_frame)
                                        : std::chrono::milliseconds::max();
    }
    return out;
  }

  db::Database& database_;
  const Clock& clock_;
  const std::chrono::milliseconds stale_after_;
  std::chrono::steady_clock::time_point started_;
  const SharedCache shared_;
  FactBase facts_;
  const Streams streams_;
  Followers followers_;
  KnownFacts known_;
  PositionWaiters waiters_;
  const Answers answers_;
  AnswerCache cache_;
  FiguresReader reader_;
  const Freshness freshness_;
  StatusService service_;
  const StatusMetrics metrics_;
};

// Who may call what: one row per verb.
std::vector<rpc::PolicyRow> PolicyRows() {
  using enum rpc::Rule;
  return {
      {"tiendo.status.v1.StatusService/GetStatus", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/BatchGetStatus", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/WatchStatus", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/ListContributions", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/ReconcileFigures", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/ListAttention", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/CompareStatus", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/PreviewReorganisation", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/PreviewStatus", kAnyoneOnLoopback},
      {"tiendo.status.v1.StatusService/GetSupervisionStatistics", kAnyoneOnLoopback},
  };
}

}  // namespace

host::Definition StatusServer(std::shared_ptr<const StatusConfig> config) {
  host::Definition definition;
  definition.name = "status";
  definition.about = "Answers with the status of the whole Đảng bộ as of any date.";
  // No collections of its own yet; the mirrors of the feeds are kept beside the ledger.
  definition.schema.service = "tiendo.status.v1.StatusService";
  definition.migrations = ledger::WithLedger({{2, "mirrors", feed::kMirrorSql}});
  definition.policy = PolicyRows();
  definition.build =
      [config](host::Process& process) -> absl::StatusOr<std::unique_ptr<host::Application>> {
    TIENDO_ASSIGN_OR_RETURN(SharedCache shared, OpenShared(*config, process.log()));
    return std::make_unique<StatusApplication>(process, *config, std::move(shared));
  };
  return definition;
}

}  // namespace tiendo::status
