// Settings that every service has; README.md lists them, and a test compares it with --help. Those
// of one service stand in that service's README.
#ifndef TIENDO_COMMON_HOST_SETTINGS_H_
#define TIENDO_COMMON_HOST_SETTINGS_H_

#include <chrono>
#include <filesystem>
#include <string>

#include "common/config/options.h"
#include "common/db/options.h"

namespace tiendo::host {

struct Settings {
  std::string listen = "127.0.0.1:0";
  std::string admin_listen;
  std::string health_listen;
  std::string metrics_listen;
  bool allow_non_loopback = false;
  // CIDR blocks, as rpc::Networks::Parse reads them.
  std::string trusted_networks;
  std::string reflection = "open";
  std::string ports_file;
  db::Options database;
  std::string time_zone = "Asia/Ho_Chi_Minh";
  // Of the verb "backup".
  std::filesystem::path backup_file;
  std::string log_level = "info";
  std::string log_format = "json";
  int read_threads = 4;
  int read_queue = 256;
  int read_queue_min = 16;
  std::chrono::milliseconds read_delay{100};
  int write_queue = 4096;
  int write_queue_min = 50;
  std::chrono::milliseconds write_delay{500};
  int max_watchers = 1000;
  int watch_threads = 2;
  int max_watch_lag = 100'000;
  std::chrono::milliseconds poll_interval{200};
  std::chrono::milliseconds safe_time_interval{1'000};
  std::chrono::hours request_id_retention{7 * 24};
  int max_message_bytes = 4 << 20;
  int max_concurrent_streams = 100;
  std::chrono::milliseconds max_connection_age{30 * 60'000};
  std::chrono::milliseconds stop_pause{1'000};
  std::chrono::milliseconds drain_timeout{10'000};
};

// Adds them all to `options`.
void AddSettings(config::Options& options, Settings& settings);

}  // namespace tiendo::host

#endif  // TIENDO_COMMON_HOST_SETTINGS_H_
