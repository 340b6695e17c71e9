#include "common/text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::text {
namespace {

// ICU counts in int32; no message of ours comes near it.
constexpr size_t kMaxBytes = std::numeric_limits<int32_t>::max() / 4;

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The code point at `i`, which moves past it; negative when the bytes are no UTF-8.
UChar32 Next(std::string_view text, int32_t& i) {
  UChar32 c = 0;
// ICU's macro converts between char and uint8_t without a cast.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
  U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), c);
#pragma GCC diagnostic pop
  return c;
}

}  // namespace

absl::Status ValidateUtf8(std::string_view text) {
  if (text.size() > kMaxBytes) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kInvalidRequest,
                        "the text is too long");
  }
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    int32_t start = i;
    if (Next(text, i) >= 0) continue;
    std::string offset = std::to_string(start);
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kInvalidRequest,
                        "the text is not UTF-8 (byte " + offset + "): send it in UTF-8",
                        {{"offset", offset}});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ToNfc(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  TIENDO_RETURN_IF_ERROR(ValidateUtf8(text));
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return errors::Internal("ICU has no NFC data");
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  nfc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                     nullptr, error);
  if (U_FAILURE(error)) return errors::Internal("ICU could not normalize a text");
  return out;
}

size_t CodePoints(std::string_view text) {
  // Every byte but a continuation byte (10xxxxxx) begins a code point.
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace tiendo::text
