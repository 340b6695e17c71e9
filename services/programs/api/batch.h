// Batches that create resources of one programme (requests.h).
#ifndef TIENDO_SERVICES_PROGRAMS_API_BATCH_H_
#define TIENDO_SERVICES_PROGRAMS_API_BATCH_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {

// The values of `request`, in its order; all violations at once. `parse(path, one, violations)`
// reads one of its requests, `id_of(one)` gives the id that is chosen in its field `id_field`.
template <typename Value, typename BatchRequest, typename Parse, typename IdOf>
absl::StatusOr<std::vector<Value>> ParseBatch(const BatchRequest& request,
                                              const std::string& id_field, IdOf id_of,
                                              Parse parse) {
  constexpr int kMaxBatch = 1000;
  errors::Violations violations;
  api::CheckName("parent", request.parent(), kProgramPattern, api::Presence::kRequired, violations);
  if (request.requests().empty() || request.requests_size() > kMaxBatch) {
    violations.Add("requests", "give 1 to 1,000 requests");
  }
  std::vector<Value> values;
  std::set<std::string> ids;
  for (int i = 0; i < request.requests_size(); ++i) {
    const std::string path = errors::At("requests", i) + ".";
    const auto& one = request.requests(i);
    values.push_back(parse(path, one, violations));
    if (one.parent() != request.parent()) {
      violations.Add(path + "parent", "must be the parent of the batch");
    }
    if (!ids.insert(id_of(one)).second) {
      violations.Add(path + id_field, id_of(one) + " appears twice in this batch");
    }
    if (!one.request_id().empty()) {
      violations.Add(path + "request_id", "must be empty: the batch has one");
    }
    if (one.validate_only()) {
      violations.Add(path + "validate_only", "must be false: the batch has one");
    }
  }
  api::CheckRequestId(request.request_id(), violations);
  if (!violations.empty()) return violations.ToStatus();
  return values;
}

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_BATCH_H_
