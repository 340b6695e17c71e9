// The few fixed-width fields that cached bytes are made of, big-endian.
#ifndef TIENDO_COMMON_CACHE_WIRE_H_
#define TIENDO_COMMON_CACHE_WIRE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tiendo::cache::wire {

inline void PutUint64(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

// Length, then the bytes.
inline void PutBytes(std::string& out, std::string_view bytes) {
  PutUint64(out, bytes.size());
  out += bytes;
}

// The Take functions remove what they return from the front of `in`; nullopt: not enough there.
inline std::optional<std::string_view> Take(std::string_view& in, uint64_t size) {
  if (size > in.size()) return std::nullopt;
  const std::string_view taken = in.substr(0, size);
  in.remove_prefix(size);
  return taken;
}

inline std::optional<uint64_t> TakeUint64(std::string_view& in) {
  const auto bytes = Take(in, 8);
  if (!bytes) return std::nullopt;
  uint64_t value = 0;
  for (char c : *bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

inline std::optional<std::string_view> TakeBytes(std::string_view& in) {
  const auto size = TakeUint64(in);
  return size ? Take(in, *size) : std::nullopt;
}

}  // namespace tiendo::cache::wire

#endif  // TIENDO_COMMON_CACHE_WIRE_H_
