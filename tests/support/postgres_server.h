// A real PostgreSQL server of the test's own.
#ifndef TIENDO_TESTS_SUPPORT_POSTGRES_SERVER_H_
#define TIENDO_TESTS_SUPPORT_POSTGRES_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

namespace tiendo::testing {

// initdb and postgres from /usr/lib/postgresql/<newest>/bin, in a folder of its own, on a unix
// socket only; as the account "postgres" when the test runs as root. Its default collation is ICU's
// Vietnamese, so that text which should compare by bytes and does not is noticed.
class PostgresServer {
 public:
  // The one that all tests of this program share: started at the first call, stopped when the
  // program ends. Aborts the test program when it cannot start. For tests that do not stop it.
  static PostgresServer& Shared();

  // One of the caller's own, running.
  static absl::StatusOr<std::unique_ptr<PostgresServer>> Create();
  ~PostgresServer();

  // A URL of a new, empty schema in it.
  std::string NewDatabaseUrl();
  // Where everything lives; the connection string has no schema.
  std::string Url() const;

  // After Stop() or Kill() the data stays and Start() serves it again.
  absl::Status Start();
  void Stop();  // fast shutdown: sessions are ended
  void Kill();  // immediate shutdown: nothing is saved, the next start recovers as after a crash

 private:
  PostgresServer() = default;
  absl::Status Init();

  TempDir dir_;
  std::string bin_;
  std::string user_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_POSTGRES_SERVER_H_
