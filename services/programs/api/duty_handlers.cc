// Handlers of duties (programs_service.h).
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "services/programs/api/distribution_units.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/duty_requests.h"
#include "services/programs/api/programs_service.h"
#include "services/programs/api/requests.h"

namespace tiendo::programs {
namespace {

constexpr char kListDuties[] = "tiendo.programs.v1.ProgramService/ListDuties";

// The answer of a distribution: the duty, and what was added without what every unit is asked.
void Fill(const Distributed& distributed, v1::DistributeDutyResponse& out) {
  *out.mutable_duty() = ToProto(distributed.duty);
  for (const Assignment& assignment : distributed.added) {
    v1::DutyAssignment* a = out.add_assignments();
    *a = ToProto(assignment);
    a->clear_demand();
  }
}

absl::Status ReplayDistribution(const std::vector<ledger::Row>& rows,
                                v1::DistributeDutyResponse& out) {
  TIENDO_RETURN_IF_ERROR(api::ReplayOne(rows, *out.mutable_duty()));
  for (size_t i = 1; i < rows.size(); ++i) {
    v1::DutyAssignment* a = out.add_assignments();
    TIENDO_RETURN_IF_ERROR(api::UnpackBody(rows[i].body, *a));
    a->clear_demand();
  }
  return absl::OkStatus();
}

}  // namespace

ProgramsService::Reactor* ProgramsService::GetDuty(Context* context,
                                                   const v1::GetDutyRequest* request,
                                                   v1::Duty* response) {
  return parts_.handlers->Read(
      context, "GetDuty", request, response,
      [](const v1::GetDutyRequest& r) { return api::ValidateGet(r, kDutyPattern); },
      [this](ledger::Reader& reader, const v1::GetDutyRequest& r, v1::Duty& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

ProgramsService::Reactor* ProgramsService::ListDuties(Context* context,
                                                      const v1::ListDutiesRequest* request,
                                                      v1::ListDutiesResponse* response) {
  return parts_.handlers->Read(
      context, "ListDuties", request, response, &ValidateListDuties,
      [this](ledger::Reader& reader, const v1::ListDutiesRequest& r,
             v1::ListDutiesResponse& out) -> absl::Status {
        feed::ListRequest list = api::ToListRequest(r, kListDuties);
        if (r.parent() != kAllPrograms) {
          // Resources are never deleted: one that is missing now was never there.
          TIENDO_RETURN_IF_ERROR(
              api::ReadRow(reader, r.parent(), std::nullopt, parts_.clock->Now()).status());
          list.prefix = r.parent() + "/duties/";
        }
        return api::List(reader, *reader.schema().ById("duties"), DutyFields(), list,
                         parts_.clock->Now(), *out.mutable_duties(), out);
      });
}

ProgramsService::Reactor* ProgramsService::CreateDuty(Context* context,
                                                      const v1::CreateDutyRequest* request,
                                                      v1::Duty* response) {
  rpc::WriteSteps<v1::CreateDutyRequest, v1::Duty> steps;
  steps.prepare = [this](const rpc::Call& call, const v1::CreateDutyRequest& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(ParseCreateDuty(r, parts_.duties.return_reasons).status());
    return parts_.units->Check(call, programs::UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateDutyRequest& r,
                       v1::Duty& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Duty duty, ParseCreateDuty(r, parts_.duties.return_reasons));
    TIENDO_RETURN_IF_ERROR(CheckTags(*parts_.store->Tags(tx), NewTags("duty.tags", duty.tags)));
    TIENDO_RETURN_IF_ERROR(programs::CreateDuty(*parts_.store->Programs(tx),
                                                *parts_.store->Categories(tx),
                                                *parts_.store->Duties(tx), duty));
    out = ToProto(duty);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Duty>;
  return parts_.writes->Write(context, "CreateDuty", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::UpdateDuty(Context* context,
                                                      const v1::UpdateDutyRequest* request,
                                                      v1::Duty* response) {
  rpc::WriteSteps<v1::UpdateDutyRequest, v1::Duty> steps;
  steps.prepare = [this](const rpc::Call& call, const v1::UpdateDutyRequest& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(ParseUpdateDuty(r, parts_.duties.return_reasons).status());
    return parts_.units->Check(call, programs::UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::UpdateDutyRequest& r,
                       v1::Duty& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(DutyUpdate update, ParseUpdateDuty(r, parts_.duties.return_reasons));
    tx.SetAnswer({update.name});
    const std::unique_ptr<DutyRepository> duties = parts_.store->Duties(tx);
    TIENDO_ASSIGN_OR_RETURN(const std::optional<Duty> before, duties->Get(update.name));
    TIENDO_ASSIGN_OR_RETURN(Duty duty, programs::UpdateDuty(*duties, update));
    TIENDO_RETURN_IF_ERROR(
        CheckTags(*parts_.store->Tags(tx), NewTags("duty.tags", duty.tags, before->tags)));
    out = ToProto(duty);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Duty>;
  return parts_.writes->Write(context, "UpdateDuty", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::IssueDuty(Context* context,
                                                     const v1::IssueDutyRequest* request,
                                                     v1::Duty* response) {
  rpc::WriteSteps<v1::IssueDutyRequest, v1::Duty> steps;
  steps.prepare = [this](const rpc::Call&, const v1::IssueDutyRequest& r) {
    return ParseIssueDuty(r, Today()).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::IssueDutyRequest& r,
                       v1::Duty& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(DutyIssue issue, ParseIssueDuty(r, Today()));
    TIENDO_ASSIGN_OR_RETURN(Duty duty, programs::IssueDuty(*parts_.store->Programs(tx),
                                                           *parts_.store->Duties(tx), issue));
    out = ToProto(duty);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Duty>;
  return parts_.writes->Write(context, "IssueDuty", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::CloseDuty(Context* context,
                                                     const v1::CloseDutyRequest* request,
                                                     v1::Duty* response) {
  rpc::WriteSteps<v1::CloseDutyRequest, v1::Duty> steps;
  steps.prepare = [this](const rpc::Call&, const v1::CloseDutyRequest& r) {
    return ParseCloseDuty(r, Today()).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CloseDutyRequest& r,
                       v1::Duty& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(DutyIssue close, ParseCloseDuty(r, Today()));
    TIENDO_ASSIGN_OR_RETURN(Duty duty, programs::CloseDuty(*parts_.store->Duties(tx), close.name,
                                                           close.etag, close.date));
    out = ToProto(duty);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Duty>;
  return parts_.writes->Write(context, "CloseDuty", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::DistributeDuty(Context* context,
                                                          const v1::DistributeDutyRequest* request,
                                                          v1::DistributeDutyResponse* response) {
  rpc::WriteSteps<v1::DistributeDutyRequest, v1::DistributeDutyResponse> steps;
  steps.prepare = [this](const rpc::Call& call,
                         const v1::DistributeDutyRequest& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(ParseDistributeDuty(r, Today()).status());
    // A unit that the copy does not hold yet would be left out, and nobody would see it.
    return parts_.units->AwaitHead(call).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::DistributeDutyRequest& r,
                       v1::DistributeDutyResponse& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Distribution input, ParseDistributeDuty(r, Today()));
    input.max_units = parts_.duties.max_units;
    TIENDO_ASSIGN_OR_RETURN(
        Distributed distributed,
        programs::DistributeDuty(*parts_.store->Programs(tx), *parts_.store->Duties(tx),
                                 *parts_.store->Assignments(tx), UnitsOf(*parts_.units), input));
    // Also when nothing was added, and nothing written.
    std::vector<std::string> answer = {input.name};
    for (const Assignment& assignment : distributed.added) answer.push_back(assignment.name);
    tx.SetAnswer(std::move(answer));
    Fill(distributed, out);
    return absl::OkStatus();
  };
  steps.replay = &ReplayDistribution;
  return parts_.writes->Write(context, "DistributeDuty", request, response, std::move(steps));
}

}  // namespace tiendo::programs
