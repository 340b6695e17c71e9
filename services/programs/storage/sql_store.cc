#include "services/programs/storage/sql_store.h"

#include <string>
#include <string_view>
#include <utility>

#include "common/ledger/sql_repository.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

enum : size_t { kCategories, kPrograms, kItems, kEvents };

// As filters spell them: the enum values of programs.proto without prefix.
const char* Name(CategoryKind kind) {
  switch (kind) {
    case CategoryKind::kItem:
      return "ITEM";
    case CategoryKind::kTarget:
      return "TARGET";
    case CategoryKind::kDuty:
      return "DUTY";
    case CategoryKind::kScheme:
      return "SCHEME";
  }
  return "";
}

std::vector<db::Param> CategoryColumns(const Category& c) { return {Name(c.kind)}; }

std::vector<db::Param> ProgramColumns(const Program& p) {
  return {p.category, p.owner, programs::Name(p.state)};
}

std::optional<std::string> Iso(const std::optional<Day>& day) {
  return day ? std::optional(calendar::FormatIso(*day)) : std::nullopt;
}

std::optional<std::string> If(bool secret, const std::string& text) {
  return secret ? std::optional(text) : std::nullopt;
}

std::vector<db::Param> ItemColumns(const Item& i) {
  return {programs::Name(i.state), Iso(i.due_date), i.secret ? 1 : 0, If(i.secret, i.title),
          If(i.secret, i.product)};
}

std::vector<db::Param> EventColumns(const ItemEvent& e) {
  return {e.secret ? 1 : 0, If(e.secret, e.reason)};
}

absl::Status MissingColumns(const std::string& name) {
  return errors::Internal("no columns beside the body of " + name);
}

// Puts back what the masked body of an item does not say.
absl::Status Restore(ledger::Reader& reader, Item& item) {
  if (!item.secret) return absl::OkStatus();
  using Text = std::optional<std::string>;
  TIENDO_ASSIGN_OR_RETURN(auto row,
                          (reader.connection().QueryRow<Text, Text>(
                              "SELECT secret_title, secret_product FROM items WHERE name = :n AND"
                              " from_revision = :r",
                              {item.name, item.stamp.revision})));
  if (!row) return MissingColumns(item.name);
  item.title = std::get<0>(*row).value_or("");
  item.product = std::get<1>(*row).value_or("");
  return absl::OkStatus();
}

absl::Status Restore(ledger::Reader& reader, ItemEvent& event) {
  TIENDO_ASSIGN_OR_RETURN(auto row,
                          (reader.connection().QueryRow<int64_t, std::optional<std::string>>(
                              "SELECT secret, secret_reason FROM item_events WHERE name = :n AND"
                              " from_revision = :r",
                              {event.name, event.stamp.revision})));
  if (!row) return MissingColumns(event.name);
  event.secret = std::get<0>(*row) != 0;
  if (event.secret) event.reason = std::get<1>(*row).value_or("");
  return absl::OkStatus();
}

// The rows of a collection, with what stands beside their bodies.
template <typename T>
class WholeRepository final : public resource::Repository<T> {
 public:
  WholeRepository(ledger::Reader& reader, ledger::SqlRepository<T> rows)
      : reader_(reader), rows_(std::move(rows)) {}

  absl::StatusOr<std::optional<T>> Get(std::string_view name) override {
    TIENDO_ASSIGN_OR_RETURN(std::optional<T> value, rows_.Get(name));
    if (value) TIENDO_RETURN_IF_ERROR(Restore(reader_, *value));
    return value;
  }

  absl::StatusOr<std::vector<T>> List(std::string_view prefix, std::string_view after,
                                      int limit) override {
    TIENDO_ASSIGN_OR_RETURN(std::vector<T> values, rows_.List(prefix, after, limit));
    for (T& value : values) TIENDO_RETURN_IF_ERROR(Restore(reader_, value));
    return values;
  }

  absl::Status Put(T& value) override { return rows_.Put(value); }

 private:
  ledger::Reader& reader_;
  ledger::SqlRepository<T> rows_;
};

}  // namespace

ledger::Schema StorageSchema() {
  return {
      "tiendo.programs.v1.ProgramService",
      {{"categories", "categories", "categories/*", {"kind"}},
       {"programs", "programs", "programs/*", {"category", "owner", "state"}},
       {"items",
        "items",
        "programs/*/items/*",
        {"state", "due_date", "secret", "secret_title", "secret_product"}},
       {"item_events", "item_events", "programs/*/items/*/events/*", {"secret", "secret_reason"}}},
  };
}

SqlStore::SqlStore(Codecs codecs) : codecs_(std::move(codecs)), schema_(StorageSchema()) {}

std::unique_ptr<CategoryRepository> SqlStore::Categories(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Category>>(tx, schema_.collections[kCategories],
                                                           *codecs_.category, &CategoryColumns);
}

std::unique_ptr<ProgramRepository> SqlStore::Programs(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Program>>(tx, schema_.collections[kPrograms],
                                                          *codecs_.program, &ProgramColumns);
}

std::unique_ptr<ItemRepository> SqlStore::Items(ledger::Transaction& tx) const {
  return std::make_unique<WholeRepository<Item>>(
      tx,
      ledger::SqlRepository<Item>(tx, schema_.collections[kItems], *codecs_.item, &ItemColumns));
}

std::unique_ptr<EventRepository> SqlStore::Events(ledger::Transaction& tx) const {
  return std::make_unique<WholeRepository<ItemEvent>>(
      tx, ledger::SqlRepository<ItemEvent>(tx, schema_.collections[kEvents], *codecs_.event,
                                           &EventColumns));
}

std::unique_ptr<ItemRepository> SqlStore::ReadItems(ledger::Reader& reader,
                                                    std::optional<int64_t> at) const {
  return std::make_unique<WholeRepository<Item>>(
      reader, ledger::SqlRepository<Item>(reader, schema_.collections[kItems], *codecs_.item, at));
}

}  // namespace tiendo::programs
