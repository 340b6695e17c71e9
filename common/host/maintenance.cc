#include "common/host/maintenance.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "common/db/migrator.h"
#include "common/db/sqlite_copy.h"
#include "common/ledger/ledger.h"

namespace tiendo::host {
namespace {

absl::Status Failed(const std::string& line) { return absl::FailedPreconditionError(line); }

// Flushes a file or a folder.
absl::Status Sync(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && fsync(fd) == 0;
  const std::string why = std::strerror(errno);
  if (fd >= 0) close(fd);
  return done ? absl::OkStatus() : Failed("cannot flush " + path + ": " + why);
}

// That the copy is a whole database of this service, by SQLite's own check and the ledger's.
absl::StatusOr<Backup> Check(const Definition& definition, const std::string& path) {
  db::Options options;
  options.url = "sqlite:" + path;
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<db::Connection> connection,
                          db::Connection::Open(options, db::Connection::Role::kWriter));
  TIENDO_ASSIGN_OR_RETURN(auto verdict,
                          connection->QueryRow<std::string>("PRAGMA integrity_check(1)"));
  if (verdict != std::tuple<std::string>("ok")) {
    return Failed("the copy is damaged, and so may be the database: " + std::get<0>(*verdict));
  }
  TIENDO_RETURN_IF_ERROR(ledger::VerifyChain(*connection, definition.schema));
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head,
                          ledger::Reader(*connection, definition.schema).ReadHead());
  return Backup{head.database_id, head.revision};
}

absl::StatusOr<Backup> CopyAndCheck(const Definition& definition, const Settings& settings,
                                    const std::string& partial) {
  TIENDO_RETURN_IF_ERROR(db::CopySqlite(settings.database, partial));
  TIENDO_ASSIGN_OR_RETURN(Backup backup, Check(definition, partial));
  TIENDO_RETURN_IF_ERROR(Sync(partial));
  return backup;
}

}  // namespace

absl::Status Migrate(const Definition& definition, const Settings& settings) {
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<db::Database> database,
                          db::Database::Open(DatabaseOptions(definition, settings)));
  return db::Migrate(*database, definition.migrations);
}

absl::StatusOr<Backup> BackUp(const Definition& definition, const Settings& settings) {
  if (settings.backup_file.empty()) return Failed("backup needs the setting backup-file");
  const std::string path = std::filesystem::absolute(settings.backup_file).string();
  if (std::filesystem::exists(path)) return Failed(path + " exists: name another file");
  const std::string partial = path + ".partial";
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);  // of a backup that was broken off
  absl::StatusOr<Backup> backup = CopyAndCheck(definition, settings, partial);
  if (!backup.ok()) {
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(partial + part, ignored);
    return backup;
  }
  std::error_code error;
  std::filesystem::rename(partial, path, error);
  if (error) return Failed("cannot name the copy " + path + ": " + error.message());
  TIENDO_RETURN_IF_ERROR(Sync(std::filesystem::path(path).parent_path().string()));
  return backup;
}

absl::StatusOr<std::string> RenewDatabaseId(const Definition& definition,
                                            const Settings& settings) {
  TIENDO_ASSIGN_OR_RETURN(std::unique_ptr<db::Database> database,
                          db::Database::Open(DatabaseOptions(definition, settings)));
  TIENDO_RETURN_IF_ERROR(
      db::CheckSchema(*database, definition.migrations, "tiendo-" + definition.name + " migrate"));
  TIENDO_ASSIGN_OR_RETURN(db::Lease writer, database->Writer());
  TIENDO_RETURN_IF_ERROR(writer->Begin());
  TIENDO_ASSIGN_OR_RETURN(std::string id, ledger::RenewDatabaseId(*writer));
  TIENDO_RETURN_IF_ERROR(writer->Commit());
  return id;
}

}  // namespace tiendo::host
