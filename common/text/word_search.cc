#include "common/text/word_search.h"

#include <string.h>

#include <algorithm>

namespace tiendo::text {
namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += " " + word;
  return out;
}

// Memory is searched some times faster by memmem than by std::string_view::find.
bool Contains(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

}  // namespace

void AppendSearchable(std::string& searchable, const std::vector<std::string>& folded_words) {
  if (folded_words.empty()) return;
  searchable += "\n" + Joined(folded_words) + " ";
}

WordSearch::WordSearch(const std::vector<std::string>& folded_words) {
  for (const std::string& w : folded_words) starts_.push_back(" " + w);
  // The longest word is the rarest: most texts fail at the first look.
  std::sort(starts_.begin(), starts_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  phrase_ = Joined(folded_words);
  whole_ = "\n" + phrase_ + " \n";
  beginning_ = "\n" + phrase_;
}

int WordSearch::Score(std::string_view searchable) const {
  for (const std::string& start : starts_) {
    if (!Contains(searchable, start)) return kNoMatch;
  }
  // The last field ends the text instead of being followed by another.
  const std::string_view whole = std::string_view(whole_).substr(0, whole_.size() - 1);
  if (Contains(searchable, whole_) || searchable.ends_with(whole)) return 0;
  if (searchable.starts_with(beginning_)) return 1;
  if (Contains(searchable, beginning_)) return 2;
  return Contains(searchable, phrase_) ? 3 : 4;
}

}  // namespace tiendo::text
