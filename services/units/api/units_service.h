// UnitService on the callback API. A handler: wrap, validate, one call of the domain, encode.
#ifndef TIENDO_SERVICES_UNITS_API_UNITS_SERVICE_H_
#define TIENDO_SERVICES_UNITS_API_UNITS_SERVICE_H_

#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/feed/session.h"
#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "common/text/collator.h"
#include "services/units/api/catalogue.h"
#include "services/units/domain/reorganise.h"
#include "services/units/domain/store.h"
#include "tiendo/units/v1/units.grpc.pb.h"

namespace tiendo::units {

class UnitsService final : public v1::UnitService::CallbackService {
 public:
  // Everything outlives the servers.
  struct Parts {
    const Store* store = nullptr;
    rpc::Handlers* handlers = nullptr;
    rpc::Watches* watches = nullptr;
    const feed::Source* feed = nullptr;
    const Clock* clock = nullptr;
    const calendar::BusinessZone* zone = nullptr;
  };
  UnitsService(Parts parts, text::Collator collator);

  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  // read_handlers.cc
  Reactor* GetUnit(Context* context, const v1::GetUnitRequest* request,
                   v1::Unit* response) override;
  Reactor* ListUnits(Context* context, const v1::ListUnitsRequest* request,
                     v1::ListUnitsResponse* response) override;
  Reactor* BatchGetUnits(Context* context, const v1::BatchGetUnitsRequest* request,
                         v1::BatchGetUnitsResponse* response) override;
  Reactor* GetTree(Context* context, const v1::GetTreeRequest* request,
                   v1::GetTreeResponse* response) override;
  Reactor* SearchUnits(Context* context, const v1::SearchUnitsRequest* request,
                       v1::SearchUnitsResponse* response) override;
  Reactor* ListUnitEvents(Context* context, const v1::ListUnitEventsRequest* request,
                          v1::ListUnitEventsResponse* response) override;
  Reactor* GetCalendar(Context* context, const v1::GetCalendarRequest* request,
                       v1::Calendar* response) override;
  Reactor* ListCalendars(Context* context, const v1::ListCalendarsRequest* request,
                         v1::ListCalendarsResponse* response) override;
  Reactor* CountWorkingDays(Context* context, const v1::CountWorkingDaysRequest* request,
                            v1::CountWorkingDaysResponse* response) override;

  // write_handlers.cc
  Reactor* CreateUnit(Context* context, const v1::CreateUnitRequest* request,
                      v1::Unit* response) override;
  Reactor* BatchCreateUnits(Context* context, const v1::BatchCreateUnitsRequest* request,
                            v1::BatchCreateUnitsResponse* response) override;
  Reactor* UpdateUnit(Context* context, const v1::UpdateUnitRequest* request,
                      v1::Unit* response) override;
  Reactor* RenameUnit(Context* context, const v1::RenameUnitRequest* request,
                      v1::Reorganisation* response) override;
  Reactor* TransferUnit(Context* context, const v1::TransferUnitRequest* request,
                        v1::Reorganisation* response) override;
  Reactor* MergeUnits(Context* context, const v1::MergeUnitsRequest* request,
                      v1::Reorganisation* response) override;
  Reactor* SplitUnit(Context* context, const v1::SplitUnitRequest* request,
                     v1::Reorganisation* response) override;
  Reactor* DissolveUnit(Context* context, const v1::DissolveUnitRequest* request,
                        v1::Reorganisation* response) override;
  Reactor* VoidUnitEvent(Context* context, const v1::VoidUnitEventRequest* request,
                         v1::Reorganisation* response) override;
  Reactor* UpdateCalendar(Context* context, const v1::UpdateCalendarRequest* request,
                          v1::Calendar* response) override;

  grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* WatchChanges(
      Context* context, const tiendo::feed::v1::WatchChangesRequest* request) override;

 private:
  // The day asked for, by default today.
  template <typename Request>
  Day AsOf(const Request& request) const;
  // The revision of read_time; nullopt without one.
  template <typename Request>
  absl::StatusOr<std::optional<int64_t>> RevisionOf(ledger::Reader& reader,
                                                    const Request& request) const;
  absl::Status ReadTree(ledger::Reader& reader, const v1::GetTreeRequest& request,
                        v1::GetTreeResponse& response);
  absl::Status ReadSearch(ledger::Reader& reader, const v1::SearchUnitsRequest& request,
                          v1::SearchUnitsResponse& response);
  absl::Status Count(ledger::Reader& reader, const v1::CountWorkingDaysRequest& request,
                     v1::CountWorkingDaysResponse& response) const;
  // The handler of a verb of reorganisation; `decide` does it.
  template <typename Request>
  Reactor* Decide(Context* context, std::string_view verb, const Request* request,
                  v1::Reorganisation* response, absl::Status (*validate)(const Request&),
                  absl::StatusOr<Outcome> (*decide)(const Stores&, const Request&));

  const Parts parts_;
  Catalogue catalogue_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_UNITS_SERVICE_H_
