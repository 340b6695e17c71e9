// A tag: a work area (lĩnh vực), a theme (chủ đề) or a resolution (nghị quyết) by which items are
// sorted across the programmes.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_TAG_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_TAG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::programs {

// Values as in vocabulary.proto.
enum class TagKind { kWorkArea = 1, kTheme = 2, kResolution = 3 };

struct Tag {
  std::string name;  // tags/{tag}
  TagKind kind = TagKind::kTheme;
  std::string display_name;
  resource::Document document;
  int32_t order = 0;     // place among its kind in reports
  bool retired = false;  // nothing new is given it
  resource::Stamp stamp;
  bool operator==(const Tag&) const = default;
};

using TagRepository = resource::Repository<Tag>;

// How the kind begins the values by which others name a tag: "work-area".
std::string_view Prefix(TagKind kind);
// What Item.tags and the tags of other resources hold: "theme/covid-19".
std::string TagValue(const Tag& tag);

// A value that a request gives, and the path of the field that does.
struct TagReference {
  std::string field;
  std::string value;
};

// The tags under `path` that a resource gets and did not have: what it has stays, also when it was
// retired since.
std::vector<TagReference> NewTags(const std::string& path, const std::vector<std::string>& now,
                                  const std::vector<std::string>& before = {});

// OK when all are tags that are in use, and as long as there are no tags at all: an office that
// keeps none is not held to any. INVALID_ARGUMENT REFERENCE_NOT_FOUND with a violation for each
// that there is not, FAILED_PRECONDITION VOCABULARY_RETIRED.
absl::Status CheckTags(TagRepository& tags, const std::vector<TagReference>& references);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_TAG_H_
