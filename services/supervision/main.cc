#include <memory>

#include "services/supervision/server.h"

int main(int argc, char** argv) {
  auto config = std::make_shared<tiendo::supervision::Config>();
  return tiendo::host::Main(
      argc, argv, tiendo::supervision::SupervisionServer(config),
      [config](tiendo::config::Options& options) { AddSettings(options, *config); });
}
