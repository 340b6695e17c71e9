#include "services/programs/config.h"

#include "common/config/values.h"
#include "services/programs/api/return_reasons.h"

namespace tiendo::programs {

void AddSettings(config::Options& options, Config& config) {
  using namespace std::chrono_literals;
  options.Add("units", &config.units, "Address of the units service, host:port.",
              config::NotEmpty());
  options.Add("units-timeout", &config.units_timeout,
              "How long a unit that is not in the local copy is asked for there.",
              config::Between(10ms, 60'000ms));
  options.Add("return-reasons", &config.return_reasons,
              "Codes for returning a hand-in, of duties created without any: CODE=name; CODE=name.",
              config::Check<std::string>([](const std::string& text) -> config::Problem {
                const absl::StatusOr<std::vector<ReturnReason>> parsed = ParseReturnReasons(text);
                if (parsed.ok()) return std::nullopt;
                return std::string(parsed.status().message());
              }));
  options.Add("max-distribution", &config.max_distribution,
              "Most units that one call may give a duty to.", config::Between(1, 10'000));
}

}  // namespace tiendo::programs
