#include "services/programs/storage/sql_store.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "common/ledger/sql_repository.h"
#include "services/programs/domain/states.h"
#include "services/programs/domain/target_states.h"
#include "services/programs/storage/columns.h"

namespace tiendo::programs {
namespace {

enum : size_t {
  kCategories,
  kPrograms,
  kItems,
  kEvents,
  kTags,
  kPeriods,
  kTargets,
  kTargetEvents,
  kTargetReports,
};

using Text = std::optional<std::string>;

Text If(bool secret, const std::string& text) {
  return secret ? std::optional(text) : std::nullopt;
}

template <typename T>
std::optional<db::Bytes> Hidden(bool secret, const HiddenCodec<T>& codec, const T& value) {
  if (!secret) return std::nullopt;
  return db::Bytes{codec.Encode(value)};
}

// How a resource stands in the columns beside its body, and what reads them back: for each version
// its name and revision, whether it is secret, two texts and the octets of its HiddenCodec.
template <typename T>
struct Beside;

template <>
struct Beside<Item> {
  static constexpr std::string_view kSelect =
      "SELECT name, from_revision, secret, secret_title, secret_product, hidden FROM items";
  static std::vector<db::Param> Columns(const Item& i, const HiddenCodec<Item>& codec) {
    return {programs::Name(i.state), DateKey(i.due_date),     i.secret ? 1 : 0,
            If(i.secret, i.title),   If(i.secret, i.product), Hidden(i.secret, codec, i)};
  }
  // The body tells that nothing is hidden.
  static bool Open(const Item& item) { return !item.secret; }
  static void Restore(const Text& title, const Text& product, Item& item) {
    item.title = title.value_or("");
    item.product = product.value_or("");
  }
};

std::vector<db::Param> TargetColumns(const Target& t) {
  return {programs::Name(t.state), programs::Name(t.direction), t.year};
}

// Entries of targets are found by their names.
template <typename Entry>
std::vector<db::Param> NoColumns(const Entry&) {
  return {};
}

template <>
struct Beside<ItemEvent> {
  static constexpr std::string_view kSelect =
      "SELECT name, from_revision, secret, secret_reason, '', hidden FROM item_events";
  static std::vector<db::Param> Columns(const ItemEvent& e, const HiddenCodec<ItemEvent>& codec) {
    return {e.secret ? 1 : 0, If(e.secret, e.reason), Hidden(e.secret, codec, e)};
  }
  static bool Open(const ItemEvent&) { return false; }
  static void Restore(const Text& reason, const Text&, ItemEvent& event) {
    event.secret = true;
    event.reason = reason.value_or("");
  }
};

// The rows of a collection, with what stands beside their bodies.
template <typename T>
class WholeRepository final : public resource::Repository<T> {
 public:
  WholeRepository(ledger::Reader& reader, ledger::SqlRepository<T> rows,
                  const HiddenCodec<T>& hidden)
      : reader_(reader), rows_(std::move(rows)), hidden_(hidden) {}

  absl::StatusOr<std::optional<T>> Get(std::string_view name) override {
    TIENDO_ASSIGN_OR_RETURN(std::optional<T> value, rows_.Get(name));
    if (value) TIENDO_RETURN_IF_ERROR(Restore(std::span(&*value, 1)));
    return value;
  }

  absl::StatusOr<std::vector<T>> List(std::string_view prefix, std::string_view after,
                                      int limit) override {
    TIENDO_ASSIGN_OR_RETURN(std::vector<T> values, rows_.List(prefix, after, limit));
    TIENDO_RETURN_IF_ERROR(Restore(values));
    return values;
  }

  absl::Status Put(T& value) override { return rows_.Put(value); }

 private:
  // Puts back what masked bodies do not say; `values` are in the order of their names.
  absl::Status Restore(std::span<T> values) {
    if (std::ranges::all_of(values, &Beside<T>::Open)) return absl::OkStatus();
    const std::string sql =
        std::string(Beside<T>::kSelect) + " WHERE name >= :first AND name <= :last";
    TIENDO_ASSIGN_OR_RETURN(
        auto rows,
        (reader_.connection()
             .template Query<std::string, int64_t, int64_t, Text, Text, std::optional<db::Bytes>>(
                 sql, {values.front().name, values.back().name})));
    for (auto& [name, revision, secret, first, second, hidden] : rows) {
      auto value = std::ranges::lower_bound(values, name, {}, &T::name);
      if (value == values.end() || value->name != name || value->stamp.revision != revision ||
          secret == 0) {
        continue;
      }
      Beside<T>::Restore(first, second, *value);
      // Absent in what was written before there was anything to put into it.
      if (hidden) TIENDO_RETURN_IF_ERROR(hidden_.Reveal(hidden->value, *value));
    }
    return absl::OkStatus();
  }

