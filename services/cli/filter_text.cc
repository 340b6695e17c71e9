#include "services/cli/filter_text.h"

namespace tiendo::cli {

void FilterText::Add(std::string_view field, std::string_view op, const std::string& value) {
  if (value.empty()) return;
  std::string quoted = "\"";
  for (char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  AddBare(field, op, quoted + '"');
}

void FilterText::AddBare(std::string_view field, std::string_view op, const std::string& value) {
  if (value.empty()) return;
  AddText(std::string(field) + " " + std::string(op) + " " + value);
}

void FilterText::AddText(const std::string& condition) {
  if (condition.empty()) return;
  text_ += (text_.empty() ? "" : " AND ") + condition;
}

}  // namespace tiendo::cli
