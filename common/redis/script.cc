#include "common/redis/script.h"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace tiendo::redis {

Script::Script(std::string text) : text_(std::move(text)) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  // Fails only where OpenSSL itself is broken; a script without its name cannot be called.
  if (EVP_Digest(text_.data(), text_.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1) {
    std::abort();
  }
  static constexpr char kHex[] = "0123456789abcdef";
  for (unsigned int i = 0; i < size; ++i) {
    sha1_ += kHex[digest[i] >> 4];
    sha1_ += kHex[digest[i] & 15];
  }
}

}  // namespace tiendo::redis
