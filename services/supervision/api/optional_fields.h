// Dates and documents that may be absent, between domain values and messages.
#ifndef TIENDO_SERVICES_SUPERVISION_API_OPTIONAL_FIELDS_H_
#define TIENDO_SERVICES_SUPERVISION_API_OPTIONAL_FIELDS_H_

#include <optional>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "common/resource/document.h"

namespace tiendo::supervision {

inline std::optional<calendar::Day> DayOf(bool present, const google::type::Date& date) {
  return present ? std::optional(api::FromProto(date)) : std::nullopt;
}

// `mutable_field` gives the field when it is to be set: [&] { return out.mutable_date(); }.
template <typename Mutable>
void SetDay(const std::optional<calendar::Day>& day, Mutable mutable_field) {
  if (day) *mutable_field() = api::ToProto(*day);
}
template <typename Mutable>
void SetDocument(const resource::Document& document, Mutable mutable_field) {
  if (!document.empty()) *mutable_field() = api::ToProto(document);
}

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_OPTIONAL_FIELDS_H_
