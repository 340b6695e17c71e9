// Structured logging: one line per event, as JSON or key=value, on stderr.
//
//   log->Info("server started", {{"port", 50051}});
//
// A logger is made once in main and passed as shared_ptr; there is no global one. Never log a
// secret, a token or a document's title.
#ifndef TIENDO_COMMON_LOG_LOG_H_
#define TIENDO_COMMON_LOG_LOG_H_

#include <concepts>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"

namespace tiendo::log {

enum class Level { kDebug, kInfo, kWarning, kError };
enum class Format { kJson, kKeyValue };

// "debug", "info", "warning", "error"; "json", "kv": as settings and lines spell them. The parsers
// answer nullopt for anything else.
std::string_view Name(Level level);
std::optional<Level> ParseLevel(std::string_view text);
std::optional<Format> ParseFormat(std::string_view text);

// A key (snake_case) and its value. Numbers and booleans stay such in JSON. Text that is not UTF-8
// is repaired with U+FFFD.
struct Field {
  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(v) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Field(std::string_view k, T v)
      : key(k), value(std::to_string(v)), text(false) {}
  template <std::same_as<bool> T>
  Field(std::string_view k, T v) : key(k), value(v ? "true" : "false"), text(false) {}

  std::string key;
  std::string value;
  bool text = true;
};
using Fields = std::vector<Field>;

// Thread-safe. No call throws or fails: a line that cannot be written is lost.
class Logger {
 public:
  virtual ~Logger() = default;

  void Debug(std::string_view message, const Fields& fields = {}) const noexcept {
    if (Enabled(Level::kDebug)) Write(Level::kDebug, message, fields);
  }
  void Info(std::string_view message, const Fields& fields = {}) const noexcept {
    if (Enabled(Level::kInfo)) Write(Level::kInfo, message, fields);
  }
  void Warning(std::string_view message, const Fields& fields = {}) const noexcept {
    if (Enabled(Level::kWarning)) Write(Level::kWarning, message, fields);
  }
  void Error(std::string_view message, const Fields& fields = {}) const noexcept {
    if (Enabled(Level::kError)) Write(Level::kError, message, fields);
  }

  // False when lines of `level` are dropped: ask before building costly fields.
  virtual bool Enabled(Level level) const noexcept = 0;
  // Writes one line whatever its level.
  virtual void Write(Level level, std::string_view message,
                     const Fields& fields) const noexcept = 0;
};

struct Options {
  Level level = Level::kInfo;
  Format format = Format::kJson;
};

// Writes to stderr, or to `out` (a test's stream, which outlives the logger). Null `clock` is the
// system's.
std::shared_ptr<Logger> CreateLogger(const Options& options,
                                     std::shared_ptr<const Clock> clock = {},
                                     std::ostream* out = nullptr);

// Drops everything.
std::shared_ptr<Logger> NullLogger();

// `base` with `fields` before those of every line, e.g. the request id and trace id of a call.
std::shared_ptr<Logger> With(std::shared_ptr<Logger> base, Fields fields);

}  // namespace tiendo::log

#endif  // TIENDO_COMMON_LOG_LOG_H_
