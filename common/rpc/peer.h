// Who is at the other end of a call.
#ifndef TIENDO_COMMON_RPC_PEER_H_
#define TIENDO_COMMON_RPC_PEER_H_

#include <optional>
#include <string>
#include <string_view>

#include "common/rpc/networks.h"

namespace tiendo::rpc {

struct Peer {
  // A caller on this machine or in this process.
  bool loopback = false;
  // The caller has proven who it is.
  bool authenticated = false;
  // Where another machine's caller is; nullopt for a caller of this one.
  std::optional<IpAddress> address;
  // Who the ledger says it was: "loopback", or "anonymous" until callers have identities. Not its
  // address: a client that repeats a request after it has moved is still the same caller.
  std::string principal;
};

// From gRPC's peer string ("ipv4:127.0.0.1:4711", "ipv6:%5B::1%5D:4711", "unix:/run/x"), or
// "inproc".
Peer PeerOf(std::string_view grpc_peer);

// Whether an address to listen on ("127.0.0.1:0", "localhost:80", "[::1]:80", "unix:/run/x") can be
// reached from this machine only.
bool IsLoopbackAddress(std::string_view address);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_PEER_H_
