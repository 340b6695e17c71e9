// Early return on error, for functions that return absl::Status or absl::StatusOr.
#ifndef TIENDO_COMMON_BASE_STATUS_MACROS_H_
#define TIENDO_COMMON_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TIENDO_CONCAT_INNER_(a, b) a##b
#define TIENDO_CONCAT_(a, b) TIENDO_CONCAT_INNER_(a, b)

// Returns the status of `expr` from the enclosing function unless it is OK. The name carries the
// line, so that one inside a lambda inside another does not shadow it.
#define TIENDO_RETURN_IF_ERROR(expr) \
  TIENDO_RETURN_IF_ERROR_(TIENDO_CONCAT_(tiendo_status_, __LINE__), expr)
#define TIENDO_RETURN_IF_ERROR_(status, expr)                      \
  do {                                                             \
    if (absl::Status status = (expr); !status.ok()) return status; \
  } while (false)

// TIENDO_ASSIGN_OR_RETURN(auto x, F()): x = the value of F(), or returns F()'s status.
#define TIENDO_ASSIGN_OR_RETURN(lhs, expr) \
  TIENDO_ASSIGN_OR_RETURN_(TIENDO_CONCAT_(tiendo_result_, __LINE__), lhs, expr)
#define TIENDO_ASSIGN_OR_RETURN_(result, lhs, expr)    \
  auto result = (expr);                                \
  if (!result.ok()) return std::move(result).status(); \
  lhs = *std::move(result)

#endif  // TIENDO_COMMON_BASE_STATUS_MACROS_H_
