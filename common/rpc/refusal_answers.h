// The answers to calls that are refused for want of room, made before they are needed.
#ifndef TIENDO_COMMON_RPC_REFUSAL_ANSWERS_H_
#define TIENDO_COMMON_RPC_REFUSAL_ANSWERS_H_

#include <grpcpp/support/status.h>

#include <chrono>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include "common/errors/refusal.h"

namespace tiendo::rpc {

// A refusal that is put together when it is given costs more than many an answer: its details are
// four messages in a fifth. What differs between two refusals for the same reason is only when to
// come back, and that need not be exact: there is a status for each step of a scale. Thread-safe.
class RefusalAnswers {
 public:
  struct Answer {
    grpc::Status status;
    std::string pushback;  // milliseconds, the time of its RetryInfo
  };

  // One of the answers to `refusal`, by errors::Spread and rounded up to a step of the scale. Lives
  // as long as this.
  const Answer& Of(const errors::Refusal& refusal);

 private:
  struct Cause {
    std::string resource;
    std::string message;
    std::vector<Answer> answers;  // by step
  };
  const Cause* Find(const errors::Refusal& refusal) const;  // under the lock
  const Cause& Make(const errors::Refusal& refusal);

  std::shared_mutex mutex_;
  std::vector<std::unique_ptr<const Cause>> causes_;  // a handful
};

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_REFUSAL_ANSWERS_H_
