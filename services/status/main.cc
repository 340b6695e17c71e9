#include "services/status/server.h"

int main(int argc, char** argv) {
  auto config = std::make_shared<tiendo::status::StatusConfig>();
  return tiendo::host::Main(argc, argv, tiendo::status::StatusServer(config),
                            [config](tiendo::config::Options& options) {
                              tiendo::status::AddSettings(options, *config);
                            });
}
