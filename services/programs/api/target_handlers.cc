// Handlers of targets (programs_service.h).
#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/target_codec.h"
#include "services/programs/api/target_requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {
namespace {

constexpr char kListTargets[] = "tiendo.programs.v1.ProgramService/ListTargets";
constexpr char kListTargetEvents[] = "tiendo.programs.v1.ProgramService/ListTargetEvents";
constexpr char kListTargetReports[] = "tiendo.programs.v1.ProgramService/ListTargetReports";
// Names of the shapes of the collections.
constexpr char kAnyTarget[] = "programs/p/targets/t";
constexpr char kAnyEvent[] = "programs/p/targets/t/events/1";
constexpr char kAnyReport[] = "programs/p/targets/t/reports/1";

// Resources are never deleted: one that is missing now was never there.
absl::Status CheckParent(ledger::Reader& reader, const std::string& parent) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(parent));
  return row ? absl::OkStatus() : resource::NotFound(parent);
}

}  // namespace

template <typename Message, typename UseCase>
absl::Status ProgramsService::ChangeTarget(ledger::Transaction& tx, Message& out,
                                           UseCase use_case) const {
  std::unique_ptr<ProgramRepository> programs = parts_.store->Programs(tx);
  std::unique_ptr<CategoryRepository> categories = parts_.store->Categories(tx);
  std::unique_ptr<TargetRepository> targets = parts_.store->Targets(tx);
  std::unique_ptr<TargetEventRepository> events = parts_.store->TargetEvents(tx);
  std::unique_ptr<TargetReportRepository> reports = parts_.store->TargetReports(tx);
  auto changed = use_case(TargetStores{*programs, *categories, *targets, *events, *reports});
  if (!changed.ok()) return changed.status();
  tx.SetAnswer({changed->name});
  out = ToProto(*changed);
  return absl::OkStatus();
}

