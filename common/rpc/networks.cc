#include "common/rpc/networks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "absl/status/status.h"

namespace tiendo::rpc {
namespace {

constexpr int kBits = 128;
constexpr int kMappedPrefix = 96;

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// The bits of `address` beyond its first `prefix` are zero.
IpAddress Masked(IpAddress address, int prefix) {
  for (int byte = 0; byte < 16; ++byte) {
    const int kept = std::clamp(prefix - byte * 8, 0, 8);
    const auto mask = static_cast<uint8_t>(0xFF00u >> kept);
    address.bytes[static_cast<size_t>(byte)] &= mask;
  }
  return address;
}

std::optional<int> ParsePrefix(std::string_view text, int most) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < 0 || value > most) return std::nullopt;
  return value;
}

}  // namespace

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  // inet_pton wants a terminated string; nothing longer is an address.
  char copy[INET6_ADDRSTRLEN] = {};
  if (text.size() >= sizeof(copy)) return std::nullopt;
  text.copy(copy, text.size());
  IpAddress address;
  if (inet_pton(AF_INET6, copy, address.bytes.data()) == 1) return address;
  address.bytes = {};
  address.bytes[10] = address.bytes[11] = 0xFF;
  if (inet_pton(AF_INET, copy, address.bytes.data() + 12) == 1) return address;
  return std::nullopt;
}

absl::StatusOr<Networks> Networks::Parse(std::string_view text) {
  Networks networks;
  std::string problems;
  auto add = [&problems](std::string_view entry, std::string_view what) {
    if (!problems.empty()) problems += "; ";
    problems.append("\"").append(entry).append("\" ").append(what);
  };
  while (!Trim(text).empty()) {
    const size_t comma = text.find(',');
    const std::string_view entry = Trim(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const size_t slash = entry.find('/');
    const std::optional<IpAddress> base = IpAddress::Parse(entry.substr(0, slash));
    if (!base) {
      add(entry, "is not a numeric address with a prefix length");
      continue;
    }
    const bool v4 = entry.find(':') == std::string_view::npos;
    const std::optional<int> given = slash == std::string_view::npos
                                         ? std::nullopt
                                         : ParsePrefix(entry.substr(slash + 1), v4 ? 32 : kBits);
    if (!given) {
      add(entry, v4 ? "needs a prefix length from 1 to 32" : "needs a prefix length from 1 to 128");
      continue;
    }
    const int prefix = *given + (v4 ? kMappedPrefix : 0);
    if (*given == 0) {
      add(entry, "is every address: name the callers' networks");
    } else if (Masked(*base, prefix) != *base) {
      add(entry, "has bits beyond its prefix");
    } else {
      networks.blocks_.push_back({*base, prefix});
    }
  }
  if (!problems.empty()) return absl::InvalidArgumentError(problems);
  return networks;
}

bool Networks::Contains(const IpAddress& address) const {
  return std::ranges::any_of(
      blocks_, [&](const Block& block) { return Masked(address, block.prefix) == block.base; });
}

}  // namespace tiendo::rpc
