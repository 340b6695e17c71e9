#include "common/metrics/registry.h"

#include <prometheus/collectable.h>
#include <prometheus/family.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <exception>
#include <utility>

namespace tiendo::metrics {

const std::vector<double>& LatencyBuckets() {
  static const auto* const kBuckets = new std::vector<double>{
      0,     0.00001, 0.00005, 0.0001, 0.0003, 0.0006, 0.0008, 0.001, 0.002, 0.003, 0.004,
      0.005, 0.006,   0.008,   0.01,   0.013,  0.016,  0.02,   0.025, 0.03,  0.04,  0.05,
      0.065, 0.08,    0.1,     0.13,   0.16,   0.2,    0.25,   0.3,   0.4,   0.5,   0.65,
      0.8,   1,       2,       5,      10,     20,     50,     100};
  return *kBuckets;
}

const std::vector<double>& SizeBuckets() {
  static const auto* const kBuckets = new std::vector<double>{
      0,       1024,    2048,     4096,     16384,     65536,      262144,
      1048576, 4194304, 16777216, 67108864, 268435456, 1073741824, 4294967296};
  return *kBuckets;
}

// What is scraped: the hooks first, then the metrics.
class Registry::Scraped final : public prometheus::Collectable {
 public:
  explicit Scraped(std::shared_ptr<prometheus::Registry> registry)
      : registry_(std::move(registry)) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    {
      std::lock_guard lock(mutex_);
      for (const auto& [id, refresh] : hooks_) refresh();
    }
    return registry_->Collect();
  }

  // Holds on to what is scraped: a hook may outlive the registry.
  class Hook final : public ScrapeHook {
   public:
    Hook(std::shared_ptr<Scraped> scraped, std::function<void()> refresh)
        : scraped_(std::move(scraped)) {
      std::lock_guard lock(scraped_->mutex_);
      id_ = scraped_->next_id_++;
      scraped_->hooks_.emplace(id_, std::move(refresh));
    }
    ~Hook() override {
      std::lock_guard lock(scraped_->mutex_);
      scraped_->hooks_.erase(id_);
    }
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;

   private:
    const std::shared_ptr<Scraped> scraped_;
    int id_ = 0;
  };

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  mutable std::mutex mutex_;  // guards what follows
  std::map<int, std::function<void()>> hooks_;
  int next_id_ = 0;
};

Registry::Registry()
    : registry_(std::make_shared<prometheus::Registry>()),
      scraped_(std::make_shared<Scraped>(registry_)) {}

std::shared_ptr<prometheus::Collectable> Registry::collectable() const { return scraped_; }

std::unique_ptr<ScrapeHook> Registry::OnScrape(std::function<void()> refresh) {
  return std::make_unique<Scraped::Hook>(scraped_, std::move(refresh));
}

template <class Metric>
Metric* Registry::Keep(std::vector<std::unique_ptr<Metric>>& spares, std::unique_ptr<Metric> spare,
                       std::string_view name, const char* why) {
  std::lock_guard lock(mutex_);
  problems_.push_back("metric \"" + std::string(name) + "\" is not exported: " + why);
  spares.push_back(std::move(spare));
  return spares.back().get();
}

Counter* Registry::GetCounter(std::string_view name, std::string_view help, const Labels& labels) {
  try {
    return &prometheus::BuildCounter()
                .Name(std::string(name))
                .Help(std::string(help))
                .Register(*registry_)
                .Add(labels);
  } catch (const std::exception& e) {
    return Keep(spare_counters_, std::make_unique<Counter>(), name, e.what());
  }
}

Gauge* Registry::GetGauge(std::string_view name, std::string_view help, const Labels& labels) {
  try {
    return &prometheus::BuildGauge()
                .Name(std::string(name))
                .Help(std::string(help))
                .Register(*registry_)
                .Add(labels);
  } catch (const std::exception& e) {
    return Keep(spare_gauges_, std::make_unique<Gauge>(), name, e.what());
  }
}

Histogram* Registry::GetHistogram(std::string_view name, std::string_view help,
                                  const std::vector<double>& buckets, const Labels& labels) {
  try {
    return &prometheus::BuildHistogram()
                .Name(std::string(name))
                .Help(std::string(help))
                .Register(*registry_)
                .Add(labels, buckets);
  } catch (const std::exception& e) {
    return Keep(spare_histograms_, std::make_unique<Histogram>(buckets), name, e.what());
  }
}

std::vector<std::string> Registry::Problems() const {
  std::lock_guard lock(mutex_);
  return problems_;
}

std::string Registry::Text() const {
  return prometheus::TextSerializer().Serialize(scraped_->Collect());
}

}  // namespace tiendo::metrics
