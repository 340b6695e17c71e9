// The tags of what is counted: work areas, themes, resolutions. One rule for everything that
// carries them: items, targets, duties and engagements by their own, an assignment by those of its
// duty, a recommendation by those of its engagement. Plans carry none.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_TAGS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_TAGS_H_

#include <algorithm>
#include <string>
#include <vector>

namespace tiendo::status {

// Whether what has `tags` counts when `asked` is asked for; empty: everything does.
inline bool Carries(const std::vector<std::string>& tags, const std::string& asked) {
  return asked.empty() || std::find(tags.begin(), tags.end(), asked) != tags.end();
}

// The same for any of `asked`; none: everything counts.
inline bool CarriesAny(const std::vector<std::string>& tags,
                       const std::vector<std::string>& asked) {
  return asked.empty() || std::any_of(asked.begin(), asked.end(),
                                      [&](const std::string& tag) { return Carries(tags, tag); });
}

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_TAGS_H_
