// A clerk's write on one target: checks it, shows how the target stands, asks, writes, shows how it
// stands then. As item_write.h does for items.
#ifndef TIENDO_SERVICES_CLI_TARGET_WRITE_H_
#define TIENDO_SERVICES_CLI_TARGET_WRITE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/item_write.h"
#include "services/cli/status_query.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/programs/v1/targets.pb.h"

namespace tiendo::cli {

struct TargetWriteFlags {
  // Of the target, or of one of its reports.
  std::string name;
  DocumentFlags document;
  StatusFlags figures;
  bool yes = false;
};

struct TargetWrite {
  // Method of ProgramService that answers with the report, e.g. "ReportTargetValue".
  std::string method;
  // What is about to happen, in one line.
  std::string description;
  // With everything but request_id and validate_only.
  std::unique_ptr<google::protobuf::Message> request;
};

// Builds the write once the target is known.
using MakeTargetWrite =
    std::function<absl::StatusOr<TargetWrite>(Context&, const programs::v1::Target&)>;

// Exit code 0 when written, 1 when the clerk said no.
absl::StatusOr<int> RunTargetWrite(Context& context, const TargetWriteFlags& flags,
                                   const MakeTargetWrite& make);

// "programs/p/targets/t" of itself and of its reports and events.
std::string TargetNameOf(const std::string& name);

absl::StatusOr<programs::v1::Target> ReadTarget(Context& context, const std::string& name);
// All reports about a target, in the order they were recorded.
absl::StatusOr<std::vector<programs::v1::TargetReport>> ReadReports(Context& context,
                                                                    const std::string& target);

// The target in an answer in full; nullopt when it is not in it.
std::optional<status::v1::TargetStatus> RowOf(const status::v1::Status& status,
                                              const std::string& target);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_TARGET_WRITE_H_
