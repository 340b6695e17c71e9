// Filters of lists, written from the flags of a command.
#ifndef TIENDO_SERVICES_CLI_FILTER_TEXT_H_
#define TIENDO_SERVICES_CLI_FILTER_TEXT_H_

#include <string>
#include <string_view>

namespace tiendo::cli {

// A conjunction of AIP-160 that grows: empty values add nothing.
class FilterText {
 public:
  // `field op "value"`, quoted as a filter wants it.
  void Add(std::string_view field, std::string_view op, const std::string& value);
  // A value that needs no quotes: a number, a date, a word of an enum.
  void AddBare(std::string_view field, std::string_view op, const std::string& value);
  // A whole condition as the caller wrote it.
  void AddText(const std::string& condition);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_FILTER_TEXT_H_
