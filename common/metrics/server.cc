#include "common/metrics/server.h"

#include <prometheus/exposer.h>

#include <charconv>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::metrics {
namespace {

// The HTTP server behind the exposer takes lists, TLS suffixes and more; only "host:port" is ours.
bool IsHostAndPort(std::string_view address) {
  size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view port = address.substr(colon + 1);
  int value = -1;
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
  return error == std::errc() && end == port.data() + port.size() && value >= 0 && value <= 65535 &&
         address.find_first_of(", \t") == std::string_view::npos;
}

}  // namespace

MetricsServer::MetricsServer(std::shared_ptr<const Registry> registry,
                             std::unique_ptr<prometheus::Exposer> exposer, int port)
    : registry_(std::move(registry)), exposer_(std::move(exposer)), port_(port) {}

MetricsServer::~MetricsServer() = default;

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Create(
    const std::string& address, std::shared_ptr<const Registry> registry) {
  if (!IsHostAndPort(address)) {
    return errors::Make(
        absl::StatusCode::kInvalidArgument, errors::reasons::kInvalidRequest,
        "metrics address \"" + address + "\" must be an IP address and a port, e.g. 127.0.0.1:9090",
        {{"address", address}});
  }
  try {
    // One scrape at a time is the rule; the second thread answers a person meanwhile.
    auto exposer = std::make_unique<prometheus::Exposer>(address, 2);
    exposer->RegisterCollectable(registry->collectable());
    std::vector<int> ports = exposer->GetListeningPorts();
    int port = ports.empty() ? 0 : ports.front();
    return std::unique_ptr<MetricsServer>(
        new MetricsServer(std::move(registry), std::move(exposer), port));
  } catch (const std::exception& e) {
    return errors::Make(
        absl::StatusCode::kUnavailable, errors::reasons::kInternal,
        "cannot serve metrics on " + address + ": the address is in use or not of this machine",
        {{"address", address}});
  }
}

}  // namespace tiendo::metrics
