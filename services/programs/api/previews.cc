#include "services/programs/api/previews.h"

#include <algorithm>
#include <utility>

namespace tiendo::programs {
namespace {

// As preview.proto says.
constexpr int kMaxWrites = 10;

ProgramsService::Parts Collecting(ProgramsService::Parts parts, rpc::Writes& writes) {
  parts.writes = &writes;
  return parts;
}

}  // namespace

Previews::Previews(ProgramsService::Parts parts)
    : service_(Collecting(std::move(parts), collected_)) {
  Add(&ProgramsService::CreateCategory);
  Add(&ProgramsService::UpdateCategory);
  Add(&ProgramsService::CreateTag);
  Add(&ProgramsService::UpdateTag);
  Add(&ProgramsService::CreatePeriod);
  Add(&ProgramsService::UpdatePeriod);
  Add(&ProgramsService::CreateProgram);
  Add(&ProgramsService::ApproveProgram);
  Add(&ProgramsService::CloseProgram);
  Add(&ProgramsService::CreateItem);
  Add(&ProgramsService::BatchCreateItems);
  Add(&ProgramsService::UpdateItem);
  Add(&ProgramsService::IssueItem);
  Add(&ProgramsService::AcceptItem);
  Add(&ProgramsService::RefuseItem);
  Add(&ProgramsService::ReportProgress);
  Add(&ProgramsService::ReportCompletion);
  Add(&ProgramsService::AppraiseCompletion);
  Add(&ProgramsService::ExtendItem);
  Add(&ProgramsService::SuspendItem);
  Add(&ProgramsService::ResumeItem);
  Add(&ProgramsService::ReassignItem);
  Add(&ProgramsService::AddMilestones);
  Add(&ProgramsService::ReplaceMilestones);
  Add(&ProgramsService::CompleteMilestone);
  Add(&ProgramsService::CarryOverItem);
  Add(&ProgramsService::WithdrawItem);
  Add(&ProgramsService::VoidEvent);
  Add(&ProgramsService::CreateTarget);
  Add(&ProgramsService::BatchCreateTargets);
  Add(&ProgramsService::UpdateTarget);
  Add(&ProgramsService::AssignTarget);
  Add(&ProgramsService::AdjustTarget);
  Add(&ProgramsService::WithdrawTarget);
  Add(&ProgramsService::VoidTargetEvent);
  Add(&ProgramsService::ReportTargetValue);
  Add(&ProgramsService::CorrectTargetReport);
  Add(&ProgramsService::VoidTargetReport);
  Add(&ProgramsService::CreateDuty);
  Add(&ProgramsService::UpdateDuty);
  Add(&ProgramsService::IssueDuty);
  Add(&ProgramsService::CloseDuty);
  Add(&ProgramsService::DistributeDuty);
  Add(&ProgramsService::SubmitAssignment);
  Add(&ProgramsService::AcceptAssignment);
  Add(&ProgramsService::ReturnAssignment);
  Add(&ProgramsService::OverrideDeadline);
  Add(&ProgramsService::VoidAssignmentEvent);
}

template <typename Request, typename Response>
void Previews::Add(ProgramsService::Reactor* (ProgramsService::*verb)(ProgramsService::Context*,
                                                                      const Request*, Response*)) {
  verbs_[Request::descriptor()->full_name()] =
      [this, verb](const google::protobuf::Any& any, const std::string& path,
                   errors::Violations& violations) -> std::optional<Write> {
    auto request = std::make_unique<Request>();
    auto response = std::make_unique<Response>();
    if (!any.UnpackTo(request.get())) {
      violations.Add(path, "its bytes are no " + Request::descriptor()->full_name());
      return std::nullopt;
    }
    if (!request->request_id().empty()) {
      violations.Add(path + ".request_id", "must be empty: nothing of a preview is kept");
    }
    if (request->validate_only()) {
      violations.Add(path + ".validate_only", "must be false: nothing of a preview is kept");
    }
    Write write;
    write.collected.reset(static_cast<rpc::CollectedWrite*>(
        (service_.*verb)(nullptr, request.get(), response.get())));
    write.request = std::move(request);
    write.response = std::move(response);
    return write;
  };
}

absl::StatusOr<std::vector<Previews::Write>> Previews::Bind(
    const v1::PreviewWritesRequest& request) {
  errors::Violations violations;
  if (request.writes().empty() || request.writes_size() > kMaxWrites) {
    violations.Add("writes", "give 1 to " + std::to_string(kMaxWrites) + " writes");
  }
  std::vector<Write> writes;
  for (int i = 0; i < std::min(request.writes_size(), kMaxWrites); ++i) {
    const google::protobuf::Any& any = request.writes(i);
    const std::string path = errors::At("writes", i);
    std::string type;
    const bool named = google::protobuf::Any::ParseAnyTypeUrl(any.type_url(), &type);
    const auto binder = verbs_.find(type);
    if (!named || binder == verbs_.end()) {
      violations.Add(path, "\"" + any.type_url() +
                               "\" is no request of a write of this service: give one as"
                               " type.googleapis.com/tiendo.programs.v1.ExtendItemRequest");
      continue;
    }
    if (auto write = binder->second(any, path, violations)) writes.push_back(*std::move(write));
  }
  if (!violations.empty()) return violations.ToStatus();
  return writes;
}

}  // namespace tiendo::programs
