#include "services/supervision/domain/practice.h"

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "services/supervision/domain/requirement.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

constexpr int kMaxDays = 3650;

absl::Status Wrong(const std::string& right) { return absl::InvalidArgumentError(right); }

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = text.find(separator);
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

absl::StatusOr<std::pair<std::string_view, std::string_view>> Pair(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return Wrong("\"" + std::string(text) + "\" must be NAME=VALUE");
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

template <typename Values>
std::string List(const Values& values) {
  std::string out;
  for (const auto& value : values) {
    out += (out.empty() ? "" : ", ") + std::string(Name(value));
  }
  return out;
}

template <typename T, size_t N>
absl::StatusOr<T> Find(const std::array<T, N>& values, std::string_view name) {
  for (T value : values) {
    if (Name(value) == name) return value;
  }
  return Wrong("\"" + std::string(name) + "\" must be one of " + List(values));
}

absl::Status CheckUnitKind(std::string_view kind) {
  const std::vector<std::string>& kinds = PartyKinds();
  if (absl::c_linear_search(kinds, kind)) return absl::OkStatus();
  std::string list;
  for (const std::string& k : kinds) list += (list.empty() ? "" : ", ") + k;
  return Wrong("\"" + std::string(kind) + "\" must be one of " + list);
}

}  // namespace

absl::StatusOr<std::set<std::string>> ParseUnitKinds(std::string_view text) {
  std::set<std::string> out;
  for (std::string_view kind : Split(text, ',')) {
    TIENDO_RETURN_IF_ERROR(CheckUnitKind(kind));
    out.emplace(kind);
  }
  return out;
}

absl::StatusOr<std::map<std::string, int>> ParseDurations(std::string_view text) {
  std::map<std::string, int> out;
  for (std::string_view entry : Split(text, ',')) {
    TIENDO_ASSIGN_OR_RETURN(const auto pair, Pair(entry));
    const auto& [kind, value] = pair;
    TIENDO_RETURN_IF_ERROR(CheckUnitKind(kind));
    int days = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
    if (error != std::errc() || end != value.data() + value.size() || days < 1 || days > kMaxDays) {
      return Wrong("\"" + std::string(entry) + "\" must give 1 to 3650 days");
    }
    if (!out.emplace(kind, days).second) return Wrong(std::string(kind) + " is given twice");
  }
  return out;
}

absl::StatusOr<std::map<EngagementKind, std::set<Step>>> ParseOptionalSteps(std::string_view text) {
  std::map<EngagementKind, std::set<Step>> out;
  for (std::string_view entry : Split(text, ',')) {
    TIENDO_ASSIGN_OR_RETURN(const auto pair, Pair(entry));
    TIENDO_ASSIGN_OR_RETURN(const EngagementKind kind, Find(kEngagementKinds, pair.first));
    std::set<Step>& steps = out[kind];
    for (std::string_view name : Split(pair.second, '+')) {
      TIENDO_ASSIGN_OR_RETURN(const Step step, Find(kSteps, name));
      if (step == Step::kConclusion || step == Step::kArchive) {
        return Wrong(std::string(name) + " cannot be left out");
      }
      steps.insert(step);
    }
  }
  return out;
}

}  // namespace tiendo::supervision
