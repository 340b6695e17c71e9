#include "services/programs/api/programs_service.h"

#include <utility>

#include "common/api/read.h"
#include "common/api/watch.h"
#include "common/base/status_macros.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/requests.h"
#include "services/programs/domain/programs.h"

namespace tiendo::programs {
namespace {

// In the order of StorageSchema().
enum : size_t { kPrograms = 1 };

constexpr char kListPrograms[] = "tiendo.programs.v1.ProgramService/ListPrograms";

}  // namespace

ProgramsService::ProgramsService(Parts parts) : parts_(parts), titles_(NewTitleCatalogue()) {}

ProgramsService::Reactor* ProgramsService::GetProgram(Context* context,
                                                      const v1::GetProgramRequest* request,
                                                      v1::Program* response) {
  return parts_.handlers->Read(
      context, "GetProgram", request, response,
      [](const v1::GetProgramRequest& r) { return api::ValidateGet(r, kProgramPattern); },
      [this](ledger::Reader& reader, const v1::GetProgramRequest& r, v1::Program& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

ProgramsService::Reactor* ProgramsService::ListPrograms(Context* context,
                                                        const v1::ListProgramsRequest* request,
                                                        v1::ListProgramsResponse* response) {
  return parts_.handlers->Read(context, "ListPrograms", request, response, nullptr,
                               [this](ledger::Reader& reader, const v1::ListProgramsRequest& r,
                                      v1::ListProgramsResponse& out) {
                                 return api::List(
                                     reader, reader.schema().collections[kPrograms],
                                     ProgramFields(), api::ToListRequest(r, kListPrograms),
                                     parts_.clock->Now(), *out.mutable_programs(), out);
                               });
}

ProgramsService::Reactor* ProgramsService::CreateProgram(Context* context,
                                                         const v1::CreateProgramRequest* request,
                                                         v1::Program* response) {
  rpc::WriteSteps<v1::CreateProgramRequest, v1::Program> steps;
  steps.validate = [](const v1::CreateProgramRequest& r) { return ParseCreateProgram(r).status(); };
  steps.prepare = [this](const rpc::Call& call, const v1::CreateProgramRequest& r) {
    return parts_.units->Check(call, UnitsOf(r)).status();
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateProgramRequest& r,
                       v1::Program& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(Program program, ParseCreateProgram(r));
    TIENDO_RETURN_IF_ERROR(programs::CreateProgram(*parts_.store->Programs(tx),
                                                   *parts_.store->Categories(tx), program));
    out = ToProto(program);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Program>;
  return parts_.writes->Write(context, "CreateProgram", request, response, std::move(steps));
}

template <typename Request>
ProgramsService::Reactor* ProgramsService::ProgramVerb(
    Context* context, std::string_view verb, const Request* request, v1::Program* response,
    absl::StatusOr<ProgramInput> (*parse)(const Request&, Day),
    absl::StatusOr<Program> (*use_case)(ProgramRepository&, const ProgramInput&)) {
  rpc::WriteSteps<Request, v1::Program> steps;
  steps.prepare = [this, parse](const rpc::Call&, const Request& r) {
    return parse(r, Today()).status();
  };
  steps.apply = [this, parse, use_case](ledger::Transaction& tx, const Request& r,
                                        v1::Program& out) -> absl::Status {
    TIENDO_ASSIGN_OR_RETURN(ProgramInput input, parse(r, Today()));
    TIENDO_ASSIGN_OR_RETURN(Program program, use_case(*parts_.store->Programs(tx), input));
    out = ToProto(program);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Program>;
  return parts_.writes->Write(context, verb, request, response, std::move(steps));
}

ProgramsService::Reactor* ProgramsService::ApproveProgram(Context* context,
                                                          const v1::ApproveProgramRequest* request,
                                                          v1::Program* response) {
  return ProgramVerb(context, "ApproveProgram", request, response, &ParseApproveProgram,
                     &programs::ApproveProgram);
}

ProgramsService::Reactor* ProgramsService::CloseProgram(Context* context,
                                                        const v1::CloseProgramRequest* request,
                                                        v1::Program* response) {
  return ProgramVerb(context, "CloseProgram", request, response, &ParseCloseProgram,
                     &programs::CloseProgram);
}

grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* ProgramsService::WatchChanges(
    Context* context, const tiendo::feed::v1::WatchChangesRequest* request) {
  return api::WatchChanges(*parts_.watches, *parts_.feed, context, request);
}

}  // namespace tiendo::programs
