// Errors as a person and a script see them: one clear block, and an exit code by class of error.
//
// Every error in the client is an absl::Status with the payload of common/errors/error.h. One that
// came from a service also knows the method that was called, and its Vietnamese sentence if the
// service sent one.
#ifndef TIENDO_SERVICES_CLI_CALL_ERROR_H_
#define TIENDO_SERVICES_CLI_CALL_ERROR_H_

#include <grpcpp/support/status.h>

#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/errors/error.h"

namespace tiendo::cli {

// The codes are part of the contract with scripts: services/cli/README.md.
enum ExitCode : int {
  kExitOk = 0,
  kExitOther = 1,
  kExitUsage = 2,
  kExitInvalid = 3,
  kExitNotFound = 4,
  kExitConflict = 5,
  kExitUnavailable = 6,
  kExitPermission = 7,
  kExitDiffers = 8,
};

// Decodes the answer of `method` ("tiendo.units.v1.UnitService/GetUnit").
absl::Status FromGrpc(const grpc::Status& status, std::string_view method);

// The method that failed; "" for an error of the client itself (a wrong flag).
std::string CalledMethod(const absl::Status& status);
// The service's sentence in Vietnamese; "" without.
std::string LocalizedMessage(const absl::Status& status);

ExitCode ExitCodeOf(const absl::Status& status);

// True when the same request, with the same request id, may succeed later: UNAVAILABLE, a passed
// deadline, a conflict inside the database, an overloaded server.
bool Retryable(const absl::Status& status);

// True when a write that ended so may have been made all the same: nobody who knows has answered.
bool OutcomeUnknown(const absl::Status& status);

// The same error, with more to its metadata.
absl::Status WithMetadata(const absl::Status& status, const errors::Metadata& added);

// Writes the block (or with `json` one object) that ends a command.
void PrintError(const absl::Status& status, bool json, std::ostream& err);
// The same as one JSON object, for summaries.
std::string ErrorJson(const absl::Status& status);
// In one line, for lists: "ALREADY_EXISTS (RESOURCE_EXISTS): …; unit.parent: …".
std::string OneLine(const absl::Status& status);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_CALL_ERROR_H_
