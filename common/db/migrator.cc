#include "common/db/migrator.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::db {
namespace {

// Any number will do, as long as no other program uses it in the same database.
constexpr char kAdvisoryLock[] =
    "pg_advisory_lock(1953064815, hashtext(coalesce(current_schema(), '')))";
constexpr char kAdvisoryUnlock[] =
    "pg_advisory_unlock(1953064815, hashtext(coalesce(current_schema(), '')))";

constexpr char kVersionTable[] =
    "CREATE TABLE schema_version (version {{int}} PRIMARY KEY, name {{text}} NOT NULL, "
    "oldest_server {{int}} NOT NULL, applied_at {{int}} NOT NULL)";

constexpr std::string_view kOldestServer = "-- oldest-server:";

void ReplaceAll(std::string* s, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = s->find(from, at)) != std::string::npos; at += to.size()) {
    s->replace(at, from.size(), to);
  }
}

absl::Status Mismatch(const std::string& message, const std::string& found,
                      const std::string& expected) {
  return errors::Make(absl::StatusCode::kFailedPrecondition, errors::reasons::kSchemaMismatch,
                      message, {{"found", found}, {"expected", expected}});
}

// Digits after the marker line, if the step has one.
std::optional<int64_t> OldestServer(std::string_view sql) {
  size_t at = sql.find(kOldestServer);
  if (at == std::string_view::npos) return std::nullopt;
  int64_t version = 0;
  for (char c : sql.substr(at + kOldestServer.size())) {
    if (c == ' ' && version == 0) continue;
    if (c < '0' || c > '9') break;
    version = version * 10 + (c - '0');
  }
  return version;
}

absl::StatusOr<std::vector<std::string>> TableNames(Connection& c) {
  const char* sql = c.engine() == Engine::kSqlite
                        ? "SELECT name FROM sqlite_master WHERE type = 'table' "
                          "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
                        : "SELECT tablename::text FROM pg_tables "
                          "WHERE schemaname = current_schema() ORDER BY tablename";
  TIENDO_ASSIGN_OR_RETURN(auto rows, c.Query<std::string>(sql));
  std::vector<std::string> names;
  for (auto& [name] : rows) names.push_back(std::move(name));
  return names;
}

struct Applied {
  int64_t version = 0;
  std::string name;
  int64_t oldest_server = 0;
};

struct State {
  bool has_version_table = false;
  std::vector<Applied> applied;  // by version
  std::vector<std::string> tables;

  int64_t version() const { return applied.empty() ? 0 : applied.back().version; }
};

absl::StatusOr<State> ReadState(Connection& c) {
  State state;
  TIENDO_ASSIGN_OR_RETURN(state.tables, TableNames(c));
  state.has_version_table =
      std::find(state.tables.begin(), state.tables.end(), "schema_version") != state.tables.end();
  if (!state.has_version_table) return state;
  TIENDO_ASSIGN_OR_RETURN(
      auto rows, (c.Query<int64_t, std::string, int64_t>(
                     "SELECT version, name, oldest_server FROM schema_version ORDER BY version")));
  for (auto& [version, name, oldest] : rows) {
    state.applied.push_back({version, std::move(name), oldest});
  }
  return state;
}

// Whether what is there is the beginning of `migrations` (or they of it).
absl::Status CheckOurs(const State& state, const std::vector<Migration>& migrations) {
  std::string expected = "version " + std::to_string(migrations.size());
  if (!state.has_version_table && !state.tables.empty()) {
    return Mismatch("the database is not empty and not ours: it holds the table \"" +
                        state.tables.front() + "\" but no schema_version; give an empty database",
                    "foreign schema", expected);
  }
  for (size_t i = 0; i < std::min(state.applied.size(), migrations.size()); ++i) {
    const Applied& found = state.applied[i];
    if (found.version == migrations[i].version && found.name == migrations[i].name) continue;
    return Mismatch("the database belongs to another program: its schema step " +
                        std::to_string(found.version) + " is \"" + found.name + "\", ours is \"" +
                        migrations[i].name + "\"; check the database URL",
                    found.name, migrations[i].name);
  }
  return absl::OkStatus();
}

absl::Status CheckList(const std::vector<Migration>& migrations) {
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].version == static_cast<int>(i) + 1) continue;
    return errors::Internal("migrations must count from 1 without gaps: \"" + migrations[i].name +
                            "\" has version " + std::to_string(migrations[i].version));
  }
  return absl::OkStatus();
}

