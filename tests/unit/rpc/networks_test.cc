#include "common/rpc/networks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace tiendo::rpc {
namespace {

using ::testing::HasSubstr;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

bool In(const char* networks, const char* address) {
  auto parsed = Networks::Parse(networks);
  EXPECT_THAT(parsed, IsOk()) << networks;
  auto ip = IpAddress::Parse(address);
  EXPECT_TRUE(ip.has_value()) << address;
  return parsed.ok() && ip && parsed->Contains(*ip);
}

TEST(NetworksTest, ABlockHoldsWhatSharesItsPrefix) {
  struct Case {
    const char* networks;
    const char* address;
    bool in;
  };
  for (const Case& c : {Case{"10.244.0.0/16", "10.244.0.0", true},
                        {"10.244.0.0/16", "10.244.255.255", true},
                        {"10.244.0.0/16", "10.245.0.0", false},
                        {"10.244.0.0/16", "10.243.255.255", false},
                        {"10.244.0.0/16", "::ffff:10.244.1.2", true},
                        {"10.244.8.0/21", "10.244.15.9", true},
                        {"10.244.8.0/21", "10.244.16.0", false},
                        {"192.0.2.7/32", "192.0.2.7", true},
                        {"192.0.2.7/32", "192.0.2.6", false},
                        {"128.0.0.0/1", "255.1.1.1", true},
                        {"128.0.0.0/1", "127.255.255.255", false},
                        {"fd00:10:244::/56", "fd00:10:244:ff::1", true},
                        {"fd00:10:244::/56", "fd00:10:244:100::1", false},
                        {"fd00:10:244::/56", "10.244.0.1", false},
                        // The bytes of an IPv4 address elsewhere in an IPv6 one are not it.
                        {"10.244.0.0/16", "af4::", false},
                        {"10.244.0.0/16", "::10.244.0.1", false},
                        {" 192.0.2.0/24 , 10.244.0.0/16", "10.244.3.4", true},
                        {"", "10.244.3.4", false},
                        {" ", "10.244.3.4", false}}) {
    EXPECT_EQ(In(c.networks, c.address), c.in) << c.networks << " " << c.address;
  }
}

TEST(NetworksTest, EveryWrongEntryIsNamed) {
  auto parsed = Networks::Parse(
      "10.244.0.0/16,10.1.2.3/8,10.0.0.0/33,10.0.0.0,pods/16,0.0.0.0/0,::/0,fe80::1%lo/64,10.0.0.0/"
      "-1,,10.0.0.0/8x");
  ASSERT_THAT(parsed, StatusIs(absl::StatusCode::kInvalidArgument));
  const std::string message(parsed.status().message());
  for (const char* problem :
       {"\"10.1.2.3/8\" has bits beyond", "\"10.0.0.0/33\" needs a prefix length from 1 to 32",
        "\"10.0.0.0\" needs a prefix", "\"pods/16\" is not a numeric address",
        "\"0.0.0.0/0\" is every address", "\"::/0\" is every address",
        "\"fe80::1%lo/64\" is not a numeric address", "\"10.0.0.0/-1\" needs a prefix",
        "\"\" is not a numeric address", "\"10.0.0.0/8x\" needs a prefix"}) {
    EXPECT_THAT(message, HasSubstr(problem));
  }
  EXPECT_EQ(message.find("10.244"), std::string::npos) << message;
}

TEST(NetworksTest, OnlyNumericAddressesAreAddresses) {
  for (const char* text : {"", "localhost", "10.0.0", "10.0.0.256", "fe80::1%eth0", "1.2.3.4 ",
                           "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb"}) {
    EXPECT_FALSE(IpAddress::Parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace tiendo::rpc
