#include "services/programs/api/return_reasons.h"

#include <algorithm>
#include <set>

#include "common/api/fields.h"

namespace tiendo::programs {
namespace {

constexpr size_t kMaxReasons = 50;
constexpr size_t kMaxCode = 63;

bool ValidCode(std::string_view code) {
  return !code.empty() && code.size() <= kMaxCode && code.front() >= 'A' && code.front() <= 'Z' &&
         std::ranges::all_of(code, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

absl::StatusOr<std::vector<ReturnReason>> ParseReturnReasons(std::string_view text) {
  std::vector<ReturnReason> out;
  std::set<std::string> seen;
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    const std::string_view part = Trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    const size_t equals = std::min(part.find('='), part.size());
    const std::string code(Trimmed(part.substr(0, equals)));
    const std::string name(Trimmed(part.substr(std::min(equals + 1, part.size()))));
    if (!ValidCode(code) || name.empty() || !seen.insert(code).second) {
      return errors::InvalidField(
          "return-reasons",
          "\"" + std::string(part) + "\" must be CODE=name, the code of A-Z, 0-9 and _, once");
    }
    out.push_back({code, name});
  }
  if (out.empty() || out.size() > kMaxReasons) {
    return errors::InvalidField("return-reasons", "give 1 to 50 codes");
  }
  return out;
}

std::vector<ReturnReason> ParseReturnReasons(const std::string& path, const v1::Duty& message,
                                             const std::vector<ReturnReason>& otherwise,
                                             errors::Violations& violations) {
  if (message.return_reasons().empty()) return otherwise;
  if (static_cast<size_t>(message.return_reasons_size()) > kMaxReasons) {
    violations.Add(path, "at most 50 codes are allowed");
  }
  std::vector<ReturnReason> out;
  std::set<std::string> seen;
  for (int i = 0; i < message.return_reasons_size(); ++i) {
    const v1::Duty::ReturnReason& m = message.return_reasons(i);
    const std::string at = errors::At(path, i);
    if (!ValidCode(m.code())) {
      violations.Add(at + ".code", "must be A-Z, 0-9 and _, e.g. THIEU_HO_SO");
    } else if (!seen.insert(m.code()).second) {
      violations.Add(at + ".code", m.code() + " appears twice");
    }
    out.push_back({m.code(), api::Text(at + ".display_name", m.display_name(),
                                       api::Presence::kRequired, 256, violations)});
  }
  return out;
}

}  // namespace tiendo::programs
