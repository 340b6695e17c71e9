#include "common/resource/etag.h"

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::resource {

std::string Etag(int64_t revision) { return "\"" + std::to_string(revision) + "\""; }

absl::Status CheckEtag(std::string_view name, std::string_view expected, int64_t current) {
  if (expected.empty() || expected == Etag(current)) return absl::OkStatus();
  return errors::Make(absl::StatusCode::kAborted, errors::reasons::kEtagMismatch,
                      std::string(name) + " has changed since it was read (etag " +
                          std::string(expected) + ", now " + Etag(current) + "): read it again",
                      {{"name", std::string(name)},
                       {"expected", std::string(expected)},
                       {"current", Etag(current)}});
}

}  // namespace tiendo::resource
