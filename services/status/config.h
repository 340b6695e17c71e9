// Settings of the status service beside those of every service.
#ifndef TIENDO_SERVICES_STATUS_CONFIG_H_
#define TIENDO_SERVICES_STATUS_CONFIG_H_

#include <chrono>
#include <string>

#include "common/config/options.h"

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
  std::string target_tolerance = "0";
  int known_at_kept = 4;
  std::chrono::milliseconds known_at_limit{120'000};
};

void AddSettings(config::Options& options, StatusConfig& config);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_CONFIG_H_
