#include "common/db/listener.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "common/base/status_macros.h"
#include "common/db/conninfo.h"
#include "common/db/driver_error.h"
#include "common/errors/error.h"

namespace tiendo::db {
namespace {

bool IsChannel(std::string_view name) {
  return !name.empty() && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

absl::Status BadChannel(std::string_view name) {
  return errors::Internal("\"" + std::string(name) + "\" is no channel name");
}

absl::Status Lost(PGconn* connection) {
  return MapError({.engine = Engine::kPostgres,
                   .sqlite_code = 0,
                   .sqlstate = "08006",
                   .text = PQerrorMessage(connection)})
      .status;
}

// Takes everything that has arrived; whether there was any.
bool Drain(PGconn* connection) {
  bool any = false;
  while (PGnotify* notification = PQnotifies(connection)) {
    PQfreemem(notification);
    any = true;
  }
  return any;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresListener>> PostgresListener::Open(const Options& options,
                                                                         std::string_view channel) {
  if (!IsChannel(channel)) return BadChannel(channel);
  TIENDO_ASSIGN_OR_RETURN(std::string conninfo, PostgresConninfo(options, /*read_only=*/true));
  int wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake_fd < 0) return errors::Internal("eventfd failed");
  std::unique_ptr<PostgresListener> listener(
      new PostgresListener(PQconnectdb(conninfo.c_str()), wake_fd));
  PGconn* connection = listener->connection_;
  if (PQstatus(connection) != CONNECTION_OK) return Lost(connection);
  std::string sql = "LISTEN \"" + std::string(channel) + "\"";
  std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection, sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return Lost(connection);
  return listener;
}

PostgresListener::PostgresListener(pg_conn* connection, int wake_fd)
    : connection_(connection), wake_fd_(wake_fd) {}

PostgresListener::~PostgresListener() {
  PQfinish(connection_);
  close(wake_fd_);
}

absl::StatusOr<bool> PostgresListener::Wait(std::chrono::milliseconds timeout) {
  auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    if (Drain(connection_)) return true;
    auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd fds[] = {{PQsocket(connection_), POLLIN, 0}, {wake_fd_, POLLIN, 0}};
    int ready = poll(fds, 2, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return errors::Internal("poll failed");
    if (fds[1].revents != 0) {
      uint64_t count = 0;
      if (read(wake_fd_, &count, sizeof count) < 0) return errors::Internal("eventfd failed");
      return false;
    }
    if (ready == 0) return false;
    if (PQconsumeInput(connection_) == 0) return Lost(connection_);
  }
}

void PostgresListener::Interrupt() {
  uint64_t one = 1;
  // Fails only when the counter is full, and then the wait ends anyway.
  if (write(wake_fd_, &one, sizeof one) < 0) return;
}

absl::Status Notify(Connection& connection, std::string_view channel) {
  if (connection.engine() == Engine::kSqlite) return absl::OkStatus();
  if (!IsChannel(channel)) return BadChannel(channel);
  return connection.ExecuteScript("NOTIFY \"" + std::string(channel) + "\"");
}

}  // namespace tiendo::db
