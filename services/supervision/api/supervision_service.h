// SupervisionService on the callback API. A handler: wrap, validate, one call of the domain,
// encode.
#ifndef TIENDO_SERVICES_SUPERVISION_API_SUPERVISION_SERVICE_H_
#define TIENDO_SERVICES_SUPERVISION_API_SUPERVISION_SERVICE_H_

#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/feed/session.h"
#include "common/rpc/handlers.h"
#include "common/rpc/watch_reactor.h"
#include "services/supervision/domain/store.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/supervision/v1/supervision.grpc.pb.h"

namespace tiendo::supervision {

class SupervisionService final : public v1::SupervisionService::CallbackService {
 public:
  // Everything outlives the servers.
  struct Parts {
    const Store* store = nullptr;
    units::UnitDirectory* directory = nullptr;
    rpc::Handlers* handlers = nullptr;
    rpc::Watches* watches = nullptr;
    const feed::Source* feed = nullptr;
    const Clock* clock = nullptr;
    const calendar::BusinessZone* zone = nullptr;
  };
  explicit SupervisionService(Parts parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetRequirement(grpc::CallbackServerContext* context,
                                           const v1::GetRequirementRequest* request,
                                           v1::PlanRequirement* response) override;
  grpc::ServerUnaryReactor* ListRequirements(grpc::CallbackServerContext* context,
                                             const v1::ListRequirementsRequest* request,
                                             v1::ListRequirementsResponse* response) override;
  grpc::ServerUnaryReactor* CreateRequirement(grpc::CallbackServerContext* context,
                                              const v1::CreateRequirementRequest* request,
                                              v1::PlanRequirement* response) override;
  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context,
                                    const v1::GetPlanRequest* request, v1::Plan* response) override;
  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const v1::ListPlansRequest* request,
                                      v1::ListPlansResponse* response) override;
  grpc::ServerUnaryReactor* CreatePlan(grpc::CallbackServerContext* context,
                                       const v1::CreatePlanRequest* request,
                                       v1::Plan* response) override;
  grpc::ServerUnaryReactor* AdoptPlan(grpc::CallbackServerContext* context,
                                      const v1::AdoptPlanRequest* request,
                                      v1::Plan* response) override;
  grpc::ServerUnaryReactor* IssuePlan(grpc::CallbackServerContext* context,
                                      const v1::IssuePlanRequest* request,
                                      v1::Plan* response) override;
  grpc::ServerUnaryReactor* ListLatePlans(grpc::CallbackServerContext* context,
                                          const v1::ListLatePlansRequest* request,
                                          v1::ListLatePlansResponse* response) override;
  grpc::ServerUnaryReactor* GetEngagement(grpc::CallbackServerContext* context,
                                          const v1::GetEngagementRequest* request,
                                          v1::Engagement* response) override;
  grpc::ServerUnaryReactor* ListEngagements(grpc::CallbackServerContext* context,
                                            const v1::ListEngagementsRequest* request,
                                            v1::ListEngagementsResponse* response) override;
  grpc::ServerUnaryReactor* CreateEngagement(grpc::CallbackServerContext* context,
                                             const v1::CreateEngagementRequest* request,
                                             v1::Engagement* response) override;
  grpc::ServerUnaryReactor* ConcludeEngagement(grpc::CallbackServerContext* context,
                                               const v1::ConcludeEngagementRequest* request,
                                               v1::Engagement* response) override;
  grpc::ServerWriteReactor<tiendo::feed::v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context,
      const tiendo::feed::v1::WatchChangesRequest* request) override;

 private:
  // In the zone of business.
  Day Today() const { return parts_.zone->DayOf(parts_.clock->Now()); }

  const Parts parts_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_SUPERVISION_SERVICE_H_
