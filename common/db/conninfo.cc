#include "common/db/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <memory>

#include "common/errors/error.h"

namespace tiendo::db {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgres = "postgresql:";

// libpq's quoting of a value in a connection string.
std::string Quote(std::string_view value) {
  std::string quoted = "'";
  for (char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

bool IsIdentifier(std::string_view name) {
  return !name.empty() && name.size() <= 63 && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// The URL without its password, for messages: libpq's texts do not quote it either.
absl::Status BadUrl(std::string_view why) {
  return absl::InvalidArgumentError("database URL: " + std::string(why) +
                                    "; expected sqlite:/path/file.db, "
                                    "postgresql://user@host:port/dbname or postgresql:host=...");
}

// Session settings, as libpq passes them to the server at start-up (no round trip of their own).
std::string SessionOptions(const Options& o, bool read_only) {
  auto ms = [](std::chrono::milliseconds d) { return std::to_string(d.count()); };
  std::string s = " -c statement_timeout=" + ms(o.statement_timeout) +
                  " -c lock_timeout=" + ms(o.lock_timeout) +
                  " -c idle_in_transaction_session_timeout=" + ms(o.idle_in_transaction_timeout) +
                  " -c bytea_output=hex";
  if (!o.schema.empty()) s += " -c search_path=" + o.schema;
  if (read_only) s += " -c default_transaction_read_only=on";
  return s;
}

}  // namespace

absl::StatusOr<Engine> EngineOf(std::string_view url) {
  if (url.starts_with(kSqlite)) {
    std::string path = SqlitePath(url);
    // The characters that SOCI's connection string cannot carry.
    if (path.empty() || path.find_first_of("\"\n") != std::string::npos) {
      return BadUrl("sqlite: needs a path without quotes");
    }
    return Engine::kSqlite;
  }
  if (url.starts_with(kPostgres) || url.starts_with("postgres://")) return Engine::kPostgres;
  return BadUrl("unknown scheme");
}

std::string SqlitePath(std::string_view url) {
  url.remove_prefix(kSqlite.size());
  if (url.starts_with("///")) url.remove_prefix(2);
  return std::string(url);
}

absl::StatusOr<std::string> PostgresConninfo(const Options& options, bool read_only) {
  if (!options.schema.empty() && !IsIdentifier(options.schema)) {
    return absl::InvalidArgumentError("database schema \"" + options.schema +
                                      "\": use lower case letters, digits and '_'");
  }
  std::string url = options.url;
  if (url.starts_with(kPostgres) && !url.starts_with("postgresql://")) {
    url.erase(0, kPostgres.size());
  }
  char* why = nullptr;
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(url.c_str(), &why), &PQconninfoFree);
  if (parsed == nullptr) {
    std::string text = why == nullptr ? "cannot be read" : why;
    PQfreemem(why);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return BadUrl(text);
  }
  std::map<std::string, std::string> settings;
  for (const PQconninfoOption* o = parsed.get(); o->keyword != nullptr; ++o) {
    if (o->val != nullptr) settings[o->keyword] = o->val;
  }
  // What the URL says about the connection itself wins; the session's limits are ours.
  auto add = [&settings](const char* key, std::string value) {
    settings.try_emplace(key, std::move(value));
  };
  auto seconds = [](std::chrono::milliseconds d) {
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(d).count());
  };
  if (!options.password.empty()) settings["password"] = options.password;
  add("application_name", options.application_name);
  add("client_encoding", "UTF8");
  add("connect_timeout", seconds(options.connect_timeout));
  add("keepalives", options.keepalive_idle.count() > 0 ? "1" : "0");
  add("keepalives_idle", seconds(options.keepalive_idle));
  add("keepalives_interval", seconds(options.keepalive_interval));
  add("keepalives_count", std::to_string(options.keepalive_count));
  add("tcp_user_timeout", std::to_string(options.tcp_user_timeout.count()));
  settings["options"] += SessionOptions(options, read_only);

  std::string conninfo;
  for (const auto& [key, value] : settings) conninfo += key + "=" + Quote(value) + " ";
  return conninfo;
}

}  // namespace tiendo::db
