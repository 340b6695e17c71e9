#include "services/programs/domain/state_error.h"

#include "common/errors/error.h"

namespace tiendo::programs {

absl::Status StateError(const ForbiddenVerb& f) {
  const std::string message = f.name + " is " + std::string(f.state) + ": " + std::string(f.verb) +
                              " " + f.why +
                              "; allowed: " + (f.allowed.empty() ? "nothing" : f.allowed);
  return errors::Make(absl::StatusCode::kFailedPrecondition, f.reason, message,
                      {{"name", f.name},
                       {"state", std::string(f.state)},
                       {"verb", std::string(f.verb)},
                       {"allowed", f.allowed}});
}

}  // namespace tiendo::programs
