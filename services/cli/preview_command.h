// What a planned reorganisation would move, for the command `units preview` and for every command
// that asks before it reorganises.
#ifndef TIENDO_SERVICES_CLI_PREVIEW_COMMAND_H_
#define TIENDO_SERVICES_CLI_PREVIEW_COMMAND_H_

#include "services/cli/context.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

// Asks status and prints the counts and the open commitments. When status cannot answer, says so on
// `context.err` and goes on: they are shown beside a write and are no condition of it. Prints
// nothing with --json.
void ShowCommitments(Context& context, const status::v1::PreviewReorganisationRequest& request);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PREVIEW_COMMAND_H_
