// Asking a service that has to hear of something first.
#ifndef TIENDO_TESTS_SUPPORT_REACHED_H_
#define TIENDO_TESTS_SUPPORT_REACHED_H_

#include <optional>
#include <type_traits>
#include <utility>

#include "common/errors/error.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::testing {

// Calls `ask`, which returns an absl::Status or an absl::StatusOr, until it is not refused with
// POSITION_NOT_REACHED any more: what was written is still on its way, or the sources, which say so
// about once a second, have not said yet that nothing older can appear. Returns the last answer,
// after kPatience the refusal.
template <typename Ask>
std::invoke_result_t<const Ask&> UntilReached(const Ask& ask) {
  std::optional<std::invoke_result_t<const Ask&>> answer;
  WaitUntil([&] {
    answer.emplace(ask());
    return errors::Reason(GetStatus(*answer)) != "POSITION_NOT_REACHED";
  });
  return *std::move(answer);
}

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_SUPPORT_REACHED_H_
