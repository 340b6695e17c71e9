#include "common/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace tiendo::text {
namespace {

constexpr UChar32 kDStroke = 0x111;  // đ: a letter of its own, not d with a mark.

icu::UnicodeString WithoutMarks(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  icu::UnicodeString decomposed;
  if (U_SUCCESS(error)) nfd->normalize(text, decomposed, error);
  // NFD is built into ICU; only memory can run out here.
  if (U_FAILURE(error)) return text;
  icu::UnicodeString out;
  for (int32_t i = 0; i < decomposed.length();) {
    UChar32 c = decomposed.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    out.append(c == kDStroke ? UChar32{'d'} : c);
  }
  return out;
}

icu::UnicodeString Folded(std::string_view text) {
  icu::UnicodeString folded = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  // Case first: folding İ leaves a mark behind, which the next step removes.
  folded.foldCase(U_FOLD_CASE_DEFAULT);
  return WithoutMarks(folded);
}

}  // namespace

std::string Fold(std::string_view text) {
  std::string out;
  Folded(text).toUTF8String(out);
  return out;
}

std::vector<std::string> FoldedWords(std::string_view text) {
  std::vector<std::string> words;
  icu::UnicodeString word;
  auto end = [&] {
    if (word.isEmpty()) return;
    word.toUTF8String(words.emplace_back());
    word.remove();
  };
  const icu::UnicodeString folded = Folded(text);
  for (int32_t i = 0; i < folded.length();) {
    const UChar32 c = folded.char32At(i);
    i += U16_LENGTH(c);
    if (u_isalnum(c)) {
      word.append(c);
    } else {
      end();
    }
  }
  end();
  return words;
}

}  // namespace tiendo::text
