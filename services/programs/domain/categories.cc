#include "services/programs/domain/categories.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/resource/name.h"

namespace tiendo::programs {

absl::Status CreateCategory(CategoryRepository& categories, Category& category) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Category> stored, categories.Get(category.name));
  if (stored) return resource::Exists(category.name);
  return categories.Put(category);
}

}  // namespace tiendo::programs
