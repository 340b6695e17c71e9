#include "services/programs/api/codec.h"

#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/api/optional_fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"

namespace tiendo::programs {
namespace {

v1::Item::Lead ToProto(const Lead& lead) {
  v1::Item::Lead out;
  out.set_unit(lead.unit);
  api::SetDay(lead.result_date, [&] { return out.mutable_result_date(); });
  api::SetDay(lead.reported_date, [&] { return out.mutable_reported_date(); });
  api::SetDay(lead.accepted_date, [&] { return out.mutable_accepted_date(); });
  if (!lead.document.empty()) *out.mutable_document() = api::ToProto(lead.document);
  return out;
}

Lead FromProto(const v1::Item::Lead& m) {
  return {m.unit(), api::OptionalDay(m.has_result_date(), m.result_date()),
          api::OptionalDay(m.has_reported_date(), m.reported_date()),
          api::OptionalDay(m.has_accepted_date(), m.accepted_date()), api::FromProto(m.document())};
}

v1::Item::Entry ToProto(const Entry& entry) {
  v1::Item::Entry out;
  out.mutable_leads()->Add(entry.leads.begin(), entry.leads.end());
  out.mutable_coordinators()->Add(entry.coordinators.begin(), entry.coordinators.end());
  api::SetDay(entry.due_date, [&] { return out.mutable_due_date(); });
  return out;
}

Entry FromProto(const v1::Item::Entry& m) {
  Entry out;
  out.leads.assign(m.leads().begin(), m.leads().end());
  out.coordinators.assign(m.coordinators().begin(), m.coordinators().end());
  out.due_date = api::OptionalDay(m.has_due_date(), m.due_date());
  return out;
}

v1::Item::Milestone ToProto(const Milestone& milestone) {
  v1::Item::Milestone out;
  out.set_milestone_id(milestone.id);
  out.set_title(milestone.title);
  api::SetDay(milestone.due_date, [&] { return out.mutable_due_date(); });
  api::SetDay(milestone.done_date, [&] { return out.mutable_done_date(); });
  return out;
}

void SetMilestones(const std::vector<Milestone>& from,
                   google::protobuf::RepeatedPtrField<v1::Item::Milestone>& to) {
  for (const Milestone& milestone : from) *to.Add() = ToProto(milestone);
}

std::vector<Milestone> GetMilestones(
    const google::protobuf::RepeatedPtrField<v1::Item::Milestone>& from) {
  std::vector<Milestone> out;
  for (const v1::Item::Milestone& milestone : from) out.push_back(programs::FromProto(milestone));
  return out;
}

absl::Status ParseHidden(std::string_view hidden, google::protobuf::Message& message) {
  if (message.ParseFromArray(hidden.data(), static_cast<int>(hidden.size()))) {
    return absl::OkStatus();
  }
  return errors::Internal("the hidden part of a secret resource cannot be read");
}

}  // namespace

Milestone FromProto(const v1::Item::Milestone& m) {
  return {m.milestone_id(), m.title(), api::OptionalDay(m.has_due_date(), m.due_date()),
          api::OptionalDay(m.has_done_date(), m.done_date())};
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
  api::SetDay(program.close_date, [&] { return out.mutable_close_date(); });
  if (!program.close_document.empty()) {
    *out.mutable_close_document() = api::ToProto(program.close_document);
  }
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
  out.approval_date = api::OptionalDay(m.has_approval_date(), m.approval_date());
  out.approval_document = api::FromProto(m.approval_document());
  out.state = static_cast<ProgramState>(m.state());
  out.close_date = api::OptionalDay(m.has_close_date(), m.close_date());
  out.close_document = api::FromProto(m.close_document());
  out.stamp = api::GetStamp(m);
  return out;
}

v1::Item ToProto(const Item& item) {
  v1::Item out;
  out.set_name(item.name);
  out.set_ordinal(item.ordinal);
  out.set_title(item.title);
  out.set_product(item.product);
  for (const Lead& lead : item.leads) *out.add_leads() = ToProto(lead);
  for (const std::string& unit : item.coordinators) out.add_coordinators(unit);
  out.set_assigning_organ(item.assigning_organ);
  for (const std::string& tag : item.tags) out.add_tags(tag);
  api::SetDay(item.approval_date, [&] { return out.mutable_approval_date(); });
  api::SetDay(item.baseline_due_date, [&] { return out.mutable_baseline_due_date(); });
  api::SetDay(item.due_date, [&] { return out.mutable_due_date(); });
  out.set_secret(item.secret);
  out.set_state(static_cast<v1::Item::State>(item.state));
  api::SetDay(item.result_date, [&] { return out.mutable_result_date(); });
  api::SetDay(item.withdrawal_date, [&] { return out.mutable_withdrawal_date(); });
  if (item.entry) *out.mutable_entry() = ToProto(*item.entry);
  SetMilestones(item.milestones, *out.mutable_milestones());
  out.set_carried_from(item.carried_from);
  out.set_carried_to(item.carried_to);
  api::SetDay(item.last_news_date, [&] { return out.mutable_last_news_date(); });
  api::SetDay(item.accepted_date, [&] { return out.mutable_accepted_date(); });
  api::SetDay(item.carry_over_date, [&] { return out.mutable_carry_over_date(); });
  if (item.progress_percent) out.set_progress_percent(*item.progress_percent);
  api::SetStamp(item.stamp, out);
  return out;
}

Item FromProto(const v1::Item& m) {
  Item out;
  out.name = m.name();
  out.ordinal = m.ordinal();
  out.title = m.title();
  out.product = m.product();
  for (const v1::Item::Lead& lead : m.leads()) out.leads.push_back(FromProto(lead));
  out.coordinators.assign(m.coordinators().begin(), m.coordinators().end());
  out.assigning_organ = m.assigning_organ();
  out.tags.assign(m.tags().begin(), m.tags().end());
  out.approval_date = api::OptionalDay(m.has_approval_date(), m.approval_date());
  out.baseline_due_date = api::OptionalDay(m.has_baseline_due_date(), m.baseline_due_date());
  out.due_date = api::OptionalDay(m.has_due_date(), m.due_date());
  out.secret = m.secret();
  out.state = static_cast<ItemState>(m.state());
  out.result_date = api::OptionalDay(m.has_result_date(), m.result_date());
  out.withdrawal_date = api::OptionalDay(m.has_withdrawal_date(), m.withdrawal_date());
  if (m.has_entry()) out.entry = FromProto(m.entry());
  out.milestones = GetMilestones(m.milestones());
  out.carried_from = m.carried_from();
  out.carried_to = m.carried_to();
  out.last_news_date = api::OptionalDay(m.has_last_news_date(), m.last_news_date());
  out.accepted_date = api::OptionalDay(m.has_accepted_date(), m.accepted_date());
  out.carry_over_date = api::OptionalDay(m.has_carry_over_date(), m.carry_over_date());
  if (m.has_progress_percent()) out.progress_percent = m.progress_percent();
  out.stamp = api::GetStamp(m);
  return out;
}

v1::ItemEvent ToProto(const ItemEvent& event) {
  v1::ItemEvent out;
  out.set_name(event.name);
  out.set_kind(static_cast<v1::ItemEvent::Kind>(event.kind));
  *out.mutable_event_date() = api::ToProto(event.date);
  out.set_lead(event.lead);
  out.mutable_parts()->Add(event.parts.begin(), event.parts.end());
  api::SetDay(event.new_due_date, [&] { return out.mutable_new_due_date(); });
  api::SetDay(event.reported_date, [&] { return out.mutable_reported_date(); });
  api::SetDay(event.accepted_date, [&] { return out.mutable_accepted_date(); });
  out.mutable_leads()->Add(event.leads.begin(), event.leads.end());
  out.mutable_coordinators()->Add(event.coordinators.begin(), event.coordinators.end());
  if (event.percent) out.set_percent(*event.percent);
  out.set_note(event.note);
  SetMilestones(event.milestones, *out.mutable_milestones());
  out.set_item(event.item);
  if (!event.document.empty()) *out.mutable_document() = api::ToProto(event.document);
  out.set_reason(event.reason);
  out.set_units_revision(event.units_revision);
  out.set_approver(event.approver);
  out.set_voided(event.voided);
  out.set_void_reason(event.void_reason);
  if (event.voided) {
    *out.mutable_void_time() = api::ToProto(event.void_time.value_or(event.stamp.update_time));
  }
  api::SetStamp(event.stamp, out);
  return out;
}

ItemEvent FromProto(const v1::ItemEvent& m) {
  ItemEvent out;
  out.name = m.name();
  out.kind = static_cast<EventKind>(m.kind());
  out.date = api::FromProto(m.event_date());
  out.lead = m.lead();
  out.parts.assign(m.parts().begin(), m.parts().end());
  out.new_due_date = api::OptionalDay(m.has_new_due_date(), m.new_due_date());
  out.reported_date = api::OptionalDay(m.has_reported_date(), m.reported_date());
  out.accepted_date = api::OptionalDay(m.has_accepted_date(), m.accepted_date());
  out.leads.assign(m.leads().begin(), m.leads().end());
  out.coordinators.assign(m.coordinators().begin(), m.coordinators().end());
  if (m.has_percent()) out.percent = m.percent();
  out.note = m.note();
  out.milestones = GetMilestones(m.milestones());
  out.item = m.item();
  out.document = api::FromProto(m.document());
  out.reason = m.reason();
  out.units_revision = m.units_revision();
  out.approver = m.approver();
  out.voided = m.voided();
  out.void_reason = m.void_reason();
  if (m.has_void_time()) out.void_time = api::FromProto(m.void_time());
  out.stamp = api::GetStamp(m);
  return out;
}

std::string ItemCodec::Encode(const Item& item) const {
  return api::PackBody(ToProto(Masked(item)));
}
absl::StatusOr<Item> ItemCodec::Decode(std::string_view body) const {
  return api::MessageCodec<v1::Item, Item, FromProto>().Decode(body);
}

std::string EventCodec::Encode(const ItemEvent& event) const {
  return api::PackBody(ToProto(Masked(event)));
}
absl::StatusOr<ItemEvent> EventCodec::Decode(std::string_view body) const {
  return api::MessageCodec<v1::ItemEvent, ItemEvent, FromProto>().Decode(body);
}

std::string HiddenItemCodec::Encode(const Item& item) const {
  v1::Item hidden;
  SetMilestones(item.milestones, *hidden.mutable_milestones());
  return hidden.SerializeAsString();
}
absl::Status HiddenItemCodec::Reveal(std::string_view hidden, Item& item) const {
  v1::Item message;
  TIENDO_RETURN_IF_ERROR(ParseHidden(hidden, message));
  item.milestones = GetMilestones(message.milestones());
  return absl::OkStatus();
}

std::string HiddenEventCodec::Encode(const ItemEvent& event) const {
  v1::ItemEvent hidden;
  hidden.set_note(event.note);
  hidden.set_void_reason(event.void_reason);
  SetMilestones(event.milestones, *hidden.mutable_milestones());
  return hidden.SerializeAsString();
}
absl::Status HiddenEventCodec::Reveal(std::string_view hidden, ItemEvent& event) const {
  v1::ItemEvent message;
  TIENDO_RETURN_IF_ERROR(ParseHidden(hidden, message));
  event.note = message.note();
  event.void_reason = message.void_reason();
  event.milestones = GetMilestones(message.milestones());
  return absl::OkStatus();
}

}  // namespace tiendo::programs
