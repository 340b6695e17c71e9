#include "services/status/config.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "common/config/values.h"
#include "common/decimal/decimal.h"
#include "common/text/tag.h"

namespace tiendo::status {
namespace {

constexpr size_t kMostThemes = 20;

absl::StatusOr<std::vector<int>> RungsOf(const std::string& text) {
  return config::ParseIntSet(text, 1, 365);
}

}  // namespace

absl::StatusOr<ReminderLadder> LadderOf(const StatusConfig& config) {
  ReminderLadder ladder;
  TIENDO_ASSIGN_OR_RETURN(ladder.before, RungsOf(config.reminder_days_before));
  TIENDO_ASSIGN_OR_RETURN(ladder.after, RungsOf(config.reminder_days_after));
  std::sort(ladder.after.begin(), ladder.after.end());
  ladder.agenda_after = config.reminder_urgings;
  return ladder;
}

absl::StatusOr<ChecklistSizes> ChecklistsOf(const StatusConfig& config) {
  const ChecklistSizes known = DefaultChecklistSizes();
  ChecklistSizes sizes;
  bool fits = true;
  for (const auto part : absl::StrSplit(config.checklist_documents, ',', absl::SkipWhitespace())) {
    const std::pair<std::string, std::string> entry = absl::StrSplit(part, absl::MaxSplits('=', 1));
    const std::string kind(absl::StripAsciiWhitespace(entry.first));
    const absl::StatusOr<int64_t> documents =
        config::ParseInt(std::string(absl::StripAsciiWhitespace(entry.second)));
    fits = fits && known.contains(kind) && documents.ok() && *documents >= 1 && *documents <= 100 &&
           sizes.emplace(kind, static_cast<int>(*documents)).second;
  }
  if (fits && sizes.size() == known.size()) return sizes;
  std::string kinds;
  for (const auto& [kind, documents] : known) kinds += (kinds.empty() ? "" : ", ") + kind;
  return absl::InvalidArgumentError("must be KIND=documents, 1 to 100, once for each of " + kinds);
}

absl::StatusOr<std::vector<std::string>> ThemesOf(const StatusConfig& config) {
  std::vector<std::string> themes;
  for (const auto part : absl::StrSplit(config.themes, ',', absl::SkipWhitespace())) {
    std::string tag(absl::StripAsciiWhitespace(part));
    if (!text::ValidTag(tag)) {
      return absl::InvalidArgumentError("\"" + tag + "\" " + std::string(text::kTagRule));
    }
    if (absl::c_linear_search(themes, tag)) {
      return absl::InvalidArgumentError(tag + " is given twice");
    }
    themes.push_back(std::move(tag));
  }
  if (themes.size() > kMostThemes) return absl::InvalidArgumentError("must be at most 20 tags");
  return themes;
}

void AddSettings(config::Options& options, StatusConfig& c) {
  using config::Between;
  options.Add("units", &c.units, "Address of the units service.", config::NotEmpty());
  options.Add("programs", &c.programs, "Address of the programs service.", config::NotEmpty());
  options.Add("supervision", &c.supervision, "Address of the supervision service.",
              config::NotEmpty());
  options.Add("redis", &c.redis, "Redis, host:port or unix:/path; empty: none.");
  options.AddSecretFile("redis-password", &c.redis_password, "File with the Redis password.");
  options.AddSecretFile("cache-key", &c.cache_key,
                        "File with the secret under which cached values are sealed, at least 16"
                        " bytes, the same for all replicas.");
  options.Add("cache-ttl", &c.cache_ttl, "How long answers stay in Redis.",
              Between(std::chrono::milliseconds(1'000), std::chrono::milliseconds(86'400'000)));
  options.Add("near-cache-mib", &c.near_cache_mib, "Answers kept in memory, MiB.",
              Between(1, 4096));
  options.Add("stale-after", &c.stale_after, "A source silent for longer makes answers stale.",
              Between(std::chrono::milliseconds(1'000), std::chrono::milliseconds(3'600'000)));
  options.Add("position-wait", &c.position_wait,
              "Longest wait for min_positions, and for facts of an earlier time.",
              Between(std::chrono::milliseconds(10), std::chrono::milliseconds(60'000)));
  options.Add("catch-up-wait", &c.catch_up_wait,
              "Longest wait for the own feeds when another replica has newer figures.",
              Between(std::chrono::milliseconds(0), std::chrono::milliseconds(5'000)));
  options.Add("rounding", &c.rounding,
              "Rounding of percentages: truncate (as the reports of 2022) or half-up.",
              config::OneOf({"truncate", "half-up"}));
  options.Add("not-updated-days", &c.not_updated_days,
              "Calendar days without news after which an open item counts as not updated.",
              Between(1, 366));
  options.Add("due-soon-days", &c.due_soon_days,
              "Working days up to which a due date is soon in a list of what needs attention.",
              Between(1, 60));
  options.Add("reminder-days-before", &c.reminder_days_before,
              "Rungs of the ladder of reminders before the due date, working days; as supervision"
              " has them.");
  options.Add("reminder-days-after", &c.reminder_days_after,
              "Rungs after the due date, calendar days; as supervision has them.");
  options.Add("reminder-urgings", &c.reminder_urgings,
              "Urgings by hand after the due date that a subject takes before it comes onto the"
              " leadership's agenda; as supervision has them.",
              Between(0, 100));
  options.Add(
      "checklist-documents", &c.checklist_documents,
      "Documents that the dossier of a kind has to hold, as long as its checklist is the one"
      " that supervision comes with.");
  options.Add("themes", &c.themes,
              "Tags that the statistics of supervision count on their own: theme/lang-phi, at most"
              " 20, separated by commas.");
  options.Add("target-tolerance", &c.target_tolerance,
              "Per cent of a period's plan that a target may lack and still be on track, 0 to 100.",
              config::NotEmpty());
  options.Add("known-at-kept", &c.known_at_kept,
              "Times of knowledge whose facts stay in memory, and that one call may name.",
              Between(1, 64));
  options.Add("known-at-limit", &c.known_at_limit,
              "Longest time for reading one source's history up to a time of knowledge.",
              Between(std::chrono::milliseconds(1'000), std::chrono::milliseconds(3'600'000)));
  options.AddRule([&c](errors::Violations& violations) {
    using decimal::Decimal;
    const std::optional<Decimal> tolerance = Decimal::Parse(c.target_tolerance);
    if (!tolerance || tolerance->sign() < 0 || *tolerance > Decimal::FromInteger(100)) {
      violations.Add("target-tolerance", "must be a decimal number from 0 to 100, e.g. 2.5");
    }
    if (absl::Status rungs = RungsOf(c.reminder_days_before).status(); !rungs.ok()) {
      violations.Add("reminder-days-before", std::string(rungs.message()));
    }
    if (absl::Status rungs = RungsOf(c.reminder_days_after).status(); !rungs.ok()) {
      violations.Add("reminder-days-after", std::string(rungs.message()));
    }
    if (absl::Status sizes = ChecklistsOf(c).status(); !sizes.ok()) {
      violations.Add("checklist-documents", std::string(sizes.message()));
    }
    if (absl::Status themes = ThemesOf(c).status(); !themes.ok()) {
      violations.Add("themes", std::string(themes.message()));
    }
    if (!c.redis.empty() && c.cache_key.size() < 16) {
      violations.Add("cache-key-file", "is required with redis: a file of at least 16 bytes");
    }
  });
}

}  // namespace tiendo::status
