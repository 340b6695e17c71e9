// A category (nhóm chương trình): programmes whose items are counted together.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_CATEGORY_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_CATEGORY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "common/resource/repository.h"

namespace tiendo::programs {

// What is counted; values as in programs.proto.
enum class CategoryKind { kItem = 1, kTarget = 2, kDuty = 3, kScheme = 4 };

struct Category {
  std::string name;  // categories/{category}
  std::string display_name;
  CategoryKind kind = CategoryKind::kItem;
  int32_t order = 0;     // place in reports
  bool retired = false;  // no new programme takes it
  resource::Stamp stamp;
  bool operator==(const Category&) const = default;
};

using CategoryRepository = resource::Repository<Category>;

// As filters spell it: "ITEM".
std::string_view Name(CategoryKind kind);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_CATEGORY_H_
