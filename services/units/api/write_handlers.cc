#include <memory>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/units/api/calendar_requests.h"
#include "services/units/api/codec.h"
#include "services/units/api/reorganise_requests.h"
#include "services/units/api/units_service.h"
#include "services/units/api/validation.h"
#include "services/units/domain/units_manager.h"

namespace tiendo::units {
namespace {

// The answer of a repeat: what was written, units before events.
absl::Status ReplayReorganisation(const std::vector<ledger::Row>& rows, v1::Reorganisation& out) {
  for (const ledger::Row& row : rows) {
    if (row.name.find("/events/") != std::string::npos) {
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, *out.add_events()));
    } else {
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, *out.add_units()));
    }
  }
  return absl::OkStatus();
}

template <typename Request>
absl::StatusOr<Outcome> Run(const Stores& stores, const Request& request) {
  return Reorganise(stores, DecisionOf(request));
}

absl::StatusOr<Outcome> RunVoid(const Stores& stores, const v1::VoidUnitEventRequest& request) {
  return VoidEvent(stores, request.name(), request.etag(), ReasonOf(request),
                   request.validate_only());
}

}  // namespace

UnitsService::Reactor* UnitsService::CreateUnit(Context* context,
                                                const v1::CreateUnitRequest* request,
                                                v1::Unit* response) {
  rpc::WriteSteps<v1::CreateUnitRequest, v1::Unit> steps;
  steps.validate = &ValidateCreate;
  steps.apply = [this](ledger::Transaction& tx, const v1::CreateUnitRequest& r,
                       v1::Unit& out) -> absl::Status {
    std::vector<Unit> units = {NewUnit(r)};
    TIENDO_RETURN_IF_ERROR(
        CreateUnits(*parts_.store->Units(tx), units, [](size_t) { return "unit"; }));
    out = ToProto(units[0]);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Unit>;
  return parts_.handlers->Write(context, "CreateUnit", request, response, std::move(steps));
}

UnitsService::Reactor* UnitsService::BatchCreateUnits(Context* context,
                                                      const v1::BatchCreateUnitsRequest* request,
                                                      v1::BatchCreateUnitsResponse* response) {
  rpc::WriteSteps<v1::BatchCreateUnitsRequest, v1::BatchCreateUnitsResponse> steps;
  steps.validate = &ValidateBatchCreate;
  steps.apply = [this](ledger::Transaction& tx, const v1::BatchCreateUnitsRequest& r,
                       v1::BatchCreateUnitsResponse& out) -> absl::Status {
    std::vector<Unit> units;
    for (const v1::CreateUnitRequest& one : r.requests()) units.push_back(NewUnit(one));
    TIENDO_RETURN_IF_ERROR(CreateUnits(*parts_.store->Units(tx), units, [](size_t i) {
      return errors::At("requests", i) + ".unit";
    }));
    for (const Unit& unit : units) *out.add_units() = ToProto(unit);
    return absl::OkStatus();
  };
  steps.replay = [](const std::vector<ledger::Row>& rows,
                    v1::BatchCreateUnitsResponse& out) -> absl::Status {
    for (const ledger::Row& row : rows) {
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, *out.add_units()));
    }
    return absl::OkStatus();
  };
  return parts_.handlers->Write(context, "BatchCreateUnits", request, response, std::move(steps));
}

