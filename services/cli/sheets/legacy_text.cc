#include "services/cli/sheets/legacy_text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include "common/text/fold.h"
#include "services/cli/sheets/legacy_tables.h"

namespace tiendo::sheets {
namespace {

using icu::UnicodeString;

constexpr char16_t kFirst = 0xA1;
constexpr char16_t kLast = 0xFF;

UnicodeString FromUtf8(std::string_view text) {
  return UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string ToUtf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

UnicodeString Normalized(const UnicodeString& text, bool composed) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form =
      composed ? icu::Normalizer2::getNFCInstance(error) : icu::Normalizer2::getNFDInstance(error);
  UnicodeString out;
  if (U_SUCCESS(error)) form->normalize(text, out, error);
  return U_FAILURE(error) ? text : out;
}

// What a decoder makes of a text; `clean`: every character had a meaning.
struct Decoded {
  UnicodeString text;
  bool clean = true;
};

Decoded DecodeTcvn3(const UnicodeString& text) {
  Decoded out;
  for (int32_t i = 0; i < text.length(); ++i) {
    const char16_t c = text[i];
    if (c < kFirst || c > kLast) {
      out.text.append(c);
      continue;
    }
    const char16_t letter = kTcvn3[static_cast<size_t>(c - kFirst)];
    if (letter == u'?') {
      out.clean = false;
      out.text.append(c);
    } else {
      out.text.append(letter);
    }
  }
  return out;
}

bool IsVowel(char16_t c) {
  constexpr std::u16string_view kVowels = u"aeiouyAEIOUYơưƠƯ";
  return kVowels.find(c) != std::u16string_view::npos;
}

bool CarriesShape(char16_t letter, char16_t shape) {
  constexpr std::u16string_view kCircumflex = u"aeoAEO";
  if (shape == 0x302) return kCircumflex.find(letter) != std::u16string_view::npos;
  return shape == 0 || letter == u'a' || letter == u'A';
}

// The mark that `c` is behind `letter`; nullptr when it is none there.
const VniMark* MarkBehind(char16_t letter, char16_t c) {
  for (const VniMark& mark : kVniMarks) {
    if ((c == mark.vni || c == mark.vni - 0x20) && IsVowel(letter) &&
        CarriesShape(letter, mark.shape)) {
      return &mark;
    }
  }
  return nullptr;
}

Decoded DecodeVni(const UnicodeString& text) {
  Decoded out;
  char16_t letter = 0;  // the letter before, as long as it can take a mark
  for (int32_t i = 0; i < text.length(); ++i) {
    const char16_t c = text[i];
    if (c < kFirst || c > kLast) {
      out.text.append(c);
      letter = c;
      continue;
    }
    if (const VniMark* mark = MarkBehind(letter, c); mark != nullptr) {
      if (mark->shape != 0) out.text.append(mark->shape);
      if (mark->tone != 0) out.text.append(mark->tone);
      letter = 0;
      continue;
    }
    const auto* found = std::find_if(std::begin(kVniLetters), std::end(kVniLetters),
                                     [c](const VniLetter& l) { return l.vni == c; });
    letter = found == std::end(kVniLetters) ? c : found->letter;
    out.clean = out.clean && found != std::end(kVniLetters);
    out.text.append(letter);
  }
  out.text = Normalized(out.text, /*composed=*/true);
  return out;
}

Decoded DecodeAs(const UnicodeString& text, Encoding encoding) {
  if (encoding == Encoding::kTcvn3) return DecodeTcvn3(text);
  if (encoding == Encoding::kVni) return DecodeVni(text);
  return {text};
}

// Tones of a word and whether all its letters are Vietnamese, from the decomposed form.
struct Letters {
  bool vietnamese = true;
  int tones = 0;
  char16_t tone = 0;
};

Letters LettersOf(const UnicodeString& word) {
  constexpr std::u16string_view kLetters =
      u"aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY";
  constexpr std::u16string_view kTones = u"\u0300\u0301\u0303\u0309\u0323";
  constexpr std::u16string_view kShapes = u"\u0302\u0306\u031B";
  Letters out;
  const UnicodeString decomposed = Normalized(word, /*composed=*/false);
  char16_t base = 0;
  for (int32_t i = 0; i < decomposed.length(); ++i) {
    const char16_t c = decomposed[i];
    if (kTones.find(c) != std::u16string_view::npos) {
      ++out.tones;
      out.tone = c;
    } else if (kShapes.find(c) != std::u16string_view::npos) {
      UnicodeString pair;
      pair.append(base).append(c);
      pair = Normalized(pair, /*composed=*/true);
      out.vietnamese = out.vietnamese && pair.length() == 1 &&
                       kLetters.find(pair[0]) != std::u16string_view::npos;
    } else {
      out.vietnamese = out.vietnamese && kLetters.find(c) != std::u16string_view::npos;
      base = c;
    }
  }
  return out;
}

template <size_t N>
bool Among(std::string_view part, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), part) != list.end();
}

// Onset, nucleus and coda of a Vietnamese syllable, all without marks.
constexpr std::array<std::string_view, 27> kOnsets = {
    "",   "b",   "c",  "ch", "d",  "g",  "gh", "gi", "h", "k",  "kh", "l", "m", "n",
    "ng", "ngh", "nh", "p",  "ph", "qu", "r",  "s",  "t", "th", "tr", "v", "x"};
