#include "services/supervision/config.h"

#include <optional>

#include "common/config/values.h"
#include "common/http/client.h"
#include "services/supervision/delivery/webhook.h"

namespace tiendo::supervision {
namespace {

// A text that `parse` must understand.
template <typename Parse>
config::Check<std::string> Readable(Parse parse) {
  return [parse](const std::string& text) -> config::Problem {
    const auto parsed = parse(text);
    if (parsed.ok()) return std::nullopt;
    return std::string(parsed.status().message());
  };
}

absl::StatusOr<std::vector<int>> Rungs(const std::string& text) {
  return config::ParseIntSet(text, 1, 365);
}

void AddReminderSettings(config::Options& options, Config& config) {
  options.Add("reminder-days-before", &config.reminder_days_before,
              "Working days left before the due date at which a unit is reminded, separated by"
              " commas; empty: not before it.",
              Readable(&Rungs));
  options.Add("reminder-days-after", &config.reminder_days_after,
              "Calendar days after the due date at which a unit is reminded, separated by commas;"
              " empty: not after it.",
              Readable(&Rungs));
  options.Add("reminder-urgings", &config.reminder_urgings,
              "Urgings past the due date; after one more the subject belongs on the leadership's"
              " agenda.",
              config::Between(0, 100));
  options.Add("reminder-acknowledge-days", &config.reminder_acknowledge_days,
              "Calendar days from a reminder in which it is to be acknowledged; 0: it need not be.",
              config::Between(0, 365));
  options.Add("reminder-explain-days", &config.reminder_explain_days,
              "Calendar days from a reminder past the due date in which the delay is to be"
              " explained; 0: it need not be.",
              config::Between(0, 365));
}

void AddDeliverySettings(config::Options& options, Config& config) {
  using namespace std::chrono_literals;
  options.Add("delivery-webhook", &config.delivery_webhook,
              "URL that reminders are told to by signed POST; empty: they are not told.",
              [](const std::string& url) -> config::Problem {
                const absl::Status valid = url.empty() ? absl::OkStatus() : http::CheckUrl(url);
                if (valid.ok()) return std::nullopt;
                return std::string(valid.message());
              });
  options.AddSecretFile(
      "delivery-key", &config.delivery_key,
      "File with the keys that sign what is told: whsec_ and base64, one a line.");
  options.Add("delivery-ca-file", &config.delivery_ca_file,
              "PEM file of the authorities trusted for delivery-webhook; empty: the system's.");
  options.Add("delivery-proxy", &config.delivery_proxy,
              "HTTP proxy for delivery-webhook; empty: none, whatever the environment says.");
  options.Add("delivery-timeout", &config.delivery_timeout,
              "How long an attempt to tell a reminder may take.",
              config::Between(100ms, 120'000ms));
  options.Add("delivery-threads", &config.delivery_threads,
              "Reminders told at a time by each server.", config::Between(1, 32));
  options.Add("delivery-attempts", &config.delivery.attempts,
              "Attempts after which a reminder is no more told.", config::Between(1, 1000));
  options.Add("delivery-max-age", &config.delivery.max_age,
              "Age after which a reminder is no more told.",
              config::Between(1'000ms, 2'592'000'000ms));
  options.Add("delivery-backoff", &config.delivery.backoff,
              "Pause after a failed attempt, doubled after each further one, with jitter.",
              config::Between(100ms, 3'600'000ms));
  options.Add("delivery-max-backoff", &config.delivery.max_backoff,
              "Longest pause between two attempts.", config::Between(100ms, 86'400'000ms));
  options.AddRule([&config](errors::Violations& violations) {
    if (config.delivery_webhook.empty()) return;
    const auto keys = ParseWebhookKeys(config.delivery_key);
    if (!keys.ok()) violations.Add("delivery-key-file", std::string(keys.status().message()));
  });
}

}  // namespace

Practice PracticeOf(const Config& config) {
  Practice out;
  out.plans_without_adoption = ParseUnitKinds(config.plans_without_adoption).value();
  out.optional_steps = ParseOptionalSteps(config.optional_steps).value();
  out.launch_working_days = config.launch_working_days;
  out.duration_days = ParseDurations(config.duration_days).value();
  out.extension_divisor = config.extension_divisor;
  out.period_years = config.period_years;
  out.ladder.before_due = Rungs(config.reminder_days_before).value();
  out.ladder.after_due = Rungs(config.reminder_days_after).value();
  out.ladder.urgings = config.reminder_urgings;
  out.ladder.acknowledge_days = config.reminder_acknowledge_days;
  out.ladder.explain_days = config.reminder_explain_days;
  return out;
}

void AddSettings(config::Options& options, Config& config) {
  using namespace std::chrono_literals;
  options.Add("units", &config.units, "Address of the units service, host:port.",
              config::NotEmpty());
  options.Add("units-timeout", &config.units_timeout,
              "How long a unit that is not in the local copy is asked for there.",
              config::Between(10ms, 60'000ms));
  options.Add("plans-without-adoption", &config.plans_without_adoption,
              "Kinds of units whose plan is issued without a step of adoption, as they have no"
              " committee, separated by commas.",
              Readable(&ParseUnitKinds));
  options.Add("optional-steps", &config.optional_steps,
              "Steps that a kind of engagement may leave out: KIND=STEP+STEP, separated by commas.",
              Readable(&ParseOptionalSteps));
  options.Add("launch-working-days", &config.launch_working_days,
              "Working days from the decision to the launch; a later launch is noted.",
              config::Between(0, 365));
  options.Add("duration-days", &config.duration_days,
              "Calendar days from launch to conclusion by kind of the unit that carries it out:"
              " KIND=DAYS, separated by commas; more is noted.",
              Readable(&ParseDurations));
  options.Add("extension-divisor", &config.extension_divisor,
              "Extensions beyond the limit divided by this are noted.", config::Between(1, 100));
  options.Add("period-years", &config.period_years,
              "A longer period inspected, in years, is noted.", config::Between(1, 100));
  AddReminderSettings(options, config);
  AddDeliverySettings(options, config);
}

}  // namespace tiendo::supervision
