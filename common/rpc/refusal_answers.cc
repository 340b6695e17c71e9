#include "common/rpc/refusal_answers.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "common/rpc/retry.h"
#include "common/rpc/status_conversion.h"

namespace tiendo::rpc {
namespace {

using std::chrono::milliseconds;

// From 50 ms to about 10 s, each a twentieth more than the one before.
constexpr size_t kSteps = 109;

const std::array<milliseconds, kSteps>& Scale() {
  static const auto scale = [] {
    std::array<milliseconds, kSteps> steps{};
    double step = 50;
    for (milliseconds& s : steps) {
      s = milliseconds(static_cast<int64_t>(step));
      step *= 1.05;
    }
    return steps;
  }();
  return scale;
}

}  // namespace

const RefusalAnswers::Answer& RefusalAnswers::Of(const errors::Refusal& refusal) {
  const Cause* cause = nullptr;
  {
    std::shared_lock lock(mutex_);
    cause = Find(refusal);
  }
  if (cause == nullptr) cause = &Make(refusal);
  const auto step = std::lower_bound(Scale().begin(), Scale().end(), errors::Spread(refusal.about));
  const auto index = static_cast<size_t>(step - Scale().begin());
  return cause->answers[std::min(index, kSteps - 1)];
}

const RefusalAnswers::Cause* RefusalAnswers::Find(const errors::Refusal& refusal) const {
  for (const std::unique_ptr<const Cause>& cause : causes_) {
    if (cause->message == refusal.message && cause->resource == refusal.resource) {
      return cause.get();
    }
  }
  return nullptr;
}

const RefusalAnswers::Cause& RefusalAnswers::Make(const errors::Refusal& refusal) {
  auto cause = std::make_unique<Cause>();
  cause->resource = refusal.resource;
  cause->message = refusal.message;
  cause->answers.reserve(kSteps);
  for (const milliseconds step : Scale()) {
    const absl::Status status = errors::ToStatus(refusal, step);
    cause->answers.push_back({ToGrpc(status, {}), PushbackOf(status, true).value_or("")});
  }
  std::unique_lock lock(mutex_);
  if (const Cause* made = Find(refusal)) return *made;  // by another thread, meanwhile
  causes_.push_back(std::move(cause));
  return *causes_.back();
}

}  // namespace tiendo::rpc