// Inside a transaction: brings the schema to the next version. False when nothing is left to do.
absl::StatusOr<bool> ApplyNext(Connection& c, const std::vector<Migration>& migrations) {
  TIENDO_ASSIGN_OR_RETURN(State state, ReadState(c));
  TIENDO_RETURN_IF_ERROR(CheckOurs(state, migrations));
  if (!state.has_version_table) {
    TIENDO_RETURN_IF_ERROR(c.ExecuteScript(ExpandTokens(kVersionTable, c.engine())));
  }
  auto done = static_cast<size_t>(state.version());
  if (done >= migrations.size()) return false;
  const Migration& next = migrations[done];
  TIENDO_RETURN_IF_ERROR(c.ExecuteScript(ExpandTokens(next.sql, c.engine())));
  if (next.code) TIENDO_RETURN_IF_ERROR(next.code(c));
  int64_t inherited = state.applied.empty() ? 1 : state.applied.back().oldest_server;
  int64_t oldest = std::max(inherited, OldestServer(next.sql).value_or(inherited));
  TIENDO_RETURN_IF_ERROR(
      c.Execute("INSERT INTO schema_version (version, name, oldest_server, applied_at) "
                "VALUES (:version, :name, :oldest, :at)",
                {next.version, next.name, oldest, ToMicros(SystemClock().Now())})
          .status());
  return true;
}

absl::Status ApplyAll(Connection& c, const std::vector<Migration>& migrations) {
  while (true) {
    // On SQLite this is the lock; on PostgreSQL the advisory lock is held around all steps.
    TIENDO_RETURN_IF_ERROR(c.Begin());
    absl::StatusOr<bool> more = ApplyNext(c, migrations);
    if (!more.ok()) {
      c.Rollback().IgnoreError();
      return std::move(more).status();
    }
    TIENDO_RETURN_IF_ERROR(c.Commit());
    if (!*more) return absl::OkStatus();
  }
}

}  // namespace

std::string ExpandTokens(std::string_view sql, Engine engine) {
  bool sqlite = engine == Engine::kSqlite;
  std::string expanded(sql);
  ReplaceAll(&expanded, "{{int}}", sqlite ? "INTEGER" : "BIGINT");
  ReplaceAll(&expanded, "{{text}}", sqlite ? "TEXT" : "TEXT COLLATE \"C\"");
  ReplaceAll(&expanded, "{{bytes}}", sqlite ? "BLOB" : "BYTEA");
  return expanded;
}

absl::Status Migrate(Database& database, const std::vector<Migration>& migrations) {
  TIENDO_RETURN_IF_ERROR(CheckList(migrations));
  TIENDO_ASSIGN_OR_RETURN(Lease lease, database.Writer());
  Connection& c = *lease;
  if (c.engine() == Engine::kSqlite) return ApplyAll(c, migrations);

  // A step on a large table may take longer than a statement of a server, and so may waiting for
  // another migration.
  TIENDO_RETURN_IF_ERROR(c.ExecuteScript("SET statement_timeout = 0; SET lock_timeout = 0"));
  const std::string& schema = database.options().schema;
  if (!schema.empty()) {
    TIENDO_RETURN_IF_ERROR(
        c.ExecuteScript("SELECT pg_advisory_lock(1953064815); "
                        "CREATE SCHEMA IF NOT EXISTS \"" +
                        schema + "\"; SELECT pg_advisory_unlock(1953064815)"));
  }
  TIENDO_RETURN_IF_ERROR(c.ExecuteScript(std::string("SELECT ") + kAdvisoryLock));
  absl::Status status = ApplyAll(c, migrations);
  if (!c.broken()) {
    c.ExecuteScript(std::string("SELECT ") + kAdvisoryUnlock +
                    "; RESET statement_timeout; RESET lock_timeout")
        .IgnoreError();
  }
  return status;
}

absl::Status CheckSchema(Database& database, const std::vector<Migration>& migrations,
                         std::string_view migrate_command) {
  TIENDO_RETURN_IF_ERROR(CheckList(migrations));
  TIENDO_ASSIGN_OR_RETURN(Lease lease, database.Reader());
  TIENDO_RETURN_IF_ERROR(lease->BeginRead());
  TIENDO_ASSIGN_OR_RETURN(State state, ReadState(*lease));
  TIENDO_RETURN_IF_ERROR(lease->Commit());
  TIENDO_RETURN_IF_ERROR(CheckOurs(state, migrations));

  auto ours = static_cast<int64_t>(migrations.size());
  int64_t found = state.version();
  std::string versions = "the database has schema version " + std::to_string(found) +
                         ", this server needs " + std::to_string(ours);
  if (found < ours) {
    return Mismatch(versions + "; run: " + std::string(migrate_command), std::to_string(found),
                    std::to_string(ours));
  }
  if (found > ours && state.applied.back().oldest_server > ours) {
    return Mismatch(versions + " and the database admits servers from " +
                        std::to_string(state.applied.back().oldest_server) +
                        " on; install the newer server",
                    std::to_string(found), std::to_string(ours));
  }
  return absl::OkStatus();
}

}  // namespace tiendo::db
