#include "common/rpc/server_runner.h"

#include <grpcpp/server_builder.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <thread>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/malformed_request.h"
#include "common/rpc/peer.h"

namespace tiendo::rpc {
namespace {

constexpr std::string_view kPublic = "public";
constexpr std::string_view kAdmin = "admin";
constexpr std::string_view kHealth = "health";
constexpr char kHealthService[] = "grpc.health.v1.Health";
constexpr int kMaxMetadataBytes = 16 << 10;

int Millis(std::chrono::milliseconds d) { return static_cast<int>(d.count()); }

// For the operator, at start; never sent to a caller.
absl::Status CannotStart(const std::string& line) { return absl::FailedPreconditionError(line); }

void SetLimits(const ServerLimits& limits, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(limits.max_receive_bytes);
  builder.SetMaxSendMessageSize(limits.max_send_bytes);
  const std::pair<const char*, int> arguments[] = {
      // Without it a second server on the same port starts, and each gets half of the calls.
      {GRPC_ARG_ALLOW_REUSEPORT, 0},
      {GRPC_ARG_MAX_CONCURRENT_STREAMS, limits.max_concurrent_streams},
      {GRPC_ARG_KEEPALIVE_TIME_MS, Millis(limits.keepalive_time)},
      {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(limits.keepalive_timeout)},
      {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
      {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, Millis(limits.min_client_ping)},
      {GRPC_ARG_MAX_CONNECTION_AGE_MS, Millis(limits.max_connection_age)},
      {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, Millis(limits.max_connection_age_grace)},
      {GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes},
      // Nobody reads it, and every call pays for it.
      {GRPC_ARG_ENABLE_CHANNELZ, 0},
  };
  for (const auto& [name, value] : arguments) builder.AddChannelArgument(name, value);
}

}  // namespace

std::optional<ReflectionMode> ParseReflectionMode(std::string_view text) {
  if (text == "open") return ReflectionMode::kOpen;
  if (text == "authenticated") return ReflectionMode::kAuthenticated;
  if (text == "off") return ReflectionMode::kOff;
  return std::nullopt;
}

// One port.
struct ServerRunner::Endpoint {
  std::string name;
  int port = 0;
  std::unique_ptr<ReflectionService> reflection;  // before server: outlives it
  std::unique_ptr<grpc::Server> server;
};

ServerRunner::ServerRunner(Options options) : options_(std::move(options)) {}

absl::StatusOr<std::unique_ptr<ServerRunner>> ServerRunner::Start(Options options) {
  std::unique_ptr<ServerRunner> runner(new ServerRunner(std::move(options)));
  if (absl::Status started = runner->StartAll(); !started.ok()) {
    // Nothing has been served: only the ports that were opened are closed.
    std::call_once(runner->stopped_, [&runner] { runner->ShutdownServers(); });
    return started;
  }
  return runner;
}

ServerRunner::~ServerRunner() { Stop(); }

absl::Status ServerRunner::StartAll() {
  health_ = std::make_unique<HealthService>(options_.readiness, options_.policy);
  // Health last: a probe that answers means that the other ports stand.
  if (!options_.public_address.empty()) {
    TIENDO_RETURN_IF_ERROR(StartEndpoint(kPublic, options_.public_address, options_.public_services,
                                         options_.reflection));
  }
  if (!options_.admin_address.empty()) {
    TIENDO_RETURN_IF_ERROR(StartEndpoint(kAdmin, options_.admin_address, options_.admin_services,
                                         ReflectionMode::kOpen));
  }
  if (!options_.health_address.empty()) {
    TIENDO_RETURN_IF_ERROR(
        StartEndpoint(kHealth, options_.health_address, {}, ReflectionMode::kOff));
  }
  return absl::OkStatus();
}

absl::Status ServerRunner::CheckAddress(std::string_view name, const std::string& address) const {
  if (name == kHealth || options_.allow_non_loopback || IsLoopbackAddress(address)) {
    return absl::OkStatus();
  }
  return CannotStart("the " + std::string(name) + " address " + address +
                     " can be reached from other machines, but callers have no identity yet: "
                     "use a loopback address, or allow others explicitly");
}

absl::Status ServerRunner::CheckPolicy(const std::vector<ServedService>& services) const {
  std::string missing;
  for (const ServedService& served : services) {
    const google::protobuf::ServiceDescriptor* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(served.name);
    if (descriptor == nullptr) return CannotStart("no service is called " + served.name);
    for (const std::string& method : MissingRows(*descriptor, *options_.policy)) {
      missing += " " + method;
    }
  }
  if (missing.empty()) return absl::OkStatus();
  return CannotStart("these verbs have no row in the policy:" + missing);
}

absl::Status ServerRunner::StartEndpoint(std::string_view name, const std::string& address,
                                         std::vector<ServedService> services,
                                         ReflectionMode reflection) {
  TIENDO_RETURN_IF_ERROR(CheckAddress(name, address));
  auto endpoint = std::make_unique<Endpoint>();
  endpoint->name = name;
  services.push_back({kHealthService, health_.get()});
  if (reflection != ReflectionMode::kOff) {
    TIENDO_RETURN_IF_ERROR(AddReflection(reflection, *endpoint, services));
  }
  TIENDO_RETURN_IF_ERROR(CheckPolicy(services));

  grpc::ServerBuilder builder;
  SetLimits(options_.limits, builder);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> factories;
  factories.push_back(MalformedRequestFactory());
  builder.experimental().SetInterceptorCreators(std::move(factories));
  const bool plaintext = options_.credentials == nullptr || name == kHealth;
  builder.AddListeningPort(address,
                           plaintext ? grpc::InsecureServerCredentials() : options_.credentials,
                           &endpoint->port);
  for (const ServedService& served : services) builder.RegisterService(served.service);
  endpoint->server = builder.BuildAndStart();
  const bool is_unix = address.starts_with("unix");
  if (endpoint->server == nullptr || (endpoint->port == 0 && !is_unix)) {
    return CannotStart("cannot listen on the " + std::string(name) + " address " + address +
                       ": it is in use, not an address of this machine, or not permitted");
  }
  if (options_.log != nullptr) {
    options_.log->Info("listening", {{"endpoint", name},
                                     {"address", address},
                                     {"port", endpoint->port},
                                     {"plaintext", plaintext}});
  }
  endpoints_.push_back(std::move(endpoint));
  return absl::OkStatus();
}

absl::Status ServerRunner::AddReflection(ReflectionMode mode, Endpoint& endpoint,
                                         std::vector<ServedService>& services) {
  const Policy* policy = options_.policy;
  if (mode == ReflectionMode::kAuthenticated) {
    TIENDO_ASSIGN_OR_RETURN(
        Policy identified,
        Policy::Create(
            {{std::string(kReflectionV1) + "/ServerReflectionInfo", Rule::kAuthenticated},
             {std::string(kReflectionV1Alpha) + "/ServerReflectionInfo", Rule::kAuthenticated}}));
    reflection_policy_ = std::move(identified);
    policy = &*reflection_policy_;
  }
  std::vector<std::string> names = {kReflectionV1, kReflectionV1Alpha};
  for (const ServedService& served : services) names.push_back(served.name);
  TIENDO_ASSIGN_OR_RETURN(endpoint.reflection, ReflectionService::Create(names, policy));
  services.push_back({kReflectionV1, endpoint.reflection->v1()});
  services.push_back({kReflectionV1Alpha, endpoint.reflection->v1alpha()});
  return absl::OkStatus();
}

int ServerRunner::PortOf(std::string_view name) const {
  for (const auto& endpoint : endpoints_) {
    if (endpoint->name == name) return endpoint->port;
  }
  return 0;
}

int ServerRunner::public_port() const { return PortOf(kPublic); }
int ServerRunner::admin_port() const { return PortOf(kAdmin); }
int ServerRunner::health_port() const { return PortOf(kHealth); }

void ServerRunner::Stop() {
  std::call_once(stopped_, [this] {
    if (options_.log != nullptr) options_.log->Info("stopping");
    for (const auto& [name, readiness] : options_.readiness) readiness->Close();
    // The one wait that is a wait: nobody tells us when the balancers have noticed.
    std::this_thread::sleep_for(options_.stop_pause);
    for (const auto& stop : options_.stop_watches) stop();
    if (health_ != nullptr) health_->Stop();
    for (const auto& endpoint : endpoints_) {
      if (endpoint->reflection != nullptr) endpoint->reflection->Stop();
    }
    ShutdownServers();
    for (const auto& stopped : options_.on_stopped) stopped();
    if (options_.log != nullptr) options_.log->Info("stopped");
  });
}

void ServerRunner::ShutdownServers() {
  const auto deadline = std::chrono::system_clock::now() + options_.drain_timeout;
  // All at once: each closes its port first and then waits for its calls.
  std::vector<std::thread> threads;
  for (const auto& endpoint : endpoints_) {
    threads.emplace_back([&server = *endpoint->server, deadline] { server.Shutdown(deadline); });
  }
  for (std::thread& thread : threads) thread.join();
}

void ServerRunner::RunUntil(StopSignals& signals) {
  signals.Wait();
  Stop();
}

absl::Status ServerRunner::AnnounceReady() {
  std::string line = "ready";
  std::string file;
  for (const auto& endpoint : endpoints_) {
    const std::string entry = endpoint->name + "=" + std::to_string(endpoint->port);
    line += " " + entry;
    file += entry + "\n";
  }
  if (!options_.ports_file.empty()) {
    const std::string temporary = options_.ports_file + ".tmp";
    std::ofstream(temporary) << file;
    if (std::rename(temporary.c_str(), options_.ports_file.c_str()) != 0) {
      return CannotStart("cannot write the ports file " + options_.ports_file);
    }
  }
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
  return absl::OkStatus();
}

}  // namespace tiendo::rpc
