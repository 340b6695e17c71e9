// The suite as processes: databases, Redis, replicas of every service, each behind proxies whose
// addresses stay.
#ifndef TIENDO_TESTS_FAULT_HARNESS_CLUSTER_H_
#define TIENDO_TESTS_FAULT_HARNESS_CLUSTER_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/options.h"
#include "tests/support/child_process.h"
#include "tests/support/postgres_server.h"
#include "tests/support/redis_server.h"
#include "tests/support/stream_proxy.h"
#include "tests/support/temp_dir.h"

namespace tiendo::fault {

// In the order of start.
inline constexpr const char* kServices[] = {"units", "programs", "supervision", "status"};
// "tiendo.programs.v1.ProgramService" of "programs".
std::string FullName(const std::string& service);

// One server process. Start and stop it from the thread that made the cluster.
class Replica {
 public:
  struct Options {
    std::string service;
    int number = 0;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;
    std::string failpoints;  // prefix of the remote control
  };
  explicit Replica(Options options);

  const std::string& service() const { return options_.service; }
  // "programs/1".
  std::string name() const { return service() + "/" + std::to_string(options_.number); }
  // For clients: stays the same.
  const std::string& address() const { return proxy_.address(); }
  // Between clients and this replica.
  testing::StreamProxy& proxy() { return proxy_; }
  // The server's own, which changes with every start; empty while it is down.
  const std::string& own_address() const { return own_address_; }
  bool running() { return process_ != nullptr && process_->running(); }
  testing::ChildProcess& process() { return *process_; }

  // Started and ready.
  absl::Status Start();
  // Started only; AwaitReady tells the rest.
  absl::Status Launch();
  absl::Status AwaitReady();
  // What its health says now; false as well when there is no answer.
  bool Ready() const;
  // SIGKILL, and gone.
  void Kill();
  void Signal(int signal);
  // Switches a point of server/failpoints.h for this process on, once or for good, or off.
  absl::Status Enable(const std::string& point, int failnum, bool once);
  absl::Status Disable(const std::string& point);
  // How it ended by itself; nullopt while it runs.
  std::optional<testing::ChildProcess::Exit> WaitForEnd(std::chrono::milliseconds patience);

 private:
  absl::Status Control(const std::string& command);

  const Options options_;
  testing::StreamProxy proxy_;
  std::unique_ptr<testing::ChildProcess> process_;
  std::string own_address_;
};

class Cluster {
 public:
  struct Options {
    db::Engine engine = db::Engine::kPostgres;
    int replicas = 3;  // of each service; SQLite: 1
    bool redis = true;
    // Further arguments for every server, by service.
    std::map<std::string, std::vector<std::string>> arguments;
    std::map<std::string, std::string> environment;
    // Where SQLite files go; empty: a folder of the cluster's own.
    std::string data_folder;
    // Connections to PostgreSQL go through a proxy of the cluster.
    bool database_proxy = false;
    bool redis_proxy = false;
  };
  // Everything running and ready. Call on the main thread.
  static absl::StatusOr<std::unique_ptr<Cluster>> Start(Options options);
  ~Cluster();

  std::vector<Replica*> Replicas(const std::string& service);
  std::vector<Replica*> AllReplicas();
  // What the servers call each other by: one address per service in front of its replicas.
  testing::StreamProxy& front(const std::string& service) { return *fronts_.at(service); }
  testing::PostgresServer& postgres() { return *postgres_; }
  testing::RedisServer& redis() { return *redis_; }
  testing::StreamProxy& database_proxy() { return *database_proxy_; }
  testing::StreamProxy& redis_proxy() { return *redis_proxy_; }
  const std::string& cache_key() const { return cache_key_; }
  // Of a service's ledger (for SQLite: stop its server first).
  db::Options Database(const std::string& service) const;
  // Starts a replica that is down, and tells the proxies.
  absl::Status Revive(const std::vector<Replica*>& replicas);
  // Starts all that are down.
  absl::Status ReviveAll() { return Revive(AllReplicas()); }
  // Ends all servers, not the databases.
  void StopServers();
  const std::string& folder() const { return dir_.path(); }

 private:
  explicit Cluster(Options options);
  absl::Status StartStores();
  absl::Status Migrate(const std::string& service, const std::string& url);
  std::string NewDatabase(const std::string& service, int number);
  absl::Status StartService(const std::string& service);
  void UpdateFront(const std::string& service);

  const Options options_;
  testing::TempDir dir_;
  std::string cache_key_;
  std::unique_ptr<testing::PostgresServer> postgres_;
  std::unique_ptr<testing::RedisServer> redis_;
  std::unique_ptr<testing::StreamProxy> database_proxy_;
  std::unique_ptr<testing::StreamProxy> redis_proxy_;
  std::map<std::string, std::string> urls_;  // by service, of the ledgers
  std::map<std::string, std::unique_ptr<testing::StreamProxy>> fronts_;
  std::map<std::string, std::vector<std::unique_ptr<Replica>>> replicas_;
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_HARNESS_CLUSTER_H_
