#include "common/log/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <utility>

#include "common/log/format.h"

namespace tiendo::log {
namespace {

class SpdlogLogger final : public Logger {
 public:
  SpdlogLogger(const Options& options, std::shared_ptr<const Clock> clock, spdlog::sink_ptr sink)
      : options_(options), clock_(std::move(clock)), logger_("tiendo", std::move(sink)) {
    // The line is complete when spdlog gets it; spdlog locks, writes and flushes.
    logger_.set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
    logger_.set_level(spdlog::level::trace);
    logger_.flush_on(spdlog::level::trace);
    logger_.set_error_handler([](const std::string&) {});
  }

  bool Enabled(Level level) const noexcept override { return level >= options_.level; }

  void Write(Level level, std::string_view message, const Fields& fields) const noexcept override {
    try {
      Instant now = clock_->Now();
      std::string line = options_.format == Format::kJson
                             ? JsonLine(now, level, message, fields)
                             : KeyValueLine(now, level, message, fields);
      logger_.log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    } catch (...) {
      // Out of memory at worst: a lost line is better than a lost process.
    }
  }

 private:
  const Options options_;
  const std::shared_ptr<const Clock> clock_;
  // spdlog's own calls are thread-safe but not const.
  mutable spdlog::logger logger_;
};

class DroppingLogger final : public Logger {
 public:
  bool Enabled(Level) const noexcept override { return false; }
  void Write(Level, std::string_view, const Fields&) const noexcept override {}
};

class ContextLogger final : public Logger {
 public:
  ContextLogger(std::shared_ptr<Logger> base, Fields fields)
      : base_(std::move(base)), fields_(std::move(fields)) {}

  bool Enabled(Level level) const noexcept override { return base_->Enabled(level); }

  void Write(Level level, std::string_view message, const Fields& fields) const noexcept override {
    try {
      Fields all = fields_;
      all.insert(all.end(), fields.begin(), fields.end());
      base_->Write(level, message, all);
    } catch (...) {
      // As above.
    }
  }

 private:
  const std::shared_ptr<Logger> base_;
  const Fields fields_;
};

}  // namespace

std::string_view Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::optional<Level> ParseLevel(std::string_view text) {
  for (Level level : {Level::kDebug, Level::kInfo, Level::kWarning, Level::kError}) {
    if (text == Name(level)) return level;
  }
  return std::nullopt;
}

std::optional<Format> ParseFormat(std::string_view text) {
  if (text == "json") return Format::kJson;
  if (text == "kv") return Format::kKeyValue;
  return std::nullopt;
}

std::shared_ptr<Logger> CreateLogger(const Options& options, std::shared_ptr<const Clock> clock,
                                     std::ostream* out) {
  if (clock == nullptr) clock = std::make_shared<SystemClock>();
  spdlog::sink_ptr sink;
  if (out != nullptr) {
    sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(*out);
  } else {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  }
  return std::make_shared<SpdlogLogger>(options, std::move(clock), std::move(sink));
}

std::shared_ptr<Logger> NullLogger() { return std::make_shared<DroppingLogger>(); }

std::shared_ptr<Logger> With(std::shared_ptr<Logger> base, Fields fields) {
  return std::make_shared<ContextLogger>(std::move(base), std::move(fields));
}

}  // namespace tiendo::log
