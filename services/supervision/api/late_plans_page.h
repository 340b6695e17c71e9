// ListLatePlans: the rule of domain/late_plans.h over what is stored and the copy of the units, in
// pages.
#ifndef TIENDO_SERVICES_SUPERVISION_API_LATE_PLANS_PAGE_H_
#define TIENDO_SERVICES_SUPERVISION_API_LATE_PLANS_PAGE_H_

#include "absl/status/status.h"
#include "common/ledger/ledger.h"
#include "services/supervision/domain/store.h"
#include "services/units/client/unit_directory.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::supervision {

// All pages are of the day, the plans and the requirement of the first one. Of a valid request.
// REQUIREMENT_MISSING, PEER_UNAVAILABLE before the first units have come, errors of page tokens.
absl::Status ReadLatePlans(const Store& store, const units::UnitDirectory& directory,
                           ledger::Reader& reader, const v1::ListLatePlansRequest& request,
                           Day today, v1::ListLatePlansResponse& response);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_LATE_PLANS_PAGE_H_
