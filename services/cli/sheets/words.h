// Words that a cell may hold for one of a few values.
#ifndef TIENDO_SERVICES_CLI_SHEETS_WORDS_H_
#define TIENDO_SERVICES_CLI_SHEETS_WORDS_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tiendo::sheets {

template <typename T>
struct WordFor {
  T value;
  std::string_view vietnamese;  // as an export writes it
  // As it may also be written, in the form of FoldedText, separated by '|'.
  std::string_view others;
};
template <typename T, size_t N>
using Words = std::array<WordFor<T>, N>;

// The words of a text, folded, with one space between: "uy ban nhan dan" of "Ủy ban – Nhân dân".
std::string FoldedText(std::string_view text);
// Whether a name is among those that '|' separates.
bool ListHas(std::string_view list, std::string_view name);

// Whether a text is one of these words, without regard to case, diacritics and punctuation.
bool MeansWord(std::string_view text, std::string_view vietnamese, std::string_view others);

template <typename T, size_t N>
std::optional<T> ByWord(const Words<T, N>& words, std::string_view text) {
  for (const WordFor<T>& word : words) {
    if (MeansWord(text, word.vietnamese, word.others)) return word.value;
  }
  return std::nullopt;
}

template <typename T, size_t N>
std::string WordOf(const Words<T, N>& words, const T& value) {
  for (const WordFor<T>& word : words) {
    if (word.value == value) return std::string(word.vietnamese);
  }
  return "";
}

// "ít nhất, trên, dưới", for messages.
template <typename T, size_t N>
std::string ListOf(const Words<T, N>& words) {
  std::string list;
  for (const WordFor<T>& word : words) {
    list += (list.empty() ? "" : ", ") + std::string(word.vietnamese);
  }
  return list;
}

}  // namespace tiendo::sheets

#endif  // TIENDO_SERVICES_CLI_SHEETS_WORDS_H_
