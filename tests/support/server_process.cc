#include "tests/support/server_process.h"

#include <cstdlib>
#include <filesystem>

#include "common/base/status_macros.h"

namespace tiendo::testing {

std::string BuiltBinary(const std::string& name) {
  if (const char* bin = std::getenv("TIENDO_BIN")) return std::string(bin) + "/" + name;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(const Options& options) {
  const std::string binary = BuiltBinary("tiendo-" + options.service);
  TIENDO_ASSIGN_OR_RETURN(auto migration,
                          ChildProcess::Start({binary, "migrate", "--database", options.database}));
  const auto migrated = migration->Wait();
  if (!migrated || *migrated != ChildProcess::Exit{}) {
    return absl::InternalError("migrate: " + migration->Stderr());
  }
  std::vector<std::string> command = {binary,         "--database",  options.database, "--listen",
                                      options.listen, "--log-level", options.log_level};
  command.insert(command.end(), options.flags.begin(), options.flags.end());
  std::unique_ptr<ServerProcess> server(new ServerProcess);
  TIENDO_ASSIGN_OR_RETURN(server->process_, ChildProcess::Start(std::move(command)));
  constexpr char kReady[] = "ready public=";
  if (!server->process_->WaitForOutput(kReady)) {
    return absl::InternalError(binary + ": " + server->process_->Stderr());
  }
  const std::string out = server->process_->Stdout();
  const size_t port = out.find(kReady) + sizeof(kReady) - 1;
  server->address_ = "127.0.0.1:" + std::to_string(std::atoi(out.c_str() + port));
  return server;
}

}  // namespace tiendo::testing
