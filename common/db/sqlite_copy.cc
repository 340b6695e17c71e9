#include "common/db/sqlite_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "common/base/status_macros.h"
#include "common/db/connection.h"
#include "common/db/conninfo.h"

namespace tiendo::db {
namespace {

absl::Status Refuse(const std::string& line) { return absl::FailedPreconditionError(line); }

// An SQL string.
std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

absl::Status Vacuum(const Options& options, const std::string& path) {
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                          Connection::Open(options, Connection::Role::kReader));
  // The role's guard against writing counts the new file too.
  return connection->ExecuteScript("PRAGMA query_only=OFF; VACUUM INTO " + Quoted(path));
}

}  // namespace

absl::Status CopySqlite(const Options& options, const std::string& path) {
  TIENDO_ASSIGN_OR_RETURN(Engine engine, EngineOf(options.url));
  if (engine != Engine::kSqlite) {
    return Refuse("this is for SQLite; PostgreSQL has pg_dump and base backups");
  }
  std::error_code ignored;
  // Opening it would make it.
  if (!std::filesystem::exists(SqlitePath(options.url), ignored)) {
    return Refuse("there is no database " + SqlitePath(options.url));
  }
  // SQLite fills an empty file; made here, it is nobody else's.
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return Refuse("cannot make " + path + ": " + std::strerror(errno));
  close(fd);
  absl::Status copied = Vacuum(options, path);
  if (!copied.ok()) std::filesystem::remove(path, ignored);
  return copied;
}

}  // namespace tiendo::db
