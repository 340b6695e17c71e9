// The servers of one process: one grpc::Server per port, because every service of a server answers
// on all of its ports.
#ifndef TIENDO_COMMON_RPC_SERVER_RUNNER_H_
#define TIENDO_COMMON_RPC_SERVER_RUNNER_H_

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/rpc/health_service.h"
#include "common/rpc/policy.h"
#include "common/rpc/readiness.h"
#include "common/rpc/reflection_service.h"
#include "common/rpc/stop_signals.h"

namespace tiendo::rpc {

// How the public port answers server reflection: to everybody the policy lets in, only to callers
// with an identity, or not at all. The admin port always answers it.
enum class ReflectionMode { kOpen, kAuthenticated, kOff };
// "open", "authenticated", "off"; nullopt for anything else.
std::optional<ReflectionMode> ParseReflectionMode(std::string_view text);

// A service and its full name.
struct ServedService {
  std::string name;
  grpc::Service* service = nullptr;
};

// Limits of every server; the defaults are those of the settings.
struct ServerLimits {
  int max_receive_bytes = 4 << 20;
  int max_send_bytes = 16 << 20;
  // Calls and watches at a time on a connection; what is beyond waits at the client.
  int max_concurrent_streams = 100;
  std::chrono::milliseconds keepalive_time{60'000};
  std::chrono::milliseconds keepalive_timeout{20'000};
  // Clients may ping this often, also without a call.
  std::chrono::milliseconds min_client_ping{30'000};
  // A connection is closed after this time, so that clients find new replicas; calls on it get the
  // grace to end. Watches end with it and resume.
  std::chrono::milliseconds max_connection_age{30 * 60'000};
  std::chrono::milliseconds max_connection_age_grace{60'000};
};

class ServerRunner {
 public:
  struct Options {
    // "host:port", port 0 for a free one; empty: no such server. API, health and reflection:
    std::string public_address = "127.0.0.1:50051";
    // Admin verbs, health and reflection:
    std::string admin_address;
    // Health only, plaintext. May listen on any interface: it says nothing but "ready".
    std::string health_address;
    ReflectionMode reflection = ReflectionMode::kOpen;
    // Addresses beyond loopback are refused without it: callers have no identity yet.
    bool allow_non_loopback = false;
    std::shared_ptr<grpc::ServerCredentials> credentials;  // null: plaintext
    ServerLimits limits;

    const Policy* policy = nullptr;
    std::vector<ServedService> public_services;
    std::vector<ServedService> admin_services;
    // Of public_services, by full name; closed first when the servers stop.
    std::map<std::string, Readiness*> readiness;
    std::shared_ptr<log::Logger> log;

    // Between "not ready" and the end of the watches: time for balancers to notice.
    std::chrono::milliseconds stop_pause{0};
    // What goes on after this is cut off: calls, and idle clients (some take 5 s to hang up).
    std::chrono::milliseconds drain_timeout{10'000};
    // Ends the watches; must not wait. (Watches::Stop.)
    std::vector<std::function<void()>> stop_watches;
    // After the servers have stopped, in this order: drain the committer, stop followers.
    std::vector<std::function<void()>> on_stopped;

    // Where the ready line also goes, one "name=port" per line; empty: nowhere. Written at once
    // (renamed into place), for scripts that wait for it.
    std::string ports_file;
  };

  // FAILED_PRECONDITION with one line that names the address when a server cannot start: port in
  // use, an address beyond loopback, a verb without a policy row. Starts all or none.
  static absl::StatusOr<std::unique_ptr<ServerRunner>> Start(Options options);
  // Stops.
  ~ServerRunner();

  // Bound ports; 0 without such a server, or on a unix socket.
  int public_port() const;
  int admin_port() const;
  int health_port() const;

  // Not ready -> pause -> watches end, resumably -> calls end or are cancelled -> on_stopped. Only
  // the first call does something; others wait for it.
  void Stop();
  // Waits for a stop signal, then Stop().
  void RunUntil(StopSignals& signals);
  // One line on stdout that scripts can wait for: "ready public=50051 admin=50052 health=50053"
  // (those that exist), and the ports file. Call it when the process can serve.
  absl::Status AnnounceReady();

 private:
  struct Endpoint;
  explicit ServerRunner(Options options);
  absl::Status StartAll();
  absl::Status StartEndpoint(std::string_view name, const std::string& address,
                             std::vector<ServedService> services, ReflectionMode reflection);
  absl::Status CheckAddress(std::string_view name, const std::string& address) const;
  absl::Status CheckPolicy(const std::vector<ServedService>& services) const;
  // Adds the two reflection services of an endpoint that offers `services`.
  absl::Status AddReflection(ReflectionMode mode, Endpoint& endpoint,
                             std::vector<ServedService>& services);
  int PortOf(std::string_view name) const;
  void ShutdownServers();

  Options options_;
  // The policy under which reflection of the public port answers.
  std::optional<Policy> reflection_policy_;
  std::unique_ptr<HealthService> health_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::once_flag stopped_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_SERVER_RUNNER_H_
