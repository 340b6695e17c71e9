#include "services/programs/storage/fill_indexes.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/programs/storage/columns.h"

namespace tiendo::programs {
namespace {

constexpr int kRows = 1000;

struct Version {
  std::string name;
  int64_t from = 0;
  int64_t to = 0;
  std::string body;
};

// All versions of a table, those of a name together, oldest first.
absl::Status ForEachVersion(db::Connection& connection, const std::string& table,
                            const std::function<absl::Status(const Version&)>& use) {
  std::string name;
  int64_t from = 0;
  while (true) {
    TIENDO_ASSIGN_OR_RETURN(auto rows,
                            (connection.Query<std::string, int64_t, int64_t, db::Bytes>(
                                "SELECT name, from_revision, to_revision, body FROM " + table +
                                    " WHERE (name, from_revision) > (:n, :f)"
                                    " ORDER BY name, from_revision LIMIT :l",
                                {name, from, kRows})));
    for (auto& [n, f, t, body] : rows) {
      TIENDO_RETURN_IF_ERROR(use({n, f, t, std::move(body.value)}));
      name = n;
      from = f;
    }
    if (rows.size() < static_cast<size_t>(kRows)) return absl::OkStatus();
  }
}

// Turns the values that the versions of a resource had, one after the other, into rows of a key
// table.
class KeyWriter {
 public:
  // `copy`: a column beside the values, e.g. "due_date"; empty: none.
  KeyWriter(db::Connection& connection, std::string table, std::string copy)
      : connection_(connection), table_(std::move(table)), copy_(std::move(copy)) {}

  absl::Status Next(const Version& version, const std::vector<ledger::Key>& keys,
                    const std::string& copy) {
    if (version.name != name_) {
      TIENDO_RETURN_IF_ERROR(Close(end_, {}));
      name_ = version.name;
    }
    std::map<Value, int64_t> now;
    for (const ledger::Key& key : keys) now.emplace(Value{key, copy}, version.from);
    TIENDO_RETURN_IF_ERROR(Close(version.from, now));
    open_.insert(now.begin(), now.end());  // what is open already keeps its beginning
    end_ = version.to;
    return absl::OkStatus();
  }
  absl::Status Finish() { return Close(end_, {}); }

 private:
  using Value = std::pair<ledger::Key, std::string>;

  // Writes the rows of what is not in `kept`: it was the case until `end`.
  absl::Status Close(int64_t end, const std::map<Value, int64_t>& kept) {
    for (auto it = open_.begin(); it != open_.end();) {
      if (kept.contains(it->first)) {
        ++it;
        continue;
      }
      const auto& [key, copy] = it->first;
      std::vector<db::Param> row = {name_, key.kind, key.value, it->second, end};
      std::string columns = "name, kind, value, from_revision, to_revision";
      std::string holders = ":n, :k, :v, :f, :t";
      if (!copy_.empty()) {
        columns += ", " + copy_;
        holders += ", :c";
        row.emplace_back(copy);
      }
      TIENDO_RETURN_IF_ERROR(
          connection_
              .Execute("INSERT INTO " + table_ + " (" + columns + ") VALUES (" + holders + ")", row)
              .status());
      it = open_.erase(it);
    }
    return absl::OkStatus();
  }

  db::Connection& connection_;
  const std::string table_;
  const std::string copy_;
  std::string name_;
  int64_t end_ = 0;
  std::map<Value, int64_t> open_;  // since which revision
};

absl::Status FillCategories(db::Connection& c, const resource::Codec<Category>& codec) {
  return ForEachVersion(c, "categories", [&](const Version& version) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(const Category category, codec.Decode(version.body));
    return c
        .Execute("UPDATE categories SET place = :p WHERE name = :n AND from_revision = :f",
                 {category.order, version.name, version.from})
        .status();
  });
}

absl::Status FillPrograms(db::Connection& c, const resource::Codec<Program>& codec) {
  KeyWriter keys(c, "program_keys", "");
  TIENDO_RETURN_IF_ERROR(ForEachVersion(c, "programs", [&](const Version& version) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(const Program program, codec.Decode(version.body));
    return keys.Next(version, ProgramKeys(program), "");
  }));
  return keys.Finish();
}

absl::Status FillItems(db::Connection& c, const resource::Codec<Item>& codec) {
  KeyWriter keys(c, "item_keys", "due_date");
  ItemPlaces places(c);
  TIENDO_RETURN_IF_ERROR(ForEachVersion(c, "items", [&](const Version& version) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(const Item item, codec.Decode(version.body));
    std::vector<db::Param> row;
    TIENDO_RETURN_IF_ERROR(places.Append(item, row));
    row.insert(row.end(), {version.name, version.from});
    TIENDO_RETURN_IF_ERROR(
        c.Execute("UPDATE items SET program = :p, category = :c, owner = :o,"
                  " baseline_due_date = :b, ordinal = :i WHERE name = :n AND from_revision = :f",
                  row)
            .status());
    return keys.Next(version, ItemKeys(item), DateKey(item.due_date));
  }));
  return keys.Finish();
}

}  // namespace

absl::Status FillIndexes(db::Connection& connection, const SqlStore::Codecs& codecs) {
  TIENDO_RETURN_IF_ERROR(FillCategories(connection, *codecs.category));
  TIENDO_RETURN_IF_ERROR(FillPrograms(connection, *codecs.program));
  return FillItems(connection, *codecs.item);
}

}  // namespace tiendo::programs
