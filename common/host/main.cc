#include <grpc/support/log.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/synchronization/mutex.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/host/maintenance.h"
#include "common/host/process.h"
#include "common/rpc/stop_signals.h"

namespace tiendo::host {
namespace {

int Fail(const Definition& definition, const absl::Status& status, int code) {
  std::fprintf(stderr, "tiendo-%s: %s\n", definition.name.c_str(),
               std::string(status.message()).c_str());
  return code;
}

// What gRPC writes by itself repeats our errors in many lines of its own; GRPC_VERBOSITY, its own
// switch, brings it back.
void QuietGrpc() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args*) {});
}

// Debian builds Abseil with its debug checks: each lock, also of gRPC, would be noted in a graph
// that is searched for cycles. What it is for, the tests under ThreadSanitizer do.
void TrustLocks() { absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore); }

// The commands that end by themselves; what they print is for scripts, too.
absl::Status RunCommand(const std::string& command, const Definition& definition,
                        const Settings& settings, const config::Options& options) {
  if (command == "migrate") return Migrate(definition, settings);
  if (command == "backup") {
    TIENDO_ASSIGN_OR_RETURN(Backup backup, BackUp(definition, settings));
    std::printf("database_id=%s revision=%lld\n", backup.database_id.c_str(),
                static_cast<long long>(backup.revision));
  } else if (command == "new-database-id") {
    TIENDO_ASSIGN_OR_RETURN(std::string id, RenewDatabaseId(definition, settings));
    std::printf("database_id=%s\n", id.c_str());
  } else {
    for (const auto& [name, value] : options.Dump()) {
      std::printf("%s = %s\n", name.c_str(), value.c_str());
    }
  }
  return absl::OkStatus();
}

}  // namespace

int Main(int argc, char** argv, const Definition& definition,
         const std::function<void(config::Options&)>& add_settings, Dependencies dependencies) {
  QuietGrpc();
  TrustLocks();
  rpc::StopSignals signals;  // before any thread starts: they inherit the blocked signals
  Settings settings;
  config::Options options(definition.name, definition.about);
  options.AddCommand("serve", "Run the server (default).");
  options.AddCommand("migrate", "Bring the database to this program's schema, then leave.");
  options.AddCommand("settings", "Check the settings and print those in force, then leave.");
  options.AddCommand("backup", "Copy a SQLite database, also while it is served, then leave.");
  options.AddCommand("new-database-id",
                     "Make the followers of a restored database list again, then leave.");
  AddSettings(options, settings);
  if (add_settings) add_settings(options);
  absl::StatusOr<config::Parsed> parsed = options.Parse(argc, argv, config::ProcessEnvironment());
  if (!parsed.ok()) return Fail(definition, parsed.status(), 2);
  if (parsed->help) {
    std::printf("%s", options.Help().c_str());
    return 0;
  }
  if (parsed->command != "serve") {
    absl::Status status = RunCommand(parsed->command, definition, settings, options);
    return status.ok() ? 0 : Fail(definition, status, 1);
  }
  dependencies.dump = options.Dump();
  absl::StatusOr<std::unique_ptr<Process>> process =
      Process::Start(definition, settings, dependencies);
  if (!process.ok()) return Fail(definition, process.status(), 1);
  log::Fields fields;
  for (const auto& [name, value] : dependencies.dump) fields.emplace_back(name, value);
  (*process)->log()->Info("settings", fields);
  if (absl::Status status = (*process)->servers().AnnounceReady(); !status.ok()) {
    return Fail(definition, status, 1);
  }
  (*process)->servers().RunUntil(signals);
  (*process)->Stop();
  return 0;
}

}  // namespace tiendo::host
