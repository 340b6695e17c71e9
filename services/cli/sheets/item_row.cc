#include "services/cli/sheets/item_row.h"

#include <openssl/sha.h>

#include <array>
#include <regex>

#include "common/text/fold.h"
#include "services/cli/sheets/date_text.h"

namespace tiendo::sheets {
namespace {

bool AsciiAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Where " ngày " or " của " begins in `text`, without regard to case and only as whole words;
// npos without. The words are looked for as they are written with diacritics.
size_t FindWord(std::string_view text, std::string_view word, size_t from) {
  for (size_t i = from; i < text.size(); ++i) {
    if (text[i] != ' ') continue;
    const size_t end = i + 1 + word.size();
    if (end >= text.size() || text[end] != ' ') continue;
    if (text::Fold(text.substr(i + 1, word.size())) == text::Fold(word)) return i;
  }
  return std::string_view::npos;
}

constexpr std::string_view kDated = "ngày";
constexpr std::string_view kOf = "của";

std::string WithoutEndComma(std::string_view text) {
  while (!text.empty() && (text.back() == ',' || text.back() == ' ')) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

std::string TextOfDocument(const Document& document) {
  std::string text = document.number;
  if (document.date) text += " ngày " + calendar::FormatVietnamese(*document.date);
  if (!document.issuer.empty()) text += " của " + document.issuer;
  return OneLineOf(text);
}

absl::StatusOr<Document> ParseDocument(std::string_view text, int two_digit_years_from) {
  const std::string line = OneLineOf(text);
  Document document;
  std::string_view rest = line;
  const size_t dated = FindWord(rest, kDated, 0);
  size_t of = FindWord(rest, kOf, dated == std::string_view::npos ? 0 : dated + 1);
  if (dated == std::string_view::npos) of = std::string_view::npos;  // "Tờ trình của …" is a number
  if (of != std::string_view::npos) {
    document.issuer = std::string(rest.substr(of + kOf.size() + 2));
    rest = rest.substr(0, of);
  }
  if (dated != std::string_view::npos) {
    const std::string_view date = rest.substr(dated + kDated.size() + 2);
    absl::StatusOr<Day> day = ParseDateText(WithoutEndComma(date), two_digit_years_from);
    if (!day.ok()) {
      return absl::InvalidArgumentError("ngày của văn bản, \"" + std::string(date) +
                                        "\": " + std::string(day.status().message()));
    }
    document.date = *day;
    rest = rest.substr(0, dated);
  }
  document.number = WithoutEndComma(rest);
  return document;
}

std::string DerivedId(std::string_view title) {
  constexpr size_t kWords = 40;
  std::string canonical;
  std::string slug;
  for (const std::string& word : text::FoldedWords(title)) {
    canonical += word + ' ';
    std::string plain;
    for (const char c : word) {
      if (AsciiAlnum(c)) plain += c;
    }
    if (plain.empty() || slug.size() + plain.size() + 1 > kWords) continue;
    slug += plain + '-';
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(canonical.data()), canonical.size(), hash.data());
  static constexpr char kHex[] = "0123456789abcdef";
  for (size_t i = 0; i < 4; ++i) {
    slug += kHex[hash[i] >> 4];
    slug += kHex[hash[i] & 0x0f];
  }
  return slug;
}

}  // namespace tiendo::sheets
