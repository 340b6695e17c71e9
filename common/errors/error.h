// Errors with a reason a program can act on.
//
// Inside the suite an error is an absl::Status with one payload of ours: the reason from the
// catalogue (protos/tiendo/errors/v1/error_reason.proto), the dynamic parts of the text, and for
// bad input every field violation. Only common/rpc turns it into a grpc::Status with google.rpc
// details; nothing below needs protobuf for that.
#ifndef TIENDO_COMMON_ERRORS_ERROR_H_
#define TIENDO_COMMON_ERRORS_ERROR_H_

#include <chrono>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tiendo::errors {

// One bad field. `field` is the path as in the proto ("item.leads[0].unit"); `description` says
// what is wrong and what would be right.
struct FieldViolation {
  std::string field;
  std::string description;
  bool operator==(const FieldViolation&) const = default;
};

struct Details {
  // UPPER_SNAKE name of the ErrorReason value without its prefix, e.g. "ETAG_MISMATCH".
  std::string reason;
  std::map<std::string, std::string> metadata;
  std::vector<FieldViolation> violations;
  // Set when the same call may succeed later.
  std::optional<std::chrono::milliseconds> retry_after;
};

using Metadata = std::map<std::string, std::string>;

// `message` is for people: one sentence with the remedy. Every dynamic value in it is also in
// `metadata` (AIP-193).
absl::Status Make(absl::StatusCode code, std::string_view reason, std::string_view message,
                  Metadata metadata = {});
absl::Status Make(absl::StatusCode code, std::string_view message, Details details);

// The payload of an error of ours; nullopt when the status is OK or carries none.
std::optional<Details> GetDetails(const absl::Status& status);
// The reason, or "" without payload.
std::string Reason(const absl::Status& status);

// RESOURCE_EXHAUSTED OVERLOADED: refused before anything was done, because `resource` (its
// metadata) has no room. There will be some in `about`: the caller is told a time from half of it
// to one and a half, so that those who are refused together do not come back together.
absl::Status Overloaded(std::string_view resource, std::string_view message,
                        std::chrono::milliseconds about);

// An error of our own making (a broken invariant, a failing disk): `message` is logged and replaced
// by a neutral sentence before it leaves the process.
absl::Status Internal(std::string_view message);

// The path of an element of a list: "item.leads[2]".
template <std::integral Index>
std::string At(std::string_view list, Index index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

// Collects every violation of a request, then answers once.
class Violations {
 public:
  void Add(std::string field, std::string description) {
    list_.push_back({std::move(field), std::move(description)});
  }
  // Adds the violations of `status` (an INVALID_ARGUMENT of ours) below `prefix`.
  void Merge(std::string_view prefix, const absl::Status& status);
  bool empty() const { return list_.empty(); }
  const std::vector<FieldViolation>& list() const { return list_; }
  // OK when empty; otherwise INVALID_ARGUMENT / INVALID_REQUEST with all violations.
  absl::Status ToStatus() const;
  // `value` when empty, otherwise as ToStatus.
  template <typename T>
  absl::StatusOr<T> ToStatusOr(T value) const {
    if (!empty()) return ToStatus();
    return value;
  }

 private:
  std::vector<FieldViolation> list_;
};

// Shorthand for a single bad field.
absl::Status InvalidField(std::string_view field, std::string_view description);

}  // namespace tiendo::errors

#endif  // TIENDO_COMMON_ERRORS_ERROR_H_
