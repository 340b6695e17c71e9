#include "common/text/id.h"

#include <algorithm>

namespace tiendo::text {
namespace {

// ASCII only, whatever the process's locale.
bool IsAlphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool ValidId(std::string_view text) {
  if (text.empty() || text.size() > kMaxIdLength) return false;
  if (!IsAlphanumeric(text.front()) || !IsAlphanumeric(text.back())) return false;
  return std::ranges::all_of(text, [](char c) { return IsAlphanumeric(c) || c == '-'; });
}

}  // namespace tiendo::text
