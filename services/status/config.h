// Settings of the status service beside those of every service.
#ifndef TIENDO_SERVICES_STATUS_CONFIG_H_
#define TIENDO_SERVICES_STATUS_CONFIG_H_

#include <chrono>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/config/options.h"
#include "services/status/domain/dossiers.h"
#include "services/status/domain/reminders.h"

namespace tiendo::status {

struct StatusConfig {
  std::string units = "127.0.0.1:7101";
  std::string programs = "127.0.0.1:7102";
  std::string supervision = "127.0.0.1:7103";
  std::string redis;
  std::string redis_password;
  std::string cache_key;
  std::chrono::milliseconds cache_ttl{10 * 60'000};
  int near_cache_mib = 64;
  std::chrono::milliseconds stale_after{10'000};
  std::chrono::milliseconds position_wait{5'000};
  std::chrono::milliseconds catch_up_wait{200};
  std::string rounding = "truncate";
  int not_updated_days = 30;
  int due_soon_days = 15;
  std::string reminder_days_before = "15,7,3";
  std::string reminder_days_after = "1";
  int reminder_urgings = 3;
  std::string checklist_documents =
      "THEMATIC_INSPECTION=12,THEMATIC_SUPERVISION=12,CONTINUOUS_SUPERVISION=3,"
      "VIOLATION_SIGNS_INSPECTION=13";
  std::string themes = "theme/phong-chong-tham-nhung,theme/lang-phi,theme/tieu-cuc";
  std::string target_tolerance = "0";
  int known_at_kept = 4;
  std::chrono::milliseconds known_at_limit{120'000};
};

// The ladder of reminders, the documents that dossiers have to hold, and the tags of the themes.
// INVALID_ARGUMENT says what would be right.
absl::StatusOr<ReminderLadder> LadderOf(const StatusConfig& config);
absl::StatusOr<ChecklistSizes> ChecklistsOf(const StatusConfig& config);
absl::StatusOr<std::vector<std::string>> ThemesOf(const StatusConfig& config);

void AddSettings(config::Options& options, StatusConfig& config);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_CONFIG_H_
