// States as flags name them.
#ifndef TIENDO_SERVICES_CLI_STATE_FLAG_H_
#define TIENDO_SERVICES_CLI_STATE_FLAG_H_

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/status/statusor.h"

namespace tiendo::cli {

// The name of a state as filters spell it ("IN_PROGRESS") for what a clerk typed ("in_progress",
// "In-Progress"). The error names --state and every word that there is.
absl::StatusOr<std::string> StateOf(const google::protobuf::EnumDescriptor& states,
                                    const std::string& text);

// "drafting, adopted, issued": the words, for help and errors.
std::string StateWords(const google::protobuf::EnumDescriptor& states);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_STATE_FLAG_H_
