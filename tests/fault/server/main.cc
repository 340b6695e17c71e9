// tiendo-fault-server units|programs|supervision|status [arguments]: the server of that name as it
// is, with the failpoints of failpoints.h in it. Production binaries have none.
#include <cstdio>
#include <memory>
#include <string_view>

#include "services/programs/server.h"
#include "services/status/server.h"
#include "services/supervision/server.h"
#include "services/units/server.h"
#include "tests/fault/server/failpoints.h"

namespace {

int Serve(int argc, char** argv, tiendo::host::Dependencies dependencies) {
  const std::string_view service = argv[0];
  if (service == "units") {
    return tiendo::host::Main(argc, argv, tiendo::units::UnitsServer(), {},
                              std::move(dependencies));
  }
  if (service == "programs") {
    auto config = std::make_shared<tiendo::programs::Config>();
    return tiendo::host::Main(
        argc, argv, tiendo::programs::ProgramsServer(config),
        [&](tiendo::config::Options& options) { tiendo::programs::AddSettings(options, *config); },
        std::move(dependencies));
  }
  if (service == "supervision") {
    auto config = std::make_shared<tiendo::supervision::Config>();
    return tiendo::host::Main(
        argc, argv, tiendo::supervision::SupervisionServer(config),
        [&](tiendo::config::Options& options) {
          tiendo::supervision::AddSettings(options, *config);
        },
        std::move(dependencies));
  }
  if (service == "status") {
    auto config = std::make_shared<tiendo::status::StatusConfig>();
    return tiendo::host::Main(
        argc, argv, tiendo::status::StatusServer(config),
        [&](tiendo::config::Options& options) { tiendo::status::AddSettings(options, *config); },
        std::move(dependencies));
  }
  std::fprintf(stderr, "tiendo-fault-server: no service of that name\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !tiendo::fault::InitFailpoints()) {
    std::fprintf(stderr, "tiendo-fault-server: name a service; TIENDO_FAILPOINTS names a path\n");
    return 2;
  }
  tiendo::host::Dependencies dependencies;
  dependencies.at_step = &tiendo::fault::AtStep;
  return Serve(argc - 1, argv + 1, std::move(dependencies));
}
