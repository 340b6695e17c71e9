#include "services/programs/server.h"

int main(int argc, char** argv) {
  auto config = std::make_shared<tiendo::programs::Config>();
  return tiendo::host::Main(argc, argv, tiendo::programs::ProgramsServer(config),
                            [&config](tiendo::config::Options& options) {
                              tiendo::programs::AddSettings(options, *config);
                            });
}
