// The codec of categories, tags and periods (codec.h).
#include "common/api/body.h"
#include "common/api/fields.h"
#include "services/programs/api/codec.h"

namespace tiendo::programs {
v1::Category ToProto(const Category& category) {
  v1::Category out;
  out.set_name(category.name);
  out.set_display_name(category.display_name);
  out.set_kind(static_cast<v1::Category::Kind>(category.kind));
  out.set_order(category.order);
  out.set_retired(category.retired);
  api::SetStamp(category.stamp, out);
  return out;
}

Category FromProto(const v1::Category& m) {
  Category out;
  out.name = m.name();
  out.display_name = m.display_name();
  out.kind = static_cast<CategoryKind>(m.kind());
  out.order = m.order();
  out.retired = m.retired();
  out.stamp = api::GetStamp(m);
  return out;
}

v1::Tag ToProto(const Tag& tag) {
  v1::Tag out;
  out.set_name(tag.name);
  out.set_kind(static_cast<v1::Tag::Kind>(tag.kind));
  out.set_display_name(tag.display_name);
  out.set_value(TagValue(tag));
  if (!tag.document.empty()) *out.mutable_document() = api::ToProto(tag.document);
  out.set_order(tag.order);
  out.set_retired(tag.retired);
  api::SetStamp(tag.stamp, out);
  return out;
}

Tag FromProto(const v1::Tag& m) {
  Tag out;
  out.name = m.name();
  out.kind = static_cast<TagKind>(m.kind());
  out.display_name = m.display_name();
  out.document = api::FromProto(m.document());
  out.order = m.order();
  out.retired = m.retired();
  out.stamp = api::GetStamp(m);
  return out;
}

v1::Period ToProto(const Period& period) {
  v1::Period out;
  out.set_name(period.name);
  out.set_kind(static_cast<v1::Period::Kind>(period.kind));
  out.set_display_name(period.display_name);
  *out.mutable_start_date() = api::ToProto(period.start);
  *out.mutable_end_date() = api::ToProto(period.end);
  *out.mutable_cut_off_date() = api::ToProto(period.cut_off);
  out.set_retired(period.retired);
  api::SetStamp(period.stamp, out);
  return out;
}

Period FromProto(const v1::Period& m) {
  Period out;
  out.name = m.name();
  out.kind = static_cast<PeriodKind>(m.kind());
  out.display_name = m.display_name();
  out.start = api::FromProto(m.start_date());
  out.end = api::FromProto(m.end_date());
  out.cut_off = api::FromProto(m.cut_off_date());
  out.retired = m.retired();
  out.stamp = api::GetStamp(m);
  return out;
}

}  // namespace tiendo::programs
