// Reminders (codec.h).
#include "common/api/optional_fields.h"
#include "services/supervision/api/codec.h"

namespace tiendo::supervision {
namespace {

void SetAnswers(const Reminder& reminder, v1::Reminder& out) {
  if (reminder.acknowledgement) {
    v1::Reminder::Acknowledgement& message = *out.mutable_acknowledgement();
    *message.mutable_date() = api::ToProto(reminder.acknowledgement->date);
    api::SetDocument(reminder.acknowledgement->document,
                     [&] { return message.mutable_document(); });
    message.set_member_code(reminder.acknowledgement->member_code);
  }
  if (reminder.explanation) {
    v1::Reminder::Explanation& message = *out.mutable_explanation();
    *message.mutable_date() = api::ToProto(reminder.explanation->date);
    message.set_text(reminder.explanation->text);
    api::SetDocument(reminder.explanation->document, [&] { return message.mutable_document(); });
  }
}

void GetAnswers(const v1::Reminder& m, Reminder& reminder) {
  if (m.has_acknowledgement()) {
    reminder.acknowledgement = {api::FromProto(m.acknowledgement().date()),
                                api::FromProto(m.acknowledgement().document()),
                                m.acknowledgement().member_code()};
  }
  if (m.has_explanation()) {
    reminder.explanation = {api::FromProto(m.explanation().date()), m.explanation().text(),
                            api::FromProto(m.explanation().document())};
  }
}

}  // namespace

v1::Reminder ToProto(const Reminder& reminder) {
  v1::Reminder out;
  out.set_name(reminder.name);
  out.set_subject(reminder.subject);
  out.set_unit(reminder.unit);
  out.set_kind(static_cast<v1::Reminder::Kind>(reminder.kind));
  out.set_ordinal(reminder.ordinal);
  out.set_urging(reminder.urging);
  out.set_rung(reminder.rung);
  api::SetDay(reminder.trigger, [&] { return out.mutable_trigger_date(); });
  api::SetDay(reminder.due, [&] { return out.mutable_due_date(); });
  *out.mutable_issued_date() = api::ToProto(reminder.issued_on);
  api::SetDocument(reminder.document, [&] { return out.mutable_document(); });
  out.set_reason(reminder.reason);
  api::SetDay(reminder.acknowledge_by, [&] { return out.mutable_acknowledge_by(); });
  api::SetDay(reminder.explain_by, [&] { return out.mutable_explain_by(); });
  SetAnswers(reminder, out);
  out.set_voided(reminder.voided);
  out.set_void_reason(reminder.void_reason);
  out.set_urgings_past_due(reminder.urgings_past_due);
  out.set_urgings_allowed(reminder.urgings_allowed);
  api::SetStamp(reminder.stamp, out);
  return out;
}

Reminder FromProto(const v1::Reminder& m) {
  Reminder reminder;
  reminder.name = m.name();
  reminder.subject = m.subject();
  reminder.unit = m.unit();
  reminder.kind = static_cast<ReminderKind>(m.kind());
  reminder.ordinal = m.ordinal();
  reminder.urging = m.urging();
  reminder.rung = m.rung();
  reminder.trigger = api::OptionalDay(m.has_trigger_date(), m.trigger_date());
  reminder.due = api::OptionalDay(m.has_due_date(), m.due_date());
  reminder.issued_on = api::FromProto(m.issued_date());
  reminder.document = api::FromProto(m.document());
  reminder.reason = m.reason();
  reminder.acknowledge_by = api::OptionalDay(m.has_acknowledge_by(), m.acknowledge_by());
  reminder.explain_by = api::OptionalDay(m.has_explain_by(), m.explain_by());
  GetAnswers(m, reminder);
  reminder.voided = m.voided();
  reminder.void_reason = m.void_reason();
  reminder.urgings_past_due = m.urgings_past_due();
  reminder.urgings_allowed = m.urgings_allowed();
  reminder.stamp = api::GetStamp(m);
  return reminder;
}

}  // namespace tiendo::supervision
