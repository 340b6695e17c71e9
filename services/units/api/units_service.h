// UnitService on the callback API. A handler: wrap, validate, one call of the domain, encode.
#ifndef TIENDO_SERVICES_UNITS_API_UNITS_SERVICE_H_
#define TIENDO_SERVICES_UNITS_API_UNITS_SERVICE_H_

#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/feed/session.h"
#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "common/text/collator.h"
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

  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context,
                                    const v1::GetUnitRequest* request, v1::Unit* response) override;
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context,
                                      const v1::ListUnitsRequest* request,
                                      v1::ListUnitsResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetUnits(grpc::CallbackServerContext* context,
                                          const v1::BatchGetUnitsRequest* request,
                                          v1::BatchGetUnitsResponse* response) override;
  grpc::ServerUnaryReactor* CreateUnit(grpc::CallbackServerContext* context,
                                       const v1::CreateUnitRequest* request,
                                       v1::Unit* response) override;
  grpc::ServerUnaryReactor* BatchCreateUnits(grpc::CallbackServerContext* context,
                                             const v1::BatchCreateUnitsRequest* request,
                                             v1::BatchCreateUnitsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateUnit(grpc::CallbackServerContext* context,
                                       const v1::UpdateUnitRequest* request,
                                       v1::Unit* response) override;
  grpc::ServerUnaryReactor* GetTree(grpc::CallbackServerContext* context,
                                    const v1::GetTreeRequest* request,
                                    v1::GetTreeResponse* response) override;
  grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context,
      const tiendo::feed::v1::WatchChangesRequest* request) override;

 private:
  absl::Status ReadTree(ledger::Reader& reader, const v1::GetTreeRequest& request,
                        v1::GetTreeResponse& response) const;

  const Parts parts_;
  const text::Collator collator_;
};

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_UNITS_SERVICE_H_
