// What the requests of all verbs have in common (requests.h).
#ifndef TIENDO_SERVICES_PROGRAMS_API_VERB_FIELDS_H_
#define TIENDO_SERVICES_PROGRAMS_API_VERB_FIELDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/api/fields.h"
#include "services/programs/api/recorded_day.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/units_and_tags.h"

namespace tiendo::programs {

using api::Presence;
using errors::Violations;

// As RecordedDay, of a day that may be absent; not before `earliest`, whose name is `what`.
std::optional<Day> LaterDay(std::string_view field, bool present, const google::type::Date& date,
                            Day today, Day earliest, std::string_view what, Violations& violations);

std::string Reason(std::string_view reason, Presence presence, Violations& violations);
std::string Approver(std::string_view approver, Presence presence, Violations& violations);

// Name, etag, document and request id; reason and approver as far as the request has them.
struct Wanted {
  Presence document = Presence::kOptional;
  Presence reason = Presence::kOptional;
  Presence approver = Presence::kOptional;
};
template <typename Request>
void ParseCommon(const Request& request, const Wanted& wanted, VerbInput& input,
                 Violations& violations) {
  api::CheckName("name", request.name(), kItemPattern, Presence::kRequired, violations);
  input.name = request.name();
  input.etag = request.etag();
  input.document = api::Document("document", request.document(), wanted.document, violations);
  if constexpr (requires { request.reason(); }) {
    input.reason = Reason(request.reason(), wanted.reason, violations);
  }
  if constexpr (requires { request.approver(); }) {
    input.approver = Approver(request.approver(), wanted.approver, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
}

template <typename Request>
Day ApprovalDate(const Request& request, Day today, Violations& violations) {
  return RecordedDay("approval_date", request.has_approval_date(), request.approval_date(), today,
                     violations);
}

template <typename Request>
Day EventDate(const Request& request, Day today, Violations& violations) {
  return RecordedDay("event_date", request.has_event_date(), request.event_date(), today,
                     violations);
}

template <typename Request>
void ParseLead(const Request& request, LeadInput& input, Violations& violations) {
  api::CheckName("lead", request.lead(), kUnitPattern, Presence::kOptional, violations);
  input.lead = request.lead();
}

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_VERB_FIELDS_H_
