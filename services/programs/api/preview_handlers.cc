// Handler of previews (programs_service.h).
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/feed/change.h"
#include "services/programs/api/previews.h"
#include "services/programs/api/programs_service.h"

namespace tiendo::programs {
namespace {

using Bound = std::vector<Previews::Write>;

// The error of one write, with its place among them.
absl::Status OfWrite(size_t index, const absl::Status& status) {
  std::optional<errors::Details> details = errors::GetDetails(status);
  if (!details) return status;
  details->metadata["write"] = std::to_string(index);
  return errors::Make(status.code(), std::string(status.message()), *std::move(details));
}

// What each write checks before it is queued.
absl::Status Prepare(const rpc::Call& call, const Bound& writes) {
  for (size_t i = 0; i < writes.size(); ++i) {
    const rpc::BoundWrite& steps = writes[i].steps();
    absl::Status status = steps.validate();
    if (status.ok() && steps.prepare) status = steps.prepare(call);
    if (!status.ok()) return OfWrite(i, status);
  }
  return absl::OkStatus();
}

// OK, or why nobody waits for the preview any more. The Committer asks before the first write, and
// here it is asked before each: other writers wait for all of them.
absl::Status StillWanted(const grpc::CallbackServerContext& context) {
  namespace reasons = errors::reasons;
  if (context.deadline() <= std::chrono::system_clock::now()) {
    return errors::Make(absl::StatusCode::kDeadlineExceeded, reasons::kDeadlineExceeded,
                        "the deadline passed before the last write was shown; nothing was done");
  }
  if (context.IsCancelled()) {
    return errors::Make(absl::StatusCode::kCancelled, reasons::kCancelled,
                        "the caller gave up before the last write was shown; nothing was done");
  }
  return absl::OkStatus();
}

// Each write is made as a request of its own, with a revision of its own, so that it may change
// what those before it have changed. `tx` itself writes nothing, and is taken back with all of
// them.
absl::Status Apply(const Bound& writes, const rpc::Handlers& handlers,
                   const grpc::CallbackServerContext& context, ledger::Transaction& tx,
                   v1::PreviewWritesResponse& out) {
  ledger::Head head;
  head.revision = tx.revision() - 1;
  head.time = tx.time();
  size_t bytes = 0;  // of the resources in the answer
  for (size_t i = 0; i < writes.size(); ++i) {
    TIENDO_RETURN_IF_ERROR(StillWanted(context));
    ledger::RequestInfo info = tx.request();
    info.method = v1::ProgramService::service_full_name() + ("/" + writes[i].verb());
    ledger::Transaction one(tx.connection(), tx.schema(), head, tx.time(), std::move(info));
    absl::Status status = writes[i].steps().apply(one);
    if (!status.ok()) return OfWrite(i, status);
    for (const ledger::Change& change : one.changes()) {
      // Before it is copied, so that large writes do not fill the memory first.
      bytes += change.after.size();
      TIENDO_RETURN_IF_ERROR(handlers.CheckAnswerSize(bytes));
      tiendo::feed::v1::Change& shown = *out.add_changes();
      shown = feed::ToProto(change);
      shown.clear_commit_time();
    }
    if (!one.changes().empty()) head.revision = one.revision();
    head.time = one.time();
  }
  return handlers.CheckAnswerSize(out.ByteSizeLong());
}

}  // namespace

ProgramsService::Reactor* ProgramsService::PreviewWrites(Context* context,
                                                         const v1::PreviewWritesRequest* request,
                                                         v1::PreviewWritesResponse* response) {
  // Bound by prepare, on the pool: there may be megabytes of them. Run by apply.
  auto writes = std::make_shared<Bound>();
  rpc::WriteSteps<v1::PreviewWritesRequest, v1::PreviewWritesResponse> steps;
  steps.prepare = [this, writes](const rpc::Call& call,
                                 const v1::PreviewWritesRequest& r) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(*writes, parts_.previews->Bind(r));
    return Prepare(call, *writes);
  };
  steps.apply = [this, writes, context](ledger::Transaction& tx, const v1::PreviewWritesRequest&,
                                        v1::PreviewWritesResponse& out) {
    return Apply(*writes, *parts_.handlers, *context, tx, out);
  };
  return parts_.handlers->Preview(context, "PreviewWrites", request, response, std::move(steps));
}

}  // namespace tiendo::programs
