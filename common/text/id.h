// Resource ids: the last part of a resource name, chosen by the client (AIP-122, AIP-133).
#ifndef TIENDO_COMMON_TEXT_ID_H_
#define TIENDO_COMMON_TEXT_ID_H_

#include <cstddef>
#include <string_view>

namespace tiendo::text {

inline constexpr size_t kMaxIdLength = 63;

// The rule as a sentence, for a field violation.
inline constexpr std::string_view kIdRule =
    "must be 1 to 63 characters of a-z, 0-9 and '-', and begin and end with a letter or digit";

// True when `text` is [a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?.
bool ValidId(std::string_view text);

}  // namespace tiendo::text

#endif  // TIENDO_COMMON_TEXT_ID_H_
