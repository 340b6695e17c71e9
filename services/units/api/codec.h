// Units, events and calendars between messages, domain values and stored bytes.
#ifndef TIENDO_SERVICES_UNITS_API_CODEC_H_
#define TIENDO_SERVICES_UNITS_API_CODEC_H_

#include "common/api/message_codec.h"
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

using UnitCodec = api::MessageCodec<v1::Unit, Unit, FromProto>;
using EventCodec = api::MessageCodec<v1::UnitEvent, UnitEvent, FromProto>;
using CalendarCodec = api::MessageCodec<v1::Calendar, Calendar, FromProto>;

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_CODEC_H_
