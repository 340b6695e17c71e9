#include "common/db/statement.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <charconv>
#include <utility>

#include "common/errors/error.h"

namespace tiendo::db {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

// PostgreSQL's hex format of bytea.
void EncodeHex(std::string_view octets, std::string* out) {
  out->assign("\\x");
  out->reserve(2 + octets.size() * 2);
  for (char c : octets) {
    auto u = static_cast<unsigned char>(c);
    out->push_back(kHexDigits[u >> 4]);
    out->push_back(kHexDigits[u & 15]);
  }
}

int Nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

absl::StatusOr<Value> DecodeHex(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) {
    return errors::Internal("a column read as bytes is not bytea");
  }
  text.remove_prefix(2);
  Bytes bytes;
  bytes.value.resize(text.size() / 2);
  for (size_t i = 0; i < bytes.value.size(); ++i) {
    int high = Nibble(text[2 * i]);
    int low = Nibble(text[2 * i + 1]);
    if (high < 0 || low < 0) return errors::Internal("a column read as bytes is not bytea");
    bytes.value[i] = static_cast<char>(high * 16 + low);
  }
  return Value(std::move(bytes));
}

absl::StatusOr<Value> DecodeInt(std::string_view text) {
  // A condition in a select list is 1 or 0 on SQLite.
  if (text == "t") return Value(int64_t{1});
  if (text == "f") return Value(int64_t{0});
  int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return errors::Internal("a column read as an integer is none");
  }
  return Value(number);
}

}  // namespace

Statement::Statement(soci::session& session, Engine engine, const std::string& sql,
                     std::span<const Param> params, std::span<const Column> columns)
    : session_(session),
      engine_(engine),
      columns_(columns.begin(), columns.end()),
      params_(params.size()),
      row_(columns.size()),
      statement_(session) {
  Bind(params);
  Define();
  statement_.alloc();
  statement_.prepare(sql);
  statement_.define_and_bind();
}

void Statement::Bind(std::span<const Param> params) {
  for (size_t i = 0; i < params.size(); ++i) {
    Slot& slot = params_[i];
    const Value& value = params[i].value();
    if (engine_ == Engine::kSqlite && std::holds_alternative<int64_t>(value)) {
      statement_.exchange(soci::use(slot.number, slot.indicator));
    } else if (engine_ == Engine::kSqlite && std::holds_alternative<Bytes>(value)) {
      slot.blob = std::make_unique<soci::blob>(session_);
      statement_.exchange(soci::use(*slot.blob, slot.indicator));
    } else {
      statement_.exchange(soci::use(slot.text, slot.indicator));
    }
  }
}

void Statement::Define() {
  for (size_t i = 0; i < columns_.size(); ++i) {
    Slot& slot = row_[i];
    if (engine_ == Engine::kSqlite && columns_[i].kind == ColumnKind::kInt) {
      statement_.exchange(soci::into(slot.number, slot.indicator));
    } else if (engine_ == Engine::kSqlite && columns_[i].kind == ColumnKind::kBytes) {
      slot.blob = std::make_unique<soci::blob>(session_);
      statement_.exchange(soci::into(*slot.blob, slot.indicator));
    } else {
      statement_.exchange(soci::into(slot.text, slot.indicator));
    }
  }
}

// SQLite would take NULL for a placeholder without a value.
absl::Status Statement::CheckPlaceholders(size_t given) const {
  auto* backend = const_cast<soci::statement&>(statement_).get_backend();
  size_t expected = 0;
  if (engine_ == Engine::kSqlite) {
    auto* sqlite = static_cast<soci::sqlite3_statement_backend*>(backend);
    expected = static_cast<size_t>(sqlite_api::sqlite3_bind_parameter_count(sqlite->stmt_));
  } else {
    expected = static_cast<soci::postgresql_statement_backend*>(backend)->names_.size();
  }
  if (expected == given) return absl::OkStatus();
  return errors::Internal("statement has " + std::to_string(expected) + " placeholders, got " +
                          std::to_string(given) + " values");
}

