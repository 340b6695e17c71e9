// Handlers of the verbs that change an item's state (programs_service.h).
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

// Who follows whom, as the copy of the units knows it.
Inheritance HeirsIn(const units::UnitDirectory& units) {
  return [&units](std::string_view heir, std::string_view unit) -> std::optional<Day> {
    if (!units.Inherits(heir, unit)) return std::nullopt;
    const std::optional<units::DirectoryUnit> ended = units.Find(unit);
    return ended ? ended->effective_to : std::nullopt;
  };
}

}  // namespace

template <typename Request, typename Input>
ProgramsService::Reactor* ProgramsService::ItemVerb(
    Context* context, std::string_view verb, const Request* request, v1::Item* response,
    absl::StatusOr<Input> (*parse)(const Request&, Day),
    absl::StatusOr<Item> (*use_case)(const ItemStores&, const Input&)) {
  // Set by prepare, read by apply: which state of the units those named were checked against.
  auto units_revision = std::make_shared<int64_t>(0);
  rpc::WriteSteps<Request, v1::Item> steps;
  steps.prepare = [this, parse, units_revision](const rpc::Call& call,
                                                const Request& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(parse(r, Today()).status());
    if constexpr (requires { UnitsOf(r); }) {
      const std::vector<units::UnitReference> named = UnitsOf(r);
      if (named.empty()) return absl::OkStatus();
      TIENDO_ASSIGN_OR_RETURN(*units_revision, parts_.units->Check(call, named));
    }
    return absl::OkStatus();
  };
  steps.apply = [this, parse, use_case, units_revision](ledger::Transaction& tx, const Request& r,
                                                        v1::Item& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Input input, parse(r, Today()));
    if constexpr (requires { input.units_revision; }) input.units_revision = *units_revision;
    if constexpr (requires { input.inherits; }) input.inherits = HeirsIn(*parts_.units);
    return ChangeItem(tx, out, [&](const ItemStores& stores) { return use_case(stores, input); });
  };
  steps.replay = &api::ReplayOne<v1::Item>;
  return parts_.writes->Write(context, verb, request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::IssueItem(Context* context,
                                                     const v1::IssueItemRequest* request,
                                                     v1::Item* response) {
  return ItemVerb(context, "IssueItem", request, response, &ParseIssueItem, &programs::IssueItem);
}

ProgramsService::Reactor* ProgramsService::AcceptItem(Context* context,
                                                      const v1::AcceptItemRequest* request,
                                                      v1::Item* response) {
  return ItemVerb(context, "AcceptItem", request, response, &ParseAcceptItem,
                  &programs::AcceptItem);
}

ProgramsService::Reactor* ProgramsService::RefuseItem(Context* context,
                                                      const v1::RefuseItemRequest* request,
                                                      v1::Item* response) {
  return ItemVerb(context, "RefuseItem", request, response, &ParseRefuseItem,
                  &programs::RefuseItem);
}

ProgramsService::Reactor* ProgramsService::ReportProgress(Context* context,
                                                          const v1::ReportProgressRequest* request,
                                                          v1::Item* response) {
  return ItemVerb(context, "ReportProgress", request, response, &ParseReportProgress,
                  &programs::ReportProgress);
}

ProgramsService::Reactor* ProgramsService::ReportCompletion(
    Context* context, const v1::ReportCompletionRequest* request, v1::Item* response) {
  return ItemVerb(context, "ReportCompletion", request, response, &ParseReportCompletion,
                  &programs::ReportCompletion);
}

ProgramsService::Reactor* ProgramsService::AppraiseCompletion(
    Context* context, const v1::AppraiseCompletionRequest* request, v1::Item* response) {
  return ItemVerb(context, "AppraiseCompletion", request, response, &ParseAppraiseCompletion,
                  &programs::AppraiseCompletion);
}

ProgramsService::Reactor* ProgramsService::ExtendItem(Context* context,
                                                      const v1::ExtendItemRequest* request,
                                                      v1::Item* response) {
  return ItemVerb(context, "ExtendItem", request, response, &ParseExtendItem,
                  &programs::ExtendItem);
}

ProgramsService::Reactor* ProgramsService::SuspendItem(Context* context,
                                                       const v1::SuspendItemRequest* request,
                                                       v1::Item* response) {
  return ItemVerb(context, "SuspendItem", request, response, &ParseSuspendItem,
                  &programs::SuspendItem);
}

ProgramsService::Reactor* ProgramsService::ResumeItem(Context* context,
                                                      const v1::ResumeItemRequest* request,
                                                      v1::Item* response) {
  return ItemVerb(context, "ResumeItem", request, response, &ParseResumeItem,
                  &programs::ResumeItem);
}

ProgramsService::Reactor* ProgramsService::ReassignItem(Context* context,
                                                        const v1::ReassignItemRequest* request,
                                                        v1::Item* response) {
  return ItemVerb(context, "ReassignItem", request, response, &ParseReassignItem,
                  &programs::ReassignItem);
}

ProgramsService::Reactor* ProgramsService::AddMilestones(Context* context,
                                                         const v1::AddMilestonesRequest* request,
                                                         v1::Item* response) {
  return ItemVerb(context, "AddMilestones", request, response, &ParseAddMilestones,
                  &programs::AddMilestones);
}

ProgramsService::Reactor* ProgramsService::ReplaceMilestones(
    Context* context, const v1::ReplaceMilestonesRequest* request, v1::Item* response) {
  return ItemVerb(context, "ReplaceMilestones", request, response, &ParseReplaceMilestones,
                  &programs::ReplaceMilestones);
}

ProgramsService::Reactor* ProgramsService::CompleteMilestone(
    Context* context, const v1::CompleteMilestoneRequest* request, v1::Item* response) {
  return ItemVerb(context, "CompleteMilestone", request, response, &ParseCompleteMilestone,
                  &programs::CompleteMilestone);
}

ProgramsService::Reactor* ProgramsService::CarryOverItem(Context* context,
                                                         const v1::CarryOverItemRequest* request,
                                                         v1::Item* response) {
  return ItemVerb(context, "CarryOverItem", request, response, &ParseCarryOverItem,
                  &programs::CarryOverItem);
}

ProgramsService::Reactor* ProgramsService::WithdrawItem(Context* context,
                                                        const v1::WithdrawItemRequest* request,
                                                        v1::Item* response) {
  return ItemVerb(context, "WithdrawItem", request, response, &ParseWithdrawItem,
                  &programs::WithdrawItem);
}

ProgramsService::Reactor* ProgramsService::VoidEvent(Context* context,
                                                     const v1::VoidEventRequest* request,
                                                     v1::Item* response) {
  return ItemVerb(context, "VoidEvent", request, response, &ParseVoidEvent, &programs::VoidEvent);
}

}  // namespace tiendo::programs
