// Handlers of assignments (programs_service.h).
#include <memory>
#include <string>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "services/programs/api/assignment_requests.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/programs_service.h"

namespace tiendo::programs {
namespace {

constexpr char kListAssignments[] = "tiendo.programs.v1.ProgramService/ListAssignments";
constexpr char kListEvents[] = "tiendo.programs.v1.ProgramService/ListAssignmentEvents";

// Runs `use_case` on the repositories of a transaction; the assignment it returns is the answer.
template <typename UseCase>
absl::Status Change(const Store& store, ledger::Transaction& tx, const std::string& name,
                    v1::DutyAssignment& out, UseCase use_case) {
  tx.SetAnswer({name});
  const std::unique_ptr<DutyRepository> duties = store.Duties(tx);
  const std::unique_ptr<AssignmentRepository> assignments = store.Assignments(tx);
  const std::unique_ptr<AssignmentEventRepository> events = store.AssignmentEvents(tx);
  TIENDO_ASSIGN_OR_RETURN(const Assignment assignment,
                          use_case(AssignmentStores{*duties, *assignments, *events}));
  out = ToProto(assignment);
  return absl::OkStatus();
}

}  // namespace

template <typename Request>
ProgramsService::Reactor* ProgramsService::RecordEvent(
    Context* context, std::string_view verb, const Request* request, v1::DutyAssignment* response,
    absl::StatusOr<AssignmentInput> (*parse)(const Request&, Day today)) const {
  rpc::WriteSteps<Request, v1::DutyAssignment> steps;
  steps.prepare = [this, parse](const rpc::Call&, const Request& r) {
    return parse(r, Today()).status();
  };
  steps.apply = [this, parse](ledger::Transaction& tx, const Request& r,
                              v1::DutyAssignment& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(AssignmentInput input, parse(r, Today()));
    if (input.event.kind == AssignmentEventKind::kSubmitted) {
      input.event.units_revision = parts_.units->revision();
    }
    return Change(*parts_.store, tx, input.name, out, [&](const AssignmentStores& stores) {
      return programs::RecordEvent(stores, input, [this](const std::string& unit, Day day) {
        return parts_.units->HeirOn(unit, day);
      });
    });
  };
  steps.replay = &api::ReplayOne<v1::DutyAssignment>;
  return parts_.writes->Write(context, verb, request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::GetAssignment(Context* context,
                                                         const v1::GetAssignmentRequest* request,
                                                         v1::DutyAssignment* response) {
  return parts_.handlers->Read(
      context, "GetAssignment", request, response,
      [](const v1::GetAssignmentRequest& r) { return api::ValidateGet(r, kAssignmentPattern); },
      [this](ledger::Reader& reader, const v1::GetAssignmentRequest& r, v1::DutyAssignment& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

ProgramsService::Reactor* ProgramsService::ListAssignments(
    Context* context, const v1::ListAssignmentsRequest* request,
    v1::ListAssignmentsResponse* response) {
  return parts_.handlers->Read(
      context, "ListAssignments", request, response, &ValidateListAssignments,
      [this](ledger::Reader& reader, const v1::ListAssignmentsRequest& r,
             v1::ListAssignmentsResponse& out) -> absl::Status {
        feed::ListRequest list = api::ToListRequest(r, kListAssignments);
        list.prefix = AssignmentPrefix(r.parent());
        // Of a duty or programme that is named, not of all: resources are never deleted, so one
        // that is missing now was never there.
        const std::string parent =
            r.parent().substr(0, r.parent().ends_with("/duties/-") ? r.parent().rfind("/duties/")
                                                                   : r.parent().size());
        if (!list.prefix.empty()) {
          TIENDO_RETURN_IF_ERROR(
              api::ReadRow(reader, parent, std::nullopt, parts_.clock->Now()).status());
        }
        return api::List(reader, *reader.schema().ById("assignments"), AssignmentFields(), list,
                         parts_.clock->Now(), *out.mutable_assignments(), out);
      });
}

ProgramsService::Reactor* ProgramsService::SubmitAssignment(
    Context* context, const v1::SubmitAssignmentRequest* request, v1::DutyAssignment* response) {
  return RecordEvent(context, "SubmitAssignment", request, response, &ParseSubmit);
}

ProgramsService::Reactor* ProgramsService::AcceptAssignment(
    Context* context, const v1::AcceptAssignmentRequest* request, v1::DutyAssignment* response) {
  return RecordEvent(context, "AcceptAssignment", request, response, &ParseAccept);
}

ProgramsService::Reactor* ProgramsService::ReturnAssignment(
    Context* context, const v1::ReturnAssignmentRequest* request, v1::DutyAssignment* response) {
  return RecordEvent(context, "ReturnAssignment", request, response, &ParseReturn);
}

ProgramsService::Reactor* ProgramsService::OverrideDeadline(
    Context* context, const v1::OverrideDeadlineRequest* request, v1::DutyAssignment* response) {
  return RecordEvent(context, "OverrideDeadline", request, response, &ParseOverride);
}

ProgramsService::Reactor* ProgramsService::VoidAssignmentEvent(
    Context* context, const v1::VoidAssignmentEventRequest* request, v1::DutyAssignment* response) {
  rpc::WriteSteps<v1::VoidAssignmentEventRequest, v1::DutyAssignment> steps;
  steps.validate = [](const v1::VoidAssignmentEventRequest& r) { return ParseVoid(r).status(); };
  steps.apply = [this](ledger::Transaction& tx, const v1::VoidAssignmentEventRequest& r,
                       v1::DutyAssignment& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(AssignmentVoiding voiding, ParseVoid(r));
    return Change(*parts_.store, tx, AssignmentOf(voiding.name), out,
                  [&](const AssignmentStores& stores) {
                    return programs::VoidAssignmentEvent(stores, voiding);
                  });
  };
  steps.replay = &api::ReplayOne<v1::DutyAssignment>;
  return parts_.writes->Write(context, "VoidAssignmentEvent", request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::ListAssignmentEvents(
    Context* context, const v1::ListAssignmentEventsRequest* request,
    v1::ListAssignmentEventsResponse* response) {
  return parts_.handlers->Read(
      context, "ListAssignmentEvents", request, response, &ValidateListAssignmentEvents,
      [this](ledger::Reader& reader, const v1::ListAssignmentEventsRequest& r,
             v1::ListAssignmentEventsResponse& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(
            api::ReadRow(reader, r.parent(), std::nullopt, parts_.clock->Now()).status());
        feed::ListRequest list = api::ToListRequest(r, kListEvents);
        list.prefix = EventPrefix(r.parent());
        return api::List(reader, *reader.schema().ById("assignment_events"), {}, list,
                         parts_.clock->Now(), *out.mutable_events(), out);
      });
}

}  // namespace tiendo::programs
