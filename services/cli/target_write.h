// A clerk's write on one target, shown by how the target stands (figure_write.h).
#ifndef TIENDO_SERVICES_CLI_TARGET_WRITE_H_
#define TIENDO_SERVICES_CLI_TARGET_WRITE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/item_write.h"
#include "services/cli/status_query.h"
#include "services/cli/write_preview.h"
#include "tiendo/programs/v1/targets.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

struct TargetWriteFlags {
  // Of the target, or of one of its reports.
  std::string name;
  DocumentFlags document;
  StatusFlags figures;
  bool yes = false;
};

// Builds the write, one that answers with the report, once the target is known.
using MakeTargetWrite =
    std::function<absl::StatusOr<ProgramWrite>(Context&, const programs::v1::Target&)>;

// Exit code 0 when written, 1 when the clerk said no.
absl::StatusOr<int> RunTargetWrite(Context& context, const TargetWriteFlags& flags,
                                   const MakeTargetWrite& make);

// "programs/p/targets/t" of itself and of its reports and events.
std::string TargetNameOf(const std::string& name);

absl::StatusOr<programs::v1::Target> ReadTarget(Context& context, const std::string& name);
// All reports about a target, in the order they were recorded.
absl::StatusOr<std::vector<programs::v1::TargetReport>> ReadReports(Context& context,
                                                                    const std::string& target);

// The target in an answer in full; nullptr when it is not in it.
const status::v1::TargetStatus* RowOf(const status::v1::Status& status, const std::string& target);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TARGET_WRITE_H_
