#include "services/cli/sheets/words.h"

#include <algorithm>

#include "common/text/fold.h"

namespace tiendo::sheets {

std::string FoldedText(std::string_view text) {
  std::string out;
  for (const std::string& word : text::FoldedWords(text)) out += (out.empty() ? "" : " ") + word;
  return out;
}

bool ListHas(std::string_view list, std::string_view name) {
  for (size_t start = 0; start < list.size();) {
    const size_t end = std::min(list.find('|', start), list.size());
    if (list.substr(start, end - start) == name) return true;
    start = end + 1;
  }
  return false;
}

bool MeansWord(std::string_view text, std::string_view vietnamese, std::string_view others) {
  const std::string meant = FoldedText(text);
  return !meant.empty() && (meant == FoldedText(vietnamese) || ListHas(others, meant));
}

}  // namespace tiendo::sheets
