// Fields as requests carry them, checked and turned into domain values. Every function notes what
// is wrong under the field's path and goes on, so that a caller hears of everything at once.
#ifndef TIENDO_COMMON_API_FIELDS_H_
#define TIENDO_COMMON_API_FIELDS_H_

#include <google/protobuf/timestamp.pb.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/calendar/day.h"
#include "common/decimal/decimal.h"
#include "common/errors/error.h"
#include "common/resource/document.h"
#include "google/type/date.pb.h"
#include "tiendo/type/v1/document.pb.h"

namespace tiendo::api {

using calendar::Day;
using errors::Violations;

enum class Presence { kOptional, kRequired };

// Text in NFC, at most `max` code points; refuses what is not UTF-8 and control characters.
std::string Text(std::string_view field, std::string_view value, Presence presence, size_t max,
                 Violations& violations);
// The id that a caller chose for a new resource (common/text/id.h).
void CheckId(std::string_view field, std::string_view id, Violations& violations);
// A resource name of the shape `pattern` ("units/*").
void CheckName(std::string_view field, std::string_view name, std::string_view pattern,
               Presence presence, Violations& violations);
// request_id: at most 64 printable ASCII characters.
void CheckRequestId(std::string_view request_id, Violations& violations);

// A civil date; nullopt when it is absent or impossible.
std::optional<Day> Date(std::string_view field, bool present, const google::type::Date& date,
                        Presence presence, Violations& violations);
// A required date that is not after `today`.
std::optional<Day> PastDate(std::string_view field, bool present, const google::type::Date& date,
                            Day today, Violations& violations);
// An exact decimal (common/decimal/decimal.h); nullopt when it is absent or none.
std::optional<decimal::Decimal> Decimal(std::string_view field, std::string_view text,
                                        Presence presence, Violations& violations);
// Presence is about the document's number.
resource::Document Document(std::string_view field, const tiendo::type::v1::Document& document,
                            Presence presence, Violations& violations);
// The instant, or nullopt when absent or out of range.
std::optional<Instant> Time(std::string_view field, bool present,
                            const google::protobuf::Timestamp& time, Violations& violations);

google::type::Date ToProto(Day day);
google::protobuf::Timestamp ToProto(Instant time);
tiendo::type::v1::Document ToProto(const resource::Document& document);
// Of stored bytes, which were checked when they came in.
Day FromProto(const google::type::Date& date);
Instant FromProto(const google::protobuf::Timestamp& time);
resource::Document FromProto(const tiendo::type::v1::Document& document);

}  // namespace tiendo::api

#endif  // TIENDO_COMMON_API_FIELDS_H_
