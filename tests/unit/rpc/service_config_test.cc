// The published service configs: complete, and safe by the rules of protos/README.md. That gRPC
// takes them and does what they say is tested by integration/rpc/retry_policy_test.cc.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/programs/v1/programs_service_config.h"
#include "tiendo/status/v1/status.pb.h"
#include "tiendo/status/v1/status_service_config.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/supervision/v1/supervision_service_config.h"
#include "tiendo/units/v1/units.pb.h"
#include "tiendo/units/v1/units_service_config.h"

namespace tiendo {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using nlohmann::json;
using ::testing::UnorderedElementsAre;

struct Published {
  const ServiceDescriptor* service;
  const char* config;
};

std::vector<Published> AllPublished() {
  return {{units::v1::Unit::descriptor()->file()->service(0), units::v1::kServiceConfig},
          {programs::v1::Program::descriptor()->file()->service(0), programs::v1::kServiceConfig},
          {supervision::v1::PlanRequirement::descriptor()->file()->service(0),
           supervision::v1::kServiceConfig},
          {status::v1::Status::descriptor()->file()->service(0), status::v1::kServiceConfig}};
}

class ServiceConfigTest : public ::testing::TestWithParam<Published> {
 protected:
  // Method name -> its entry of methodConfig.
  std::map<std::string, json> Entries() const {
    std::map<std::string, json> out;
    for (const json& entry : config_["methodConfig"]) {
      for (const json& name : entry["name"]) {
        EXPECT_EQ(name["service"], GetParam().service->full_name());
        const bool first = out.emplace(name["method"], entry).second;
        EXPECT_TRUE(first) << name << " is named twice";
      }
    }
    return out;
  }
  const json config_ = json::parse(GetParam().config);
};

INSTANTIATE_TEST_SUITE_P(Services, ServiceConfigTest, ::testing::ValuesIn(AllPublished()),
                         [](const auto& param) { return param.param.service->name(); });

TEST_P(ServiceConfigTest, NamesEveryMethodOnce) {
  std::map<std::string, json> entries = Entries();
  for (int i = 0; i < GetParam().service->method_count(); ++i) {
    EXPECT_EQ(entries.erase(GetParam().service->method(i)->name()), 1u)
        << GetParam().service->method(i)->name();
  }
  EXPECT_TRUE(entries.empty()) << entries.begin()->first << " is no method";
}

TEST_P(ServiceConfigTest, RetriesOnlyWhatIsSafe) {
  for (const auto& [name, entry] : Entries()) {
    const MethodDescriptor* method = GetParam().service->FindMethodByName(name);
    ASSERT_NE(method, nullptr) << name;
    if (method->server_streaming()) {
      EXPECT_FALSE(entry.contains("retryPolicy")) << name << ": watches resume by their token";
      continue;
    }
    ASSERT_TRUE(entry.contains("retryPolicy")) << name;
    const json& policy = entry["retryPolicy"];
    EXPECT_GE(policy["maxAttempts"], 2) << name;
    EXPECT_LE(policy["maxAttempts"], 4) << name;
    EXPECT_THAT(policy["retryableStatusCodes"],
                UnorderedElementsAre("UNAVAILABLE", "RESOURCE_EXHAUSTED"))
        << name;
    // A verb that writes is one that can be told from its repeat.
    static constexpr std::string_view kReads[] = {"Get",    "List",  "BatchGet", "Reconcile",
                                                  "Search", "Count", "Preview",  "Compare"};
    const bool reads = std::any_of(std::begin(kReads), std::end(kReads),
                                   [&n = name](auto prefix) { return n.starts_with(prefix); });
    const bool has_id = method->input_type()->FindFieldByName("request_id") != nullptr;
    EXPECT_NE(reads, has_id) << name;
  }
}

TEST_P(ServiceConfigTest, BoundsTheLoadOfRetries) {
  // At most one retry in ten calls over time, and bursts of fifty.
  EXPECT_EQ(config_["retryThrottling"]["maxTokens"], 100);
  EXPECT_EQ(config_["retryThrottling"]["tokenRatio"], 0.1);
}

TEST_P(ServiceConfigTest, LeavesAReplicaThatIsNotReady) {
  EXPECT_EQ(config_["healthCheckConfig"]["serviceName"], GetParam().service->full_name());
  EXPECT_TRUE(config_["loadBalancingConfig"][0].contains("round_robin"))
      << "pick_first does not look at health";
}

}  // namespace
}  // namespace tiendo
