#include "tests/support/postgres_server.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "common/base/status_macros.h"
#include "tests/support/wait.h"

namespace tiendo::testing {
namespace {

absl::StatusOr<std::string> FindBin() {
  std::error_code error;
  std::filesystem::path newest;
  int best = -1;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    int version = std::atoi(entry.path().filename().c_str());
    if (version > best && std::filesystem::exists(entry.path() / "bin/postgres")) {
      best = version;
      newest = entry.path() / "bin";
    }
  }
  if (best < 0) return absl::NotFoundError("no /usr/lib/postgresql/*/bin: install postgresql");
  return newest.string();
}

absl::Status Sql(const std::string& conninfo, const std::string& sql) {
  std::unique_ptr<PGconn, decltype(&PQfinish)> c(PQconnectdb(conninfo.c_str()), &PQfinish);
  std::unique_ptr<PGresult, decltype(&PQclear)> r(PQexec(c.get(), sql.c_str()), &PQclear);
  ExecStatusType status = PQresultStatus(r.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return absl::OkStatus();
  return absl::InternalError(PQerrorMessage(c.get()));
}

std::string Conninfo(const std::string& socket_dir) {
  return "host=" + socket_dir + " user=tiendo dbname=postgres";
}

}  // namespace

PostgresServer& PostgresServer::Shared() {
  static const std::unique_ptr<PostgresServer> server = [] {
    absl::StatusOr<std::unique_ptr<PostgresServer>> created = Create();
    if (!created.ok()) {
      std::fprintf(stderr, "PostgreSQL: %s\n", created.status().ToString().c_str());
      std::abort();
    }
    return *std::move(created);
  }();
  return *server;
}

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Create() {
  std::unique_ptr<PostgresServer> server(new PostgresServer);
  TIENDO_RETURN_IF_ERROR(server->Init());
  TIENDO_RETURN_IF_ERROR(server->Start());
  return server;
}

PostgresServer::~PostgresServer() { Stop(); }

absl::Status PostgresServer::Init() {
  TIENDO_ASSIGN_OR_RETURN(bin_, FindBin());
  if (geteuid() == 0) {
    // The server refuses to run as root.
    user_ = "postgres";
    const passwd* account = getpwnam(user_.c_str());
    if (account == nullptr) return absl::NotFoundError("no account postgres");
    if (chown(dir_.path().c_str(), account->pw_uid, account->pw_gid) != 0) {
      return absl::InternalError("chown " + dir_.path());
    }
  }
  ChildProcess::Options options;
  options.command = {bin_ + "/initdb",
                     "--pgdata=" + dir_.File("data"),
                     "--username=tiendo",
                     "--auth=trust",
                     "--encoding=UTF8",
                     "--locale=C.UTF-8",
                     "--locale-provider=icu",
                     "--icu-locale=vi",
                     "--no-sync",
                     "--no-instructions"};
  options.user = user_;
  options.working_directory = dir_.path();
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<ChildProcess> initdb, ChildProcess::Start(options));
  std::optional<ChildProcess::Exit> exit = initdb->Wait(std::chrono::seconds(120));
  if (exit == ChildProcess::Exit{}) return absl::OkStatus();
  return absl::InternalError("initdb: " + initdb->Stdout() + initdb->Stderr());
}

absl::Status PostgresServer::Start() {
  ChildProcess::Options options;
  options.command = {bin_ + "/postgres", "-D", dir_.File("data"), "-k", dir_.path()};
  // Tests ask whether the program is right, not whether the disk is: no fsync.
  for (const char* setting :
       {"listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200",
        "shared_buffers=32MB", "log_min_messages=warning", "unix_socket_permissions=0700"}) {
    options.command.insert(options.command.end(), {"-c", setting});
  }
  options.user = user_;
  options.working_directory = dir_.path();
  TIENDO_ASSIGN_OR_RETURN(process_, ChildProcess::Start(options));
  std::string conninfo = Conninfo(dir_.path());
  WaitUntil([&] { return PQping(conninfo.c_str()) == PQPING_OK || !process_->running(); },
            std::chrono::seconds(60));
  if (process_->running() && PQping(conninfo.c_str()) == PQPING_OK) return absl::OkStatus();
  return absl::InternalError("postgres did not start: " + process_->Stderr());
}

void PostgresServer::Stop() {
  if (process_ == nullptr) return;
  process_->Signal(SIGINT);
  if (!process_->Wait(std::chrono::seconds(30))) process_->Kill();
  process_.reset();
}

void PostgresServer::Kill() {
  if (process_ == nullptr) return;
  // Not SIGKILL: its children would live on for a moment and go on answering.
  process_->Signal(SIGQUIT);
  if (!process_->Wait()) process_->Kill();
  process_.reset();
}

std::string PostgresServer::Url() const { return "postgresql:" + Conninfo(dir_.path()); }

std::string PostgresServer::NewDatabaseUrl() {
  static std::atomic<int> count{0};
  std::string schema = "test_" + std::to_string(++count);
  absl::Status created = Sql(Conninfo(dir_.path()), "CREATE SCHEMA " + schema);
  if (!created.ok()) {
    std::fprintf(stderr, "PostgreSQL: %s\n", created.ToString().c_str());
    std::abort();
  }
  return Url() + " options='-c search_path=" + schema + "'";
}

}  // namespace tiendo::testing
