#include "services/units/api/codec.h"

#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/base/status_macros.h"

namespace tiendo::units {

v1::Unit ToProto(const Unit& unit) {
  v1::Unit out;
  out.set_name(unit.name);
  out.set_display_name(unit.display_name);
  out.set_short_name(unit.short_name);
  out.set_code(unit.code);
  out.set_side(static_cast<v1::Unit::Side>(unit.side));
  out.set_kind(static_cast<v1::Unit::Kind>(unit.kind));
  out.set_parent(unit.parent);
  out.set_led_by(unit.led_by);
  out.set_head_title(unit.head_title);
  *out.mutable_effective_from() = api::ToProto(unit.effective_from);
  if (unit.effective_to) *out.mutable_effective_to() = api::ToProto(*unit.effective_to);
  for (const std::string& s : unit.successors) out.add_successors(s);
  out.set_state(unit.effective_to ? v1::Unit::STATE_ENDED : v1::Unit::STATE_ACTIVE);
  if (!unit.legal_basis.empty()) *out.mutable_legal_basis() = api::ToProto(unit.legal_basis);
  api::SetStamp(unit.stamp, out);
  return out;
}

Unit FromProto(const v1::Unit& m) {
  Unit unit;
  unit.name = m.name();
  unit.display_name = m.display_name();
  unit.short_name = m.short_name();
  unit.code = m.code();
  unit.side = static_cast<Side>(m.side());
  unit.kind = static_cast<Kind>(m.kind());
  unit.parent = m.parent();
  unit.led_by = m.led_by();
  unit.head_title = m.head_title();
  unit.effective_from = api::FromProto(m.effective_from());
  if (m.has_effective_to()) unit.effective_to = api::FromProto(m.effective_to());
  unit.successors.assign(m.successors().begin(), m.successors().end());
  unit.legal_basis = api::FromProto(m.legal_basis());
  unit.stamp = api::GetStamp(m);
  return unit;
}

std::string UnitCodec::Encode(const Unit& unit) const { return api::PackBody(ToProto(unit)); }

absl::StatusOr<Unit> UnitCodec::Decode(std::string_view body) const {
  v1::Unit message;
  TIENDO_RETURN_IF_ERROR(api::UnpackBody(body, message));
  return FromProto(message);
}

}  // namespace tiendo::units
