// The form of a text in which search compares: "Uỷ ban", "Ủy ban" and "uy ban" are the same.
#ifndef TIENDO_COMMON_TEXT_FOLD_H_
#define TIENDO_COMMON_TEXT_FOLD_H_

#include <string>
#include <string_view>
#include <vector>

namespace tiendo::text {

// `text` in lower case without diacritics, đ as d. All tone and vowel marks go, so old and new tone
// placement (uỷ/ủy, hoà/hòa) and composed and decomposed spelling become equal. Folding twice
// changes nothing. Bytes that are not UTF-8 become U+FFFD.
std::string Fold(std::string_view text);

// The words of a text: runs of letters and digits, folded; everything else (spaces, –, /, .) is a
// gap between two.
std::vector<std::string> FoldedWords(std::string_view text);

}  // namespace tiendo::text

#endif  // TIENDO_COMMON_TEXT_FOLD_H_