absl::Status Statement::SetParam(Slot& slot, const Value& value) {
  slot.indicator = soci::i_ok;
  if (std::holds_alternative<std::nullptr_t>(value)) {
    slot.indicator = soci::i_null;
  } else if (const auto* number = std::get_if<int64_t>(&value)) {
    slot.number = *number;
    if (engine_ == Engine::kPostgres) slot.text = std::to_string(*number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    if (text->find('\0') != std::string::npos) {
      return errors::Internal("text with a NUL cannot be stored");
    }
    slot.text = *text;
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    if (engine_ == Engine::kPostgres) {
      EncodeHex(bytes->value, &slot.text);
    } else {
      slot.blob->trim(0);
      // Leaves an allocated buffer of no length: without one SOCI binds NULL for empty octets.
      slot.blob->append(bytes->value.data(), bytes->value.size());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Value> Statement::GetColumn(Slot& slot, const Column& column) {
  if (slot.indicator == soci::i_null) {
    if (!column.nullable) return errors::Internal("NULL in a column that is read as never NULL");
    return Value(nullptr);
  }
  if (column.kind == ColumnKind::kText) return Value(std::move(slot.text));
  if (engine_ == Engine::kPostgres) {
    return column.kind == ColumnKind::kInt ? DecodeInt(slot.text) : DecodeHex(slot.text);
  }
  if (column.kind == ColumnKind::kInt) return Value(static_cast<int64_t>(slot.number));
  Bytes bytes;
  bytes.value.resize(slot.blob->get_len());
  if (!bytes.value.empty()) slot.blob->read(0, bytes.value.data(), bytes.value.size());
  return Value(std::move(bytes));
}

absl::StatusOr<int64_t> Statement::Run(std::span<const Param> params,
                                       const Connection::RowFunction& on_row) {
  if (absl::Status s = CheckPlaceholders(params.size()); !s.ok()) return s;
  for (size_t i = 0; i < params.size(); ++i) {
    if (absl::Status s = SetParam(params_[i], params[i].value()); !s.ok()) return s;
  }
  bool got = statement_.execute(true);
  if (columns_.empty()) return statement_.get_affected_rows();
  std::vector<Value> values(columns_.size());
  for (; got; got = statement_.fetch()) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      absl::StatusOr<Value> value = GetColumn(row_[i], columns_[i]);
      if (!value.ok()) return std::move(value).status();
      values[i] = *std::move(value);
    }
    on_row(values);
  }
  return 0;
}

void Statement::Abandon() {
  if (engine_ != Engine::kPostgres) return;
  static_cast<soci::postgresql_statement_backend*>(statement_.get_backend())
      ->statementName_.clear();
}

StatementCache::StatementCache(soci::session& session, Engine engine, size_t capacity)
    : session_(session), engine_(engine), capacity_(capacity) {}

StatementCache::~StatementCache() {
  for (Entry& entry : entries_) entry.statement->Abandon();
  for (std::unique_ptr<Statement>& statement : failed_) statement->Abandon();
}

std::string StatementCache::Key(std::string_view sql, std::span<const Param> params,
                                std::span<const Column> columns) const {
  std::string key(sql);
  key += '\0';
  // What Bind() and Define() depend on.
  for (const Param& p : params) {
    key += engine_ == Engine::kSqlite ? static_cast<char>('0' + p.value().index()) : '.';
  }
  for (const Column& c : columns) {
    key += static_cast<char>('a' + static_cast<int>(c.kind) * 2 + (c.nullable ? 1 : 0));
  }
  return key;
}

StatementCache::Entries::iterator StatementCache::Find(std::string_view sql,
                                                       std::span<const Param> params,
                                                       std::span<const Column> columns) {
  std::string key = Key(sql, params, columns);
  if (auto found = by_key_.find(key); found != by_key_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return entries_.begin();
  }
  while (!entries_.empty() && entries_.size() >= capacity_) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  auto statement =
      std::make_unique<Statement>(session_, engine_, std::string(sql), params, columns);
  entries_.push_front({key, std::move(statement)});
  by_key_[std::move(key)] = entries_.begin();
  return entries_.begin();
}

void StatementCache::Retire(Entries::iterator entry) {
  failed_.push_back(std::move(entry->statement));
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

absl::StatusOr<int64_t> StatementCache::Run(std::string_view sql, std::span<const Param> params,
                                            std::span<const Column> columns,
                                            const Connection::RowFunction& on_row) {
  Entries::iterator entry = Find(sql, params, columns);
  try {
    absl::StatusOr<int64_t> result = entry->statement->Run(params, on_row);
    if (!result.ok()) Retire(entry);
    return result;
  } catch (...) {
    Retire(entry);
    throw;
  }
}

}  // namespace tiendo::db
