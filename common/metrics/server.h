// Serves /metrics over HTTP to Prometheus.
#ifndef TIENDO_COMMON_METRICS_SERVER_H_
#define TIENDO_COMMON_METRICS_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/metrics/registry.h"

namespace prometheus {
class Exposer;
}

namespace tiendo::metrics {

// Listens from Create until destroyed.
class MetricsServer {
 public:
  // `address` is "host:port" with an IP address as host; port 0 takes a free one. INVALID_ARGUMENT
  // when it is not that, UNAVAILABLE when it cannot be bound (in use, not ours).
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Create(
      const std::string& address, std::shared_ptr<const Registry> registry);
  ~MetricsServer();

  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;

  // The port it listens on.
  int port() const { return port_; }

 private:
  MetricsServer(std::shared_ptr<const Registry> registry,
                std::unique_ptr<prometheus::Exposer> exposer, int port);

  std::shared_ptr<const Registry> registry_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  int port_;
};

}  // namespace tiendo::metrics

#endif  // TIENDO_COMMON_METRICS_SERVER_H_
