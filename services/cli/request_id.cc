#include "services/cli/request_id.h"

#include <openssl/sha.h>

namespace tiendo::cli {

std::string RequestIdOf(std::string_view input) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(input.data()), input.size(), hash);
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | 0x80);
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += kHex[hash[i] >> 4];
    id += kHex[hash[i] & 0x0f];
  }
  return id;
}

}  // namespace tiendo::cli
