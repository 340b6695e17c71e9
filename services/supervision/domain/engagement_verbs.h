// The use cases of engagements. Every function runs inside one transaction and decides on what it
// reads there; that units exist, and that dates are not after today, is checked before.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_VERBS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_VERBS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/record.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::supervision {

// RESOURCE_EXISTS; INVALID_ARGUMENT REFERENCE_NOT_FOUND without such a plan, INVALID_REQUEST when
// the unit is not the plan's; PLAN_STATE when the plan is closed.
absl::Status CreateEngagement(const Repositories& repos, const Environment& environment,
                              Engagement& engagement);

// Records a step. NOT_FOUND, ETAG_MISMATCH, ENGAGEMENT_STATE; INVALID_ARGUMENT for a day before
// that of the last step; RECOMMENDATIONS_OPEN for an archive. A conclusion may come before the
// scheduled window.
absl::StatusOr<Engagement> RecordStep(const Repositories& repos, const Environment& environment,
                                      Step step, const Record& record);

struct Extension {
  Record record;
  int days = 0;
  std::string approver;
  std::string reason;
};
// NOT_FOUND, ETAG_MISMATCH, ENGAGEMENT_STATE unless launched and not concluded; INVALID_ARGUMENT
// for a day before the launch.
absl::StatusOr<Engagement> ExtendEngagement(const Repositories& repos,
                                            const Environment& environment,
                                            const Extension& extension);

// `record` is about the supervision; `inspection` is the new engagement, which is stored.
// NOT_FOUND, ETAG_MISMATCH, ENGAGEMENT_STATE, RESOURCE_EXISTS; INVALID_ARGUMENT for a day before
// the supervision began.
absl::Status OpenFromViolationSigns(const Repositories& repos, const Environment& environment,
                                    const Record& record, Engagement& inspection);

// Takes back the newest event that the engagement itself recorded. EVENT_NOT_VOIDABLE.
absl::StatusOr<Engagement> VoidEngagementEvent(const Repositories& repos, const Voiding& voiding);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_ENGAGEMENT_VERBS_H_
