// Dates and documents that may be absent, between domain values and messages.
#ifndef TIENDO_COMMON_API_OPTIONAL_FIELDS_H_
#define TIENDO_COMMON_API_OPTIONAL_FIELDS_H_

#include <optional>

#include "common/api/fields.h"
#include "common/calendar/day.h"
#include "common/resource/document.h"

namespace tiendo::api {

// Of a date that was checked: OptionalDay(m.has_due_date(), m.due_date()).
inline std::optional<Day> OptionalDay(bool present, const google::type::Date& date) {
  return present ? std::optional(FromProto(date)) : std::nullopt;
}

// `mutable_field` gives the field when it is to be set: [&] { return out.mutable_date(); }.
template <typename Mutable>
void SetDay(const std::optional<Day>& day, Mutable mutable_field) {
  if (day) *mutable_field() = ToProto(*day);
}
template <typename Mutable>
void SetDocument(const resource::Document& document, Mutable mutable_field) {
  if (!document.empty()) *mutable_field() = ToProto(document);
}

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_OPTIONAL_FIELDS_H_
