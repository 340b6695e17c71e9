#include "services/cli/row_outcome.h"

#include <algorithm>

namespace tiendo::cli {

std::string Shown(const std::optional<calendar::Day>& day) {
  return day ? calendar::FormatVietnamese(*day) : "(không có)";
}

std::string Shown(const std::optional<decimal::Decimal>& number) {
  return number ? number->ToVietnamese() : "(không có)";
}

std::string Shown(const std::string& text) { return text.empty() ? "(trống)" : '"' + text + '"'; }

std::string Shown(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& entry : list) text += (text.empty() ? "" : ", ") + entry;
  return text.empty() ? "(trống)" : text;
}

std::vector<std::string> Sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  return list;
}

bool Agrees(const sheets::Document& wanted, const sheets::Document& recorded) {
  return (wanted.number.empty() || wanted.number == recorded.number) &&
         (!wanted.date || wanted.date == recorded.date) &&
         (wanted.issuer.empty() || wanted.issuer == recorded.issuer);
}

}  // namespace tiendo::cli
