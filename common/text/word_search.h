// Finding texts by the beginnings of their words, in the folded form (fold.h): what the searches of
// all services share. A plain scan over memory: no index has to be kept true, and 100,000 titles
// are some milliseconds.
#ifndef TIENDO_COMMON_TEXT_WORD_SEARCH_H_
#define TIENDO_COMMON_TEXT_WORD_SEARCH_H_

#include <string>
#include <string_view>
#include <vector>

namespace tiendo::text {

// Adds a field of a thing to its searchable form: "\n w1 w2 ". Nothing for a field without words.
void AppendSearchable(std::string& searchable, const std::vector<std::string>& folded_words);

// A query in the forms in which it is looked for.
class WordSearch {
 public:
  static constexpr int kNoMatch = 99;

  // `folded_words`: at least one.
  explicit WordSearch(const std::vector<std::string>& folded_words);

  // Of a searchable form: 0 a whole field, 1 the beginning of the first, 2 of another, 3 the words
  // in a row, 4 the words anywhere, each beginning a word; kNoMatch.
  int Score(std::string_view searchable) const;

 private:
  std::vector<std::string> starts_;
  std::string phrase_;
  std::string whole_;
  std::string beginning_;
};

}  // namespace tiendo::text

#endif  // TIENDO_COMMON_TEXT_WORD_SEARCH_H_
