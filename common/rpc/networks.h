// Addresses of callers, and the networks that a server trusts.
#ifndef TIENDO_COMMON_RPC_NETWORKS_H_
#define TIENDO_COMMON_RPC_NETWORKS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tiendo::rpc {

// An IPv6 address; an IPv4 one in its mapped form, so that "::ffff:10.0.0.1" is 10.0.0.1.
struct IpAddress {
  std::array<uint8_t, 16> bytes{};

  // Numeric only, without a zone ("%eth0"); nullopt for anything else.
  static std::optional<IpAddress> Parse(std::string_view text);
  bool operator==(const IpAddress&) const = default;
};

// A set of networks. Immutable, hence thread-safe.
class Networks {
 public:
  // None.
  Networks() = default;
  // "10.244.0.0/16, fd00:10:244::/56": CIDR blocks, separated by commas; empty text: none.
  // INVALID_ARGUMENT whose message says of every wrong entry what is wrong: no address, no prefix
  // length, bits beyond the prefix, or every address there is (a prefix of 0).
  static absl::StatusOr<Networks> Parse(std::string_view text);

  bool Contains(const IpAddress& address) const;
  bool empty() const { return blocks_.empty(); }

 private:
  struct Block {
    IpAddress base;
    int prefix = 0;  // bits of the 128
  };
  std::vector<Block> blocks_;
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_NETWORKS_H_
