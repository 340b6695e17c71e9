// Settings of supervision beyond those of every service (common/host/settings.h).
#ifndef TIENDO_SERVICES_SUPERVISION_CONFIG_H_
#define TIENDO_SERVICES_SUPERVISION_CONFIG_H_

#include <chrono>
#include <string>

#include "common/config/options.h"

namespace tiendo::supervision {

struct Config {
  // gRPC target of the units service.
  std::string units = "127.0.0.1:7101";
  // How long a unit that is not in the local copy is asked for there.
  std::chrono::milliseconds units_timeout{2000};
};

// Adds them all to `options`.
void AddSettings(config::Options& options, Config& config);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_CONFIG_H_
