#include "common/rpc/peer.h"

#include <gtest/gtest.h>

namespace tiendo::rpc {
namespace {

TEST(PeerTest, LoopbackIsThisMachine) {
  for (const char* peer :
       {"ipv4:127.0.0.1:4711", "ipv4:127.8.9.1:1", "ipv6:[::1]:4711", "ipv6:%5B::1%5D:4711",
        "ipv6:%5B::ffff:127.0.0.1%5D:4711", "unix:/run/tiendo.sock", "unix:", "inproc"}) {
    EXPECT_TRUE(PeerOf(peer).loopback) << peer;
    EXPECT_EQ(PeerOf(peer).principal, "loopback") << peer;
  }
}

TEST(PeerTest, EverythingElseIsNot) {
  for (const char* peer : {"ipv4:10.0.0.1:4711", "ipv4:128.0.0.1:1", "ipv6:%5Bfe80::1%5D:4711",
                           "ipv6:%5B::1:2%5D:1", "ipv6:%5B::ffff:10.0.0.1%5D:1", "", "unknown"}) {
    EXPECT_FALSE(PeerOf(peer).loopback) << peer;
    EXPECT_EQ(PeerOf(peer).principal, "anonymous") << peer;
    EXPECT_FALSE(PeerOf(peer).authenticated) << peer;
  }
}

TEST(PeerTest, OtherMachinesHaveAnAddress) {
  EXPECT_EQ(PeerOf("ipv4:10.0.0.1:4711").address, IpAddress::Parse("10.0.0.1"));
  EXPECT_EQ(PeerOf("ipv6:%5B::ffff:10.0.0.1%5D:1").address, IpAddress::Parse("10.0.0.1"));
  EXPECT_EQ(PeerOf("ipv6:[fd00::7]:1").address, IpAddress::Parse("fd00::7"));
  for (const char* peer : {"ipv4:127.0.0.1:1", "unix:/run/x", "inproc", "unknown", "",
                           "ipv6:%5Bfe80::1%25eth0%5D:1", "ipv4:nonsense:1"}) {
    EXPECT_FALSE(PeerOf(peer).address.has_value()) << peer;
  }
}

TEST(PeerTest, AddressesToListenOn) {
  for (const char* address : {"127.0.0.1:0", "localhost:50051", "[::1]:0", "unix:/run/x"}) {
    EXPECT_TRUE(IsLoopbackAddress(address)) << address;
  }
  for (const char* address : {"0.0.0.0:0", "[::]:0", ":50051", "127.0.0.1.example.org:80",
                              "10.1.2.3:80", "localhost.example.org:80", ""}) {
    EXPECT_FALSE(IsLoopbackAddress(address)) << address;
  }
}

}  // namespace
}  // namespace tiendo::rpc
