// Text enters the suite as valid UTF-8 and is stored in NFC, so that equal texts are equal bytes.
#ifndef TIENDO_COMMON_TEXT_UTF8_H_
#define TIENDO_COMMON_TEXT_UTF8_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tiendo::text {

// OK, or INVALID_ARGUMENT with the offset of the first bad byte. Surrogates, overlong forms and
// values above U+10FFFF are bad; control characters, NUL among them, are valid UTF-8.
absl::Status ValidateUtf8(std::string_view text);

// `text` in Unicode's normalization form C; INVALID_ARGUMENT when it is not UTF-8.
absl::StatusOr<std::string> ToNfc(std::string_view text);

// Length in code points of valid UTF-8: limits on text are given in these.
size_t CodePoints(std::string_view text);

}  // namespace tiendo::text

#endif  // TIENDO_COMMON_TEXT_UTF8_H_
