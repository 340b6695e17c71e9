#include "services/programs/domain/category.h"

namespace tiendo::programs {

std::string_view Name(CategoryKind kind) {
  switch (kind) {
    case CategoryKind::kItem:
      return "ITEM";
    case CategoryKind::kTarget:
      return "TARGET";
    case CategoryKind::kDuty:
      return "DUTY";
    case CategoryKind::kScheme:
      return "SCHEME";
  }
  return "";
}

}  // namespace tiendo::programs
