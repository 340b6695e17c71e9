// Settings of supervision beyond those of every service (common/host/settings.h).
#ifndef TIENDO_SERVICES_SUPERVISION_CONFIG_H_
#define TIENDO_SERVICES_SUPERVISION_CONFIG_H_

#include <chrono>
#include <string>

#include "common/config/options.h"
#include "services/supervision/api/scope_reads.h"
#include "services/supervision/domain/delivery.h"
#include "services/supervision/domain/practice.h"

namespace tiendo::supervision {

struct Config {
  // gRPC target of the units service.
  std::string units = "127.0.0.1:7101";
  // How long a unit that is not in the local copy is asked for there.
  std::chrono::milliseconds units_timeout{2000};

  // What law and practice say; README.md names the source of each default. Texts as
  // domain/practice.h and domain/ladder.h read them.
  std::string plans_without_adoption = "SUBORDINATE_CELL";
  std::string optional_steps =
      "THEMATIC_SUPERVISION=VERIFICATION,"
      "CONTINUOUS_SUPERVISION=DECISION+LAUNCH+SELF_REPORT+VERIFICATION+DRAFT_REPORT+MEETING";
  int launch_working_days = 3;
  std::string duration_days = "PARTY_COMMITTEE_ABOVE_GRASSROOTS=20,COMMITTEE_ORGAN=20";
  int extension_divisor = 3;
  int period_years = 5;
  std::string reminder_days_before = "15,7,3";
  std::string reminder_days_after = "1";
  int reminder_urgings = 3;
  int reminder_acknowledge_days = 3;
  int reminder_explain_days = 7;

  // Telling reminders to the system that passes them on; empty: they are not told.
  std::string delivery_webhook;
  std::string delivery_key;  // content of the file, as delivery/webhook.h reads it
  std::string delivery_ca_file;
  std::string delivery_proxy;
  std::chrono::milliseconds delivery_timeout{10'000};
  int delivery_threads = 2;
  DeliveryPolicy delivery;

  // No setting: tests make it small.
  ScopeReads scope_reads;
};

// Of settings that were checked.
Practice PracticeOf(const Config& config);

// Adds them all to `options`.
void AddSettings(config::Options& options, Config& config);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_CONFIG_H_