UnitsService::Reactor* UnitsService::UpdateUnit(Context* context,
                                                const v1::UpdateUnitRequest* request,
                                                v1::Unit* response) {
  rpc::WriteSteps<v1::UpdateUnitRequest, v1::Unit> steps;
  steps.validate = &ValidateUpdate;
  steps.apply = [this](ledger::Transaction& tx, const v1::UpdateUnitRequest& r,
                       v1::Unit& out) -> absl::Status {
    tx.SetAnswer({r.unit().name()});
    TIENDO_ASSIGN_OR_RETURN(Unit unit,
                            units::UpdateUnit(*parts_.store->Units(tx), *parts_.store->Events(tx),
                                              r.unit().name(), r.unit().etag(), CorrectionOf(r)));
    out = ToProto(unit);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Unit>;
  return parts_.handlers->Write(context, "UpdateUnit", request, response, std::move(steps));
}

template <typename Request>
UnitsService::Reactor* UnitsService::Decide(Context* context, std::string_view verb,
                                            const Request* request, v1::Reorganisation* response,
                                            absl::Status (*validate)(const Request&),
                                            absl::StatusOr<Outcome> (*decide)(const Stores&,
                                                                              const Request&)) {
  rpc::WriteSteps<Request, v1::Reorganisation> steps;
  steps.validate = validate;
  steps.apply = [this, decide](ledger::Transaction& tx, const Request& r,
                               v1::Reorganisation& out) -> absl::Status {
    std::unique_ptr<UnitRepository> units = parts_.store->Units(tx);
    std::unique_ptr<EventRepository> events = parts_.store->Events(tx);
    TIENDO_ASSIGN_OR_RETURN(Outcome outcome, decide({*units, *events}, r));
    out = ToProto(outcome);
    return absl::OkStatus();
  };
  steps.replay = &ReplayReorganisation;
  return parts_.handlers->Write(context, verb, request, response, std::move(steps));
}

UnitsService::Reactor* UnitsService::RenameUnit(Context* context,
                                                const v1::RenameUnitRequest* request,
                                                v1::Reorganisation* response) {
  return Decide(context, "RenameUnit", request, response, &ValidateRename,
                &Run<v1::RenameUnitRequest>);
}

UnitsService::Reactor* UnitsService::TransferUnit(Context* context,
                                                  const v1::TransferUnitRequest* request,
                                                  v1::Reorganisation* response) {
  return Decide(context, "TransferUnit", request, response, &ValidateTransfer,
                &Run<v1::TransferUnitRequest>);
}

UnitsService::Reactor* UnitsService::MergeUnits(Context* context,
                                                const v1::MergeUnitsRequest* request,
                                                v1::Reorganisation* response) {
  return Decide(context, "MergeUnits", request, response, &ValidateMerge,
                &Run<v1::MergeUnitsRequest>);
}

UnitsService::Reactor* UnitsService::SplitUnit(Context* context,
                                               const v1::SplitUnitRequest* request,
                                               v1::Reorganisation* response) {
  return Decide(context, "SplitUnit", request, response, &ValidateSplit,
                &Run<v1::SplitUnitRequest>);
}

UnitsService::Reactor* UnitsService::DissolveUnit(Context* context,
                                                  const v1::DissolveUnitRequest* request,
                                                  v1::Reorganisation* response) {
  return Decide(context, "DissolveUnit", request, response, &ValidateDissolve,
                &Run<v1::DissolveUnitRequest>);
}

UnitsService::Reactor* UnitsService::VoidUnitEvent(Context* context,
                                                   const v1::VoidUnitEventRequest* request,
                                                   v1::Reorganisation* response) {
  return Decide(context, "VoidUnitEvent", request, response, &ValidateVoid, &RunVoid);
}

UnitsService::Reactor* UnitsService::UpdateCalendar(Context* context,
                                                    const v1::UpdateCalendarRequest* request,
                                                    v1::Calendar* response) {
  rpc::WriteSteps<v1::UpdateCalendarRequest, v1::Calendar> steps;
  steps.validate = &ValidateUpdateCalendar;
  steps.apply = [this](ledger::Transaction& tx, const v1::UpdateCalendarRequest& r,
                       v1::Calendar& out) -> absl::Status {
    tx.SetAnswer({r.calendar().name()});
    TIENDO_ASSIGN_OR_RETURN(Calendar calendar,
                            units::UpdateCalendar(*parts_.store->Calendars(tx), UpdateOf(r)));
    out = ToProto(calendar);
    return absl::OkStatus();
  };
  steps.replay = &api::ReplayOne<v1::Calendar>;
  return parts_.handlers->Write(context, "UpdateCalendar", request, response, std::move(steps));
}

}  // namespace tiendo::units
