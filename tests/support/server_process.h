// One of the suite's servers, as a process of its own.
#ifndef TIENDO_TESTS_SUPPORT_SERVER_PROCESS_H_
#define TIENDO_TESTS_SUPPORT_SERVER_PROCESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/support/child_process.h"

namespace tiendo::testing {

// A binary of the build: in the folder that TIENDO_BIN names, else beside the running program.
std::string BuiltBinary(const std::string& name);

class ServerProcess {
 public:
  struct Options {
    // "units": runs tiendo-units.
    std::string service;
    // URL of the database.
    std::string database;
    // Further flags of the server.
    std::vector<std::string> flags;
    std::string listen = "127.0.0.1:0";
    std::string log_level = "warning";
  };

  // Migrates the database, serves, and returns when it is ready.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(const Options& options);

  // "127.0.0.1:<port>" of the API and of the admin verbs.
  const std::string& address() const { return address_; }
  const std::string& admin_address() const { return admin_address_; }
  ChildProcess& process() const { return *process_; }

 private:
  ServerProcess() = default;
  std::unique_ptr<ChildProcess> process_;
  std::string address_;
  std::string admin_address_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_SERVER_PROCESS_H_
