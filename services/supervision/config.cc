#include "services/supervision/config.h"

#include "common/config/values.h"

namespace tiendo::supervision {

void AddSettings(config::Options& options, Config& config) {
  using namespace std::chrono_literals;
  options.Add("units", &config.units, "Address of the units service, host:port.",
              config::NotEmpty());
  options.Add("units-timeout", &config.units_timeout,
              "How long a unit that is not in the local copy is asked for there.",
              config::Between(10ms, 60'000ms));
}

}  // namespace tiendo::supervision
