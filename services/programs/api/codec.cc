#include "services/programs/api/codec.h"

#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "services/programs/domain/secret.h"

namespace tiendo::programs {
namespace {

template <typename Message, typename Value>
absl::StatusOr<Value> DecodeAs(std::string_view body) {
  Message message;
  TIENDO_RETURN_IF_ERROR(api::UnpackBody(body, message));
  return FromProto(message);
}

std::optional<Day> OptionalDay(bool present, const google::type::Date& date) {
  return present ? std::optional(api::FromProto(date)) : std::nullopt;
}

}  // namespace

v1::Category ToProto(const Category& category) {
  v1::Category out;
  out.set_name(category.name);
  out.set_display_name(category.display_name);
  out.set_kind(static_cast<v1::Category::Kind>(category.kind));
  out.set_order(category.order);
  api::SetStamp(category.stamp, out);
  return out;
}

Category FromProto(const v1::Category& m) {
  Category out;
  out.name = m.name();
  out.display_name = m.display_name();
  out.kind = static_cast<CategoryKind>(m.kind());
  out.order = m.order();
  out.stamp = api::GetStamp(m);
  return out;
}

v1::Program ToProto(const Program& program) {
  v1::Program out;
  out.set_name(program.name);
  out.set_title(program.title);
  for (int32_t year : program.years) out.add_years(year);
  out.set_category(program.category);
  out.set_owner(program.owner);
  for (const resource::Document& d : program.basis) *out.add_basis() = api::ToProto(d);
  if (program.approval_date) *out.mutable_approval_date() = api::ToProto(*program.approval_date);
  if (!program.approval_document.empty()) {
    *out.mutable_approval_document() = api::ToProto(program.approval_document);
  }
  out.set_state(static_cast<v1::Program::State>(program.state));
  api::SetStamp(program.stamp, out);
  return out;
}

Program FromProto(const v1::Program& m) {
  Program out;
  out.name = m.name();
  out.title = m.title();
  out.years.assign(m.years().begin(), m.years().end());
  out.category = m.category();
  out.owner = m.owner();
  for (const tiendo::type::v1::Document& d : m.basis()) out.basis.push_back(api::FromProto(d));
  out.approval_date = OptionalDay(m.has_approval_date(), m.approval_date());
  out.approval_document = api::FromProto(m.approval_document());
  out.state = static_cast<ProgramState>(m.state());
  out.stamp = api::GetStamp(m);
  return out;
}

v1::Item ToProto(const Item& item) {
  v1::Item out;
  out.set_name(item.name);
  out.set_ordinal(item.ordinal);
  out.set_title(item.title);
  out.set_product(item.product);
  for (const Lead& lead : item.leads) {
    v1::Item::Lead* l = out.add_leads();
    l->set_unit(lead.unit);
    if (lead.result_date) *l->mutable_result_date() = api::ToProto(*lead.result_date);
  }
  for (const std::string& unit : item.coordinators) out.add_coordinators(unit);
  out.set_assigning_organ(item.assigning_organ);
  for (const std::string& tag : item.tags) out.add_tags(tag);
  if (item.approval_date) *out.mutable_approval_date() = api::ToProto(*item.approval_date);
  if (item.baseline_due_date) {
    *out.mutable_baseline_due_date() = api::ToProto(*item.baseline_due_date);
  }
  if (item.due_date) *out.mutable_due_date() = api::ToProto(*item.due_date);
  out.set_secret(item.secret);
  out.set_state(static_cast<v1::Item::State>(item.state));
  if (item.result_date) *out.mutable_result_date() = api::ToProto(*item.result_date);
  if (item.withdrawal_date) *out.mutable_withdrawal_date() = api::ToProto(*item.withdrawal_date);
  api::SetStamp(item.stamp, out);
  return out;
}

Item FromProto(const v1::Item& m) {
  Item out;
  out.name = m.name();
  out.ordinal = m.ordinal();
  out.title = m.title();
  out.product = m.product();
  for (const v1::Item::Lead& lead : m.leads()) {
    out.leads.push_back({lead.unit(), OptionalDay(lead.has_result_date(), lead.result_date())});
  }
  out.coordinators.assign(m.coordinators().begin(), m.coordinators().end());
  out.assigning_organ = m.assigning_organ();
  out.tags.assign(m.tags().begin(), m.tags().end());
  out.approval_date = OptionalDay(m.has_approval_date(), m.approval_date());
  out.baseline_due_date = OptionalDay(m.has_baseline_due_date(), m.baseline_due_date());
  out.due_date = OptionalDay(m.has_due_date(), m.due_date());
  out.secret = m.secret();
  out.state = static_cast<ItemState>(m.state());
  out.result_date = OptionalDay(m.has_result_date(), m.result_date());
  out.withdrawal_date = OptionalDay(m.has_withdrawal_date(), m.withdrawal_date());
  out.stamp = api::GetStamp(m);
  return out;
}

v1::ItemEvent ToProto(const ItemEvent& event) {
  v1::ItemEvent out;
  out.set_name(event.name);
  out.set_kind(static_cast<v1::ItemEvent::Kind>(event.kind));
  *out.mutable_event_date() = api::ToProto(event.date);
  out.set_lead(event.lead);
  if (event.new_due_date) *out.mutable_new_due_date() = api::ToProto(*event.new_due_date);
  if (!event.document.empty()) *out.mutable_document() = api::ToProto(event.document);
  out.set_reason(event.reason);
  out.set_units_revision(event.units_revision);
  out.set_approver(event.approver);
  api::SetStamp(event.stamp, out);
  return out;
}

ItemEvent FromProto(const v1::ItemEvent& m) {
  ItemEvent out;
  out.name = m.name();
  out.kind = static_cast<EventKind>(m.kind());
  out.date = api::FromProto(m.event_date());
  out.lead = m.lead();
  out.new_due_date = OptionalDay(m.has_new_due_date(), m.new_due_date());
  out.document = api::FromProto(m.document());
  out.reason = m.reason();
  out.units_revision = m.units_revision();
  out.approver = m.approver();
  out.stamp = api::GetStamp(m);
  return out;
}

std::string CategoryCodec::Encode(const Category& category) const {
  return api::PackBody(ToProto(category));
}
absl::StatusOr<Category> CategoryCodec::Decode(std::string_view body) const {
  return DecodeAs<v1::Category, Category>(body);
}

std::string ProgramCodec::Encode(const Program& program) const {
  return api::PackBody(ToProto(program));
}
absl::StatusOr<Program> ProgramCodec::Decode(std::string_view body) const {
  return DecodeAs<v1::Program, Program>(body);
}

std::string ItemCodec::Encode(const Item& item) const {
  return api::PackBody(ToProto(Masked(item)));
}
absl::StatusOr<Item> ItemCodec::Decode(std::string_view body) const {
  return DecodeAs<v1::Item, Item>(body);
}

std::string EventCodec::Encode(const ItemEvent& event) const {
  return api::PackBody(ToProto(Masked(event)));
}
absl::StatusOr<ItemEvent> EventCodec::Decode(std::string_view body) const {
  return DecodeAs<v1::ItemEvent, ItemEvent>(body);
}

}  // namespace tiendo::programs