  ledger::Reader& reader_;
  ledger::SqlRepository<T> rows_;
  const HiddenCodec<T>& hidden_;
};

}  // namespace

ledger::Schema StorageSchema() {
  return {
      "tiendo.programs.v1.ProgramService",
      {{"categories", "categories", "categories/*", {"kind", "retired", "place"}},
       {"programs",
        "programs",
        "programs/*",
        {"category", "owner", "state"},
        ledger::KeyTable{"program_keys", {}}},
       {"items",
        "items",
        "programs/*/items/*",
        {"state", "due_date", "secret", "secret_title", "secret_product", "hidden",
         // ItemPlaces, always the last.
         "program", "category", "owner", "baseline_due_date", "ordinal"},
        ledger::KeyTable{"item_keys", {"due_date"}}},
       {"item_events",
        "item_events",
        "programs/*/items/*/events/*",
        {"secret", "secret_reason", "hidden"}},
       {"tags", "tags", "tags/*", {"kind", "retired", "place"}},
       {"periods",
        "periods",
        "periods/*",
        {"kind", "start_date", "end_date", "cut_off_date", "retired"}},
       {"targets", "targets", "programs/*/targets/*", {"state", "direction", "year"}},
       {"target_events", "target_events", "programs/*/targets/*/events/*", {}},
       {"target_reports", "target_reports", "programs/*/targets/*/reports/*", {}},
       {"duties", "duties", "programs/*/duties/*", {"state", "cadence"}},
       {"assignments",
        "assignments",
        "programs/*/duties/*/assignments/*",
        {"duty", "unit", "period", "state", "deadline"}},
       {"assignment_events",
        "assignment_events",
        "programs/*/duties/*/assignments/*/events/*",
        {"voided"}}},
  };
}

SqlStore::SqlStore(Codecs codecs) : codecs_(std::move(codecs)), schema_(StorageSchema()) {}

std::unique_ptr<CategoryRepository> SqlStore::Categories(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Category>>(tx, schema_.collections[kCategories],
                                                           *codecs_.category, &CategoryColumns);
}

std::unique_ptr<ProgramRepository> SqlStore::Programs(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Program>>(
      tx, schema_.collections[kPrograms], *codecs_.program, &ProgramColumns, &ProgramKeys);
}

std::unique_ptr<TagRepository> SqlStore::Tags(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Tag>>(tx, schema_.collections[kTags], *codecs_.tag,
                                                      &TagColumns);
}

std::unique_ptr<PeriodRepository> SqlStore::Periods(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Period>>(tx, schema_.collections[kPeriods],
                                                         *codecs_.period, &PeriodColumns);
}

std::unique_ptr<ItemRepository> SqlStore::Items(ledger::Transaction& tx) const {
  const HiddenCodec<Item>& hidden = *codecs_.hidden_item;
  auto places = std::make_shared<ItemPlaces>(tx.connection());
  auto columns = [places, &hidden](const Item& item) -> absl::StatusOr<std::vector<db::Param>> {
    std::vector<db::Param> values = Beside<Item>::Columns(item, hidden);
    TIENDO_RETURN_IF_ERROR(places->Append(item, values));
    return values;
  };
  return std::make_unique<WholeRepository<Item>>(
      tx,
      ledger::SqlRepository<Item>(tx, schema_.collections[kItems], *codecs_.item,
                                  std::move(columns), &ItemKeys),
      hidden);
}

std::unique_ptr<EventRepository> SqlStore::Events(ledger::Transaction& tx) const {
  const HiddenCodec<ItemEvent>& hidden = *codecs_.hidden_event;
  return std::make_unique<WholeRepository<ItemEvent>>(
      tx,
      ledger::SqlRepository<ItemEvent>(
          tx, schema_.collections[kEvents], *codecs_.event,
          [&hidden](const ItemEvent& event) { return Beside<ItemEvent>::Columns(event, hidden); }),
      hidden);
}

std::unique_ptr<TargetRepository> SqlStore::Targets(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Target>>(tx, schema_.collections[kTargets],
                                                         *codecs_.target, &TargetColumns);
}

std::unique_ptr<TargetEventRepository> SqlStore::TargetEvents(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<TargetEvent>>(
      tx, schema_.collections[kTargetEvents], *codecs_.target_event, &NoColumns<TargetEvent>);
}

std::unique_ptr<TargetReportRepository> SqlStore::TargetReports(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<TargetReport>>(
      tx, schema_.collections[kTargetReports], *codecs_.target_report, &NoColumns<TargetReport>);
}

std::unique_ptr<ItemRepository> SqlStore::ReadItems(ledger::Reader& reader,
                                                    std::optional<int64_t> at) const {
  return std::make_unique<WholeRepository<Item>>(
      reader, ledger::SqlRepository<Item>(reader, schema_.collections[kItems], *codecs_.item, at),
      *codecs_.hidden_item);
}

}  // namespace tiendo::programs
