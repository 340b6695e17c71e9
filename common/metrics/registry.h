// Metrics of a process, in the names of Prometheus. RPC metrics follow gRFC A66, so dashboards made
// for gRPC's own plugins fit.
#ifndef TIENDO_COMMON_METRICS_REGISTRY_H_
#define TIENDO_COMMON_METRICS_REGISTRY_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tiendo::metrics {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;
using Labels = std::map<std::string, std::string>;

// gRFC A66, server side. Labels: grpc_method ("tiendo.units.v1.Units/GetUnit", "other" for a method
// that is not registered) and, but for `started`, grpc_status ("OK", "NOT_FOUND").
inline constexpr std::string_view kServerCallStarted = "grpc_server_call_started_total";
inline constexpr std::string_view kServerCallDuration = "grpc_server_call_duration_seconds";
inline constexpr std::string_view kServerCallSent =
    "grpc_server_call_sent_total_compressed_message_size_bytes";
inline constexpr std::string_view kServerCallReceived =
    "grpc_server_call_rcvd_total_compressed_message_size_bytes";
inline constexpr std::string_view kLabelMethod = "grpc_method";
inline constexpr std::string_view kLabelStatus = "grpc_status";

// The bucket bounds of gRFC A66: latency in seconds, size in bytes.
const std::vector<double>& LatencyBuckets();
const std::vector<double>& SizeBuckets();

// A function that is called at every scrape, until this is destroyed; that waits for a call under
// way.
class ScrapeHook {
 public:
  virtual ~ScrapeHook() = default;
};

// Thread-safe. Metrics live as long as the registry. Asking again for the same name and labels
// gives the same metric; it costs a lock and two map lookups, so callers on a hot path keep the
// pointer.
//
// A bad name, or one in use for another kind of metric, is a mistake in the program and no reason
// to stop serving: the metric given counts but is not exported, and Problems() names it. Labels
// must come from small fixed sets, never from ids of callers.
class Registry {
 public:
  Registry();

  Counter* GetCounter(std::string_view name, std::string_view help, const Labels& labels = {});
  Gauge* GetGauge(std::string_view name, std::string_view help, const Labels& labels = {});
  // The buckets of the first call for a name and labels hold.
  Histogram* GetHistogram(std::string_view name, std::string_view help,
                          const std::vector<double>& buckets, const Labels& labels = {});

  // Calls `refresh` before the metrics are read, here and by a MetricsServer, so that what only a
  // look can tell (an age, a state) is of that moment. One call at a time; it must be quick, and
  // must neither add nor end hooks.
  [[nodiscard]] std::unique_ptr<ScrapeHook> OnScrape(std::function<void()> refresh);

  // One sentence per metric that could not be exported; a test asserts that there are none.
  std::vector<std::string> Problems() const;

  // Everything in Prometheus's text format, for tests and for debugging.
  std::string Text() const;

  // What a MetricsServer serves.
  std::shared_ptr<prometheus::Collectable> collectable() const;

 private:
  class Scraped;
  template <class Metric>
  Metric* Keep(std::vector<std::unique_ptr<Metric>>& spares, std::unique_ptr<Metric> spare,
               std::string_view name, const char* why);

  std::shared_ptr<prometheus::Registry> registry_;
  std::shared_ptr<Scraped> scraped_;  // registry_ behind the hooks
  mutable std::mutex mutex_;
  std::vector<std::string> problems_;
  // Metrics that are not exported.
  std::vector<std::unique_ptr<Counter>> spare_counters_;
  std::vector<std::unique_ptr<Gauge>> spare_gauges_;
  std::vector<std::unique_ptr<Histogram>> spare_histograms_;
};

}  // namespace tiendo::metrics

#endif  // TIENDO_COMMON_METRICS_REGISTRY_H_
