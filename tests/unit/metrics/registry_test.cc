#include "common/metrics/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace tiendo::metrics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Registry, ExportsEachKind) {
  Registry registry;
  registry.GetCounter("tiendo_commits_total", "Commits.", {{"engine", "sqlite"}})->Increment(3);
  registry.GetGauge("tiendo_revision", "Last revision.")->Set(42);
  registry
      .GetHistogram(kServerCallDuration, "Call duration.", LatencyBuckets(),
                    {{"grpc_method", "tiendo.units.v1.Units/GetUnit"}, {"grpc_status", "OK"}})
      ->Observe(0.0002);
  std::string text = registry.Text();
  EXPECT_THAT(text, HasSubstr("tiendo_commits_total{engine=\"sqlite\"} 3"));
  EXPECT_THAT(text, HasSubstr("tiendo_revision 42"));
  EXPECT_THAT(text, HasSubstr("grpc_server_call_duration_seconds_count{grpc_method=\"tiendo.units."
                              "v1.Units/GetUnit\",grpc_status=\"OK\"} 1"));
  EXPECT_THAT(text, HasSubstr("le=\"0.0003\"} 1"));
  EXPECT_THAT(text, HasSubstr("le=\"0.0001\"} 0"));
  EXPECT_THAT(registry.Problems(), IsEmpty());
}

TEST(Registry, SameNameAndLabelsAreOneMetric) {
  Registry registry;
  Counter* a = registry.GetCounter("x_total", "X.", {{"k", "1"}});
  EXPECT_EQ(registry.GetCounter("x_total", "X.", {{"k", "1"}}), a);
  EXPECT_NE(registry.GetCounter("x_total", "X.", {{"k", "2"}}), a);
}

TEST(Registry, AMistakeIsNamedAndHarmless) {
  Registry registry;
  registry.GetCounter("x_total", "X.");
  registry.GetGauge("x_total", "X.")->Set(1);
  registry.GetCounter("bad name", "X.")->Increment();
  EXPECT_THAT(registry.Problems(), ElementsAre(HasSubstr("x_total"), HasSubstr("bad name")));
  EXPECT_THAT(registry.Text(), HasSubstr("x_total 0"));
}

TEST(Registry, WhatOnlyALookCanTellIsOfTheMomentOfTheScrape) {
  Registry registry;
  Gauge* age = registry.GetGauge("x_age_seconds", "X.");
  int seconds = 7;
  std::unique_ptr<ScrapeHook> hook = registry.OnScrape([&] { age->Set(seconds); });
  EXPECT_THAT(registry.Text(), HasSubstr("x_age_seconds 7"));
  seconds = 8;
  EXPECT_THAT(registry.Text(), HasSubstr("x_age_seconds 8"));
  hook.reset();
  seconds = 9;
  EXPECT_THAT(registry.Text(), HasSubstr("x_age_seconds 8"));
}

TEST(Registry, AHookMayOutliveIt) {
  auto registry = std::make_unique<Registry>();
  std::unique_ptr<ScrapeHook> hook = registry->OnScrape([] {});
  registry.reset();
  hook.reset();
}

TEST(Registry, BucketsRise) {
  EXPECT_TRUE(std::ranges::is_sorted(LatencyBuckets()));
  EXPECT_EQ(LatencyBuckets().size(), 41u);
  EXPECT_TRUE(std::ranges::is_sorted(SizeBuckets()));
  EXPECT_EQ(SizeBuckets().size(), 14u);
}

}  // namespace
}  // namespace tiendo::metrics
