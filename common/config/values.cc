#include "common/config/values.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace tiendo::config {
namespace {

absl::Status Bad(absl::string_view what) { return absl::InvalidArgumentError(what); }

// Replaces the value of every "password=" in a libpq connection string or a URL's query.
void HidePasswordKey(std::string& text) {
  constexpr std::string_view kKey = "password=";
  for (size_t at = 0; (at = text.find(kKey, at)) != std::string::npos;) {
    at += kKey.size();
    size_t end = text.find_first_of(" &", at);
    if (at < text.size() && text[at] == '\'') {
      // A quoted value ends at the first quote that is not escaped.
      for (end = at + 1; end < text.size() && text[end] != '\''; ++end) {
        if (text[end] == '\\') ++end;
      }
      end = std::min(end + 1, text.size());
    }
    text.replace(at, std::min(end, text.size()) - at, "***");
  }
}

}  // namespace

absl::StatusOr<int64_t> ParseInt(std::string_view text) {
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return Bad("is out of range");
  if (error != std::errc() || end != text.data() + text.size())
    return Bad("must be a whole number");
  return value;
}

absl::StatusOr<std::vector<int>> ParseIntSet(std::string_view text, int min, int max) {
  std::vector<int> out;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    const auto number = ParseInt(text.substr(0, comma));
    if (!number.ok() || *number < min || *number > max || comma + 1 == text.size()) {
      return Bad("must be whole numbers from " + std::to_string(min) + " to " +
                 std::to_string(max) + ", separated by commas, e.g. 15,7,3");
    }
    if (std::find(out.begin(), out.end(), *number) != out.end()) {
      return Bad(std::to_string(*number) + " is given twice");
    }
    out.push_back(static_cast<int>(*number));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  std::sort(out.begin(), out.end(), std::greater<>());
  return out;
}

absl::StatusOr<bool> ParseBool(std::string_view text) {
  for (std::string_view yes : {"true", "yes", "on", "1"}) {
    if (text == yes) return true;
  }
  for (std::string_view no : {"false", "no", "off", "0"}) {
    if (text == no) return false;
  }
  return Bad("must be true or false");
}

absl::StatusOr<std::chrono::nanoseconds> ParseDuration(std::string_view text) {
  absl::Duration d;
  if (!absl::ParseDuration(absl::string_view(text.data(), text.size()), &d)) {
    return Bad("must be a duration with a unit, e.g. 250ms, 5s or 1h30m");
  }
  if (d < absl::ZeroDuration()) return Bad("must not be negative");
  // Beyond a century it is a slip, and nanoseconds in 64 bits end soon after.
  if (d > absl::Hours(24 * 365 * 100)) return Bad("must be at most 100 years");
  return absl::ToChronoNanoseconds(d);
}

std::string FormatDuration(std::chrono::nanoseconds d) {
  return absl::FormatDuration(absl::FromChrono(d));
}

Check<std::string> NotEmpty() {
  return [](const std::string& value) -> Problem {
    if (!value.empty()) return std::nullopt;
    return "must be set";
  };
}

Check<std::string> OneOf(std::initializer_list<std::string> values) {
  return [allowed = std::vector<std::string>(values)](const std::string& value) -> Problem {
    if (std::ranges::count(allowed, value) > 0) return std::nullopt;
    std::string list;
    for (const std::string& v : allowed) list += (list.empty() ? "" : ", ") + v;
    return "must be one of " + list;
  };
}

std::string Redact(std::string_view text) {
  std::string out(text);
  HidePasswordKey(out);
  size_t scheme = out.find("://");
  if (scheme == std::string::npos) return out;
  size_t begin = scheme + 3;
  // The authority ends at the path; a password may itself hold an @.
  size_t at = out.substr(0, out.find('/', begin)).rfind('@');
  if (at == std::string::npos || at < begin) return out;
  size_t colon = out.find(':', begin);
  if (colon < at) out.replace(colon + 1, at - colon - 1, "***");
  return out;
}

}  // namespace tiendo::config
