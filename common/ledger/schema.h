// What a service keeps: its collections of resources and the tables that hold their version rows.
//
// Every resource table has the same leading columns; a service adds columns to filter and look up
// by:
//   name           {{text}} NOT NULL       resource name
//   from_revision  {{int}} NOT NULL        the revision that made this version
//   to_revision    {{int}} NOT NULL        the revision that ended it; kOpen while it is current
//   body           {{bytes}} NOT NULL      the resource: a serialised google.protobuf.Any
//   PRIMARY KEY (name, from_revision), and a unique index on (name) WHERE to_revision = kOpen
// So the state at a past revision is the same SQL with another bound.
#ifndef TIENDO_COMMON_LEDGER_SCHEMA_H_
#define TIENDO_COMMON_LEDGER_SCHEMA_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/db/migrator.h"

namespace tiendo::ledger {

// to_revision of the current version.
inline constexpr int64_t kOpen = std::numeric_limits<int64_t>::max();

// The table of the values of repeated fields, to filter by. A row says that a resource had a value
// from one revision to another, so it is written when the values change, not with every version:
//   name           {{text}} NOT NULL       resource name
//   kind           {{text}} NOT NULL       which field, e.g. "tag"
//   value          {{text}} NOT NULL
//   from_revision  {{int}} NOT NULL
//   to_revision    {{int}} NOT NULL        kOpen while the resource has the value
//   PRIMARY KEY (name, kind, value, from_revision), and an index on (kind, value, name)
struct KeyTable {
  std::string table;
  // Columns of the collection that are repeated beside each value, for lists by value in their
  // order: an index on (kind, value, <copy>, name) WHERE to_revision = kOpen serves those.
  std::vector<std::string> copies;
};

// A value of a repeated field.
struct Key {
  std::string kind;
  std::string value;
  auto operator<=>(const Key&) const = default;
};

struct Collection {
  // Name in watch filters and snapshots, e.g. "items".
  std::string id;
  // Table of its version rows.
  std::string table;
  // Shape of its names, '*' for one segment: "programs/*/items/*".
  std::string pattern;
  // Columns beyond the leading ones, in the order of Put's values.
  std::vector<std::string> columns;
  // Of repeated fields; nullopt when none can be filtered by.
  std::optional<KeyTable> keys = std::nullopt;

  bool Matches(std::string_view name) const;
};

struct Schema {
  // Full name of the service, e.g. "tiendo.units.v1.UnitService"; part of every token.
  std::string service;
  // In the order in which a snapshot reads them: what is referred to before what refers to it.
  std::vector<Collection> collections;

  // nullptr when no collection has names of that shape.
  const Collection* ForName(std::string_view name) const;
  // nullptr when there is none of that id.
  const Collection* ById(std::string_view id) const;
};

// The ledger's own tables as version 1, then `own`, a service's migrations from version 2 on. When
// the ledger's tables change, every service appends that change to its own list as its next
// version.
std::vector<db::Migration> WithLedger(std::vector<db::Migration> own);

}  // namespace tiendo::ledger

#endif  // TIENDO_COMMON_LEDGER_SCHEMA_H_
