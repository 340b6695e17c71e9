// ListLatePlans and ListLateEngagements: the rules of domain/late_plans.h and
// domain/late_engagements.h over what is stored and the copy of the units, in pages.
#ifndef TIENDO_SERVICES_SUPERVISION_API_LATE_PAGES_H_
#define TIENDO_SERVICES_SUPERVISION_API_LATE_PAGES_H_

#include "absl/status/status.h"
#include "common/calendar/time_zone.h"
#include "common/ledger/ledger.h"
#include "services/supervision/domain/store.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

struct LateSources {
  const Store& store;
  const units::UnitDirectory& directory;
  const calendar::BusinessZone& zone;
  Day today;
};

// Of a valid request. REQUIREMENT_MISSING, PEER_UNAVAILABLE before the first units have come,
// errors of page tokens (day_cursor.h).
absl::Status ReadLatePlans(const LateSources& sources, ledger::Reader& reader,
                           const v1::ListLatePlansRequest& request,
                           v1::ListLatePlansResponse& response);
absl::Status ReadLateEngagements(const LateSources& sources, ledger::Reader& reader,
                                 const v1::ListLateEngagementsRequest& request,
                                 v1::ListLateEngagementsResponse& response);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_LATE_PAGES_H_
