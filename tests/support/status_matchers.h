// gMock matchers for absl::Status and absl::StatusOr, and what their errors say.
#ifndef TIENDO_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define TIENDO_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/error.h"

namespace tiendo::testing {

inline const absl::Status& GetStatus(const absl::Status& s) { return s; }
template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& s) {
  return s.status();
}

// Paths of the fields that an error finds fault with, in its order; of a Status or a StatusOr.
template <typename T>
std::vector<std::string> Fields(const T& result) {
  std::vector<std::string> out;
  if (const std::optional<errors::Details> details = errors::GetDetails(GetStatus(result))) {
    for (const errors::FieldViolation& v : details->violations) out.push_back(v.field);
  }
  return out;
}

// One value of an error's metadata; "" when it has none under this key.
template <typename T>
std::string Metadata(const T& result, const std::string& key) {
  const std::optional<errors::Details> details = errors::GetDetails(GetStatus(result));
  if (!details) return "";
  const auto value = details->metadata.find(key);
  return value == details->metadata.end() ? "" : value->second;
}

// EXPECT_THAT(F(), IsOk());
MATCHER(IsOk, negation ? "is an error" : "is OK") {
  *result_listener << "status " << GetStatus(arg).ToString();
  return GetStatus(arg).ok();
}

// EXPECT_THAT(F(), StatusIs(absl::StatusCode::kNotFound));
MATCHER_P(StatusIs, code,
          std::string(negation ? "is not " : "is ") + absl::StatusCodeToString(code)) {
  *result_listener << "status " << GetStatus(arg).ToString();
  return GetStatus(arg).code() == code;
}

// EXPECT_THAT(F(), HasReason("ETAG_MISMATCH"));
MATCHER_P(HasReason, reason,
          std::string(negation ? "does not have" : "has") + " reason " + std::string(reason)) {
  std::string found = errors::Reason(GetStatus(arg));
  *result_listener << "status " << GetStatus(arg).ToString() << ", reason \"" << found << "\"";
  return found == reason;
}

// EXPECT_THAT(F(), IsOkAndHolds(5)); the argument is a value or a matcher.
MATCHER_P(IsOkAndHolds, value, "is OK and holds a matching value") {
  if (!arg.ok()) {
    *result_listener << "status " << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_STATUS_MATCHERS_H_
