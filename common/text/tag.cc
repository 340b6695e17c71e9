#include "common/text/tag.h"

#include <algorithm>
#include <cstddef>

namespace tiendo::text {
namespace {

// Far above any real tag: an id has at most 63 characters.
constexpr size_t kMaxTagLength = 128;

// ASCII only, whatever the process's locale.
bool IsOfKind(char c) { return (c >= 'a' && c <= 'z') || c == '-'; }
bool IsOfValue(char c) { return IsOfKind(c) || (c >= '0' && c <= '9'); }

}  // namespace

bool ValidTag(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.size() > kMaxTagLength) return false;
  const std::string_view kind = text.substr(0, slash);
  const std::string_view value = text.substr(slash + 1);
  return !kind.empty() && !value.empty() && std::ranges::all_of(kind, IsOfKind) &&
         std::ranges::all_of(value, IsOfValue);
}

}  // namespace tiendo::text
