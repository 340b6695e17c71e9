// Checks of fields that several requests of supervision share. Each notes what is wrong and goes
// on.
#ifndef TIENDO_SERVICES_SUPERVISION_API_FIELD_CHECKS_H_
#define TIENDO_SERVICES_SUPERVISION_API_FIELD_CHECKS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/supervision/domain/record.h"

namespace tiendo::supervision {

inline constexpr char kRequirementPattern[] = "requirements/*";
inline constexpr char kPlanPattern[] = "plans/*";
inline constexpr char kPlanEventPattern[] = "plans/*/events/*";
inline constexpr char kEngagementPattern[] = "engagements/*";
inline constexpr char kEngagementEventPattern[] = "engagements/*/events/*";
inline constexpr char kDossierPattern[] = "engagements/*/dossier";
inline constexpr char kRecommendationPattern[] = "engagements/*/recommendations/*";
inline constexpr char kReminderPattern[] = "reminders/*";
inline constexpr char kUnitPattern[] = "units/*";

// Limits as the protos state them.
inline constexpr size_t kMaxTitle = 512;
inline constexpr size_t kMaxReason = 512;

using Strings = google::protobuf::RepeatedPtrField<std::string>;

void CheckYear(std::string_view field, int year, errors::Violations& violations);
void CheckUnitNames(std::string_view field, const Strings& names, errors::Violations& violations);
// An opaque code of a member: "m-" and 16 hexadecimal digits. It cannot hold a name, nor the number
// of an identity or Party card, which have other shapes.
bool ValidMemberCode(std::string_view code);
inline constexpr char kMemberCodeRule[] =
    "must be \"m-\" and 16 hexadecimal digits (0-9, a-f): a code, never a name";

// Notes what is wrong with name, date, document and request_id of a verb.
template <typename Request>
void CheckRecord(const Request& request, std::string_view pattern, api::Presence document,
                 Day today, errors::Violations& violations) {
  api::CheckName("name", request.name(), pattern, api::Presence::kRequired, violations);
  api::PastDate("date", request.has_date(), request.date(), today, violations);
  api::Document("document", request.document(), document, violations);
  api::CheckRequestId(request.request_id(), violations);
}

template <typename Request>
absl::Status ValidateRecord(const Request& request, std::string_view pattern,
                            api::Presence document, Day today) {
  errors::Violations violations;
  CheckRecord(request, pattern, document, today, violations);
  return violations.ToStatus();
}

// Of a request that was checked.
template <typename Request>
Record RecordOf(const Request& request) {
  errors::Violations checked_before;
  return {request.name(), request.etag(), api::FromProto(request.date()),
          api::Document("document", request.document(), api::Presence::kOptional, checked_before)};
}

template <typename Request>
absl::Status ValidateVoiding(const Request& request, std::string_view pattern) {
  errors::Violations violations;
  api::CheckName("name", request.name(), pattern, api::Presence::kRequired, violations);
  api::Text("reason", request.reason(), api::Presence::kRequired, kMaxReason, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

template <typename Request>
Voiding VoidingOf(const Request& request) {
  errors::Violations checked_before;
  return {
      request.name(), request.etag(),
      api::Text("reason", request.reason(), api::Presence::kRequired, kMaxReason, checked_before)};
}

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_FIELD_CHECKS_H_
