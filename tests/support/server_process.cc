#include "tests/support/server_process.h"

#include <cstdlib>
#include <filesystem>

#include "common/base/status_macros.h"

namespace tiendo::testing {
namespace {

// Of the line "ready public=50051 admin=50052".
std::string PortAfter(const std::string& key, const std::string& out) {
  return std::to_string(std::atoi(out.c_str() + out.find(key) + key.size()));
}

}  // namespace

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
  std::vector<std::string> command = {binary,        "--database",   options.database,
                                      "--listen",    options.listen, "--admin-listen",
                                      "127.0.0.1:0", "--log-level",  options.log_level};
  command.insert(command.end(), options.flags.begin(), options.flags.end());
  std::unique_ptr<ServerProcess> server(new ServerProcess);
  TIENDO_ASSIGN_OR_RETURN(server->process_, ChildProcess::Start(std::move(command)));
  if (!server->process_->WaitForOutput("ready public=")) {
    return absl::InternalError(binary + ": " + server->process_->Stderr());
  }
  const std::string out = server->process_->Stdout();
  server->address_ = "127.0.0.1:" + PortAfter("public=", out);
  server->admin_address_ = "127.0.0.1:" + PortAfter("admin=", out);
  return server;
}

}  // namespace tiendo::testing
