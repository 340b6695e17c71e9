#include "common/rpc/peer.h"

namespace tiendo::rpc {
namespace {

// A numeric host in 127.0.0.0/8 ("127.evil.example" is not one), ::1, or the mapped form of the
// first.
bool IsLoopbackHost(std::string_view host) {
  constexpr std::string_view kMapped = "::ffff:";
  if (host.starts_with(kMapped)) host.remove_prefix(kMapped.size());
  if (host == "::1" || host == "localhost") return true;
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// "127.0.0.1:80" -> "127.0.0.1"; "[::1]:80" and "%5B::1%5D:80" -> "::1".
std::string_view HostOf(std::string_view address) {
  constexpr std::string_view kOpen = "%5B";
  constexpr std::string_view kClose = "%5D";
  if (address.starts_with(kOpen)) {
    address.remove_prefix(kOpen.size());
    return address.substr(0, address.find(kClose));
  }
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  return address.substr(0, address.rfind(':'));
}

}  // namespace

bool IsLoopbackAddress(std::string_view address) {
  if (address.starts_with("unix:") || address.starts_with("unix-abstract:")) return true;
  return IsLoopbackHost(HostOf(address));
}

Peer PeerOf(std::string_view grpc_peer) {
  Peer peer;
  if (grpc_peer.starts_with("ipv4:") || grpc_peer.starts_with("ipv6:")) {
    const std::string_view host = HostOf(grpc_peer.substr(5));
    peer.loopback = IsLoopbackHost(host);
    if (!peer.loopback) peer.address = IpAddress::Parse(host);
  } else {
    peer.loopback = grpc_peer.starts_with("unix:") || grpc_peer.starts_with("unix-abstract:") ||
                    grpc_peer.starts_with("inproc");
  }
  peer.principal = peer.loopback ? "loopback" : "anonymous";
  return peer;
}

}  // namespace tiendo::rpc
