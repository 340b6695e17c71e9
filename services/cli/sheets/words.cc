#include "services/cli/sheets/words.h"

#include <algorithm>

#include "common/text/fold.h"

namespace tiendo::sheets {
namespace {

std::string Joined(std::string_view text) {
  std::string out;
  for (const std::string& word : text::FoldedWords(text)) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

bool MeansWord(std::string_view text, std::string_view vietnamese, std::string_view others) {
  const std::string meant = Joined(text);
  if (meant.empty()) return false;
  if (meant == Joined(vietnamese)) return true;
  for (size_t start = 0; start < others.size();) {
    const size_t end = std::min(others.find('|', start), others.size());
    if (others.substr(start, end - start) == meant) return true;
    start = end + 1;
  }
  return false;
}

}  // namespace tiendo::sheets
