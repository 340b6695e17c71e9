// Settings that only this service has; the common ones are in common/host/settings.h.
#ifndef TIENDO_SERVICES_PROGRAMS_CONFIG_H_
#define TIENDO_SERVICES_PROGRAMS_CONFIG_H_

#include <chrono>
#include <string>

#include "common/config/options.h"

namespace tiendo::programs {

struct Config {
  // gRPC target of the units service.
  std::string units = "127.0.0.1:7101";
  // How long a unit that is not in the local copy is asked for there.
  std::chrono::milliseconds units_timeout{2000};
  // Codes of duties that are created without codes of their own (api/return_reasons.h).
  std::string return_reasons =
      "SAI_DOI_TUONG=Sai đối tượng; THIEU_HO_SO=Thiếu hồ sơ; SAI_MAU_BIEU=Sai mẫu biểu; "
      "CHUA_DAT_YEU_CAU=Chưa đạt yêu cầu";
  // Most units that one call may give a duty to.
  int max_distribution = 5000;
};

// Adds them all to `options`.
void AddSettings(config::Options& options, Config& config);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_CONFIG_H_
