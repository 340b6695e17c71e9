// Hashes and their text form, for tokens and for comparing arguments.
#ifndef TIENDO_COMMON_PAGING_DIGEST_H_
#define TIENDO_COMMON_PAGING_DIGEST_H_

#include <optional>
#include <string>
#include <string_view>

namespace tiendo::paging {

// 32 bytes each.
std::string Sha256(std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view bytes);

// Equality in a time that depends on the lengths only: how an HMAC is checked.
bool EqualDigests(std::string_view a, std::string_view b);

// RFC 4648 section 5 without padding. Decoding is strict, so a text has one encoding only: nullopt
// for padding, white space, foreign characters and bits set after the last byte.
std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view text);

}  // namespace tiendo::paging

#endif  // TIENDO_COMMON_PAGING_DIGEST_H_
