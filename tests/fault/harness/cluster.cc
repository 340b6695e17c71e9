#include "tests/fault/harness/cluster.h"

#include <fcntl.h>
#include <grpcpp/create_channel.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <utility>

#include "common/base/status_macros.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/support/wait.h"

namespace tiendo::fault {
namespace {

using testing::ChildProcess;
using testing::WaitUntil;

constexpr char kReady[] = "ready public=";
constexpr char kPostgresSocket[] = "/.s.PGSQL.5432";
constexpr std::chrono::seconds kStart{60};

// The build's folder of test programs.
std::string ServerBinary() {
  const char* path = std::getenv("TIENDO_FAULT_SERVER");
  return path == nullptr ? "./tiendo-fault-server" : path;
}

// A connection string with another folder for the socket.
std::string WithSocketFolder(std::string url, const std::string& folder) {
  const size_t begin = url.find("host=") + 5;
  url.replace(begin, url.find(' ', begin) - begin, folder);
  return url;
}

}  // namespace

std::string FullName(const std::string& service) {
  if (service == "units") return "tiendo.units.v1.UnitService";
  if (service == "programs") return "tiendo.programs.v1.ProgramService";
  if (service == "supervision") return "tiendo.supervision.v1.SupervisionService";
  return "tiendo.status.v1.StatusService";
}

Replica::Replica(Options options) : options_(std::move(options)) {}

absl::Status Replica::Launch() {
  ChildProcess::Options child;
  child.command = {ServerBinary(), options_.service};
  child.command.insert(child.command.end(), options_.arguments.begin(), options_.arguments.end());
  child.environment = options_.environment;
  child.environment["TIENDO_FAILPOINTS"] = options_.failpoints;
  TIENDO_ASSIGN_OR_RETURN(process_, ChildProcess::Start(child));
  return absl::OkStatus();
}

absl::Status Replica::AwaitReady() {
  if (!process_->WaitForOutput(kReady, kStart)) {
    return absl::InternalError(name() + " did not start: " + process_->Stderr());
  }
  const std::string out = process_->Stdout();
  own_address_ =
      "127.0.0.1:" + std::to_string(std::atoi(out.c_str() + out.find(kReady) + sizeof kReady - 1));
  proxy_.SetUpstreams({own_address_});
  return absl::OkStatus();
}

bool Replica::Ready() const {
  namespace health = grpc::health::v1;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(1));
  health::HealthCheckRequest request;
  request.set_service(FullName(service()));
  health::HealthCheckResponse response;
  const auto channel = grpc::CreateChannel(own_address_, grpc::InsecureChannelCredentials());
  return health::Health::NewStub(channel)->Check(&context, request, &response).ok() &&
         response.status() == health::HealthCheckResponse::SERVING;
}

absl::Status Replica::Start() {
  TIENDO_RETURN_IF_ERROR(Launch());
  return AwaitReady();
}

void Replica::Kill() {
  if (process_ != nullptr) process_->Kill();
  process_.reset();
  own_address_.clear();
}

void Replica::Signal(int signal) {
  if (process_ != nullptr) process_->Signal(signal);
}

std::optional<ChildProcess::Exit> Replica::WaitForEnd(std::chrono::milliseconds patience) {
  return process_ == nullptr ? std::nullopt : process_->Wait(patience);
}

