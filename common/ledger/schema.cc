#include "common/ledger/schema.h"

namespace tiendo::ledger {
namespace {

// ledger_head has one row: it is the lock that orders the writers of several processes.
// request_ids remembers what a request became: the resources of its answer, one per line, as they
// were at `revision`.
constexpr char kLedgerSql[] = R"(
CREATE TABLE ledger_head (
  id {{int}} NOT NULL PRIMARY KEY,
  database_id {{text}} NOT NULL,
  revision {{int}} NOT NULL,
  time_us {{int}} NOT NULL,
  oldest_revision {{int}} NOT NULL,
  hash {{bytes}} NOT NULL,
  -- The chain's hash before the oldest change kept.
  oldest_hash {{bytes}} NOT NULL
);
CREATE TABLE changes (
  revision {{int}} NOT NULL,
  ordinal {{int}} NOT NULL,
  name {{text}} NOT NULL,
  previous_revision {{int}} NOT NULL,
  kind {{int}} NOT NULL,
  principal {{text}} NOT NULL,
  method {{text}} NOT NULL,
  request_id {{text}} NOT NULL,
  time_us {{int}} NOT NULL,
  after {{bytes}} NOT NULL,
  hash {{bytes}} NOT NULL,
  PRIMARY KEY (revision, ordinal)
);
CREATE INDEX changes_by_time ON changes (time_us);
CREATE TABLE request_ids (
  principal {{text}} NOT NULL,
  method {{text}} NOT NULL,
  request_id {{text}} NOT NULL,
  body_hash {{bytes}} NOT NULL,
  names {{text}} NOT NULL,
  revision {{int}} NOT NULL,
  time_us {{int}} NOT NULL,
  PRIMARY KEY (principal, method, request_id)
);
CREATE INDEX request_ids_by_time ON request_ids (time_us);
)";

}  // namespace

bool Collection::Matches(std::string_view name) const {
  std::string_view rest = pattern;
  while (true) {
    size_t p = rest.find('/');
    size_t n = name.find('/');
    std::string_view want = rest.substr(0, p);
    std::string_view have = name.substr(0, n);
    if (have.empty() || (want != "*" && want != have)) return false;
    if ((p == std::string_view::npos) != (n == std::string_view::npos)) return false;
    if (p == std::string_view::npos) return true;
    rest.remove_prefix(p + 1);
    name.remove_prefix(n + 1);
  }
}

const Collection* Schema::ForName(std::string_view name) const {
  for (const Collection& c : collections) {
    if (c.Matches(name)) return &c;
  }
  return nullptr;
}

const Collection* Schema::ById(std::string_view id) const {
  for (const Collection& c : collections) {
    if (c.id == id) return &c;
  }
  return nullptr;
}

std::vector<db::Migration> WithLedger(std::vector<db::Migration> own) {
  own.insert(own.begin(), db::Migration{1, "ledger", kLedgerSql});
  return own;
}

}  // namespace tiendo::ledger
