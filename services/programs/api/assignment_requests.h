// Requests of assignments turned into what the domain takes, or all their violations at once.
#ifndef TIENDO_SERVICES_PROGRAMS_API_ASSIGNMENT_REQUESTS_H_
#define TIENDO_SERVICES_PROGRAMS_API_ASSIGNMENT_REQUESTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/feed/listing.h"
#include "services/programs/domain/assignment_verbs.h"
#include "tiendo/programs/v1/duties.pb.h"

namespace tiendo::programs {

inline constexpr char kAssignmentPattern[] = "programs/*/duties/*/assignments/*";

const std::vector<feed::ListField>& AssignmentFields();

// ListAssignments accepts "-" for the duty, and for programme and duty.
absl::Status ValidateListAssignments(const v1::ListAssignmentsRequest& request);
// What the names of those asked for start with; empty: all.
std::string AssignmentPrefix(const std::string& parent);
absl::Status ValidateListAssignmentEvents(const v1::ListAssignmentEventsRequest& request);

// A date after `today`, the day in the business time zone, is a violation.
absl::StatusOr<AssignmentInput> ParseSubmit(const v1::SubmitAssignmentRequest& request, Day today);
absl::StatusOr<AssignmentInput> ParseAccept(const v1::AcceptAssignmentRequest& request, Day today);
absl::StatusOr<AssignmentInput> ParseReturn(const v1::ReturnAssignmentRequest& request, Day today);
absl::StatusOr<AssignmentInput> ParseOverride(const v1::OverrideDeadlineRequest& request,
                                              Day today);
absl::StatusOr<AssignmentVoiding> ParseVoid(const v1::VoidAssignmentEventRequest& request);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_ASSIGNMENT_REQUESTS_H_