constexpr std::array<std::string_view, 9> kCodas = {"", "c", "ch", "m", "n", "ng", "nh", "p", "t"};
constexpr std::array<std::string_view, 16> kBeforeCoda = {
    "a", "e", "i", "o", "u", "y", "oa", "oe", "oo", "ie", "ua", "ue", "uo", "uy", "uye", "ye"};
constexpr std::array<std::string_view, 34> kOpen = {
    "a",   "e",   "i",   "o",   "u",   "y",   "ai",  "ao",  "au",  "ay", "eo", "eu",
    "ia",  "iu",  "oa",  "oe",  "oi",  "ua",  "ue",  "ui",  "uo",  "uu", "uy", "ieu",
    "oai", "oay", "uoi", "uou", "oao", "oeo", "uya", "uyu", "uay", "yeu"};

bool SyllableShape(const std::string& plain, std::string_view& coda_found) {
  for (const std::string_view onset : kOnsets) {
    if (plain.compare(0, onset.size(), onset) != 0) continue;
    const std::string_view rest = std::string_view(plain).substr(onset.size());
    for (const std::string_view coda : kCodas) {
      if (rest.size() <= coda.size() || rest.substr(rest.size() - coda.size()) != coda) continue;
      const std::string_view nucleus = rest.substr(0, rest.size() - coda.size());
      const bool fits = coda.empty() ? Among(nucleus, kOpen) : Among(nucleus, kBeforeCoda);
      if (!fits) continue;
      coda_found = coda;
      return true;
    }
  }
  return false;
}

// `strict`: with the tone that its end allows (c, ch, p, t: sắc or nặng); typing mistakes in plain
// Unicode are to pass the other way.
bool IsSyllable(const UnicodeString& word, bool strict) {
  const Letters letters = LettersOf(word);
  if (!letters.vietnamese || letters.tones > 1) return false;
  std::string_view coda;
  const std::string plain = text::Fold(ToUtf8(word));
  if (!SyllableShape(plain, coda)) return false;
  const bool stop = coda == "c" || coda == "ch" || coda == "p" || coda == "t";
  return !strict || !stop || letters.tone == 0x301 || letters.tone == 0x323;
}

bool IsAsciiLetter(char16_t c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }

// Splits into runs of letters and of what legacy encodings use for letters.
template <typename Visit>
void ForEachWord(const UnicodeString& text, const Visit& visit) {
  UnicodeString word;
  for (int32_t i = 0; i <= text.length(); ++i) {
    const char16_t c = i < text.length() ? text[i] : u' ';
    if (IsAsciiLetter(c) || (c >= kFirst && c <= kLast) || (c > kLast && u_isalpha(c) != 0)) {
      word.append(c);
      continue;
    }
    if (!word.isEmpty()) visit(word);
    word.remove();
  }
}

// Letters beyond Latin-1 are Unicode; without high characters there is nothing to tell, and signs
// alone (§, µ, ½) are no word.
bool CouldBeLegacy(const UnicodeString& word) {
  bool high = false;
  bool ascii = false;
  for (int32_t i = 0; i < word.length(); ++i) {
    if (word[i] > kLast) return false;
    high = high || word[i] >= kFirst;
    ascii = ascii || IsAsciiLetter(word[i]);
  }
  return high && ascii;
}

}  // namespace

std::string_view NameOf(Encoding encoding) {
  if (encoding == Encoding::kTcvn3) return "TCVN3";
  return encoding == Encoding::kVni ? "VNI" : "";
}

Encoding EncodingOfFont(std::string_view font) {
  const auto starts = [font](std::string_view prefix) {
    return font.size() > prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), font.begin(), [](char a, char b) {
             return std::tolower(static_cast<unsigned char>(a)) ==
                    std::tolower(static_cast<unsigned char>(b));
           });
  };
  if (starts(".Vn")) return Encoding::kTcvn3;
  return starts("VNI-") ? Encoding::kVni : Encoding::kUnicode;
}

Encoding RecogniseEncoding(std::string_view text, std::string_view font) {
  const Encoding hint = EncodingOfFont(font);
  int tcvn3 = 0;
  int vni = 0;
  ForEachWord(FromUtf8(text), [&](const UnicodeString& word) {
    if (!CouldBeLegacy(word)) return;
    const bool as_it_stands = IsSyllable(word, /*strict=*/false);
    const auto votes = [&](Encoding encoding) {
      if (as_it_stands && encoding != hint) return false;
      const Decoded decoded = DecodeAs(word, encoding);
      return decoded.clean && IsSyllable(decoded.text, /*strict=*/true);
    };
    tcvn3 += votes(Encoding::kTcvn3) ? 1 : 0;
    vni += votes(Encoding::kVni) ? 1 : 0;
  });
  if (tcvn3 == 0 && vni == 0) return Encoding::kUnicode;
  if (tcvn3 == vni && hint != Encoding::kUnicode) return hint;
  return vni > tcvn3 ? Encoding::kVni : Encoding::kTcvn3;
}

std::string Decode(std::string_view text, Encoding encoding) {
  return ToUtf8(DecodeAs(FromUtf8(text), encoding).text);
}

std::string FromLatin1(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    if (c < 0x80) {
      out += byte;
    } else {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

}  // namespace tiendo::sheets
