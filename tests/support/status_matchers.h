// gMock matchers for absl::Status and absl::StatusOr.
#ifndef TIENDO_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define TIENDO_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/errors/error.h"

namespace tiendo::testing {

inline const absl::Status& GetStatus(const absl::Status& s) { return s; }
template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& s) {
  return s.status();
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