ProgramsService::Reactor* ProgramsService::GetTarget(Context* context,
                                                     const v1::GetTargetRequest* request,
                                                     v1::Target* response) {
  return parts_.handlers->Read(
      context, "GetTarget", request, response,
      [](const v1::GetTargetRequest& r) { return api::ValidateGet(r, kTargetPattern); },
      [this](ledger::Reader& reader, const v1::GetTargetRequest& r, v1::Target& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

ProgramsService::Reactor* ProgramsService::ListTargets(Context* context,
                                                       const v1::ListTargetsRequest* request,
                                                       v1::ListTargetsResponse* response) {
  return parts_.handlers->Read(context, "ListTargets", request, response, &ValidateListTargets,
                               [this](ledger::Reader& reader, const v1::ListTargetsRequest& r,
                                      v1::ListTargetsResponse& out) -> absl::Status {
                                 feed::ListRequest list = api::ToListRequest(r, kListTargets);
                                 if (r.parent() != kAllPrograms) {
                                   TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
                                   list.prefix = r.parent() + "/targets/";
                                 }
                                 return api::List(reader, *reader.schema().ForName(kAnyTarget),
                                                  TargetFields(), list, parts_.clock->Now(),
                                                  *out.mutable_targets(), out);
                               });
}

ProgramsService::Reactor* ProgramsService::CreateTarget(Context* context,
                                                        const v1::CreateTargetRequest* request,
                                                        v1::Target* response) {
  rpc::WriteSteps<v1::CreateTargetRequest, v1::Target> steps;
  steps.validate = [](const v1::CreateTargetRequest& r) { return ParseCreateTarget(r).status(); };
  steps.prepare = [this](const rpc::Call& call, const v1::CreateTargetRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateTargetRequest& r,
                       v1::Target& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(NewTarget target, ParseCreateTarget(r));
    TIENDO_RETURN_IF_ERROR(
        CheckTags(*parts_.store->Tags(tx), NewTags("target.tags", target.target.tags)));
    return ChangeTarget(tx, out, [&](const TargetStores& stores) -> absl::StatusOr<Target> {
      std::vector<NewTarget> targets = {std::move(target)};
      TIENDO_RETURN_IF_ERROR(CreateTargets(stores, targets));
      return targets[0].target;
    });
  };
  steps.replay = &api::ReplayOne<v1::Target>;
  return parts_.writes->Write(context, "CreateTarget", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::BatchCreateTargets(
    Context* context, const v1::BatchCreateTargetsRequest* request,
    v1::BatchCreateTargetsResponse* response) {
  rpc::WriteSteps<v1::BatchCreateTargetsRequest, v1::BatchCreateTargetsResponse> steps;
  steps.validate = [](const v1::BatchCreateTargetsRequest& r) {
    return ParseBatchCreateTargets(r).status();
  };
  steps.prepare = [this](const rpc::Call& call, const v1::BatchCreateTargetsRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::BatchCreateTargetsRequest& r,
                       v1::BatchCreateTargetsResponse& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(std::vector<NewTarget> targets, ParseBatchCreateTargets(r));
    std::vector<TagReference> tags;
    for (size_t i = 0; i < targets.size(); ++i) {
      const std::string path = errors::At("requests", i) + ".target.tags";
      std::ranges::move(NewTags(path, targets[i].target.tags), std::back_inserter(tags));
    }
    TIENDO_RETURN_IF_ERROR(CheckTags(*parts_.store->Tags(tx), tags));
    std::unique_ptr<ProgramRepository> programs = parts_.store->Programs(tx);
    std::unique_ptr<CategoryRepository> categories = parts_.store->Categories(tx);
    std::unique_ptr<TargetRepository> rows = parts_.store->Targets(tx);
    std::unique_ptr<TargetEventRepository> events = parts_.store->TargetEvents(tx);
    std::unique_ptr<TargetReportRepository> reports = parts_.store->TargetReports(tx);
    TIENDO_RETURN_IF_ERROR(
        CreateTargets({*programs, *categories, *rows, *events, *reports}, targets));
    for (const NewTarget& one : targets) *out.add_targets() = ToProto(one.target);
    return absl::OkStatus();
  };
  steps.replay = [](const std::vector<ledger::Row>& rows,
                    v1::BatchCreateTargetsResponse& out) -> absl::Status {
    for (const ledger::Row& row : rows) {
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, *out.add_targets()));
    }
    return absl::OkStatus();
  };
  return parts_.writes->Write(context, "BatchCreateTargets", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::UpdateTarget(Context* context,
                                                        const v1::UpdateTargetRequest* request,
                                                        v1::Target* response) {
  rpc::WriteSteps<v1::UpdateTargetRequest, v1::Target> steps;
  steps.validate = [](const v1::UpdateTargetRequest& r) { return ParseUpdateTarget(r).status(); };
  steps.prepare = [this](const rpc::Call& call, const v1::UpdateTargetRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::UpdateTargetRequest& r,
                       v1::Target& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(TargetUpdate update, ParseUpdateTarget(r));
    return ChangeTarget(tx, out, [&](const TargetStores& stores) -> absl::StatusOr<Target> {
      TIENDO_ASSIGN_OR_RETURN(const std::optional<Target> before, stores.targets.Get(update.name));
      TIENDO_ASSIGN_OR_RETURN(Target target, programs::UpdateTarget(stores, update));
      TIENDO_RETURN_IF_ERROR(
          CheckTags(*parts_.store->Tags(tx), NewTags("target.tags", target.tags, before->tags)));
      return target;
    });
  };
  steps.replay = &api::ReplayOne<v1::Target>;
  return parts_.writes->Write(context, "UpdateTarget", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::AssignTarget(Context* context,
                                                        const v1::AssignTargetRequest* request,
                                                        v1::Target* response) {
  rpc::WriteSteps<v1::AssignTargetRequest, v1::Target> steps;
  steps.prepare = [this](const rpc::Call&, const v1::AssignTargetRequest& r) {
    return ParseAssignTarget(r, Today()).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::AssignTargetRequest& r,
                       v1::Target& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(TargetVerbInput input, ParseAssignTarget(r, Today()));
    return ChangeTarget(
        tx, out, [&](const TargetStores& stores) { return programs::AssignTarget(stores, input); });
  };
  steps.replay = &api::ReplayOne<v1::Target>;
  return parts_.writes->Write(context, "AssignTarget", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::AdjustTarget(Context* context,
                                                        const v1::AdjustTargetRequest* request,
                                                        v1::Target* response) {
  // Set by prepare, read by apply: which state of the units the leads were checked against.
  auto units_revision = std::make_shared<int64_t>(0);
  rpc::WriteSteps<v1::AdjustTargetRequest, v1::Target> steps;
  steps.prepare = [this, units_revision](const rpc::Call& call,
                                         const v1::AdjustTargetRequest& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(ParseAdjustTarget(r, Today()).status());
    const std::vector<units::UnitReference> references = UnitsOf(r);
    if (references.empty()) return absl::OkStatus();
    TIENDO_ASSIGN_OR_RETURN(*units_revision, parts_.units->Check(call, references));
    return absl::OkStatus();
  };
  steps.apply = [this, units_revision](ledger::Transaction& tx, const v1::AdjustTargetRequest& r,
                                       v1::Target& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Adjustment input, ParseAdjustTarget(r, Today()));
    input.units_revision = *units_revision;
    return ChangeTarget(
        tx, out, [&](const TargetStores& stores) { return programs::AdjustTarget(stores, input); });
  };
  steps.replay = &api::ReplayOne<v1::Target>;
  return parts_.writes->Write(context, "AdjustTarget", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::WithdrawTarget(Context* context,
                                                          const v1::WithdrawTargetRequest* request,
                                                          v1::Target* response) {
  rpc::WriteSteps<v1::WithdrawTargetRequest, v1::Target> steps;
  steps.prepare = [this](const rpc::Call&, const v1::WithdrawTargetRequest& r) {
    return ParseWithdrawTarget(r, Today()).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::WithdrawTargetRequest& r,
                       v1::Target& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(TargetVerbInput input, ParseWithdrawTarget(r, Today()));
    return ChangeTarget(tx, out, [&](const TargetStores& stores) {
      return programs::WithdrawTarget(stores, input);
    });
  };
  steps.replay = &api::ReplayOne<v1::Target>;
  return parts_.writes->Write(context, "WithdrawTarget", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::VoidTargetEvent(
    Context* context, const v1::VoidTargetEventRequest* request, v1::TargetEvent* response) {
  rpc::WriteSteps<v1::VoidTargetEventRequest, v1::TargetEvent> steps;
  steps.validate = [](const v1::VoidTargetEventRequest& r) {
    return ParseVoidTargetEvent(r).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::VoidTargetEventRequest& r,
                       v1::TargetEvent& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(TargetVoiding input, ParseVoidTargetEvent(r));
    return ChangeTarget(tx, out, [&](const TargetStores& stores) {
      return programs::VoidTargetEvent(stores, input);
    });
  };
  steps.replay = &api::ReplayOne<v1::TargetEvent>;
  return parts_.writes->Write(context, "VoidTargetEvent", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::ListTargetEvents(
    Context* context, const v1::ListTargetEventsRequest* request,
    v1::ListTargetEventsResponse* response) {
  return parts_.handlers->Read(
      context, "ListTargetEvents", request, response, &ValidateListTargetEvents,
      [this](ledger::Reader& reader, const v1::ListTargetEventsRequest& r,
             v1::ListTargetEventsResponse& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
        feed::ListRequest list = api::ToListRequest(r, kListTargetEvents);
        list.prefix = EventPrefix(r.parent());
        return api::List(reader, *reader.schema().ForName(kAnyEvent), {}, list, parts_.clock->Now(),
                         *out.mutable_events(), out);
      });
}

ProgramsService::Reactor* ProgramsService::ReportTargetValue(
    Context* context, const v1::ReportTargetValueRequest* request, v1::TargetReport* response) {
  auto units_revision = std::make_shared<int64_t>(0);
  rpc::WriteSteps<v1::ReportTargetValueRequest, v1::TargetReport> steps;
  steps.prepare = [this, units_revision](const rpc::Call& call,
                                         const v1::ReportTargetValueRequest& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(ParseReportTargetValue(r, Today()).status());
    const std::vector<units::UnitReference> references = UnitsOf(r);
    if (references.empty()) return absl::OkStatus();
    TIENDO_ASSIGN_OR_RETURN(*units_revision, parts_.units->Check(call, references));
    return absl::OkStatus();
  };
  steps.apply = [this, units_revision](ledger::Transaction& tx,
                                       const v1::ReportTargetValueRequest& r,
                                       v1::TargetReport& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(NewTargetReport input, ParseReportTargetValue(r, Today()));
    input.report.units_revision = *units_revision;
    return ChangeTarget(tx, out, [&](const TargetStores& stores) {
      return programs::ReportTargetValue(stores, std::move(input));
    });
  };
  steps.replay = &api::ReplayOne<v1::TargetReport>;
  return parts_.writes->Write(context, "ReportTargetValue", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::CorrectTargetReport(
    Context* context, const v1::CorrectTargetReportRequest* request, v1::TargetReport* response) {
  rpc::WriteSteps<v1::CorrectTargetReportRequest, v1::TargetReport> steps;
  steps.prepare = [this](const rpc::Call&, const v1::CorrectTargetReportRequest& r) {
    return ParseCorrectTargetReport(r, Today()).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CorrectTargetReportRequest& r,
                       v1::TargetReport& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(ReportCorrection input, ParseCorrectTargetReport(r, Today()));
    return ChangeTarget(tx, out, [&](const TargetStores& stores) {
      return programs::CorrectTargetReport(stores, input);
    });
  };
  steps.replay = &api::ReplayOne<v1::TargetReport>;
  return parts_.writes->Write(context, "CorrectTargetReport", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::VoidTargetReport(
    Context* context, const v1::VoidTargetReportRequest* request, v1::TargetReport* response) {
  rpc::WriteSteps<v1::VoidTargetReportRequest, v1::TargetReport> steps;
  steps.validate = [](const v1::VoidTargetReportRequest& r) {
    return ParseVoidTargetReport(r).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::VoidTargetReportRequest& r,
                       v1::TargetReport& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(TargetVoiding input, ParseVoidTargetReport(r));
    return ChangeTarget(tx, out, [&](const TargetStores& stores) {
      return programs::VoidTargetReport(stores, input);
    });
  };
  steps.replay = &api::ReplayOne<v1::TargetReport>;
  return parts_.writes->Write(context, "VoidTargetReport", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::ListTargetReports(
    Context* context, const v1::ListTargetReportsRequest* request,
    v1::ListTargetReportsResponse* response) {
  return parts_.handlers->Read(
      context, "ListTargetReports", request, response, &ValidateListTargetReports,
      [this](ledger::Reader& reader, const v1::ListTargetReportsRequest& r,
             v1::ListTargetReportsResponse& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(CheckParent(reader, r.parent()));
        feed::ListRequest list = api::ToListRequest(r, kListTargetReports);
        list.prefix = ReportPrefix(r.parent());
        return api::List(reader, *reader.schema().ForName(kAnyReport), {}, list,
                         parts_.clock->Now(), *out.mutable_reports(), out);
      });
}

}  // namespace tiendo::programs
