// The one place where errors of ours become statuses of gRPC, and back.
#ifndef TIENDO_COMMON_RPC_STATUS_CONVERSION_H_
#define TIENDO_COMMON_RPC_STATUS_CONVERSION_H_

#include <grpcpp/support/status.h>

#include <chrono>
#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "common/log/log.h"

namespace tiendo::rpc {

// ErrorInfo.domain of every error of the suite.
inline constexpr std::string_view kErrorDomain = "tiendo";
// Most of what an error may take: its text as it travels (percent-encoded) and the details. Beyond
// about 8 KB of metadata gRPC drops the details and turns the error into RESOURCE_EXHAUSTED.
inline constexpr size_t kMaxStatusBytes = 4096;
inline constexpr int kMaxViolations = 32;
// RetryInfo of an error that may pass but does not say when.
inline constexpr std::chrono::milliseconds kDefaultRetryDelay{1000};

// Where the error arose, for the log line of a masked one.
struct ConversionContext {
  // Receives the true text of an error whose text is masked. May be null.
  const log::Logger* log = nullptr;
  std::string_view method;
  std::string_view request_id;
  std::string_view trace_id;
};

// The status to send. Its error_details are a google.rpc.Status with exactly one ErrorInfo, and as
// they apply BadRequest (at most kMaxViolations), RetryInfo (a retry_after, UNAVAILABLE,
// OVERLOADED) and a LocalizedMessage in vi-VN. Violations are dropped and texts shortened to stay
// within kMaxStatusBytes.
//
// INTERNAL, UNKNOWN and DATA_LOSS, and every status whose reason is not in the catalogue (a mistake
// of ours), leave as INTERNAL with a neutral sentence and metadata `error_id`; the true text is
// logged under that id. CANCELLED and DEADLINE_EXCEEDED without a reason get theirs.
grpc::Status ToGrpc(const absl::Status& status, const ConversionContext& context = {});

// For clients: code, text, reason, metadata, violations and retry delay as the server gave them.
// What gRPC itself answers carries no details: UNAVAILABLE gets the reason PEER_UNAVAILABLE,
// DEADLINE_EXCEEDED and CANCELLED theirs, a message above the size limit MESSAGE_TOO_LARGE.
absl::Status FromGrpc(const grpc::Status& status);

// "NOT_FOUND": as metrics and log lines spell a code.
std::string_view CodeName(grpc::StatusCode code);

}  // namespace tiendo::rpc

#endif  // TIENDO_COMMON_RPC_STATUS_CONVERSION_H_
