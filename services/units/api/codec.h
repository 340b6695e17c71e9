// Units, events and calendars between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_UNITS_API_CODEC_H_
#define TIENDO_SERVICES_UNITS_API_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/api/body.h"
#include "common/base/status_macros.h"
#include "services/units/domain/calendar.h"
#include "services/units/domain/reorganise.h"
#include "services/units/domain/unit.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

// The descriptive fields beside `periods` are those of the last period.
v1::Unit ToProto(const Unit& unit);
// Of a message that was checked (validation.h) or stored, also before units had periods.
Unit FromProto(const v1::Unit& message);
// Puts the fields of the period that holds on `day` (after the end the last one) beside `periods`.
void ShowDay(Day day, v1::Unit& unit);

v1::UnitEvent ToProto(const UnitEvent& event);
UnitEvent FromProto(const v1::UnitEvent& message);

v1::Calendar ToProto(const Calendar& calendar);
Calendar FromProto(const v1::Calendar& message);

v1::Reorganisation ToProto(const Outcome& outcome);

template <typename Message, typename Value>
class MessageCodec final : public resource::Codec<Value> {
 public:
  std::string Encode(const Value& value) const override { return api::PackBody(ToProto(value)); }
  absl::StatusOr<Value> Decode(std::string_view body) const override {
    Message message;
    TIENDO_RETURN_IF_ERROR(api::UnpackBody(body, message));
    return FromProto(message);
  }
};
using UnitCodec = MessageCodec<v1::Unit, Unit>;
using EventCodec = MessageCodec<v1::UnitEvent, UnitEvent>;
using CalendarCodec = MessageCodec<v1::Calendar, Calendar>;

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_CODEC_H_
