#include "common/log/format.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "absl/strings/str_format.h"

namespace tiendo::log {
namespace {

std::string Quoted(std::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool IsPlain(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=';
  });
}

std::string PlainOrQuoted(std::string_view text) {
  return IsPlain(text) ? std::string(text) : Quoted(text);
}

}  // namespace

std::string FormatTime(Instant t) {
  auto day = std::chrono::floor<std::chrono::days>(t);
  std::chrono::year_month_day date{day};
  std::chrono::hh_mm_ss time{t - day};
  return absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                         time.hours().count(), time.minutes().count(), time.seconds().count(),
                         time.subseconds().count());
}

std::string JsonLine(Instant t, Level level, std::string_view message, const Fields& fields) {
  std::string line = "{\"time\":\"" + FormatTime(t) + "\",\"level\":\"";
  line += Name(level);
  line += "\",\"message\":" + Quoted(message);
  for (const Field& f : fields) {
    line += ',' + Quoted(f.key) + ':' + (f.text ? Quoted(f.value) : f.value);
  }
  return line + '}';
}

std::string KeyValueLine(Instant t, Level level, std::string_view message, const Fields& fields) {
  std::string line = "time=" + FormatTime(t) + " level=";
  line += Name(level);
  line += " message=" + Quoted(message);
  for (const Field& f : fields) line += ' ' + PlainOrQuoted(f.key) + '=' + PlainOrQuoted(f.value);
  return line;
}

}  // namespace tiendo::log
