// Use cases of categories. Every function runs inside one transaction and decides on
// what it reads there; what it is given has valid text.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_CATEGORIES_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_CATEGORIES_H_

#include "absl/status/status.h"
#include "services/programs/domain/category.h"

namespace tiendo::programs {

// RESOURCE_EXISTS.
absl::Status CreateCategory(CategoryRepository& categories, Category& category);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_CATEGORIES_H_
