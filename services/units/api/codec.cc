#include "services/units/api/codec.h"

#include <utility>

#include "common/api/fields.h"

namespace tiendo::units {
namespace {

v1::UnitPeriod ToProto(const Period& period) {
  v1::UnitPeriod out;
  *out.mutable_start_date() = api::ToProto(period.from);
  out.set_display_name(period.display_name);
  out.set_short_name(period.short_name);
  out.set_code(period.code);
  out.set_head_title(period.head_title);
  out.set_parent(period.parent);
  out.set_led_by(period.led_by);
  for (const std::string& event : period.events) out.add_events(event);
  return out;
}

// Of a period or, for the first one of a unit without periods, of the unit itself.
template <typename Message>
Period PeriodOf(const Message& m, Day from) {
  Period out;
  out.from = from;
  out.display_name = m.display_name();
  out.short_name = m.short_name();
  out.code = m.code();
  out.head_title = m.head_title();
  out.parent = m.parent();
  out.led_by = m.led_by();
  return out;
}

void Show(const v1::UnitPeriod& period, v1::Unit& unit) {
  unit.set_display_name(period.display_name());
  unit.set_short_name(period.short_name());
  unit.set_code(period.code());
  unit.set_head_title(period.head_title());
  unit.set_parent(period.parent());
  unit.set_led_by(period.led_by());
}

CalendarDay DayOf(const v1::CalendarDay& m) {
  return {api::FromProto(m.date()), m.description(), api::FromProto(m.source())};
}

void Add(const CalendarDay& day, v1::CalendarDay* out) {
  *out->mutable_date() = api::ToProto(day.day);
  out->set_description(day.description);
  *out->mutable_source() = api::ToProto(day.source);
}

}  // namespace

v1::Unit ToProto(const Unit& unit) {
  v1::Unit out;
  out.set_name(unit.name);
  out.set_side(static_cast<v1::Unit::Side>(unit.side));
  out.set_kind(static_cast<v1::Unit::Kind>(unit.kind));
  *out.mutable_effective_from() = api::ToProto(unit.effective_from);
  if (unit.effective_to) *out.mutable_effective_to() = api::ToProto(*unit.effective_to);
  for (const std::string& s : unit.successors) out.add_successors(s);
  out.set_state(unit.effective_to ? v1::Unit::STATE_ENDED : v1::Unit::STATE_ACTIVE);
  if (!unit.legal_basis.empty()) *out.mutable_legal_basis() = api::ToProto(unit.legal_basis);
  for (const Period& period : unit.periods) *out.add_periods() = ToProto(period);
  Show(out.periods(out.periods_size() - 1), out);
  api::SetStamp(unit.stamp, out);
  return out;
}

Unit FromProto(const v1::Unit& m) {
  Unit unit;
  unit.name = m.name();
  unit.side = static_cast<Side>(m.side());
  unit.kind = static_cast<Kind>(m.kind());
  unit.effective_from = api::FromProto(m.effective_from());
  if (m.has_effective_to()) unit.effective_to = api::FromProto(m.effective_to());
  unit.successors.assign(m.successors().begin(), m.successors().end());
  unit.legal_basis = api::FromProto(m.legal_basis());
  unit.periods.clear();
  for (const v1::UnitPeriod& p : m.periods()) {
    Period period = PeriodOf(p, api::FromProto(p.start_date()));
    period.events.assign(p.events().begin(), p.events().end());
    unit.periods.push_back(std::move(period));
  }
  if (unit.periods.empty()) unit.periods.push_back(PeriodOf(m, unit.effective_from));
  unit.stamp = api::GetStamp(m);
  return unit;
}

void ShowDay(Day day, v1::Unit& unit) {
  const v1::UnitPeriod* found = nullptr;
  for (const v1::UnitPeriod& p : unit.periods()) {
    if (api::FromProto(p.start_date()) <= day) found = &p;
  }
  if (found != nullptr) Show(v1::UnitPeriod(*found), unit);
}

v1::UnitEvent ToProto(const UnitEvent& event) {
  v1::UnitEvent out;
  out.set_name(event.name);
  out.set_kind(static_cast<v1::UnitEvent::Kind>(event.kind));
  *out.mutable_effective_date() = api::ToProto(event.date);
  if (!event.legal_basis.empty()) *out.mutable_legal_basis() = api::ToProto(event.legal_basis);
  if (event.display_name) out.set_display_name(*event.display_name);
  if (event.short_name) out.set_short_name(*event.short_name);
  if (event.code) out.set_code(*event.code);
  if (event.head_title) out.set_head_title(*event.head_title);
  if (event.parent) out.set_parent(*event.parent);
  if (event.led_by) out.set_led_by(*event.led_by);
  for (const std::string& s : event.successors) out.add_successors(s);
  out.set_voided(event.voided);
  out.set_void_reason(event.void_reason);
  // What is voided is not changed any more.
  if (event.voided) *out.mutable_void_time() = api::ToProto(event.stamp.update_time);
  out.set_record_revision(event.record_revision != 0 ? event.record_revision
                                                     : event.stamp.revision);
  api::SetStamp(event.stamp, out);
  return out;
}

UnitEvent FromProto(const v1::UnitEvent& m) {
  UnitEvent event;
  event.name = m.name();
  event.kind = static_cast<EventKind>(m.kind());
  event.date = api::FromProto(m.effective_date());
  event.legal_basis = api::FromProto(m.legal_basis());
  if (m.has_display_name()) event.display_name = m.display_name();
  if (m.has_short_name()) event.short_name = m.short_name();
  if (m.has_code()) event.code = m.code();
  if (m.has_head_title()) event.head_title = m.head_title();
  if (m.has_parent()) event.parent = m.parent();
  if (m.has_led_by()) event.led_by = m.led_by();
  event.successors.assign(m.successors().begin(), m.successors().end());
  event.voided = m.voided();
  event.void_reason = m.void_reason();
  event.record_revision = m.record_revision();
  event.stamp = api::GetStamp(m);
  return event;
}

v1::Calendar ToProto(const Calendar& calendar) {
  v1::Calendar out;
  out.set_name(calendar.name);
  for (const CalendarDay& day : calendar.holidays) Add(day, out.add_holidays());
  for (const CalendarDay& day : calendar.swapped_working_days) {
    Add(day, out.add_swapped_working_days());
  }
  api::SetStamp(calendar.stamp, out);
  return out;
}

Calendar FromProto(const v1::Calendar& m) {
  Calendar calendar;
  calendar.name = m.name();
  for (const v1::CalendarDay& day : m.holidays()) calendar.holidays.push_back(DayOf(day));
  for (const v1::CalendarDay& day : m.swapped_working_days()) {
    calendar.swapped_working_days.push_back(DayOf(day));
  }
  calendar.stamp = api::GetStamp(m);
  return calendar;
}

v1::Reorganisation ToProto(const Outcome& outcome) {
  v1::Reorganisation out;
  for (const Unit& unit : outcome.units) *out.add_units() = ToProto(unit);
  for (const UnitEvent& event : outcome.events) *out.add_events() = ToProto(event);
  for (const Move& move : outcome.moves.list) {
    v1::UnitMove* m = out.add_moves();
    m->set_unit(move.unit);
    m->set_display_name(move.display_name);
    m->set_effect(static_cast<v1::UnitMove::Effect>(move.effect));
    m->set_old_parent(move.old_parent);
    m->set_new_parent(move.new_parent);
    m->set_old_leader(move.old_leader);
    m->set_new_leader(move.new_leader);
  }
  out.set_move_count(outcome.moves.count);
  return out;
}

}  // namespace tiendo::units
