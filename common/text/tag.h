// Tags as resources, filters and settings name them: a kind and the id of the tag.
#ifndef TIENDO_COMMON_TEXT_TAG_H_
#define TIENDO_COMMON_TEXT_TAG_H_

#include <string_view>

namespace tiendo::text {

// The rule as a sentence, for a field violation.
inline constexpr std::string_view kTagRule =
    "must be a kind and a value of a-z, 0-9 and '-', e.g. theme/covid-19";

// True when `text` is [a-z-]+/[a-z0-9-]+ and no longer than any real tag.
bool ValidTag(std::string_view text);

}  // namespace tiendo::text

#endif  // TIENDO_COMMON_TEXT_TAG_H_