absl::Status Replica::Control(const std::string& command) {
  const std::string fifo = options_.failpoints + "-" + std::to_string(process_->pid());
  // libfiu opens its answers for writing before it reads a command: without a reader it waits.
  int answers = -1;
  int commands = -1;
  WaitUntil([&] {
    if (answers < 0) answers = open((fifo + ".out").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (commands < 0) commands = open((fifo + ".in").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    return (answers >= 0 && commands >= 0) || !process_->running();
  });
  absl::Status result = absl::InternalError(name() + ": no answer to " + command);
  if (write(commands, command.data(), command.size()) == static_cast<ssize_t>(command.size())) {
    std::string answer(16, 0);
    const bool answered = WaitUntil(
        [&] { return read(answers, answer.data(), answer.size()) > 0 || !process_->running(); });
    // One that was killed by what it was told does not answer any more.
    if (answered && (answer[0] == '0' || !process_->running())) result = absl::OkStatus();
  }
  if (answers >= 0) close(answers);
  if (commands >= 0) close(commands);
  return result;
}

absl::Status Replica::Enable(const std::string& point, int failnum, bool once) {
  return Control("enable name=" + point + ",failnum=" + std::to_string(failnum) +
                 (once ? ",onetime\n" : "\n"));
}

absl::Status Replica::Disable(const std::string& point) {
  return Control("disable name=" + point + "\n");
}

Cluster::Cluster(Options options)
    : options_(std::move(options)), cache_key_("0123456789abcdef0123456789abcdef") {}

Cluster::~Cluster() {
  // Stopped ones would not be reaped.
  for (Replica* replica : AllReplicas()) replica->Kill();
}

absl::StatusOr<std::unique_ptr<Cluster>> Cluster::Start(Options options) {
  std::unique_ptr<Cluster> cluster(new Cluster(std::move(options)));
  TIENDO_RETURN_IF_ERROR(cluster->StartStores());
  for (const char* service : kServices) {
    cluster->fronts_[service] = std::make_unique<testing::StreamProxy>();
  }
  for (const char* service : kServices) TIENDO_RETURN_IF_ERROR(cluster->StartService(service));
  return cluster;
}

absl::Status Cluster::StartStores() {
  std::ofstream(dir_.File("cache.key")) << cache_key_;
  if (options_.engine == db::Engine::kPostgres) {
    TIENDO_ASSIGN_OR_RETURN(postgres_, testing::PostgresServer::Create());
  }
  if (options_.database_proxy) {
    testing::StreamProxy::Options proxy;
    proxy.listen = "unix:" + dir_.path() + kPostgresSocket;
    database_proxy_ = std::make_unique<testing::StreamProxy>(proxy);
    const std::string url = postgres_->Url();
    const size_t begin = url.find("host=") + 5;
    database_proxy_->SetUpstreams(
        {"unix:" + url.substr(begin, url.find(' ', begin) - begin) + kPostgresSocket});
  }
  if (!options_.redis) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(redis_, testing::RedisServer::Create());
  if (options_.redis_proxy) {
    testing::StreamProxy::Options proxy;
    proxy.listen = "unix:" + dir_.File("redis.sock");
    redis_proxy_ = std::make_unique<testing::StreamProxy>(proxy);
    redis_proxy_->SetUpstreams({redis_->url()});
  }
  return absl::OkStatus();
}

std::string Cluster::NewDatabase(const std::string& service, int number) {
  if (options_.engine == db::Engine::kPostgres) {
    const std::string url = postgres_->NewDatabaseUrl();
    return url;
  }
  const std::string folder = options_.data_folder.empty() ? dir_.path() : options_.data_folder;
  return "sqlite:" + folder + "/" + service + "-" + std::to_string(number) + ".db";
}

absl::Status Cluster::Migrate(const std::string& service, const std::string& url) {
  TIENDO_ASSIGN_OR_RETURN(
      std::unique_ptr<ChildProcess> migrate,
      ChildProcess::Start({ServerBinary(), service, "migrate", "--database", url}));
  if (migrate->Wait(kStart) == ChildProcess::Exit{}) return absl::OkStatus();
  return absl::InternalError("migrate " + service + ": " + migrate->Stderr());
}

absl::Status Cluster::StartService(const std::string& service) {
  // status keeps only what it follows: a database for each replica.
  const bool own_databases = service == "status";
  std::string url;
  for (int i = 0; i < options_.replicas; ++i) {
    if (i == 0 || own_databases) {
      url = NewDatabase(service, i);
      if (i == 0) urls_[service] = url;
      TIENDO_RETURN_IF_ERROR(Migrate(service, url));
    }
    Replica::Options replica;
    replica.service = service;
    replica.number = i;
    replica.failpoints = dir_.File(service + std::to_string(i));
    replica.environment = options_.environment;
    replica.arguments = {
        "--database",      database_proxy_ == nullptr ? url : WithSocketFolder(url, dir_.path()),
        "--listen",        "127.0.0.1:0",
        "--log-level",     "warning",
        "--drain-timeout", "3s"};
    auto add = [&](std::vector<std::string> more) {
      replica.arguments.insert(replica.arguments.end(), more.begin(), more.end());
    };
    if (service != "units") add({"--units", fronts_["units"]->address()});
    if (service == "status") {
      add({"--programs", fronts_["programs"]->address(), "--supervision",
           fronts_["supervision"]->address()});
      if (options_.redis) {
        add({"--redis", redis_proxy_ == nullptr ? redis_->url() : redis_proxy_->address(),
             "--cache-key-file", dir_.File("cache.key")});
      }
    }
    auto further = options_.arguments.find(service);
    if (further != options_.arguments.end()) add(further->second);
    replicas_[service].push_back(std::make_unique<Replica>(std::move(replica)));
    TIENDO_RETURN_IF_ERROR(replicas_[service].back()->Launch());
  }
  for (const auto& replica : replicas_[service]) TIENDO_RETURN_IF_ERROR(replica->AwaitReady());
  UpdateFront(service);
  return absl::OkStatus();
}

void Cluster::UpdateFront(const std::string& service) {
  std::vector<std::string> addresses;
  for (const auto& replica : replicas_[service]) {
    if (!replica->own_address().empty()) addresses.push_back(replica->own_address());
  }
  fronts_[service]->SetUpstreams(std::move(addresses));
}

std::vector<Replica*> Cluster::Replicas(const std::string& service) {
  std::vector<Replica*> out;
  for (const auto& replica : replicas_[service]) out.push_back(replica.get());
  return out;
}

std::vector<Replica*> Cluster::AllReplicas() {
  std::vector<Replica*> out;
  for (const auto& [service, replicas] : replicas_) {
    for (const auto& replica : replicas) out.push_back(replica.get());
  }
  return out;
}

db::Options Cluster::Database(const std::string& service) const {
  db::Options options;
  options.url = urls_.at(service);
  // A whole ledger is read at the end.
  options.statement_timeout = std::chrono::minutes(5);
  return options;
}

absl::Status Cluster::Revive(const std::vector<Replica*>& replicas) {
  std::vector<Replica*> down;
  for (Replica* replica : replicas) {
    if (replica->running()) continue;
    replica->Kill();
    TIENDO_RETURN_IF_ERROR(replica->Launch());
    down.push_back(replica);
  }
  for (Replica* replica : down) {
    TIENDO_RETURN_IF_ERROR(replica->AwaitReady());
    UpdateFront(replica->service());
  }
  return absl::OkStatus();
}

void Cluster::StopServers() {
  for (Replica* replica : AllReplicas()) {
    if (!replica->running()) continue;
    replica->Signal(SIGCONT);
    replica->Signal(SIGTERM);
  }
  for (Replica* replica : AllReplicas()) replica->WaitForEnd(std::chrono::seconds(20));
  for (Replica* replica : AllReplicas()) replica->Kill();
}

}  // namespace tiendo::fault
