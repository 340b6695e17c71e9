#include "services/programs/domain/vocabulary.h"

#include "common/errors/error.h"
#include "services/programs/domain/reasons.h"

namespace tiendo::programs {

absl::Status Retired(std::string_view name, std::string_view field) {
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kVocabularyRetired,
                      std::string(field) + ": " + std::string(name) +
                          " is retired: choose another, or take it back into use with an update",
                      {{"name", std::string(name)}, {"field", std::string(field)}});
}

}  // namespace tiendo::programs
