// Engagements and their events (codec.h).
#include "common/api/optional_fields.h"
#include "services/supervision/api/codec.h"

namespace tiendo::supervision {
namespace {

void SetScheduleChange(const ScheduleChange& change, v1::Engagement::ScheduleChange& out) {
  *out.mutable_approval_date() = api::ToProto(change.approved_on);
  api::SetDay(change.window.from, [&] { return out.mutable_scheduled_from(); });
  api::SetDay(change.window.to, [&] { return out.mutable_scheduled_to(); });
  out.set_removed(change.removed);
  out.set_event(change.event);
}

void SetHistory(const Engagement& engagement, v1::Engagement& out) {
  out.set_step(static_cast<v1::Engagement::Step>(engagement.step()));
  for (const StepRecord& record : engagement.steps) {
    v1::Engagement::StepRecord& step = *out.add_steps();
    step.set_step(static_cast<v1::Engagement::Step>(record.step));
    *step.mutable_date() = api::ToProto(record.date);
    api::SetDocument(record.document, [&] { return step.mutable_document(); });
  }
  if (const StepRecord* conclusion = engagement.Find(Step::kConclusion)) {
    *out.mutable_concluded_date() = api::ToProto(conclusion->date);
    api::SetDocument(conclusion->document, [&] { return out.mutable_conclusion_document(); });
  }
  for (const ScheduleChange& change : engagement.schedule_changes) {
    SetScheduleChange(change, *out.add_schedule_changes());
  }
  for (const Warning& warning : engagement.warnings) {
    v1::Warning& noted = *out.add_warnings();
    noted.set_code(static_cast<v1::Warning::Code>(warning.code));
    noted.set_actual(warning.actual);
    noted.set_limit(warning.limit);
    noted.set_event(warning.event);
  }
}

void GetHistory(const v1::Engagement& m, Engagement& engagement) {
  for (const v1::Engagement::StepRecord& step : m.steps()) {
    engagement.steps.push_back({static_cast<Step>(step.step()), api::FromProto(step.date()),
                                api::FromProto(step.document())});
  }
  // Recorded before engagements had steps.
  if (m.steps().empty() && m.has_concluded_date()) {
    engagement.steps.push_back({Step::kConclusion, api::FromProto(m.concluded_date()),
                                api::FromProto(m.conclusion_document())});
  }
  for (const v1::Engagement::ScheduleChange& change : m.schedule_changes()) {
    engagement.schedule_changes.push_back(
        {api::FromProto(change.approval_date()),
         {api::OptionalDay(change.has_scheduled_from(), change.scheduled_from()),
          api::OptionalDay(change.has_scheduled_to(), change.scheduled_to())},
         change.removed(),
         change.event()});
  }
  for (const v1::Warning& warning : m.warnings()) {
    engagement.warnings.push_back({static_cast<WarningCode>(warning.code()), warning.actual(),
                                   warning.limit(), warning.event()});
  }
}

}  // namespace

v1::Engagement ToProto(const Engagement& engagement) {
  v1::Engagement out;
  out.set_name(engagement.name);
  out.set_plan(engagement.plan);
  out.set_year(engagement.year);
  out.set_kind(static_cast<v1::Engagement::Kind>(engagement.kind));
  out.set_unit(engagement.unit);
  for (const std::string& subject : engagement.subjects) out.add_subjects(subject);
  for (const std::string& code : engagement.member_codes) out.add_member_codes(code);
  out.set_title(engagement.title);
  for (const std::string& tag : engagement.tags) out.add_tags(tag);
  api::SetDay(engagement.period.from, [&] { return out.mutable_period_from(); });
  api::SetDay(engagement.period.to, [&] { return out.mutable_period_to(); });
  api::SetDay(engagement.scheduled.from, [&] { return out.mutable_scheduled_from(); });
  api::SetDay(engagement.scheduled.to, [&] { return out.mutable_scheduled_to(); });
  api::SetDay(engagement.original.from, [&] { return out.mutable_original_scheduled_from(); });
  api::SetDay(engagement.original.to, [&] { return out.mutable_original_scheduled_to(); });
  out.set_extension_days(engagement.extension_days);
  out.set_opened_from(engagement.opened_from);
  for (const std::string& opened : engagement.opened) out.add_opened(opened);
  SetHistory(engagement, out);
  out.set_state(static_cast<v1::Engagement::State>(engagement.state));
  api::SetStamp(engagement.stamp, out);
  return out;
}

v1::EngagementEvent ToProto(const EngagementEvent& event) {
  v1::EngagementEvent out;
  out.set_name(event.name);
  out.set_kind(static_cast<v1::EngagementEvent::Kind>(event.kind));
  *out.mutable_event_date() = api::ToProto(event.date);
  out.set_step(static_cast<v1::Engagement::Step>(event.step));
  api::SetDocument(event.document, [&] { return out.mutable_document(); });
  out.set_reason(event.reason);
  out.set_extension_days(event.extension_days);
  out.set_approver(event.approver);
  api::SetDay(event.window.from, [&] { return out.mutable_scheduled_from(); });
  api::SetDay(event.window.to, [&] { return out.mutable_scheduled_to(); });
  out.set_related(event.related);
  out.set_outcome(static_cast<v1::Outcome>(event.outcome));
  out.set_voided(event.voided);
  out.set_void_reason(event.void_reason);
  api::SetStamp(event.stamp, out);
  return out;
}

Engagement FromProto(const v1::Engagement& m) {
  Engagement engagement;
  engagement.name = m.name();
  engagement.plan = m.plan();
  engagement.year = m.year();
  engagement.kind = static_cast<EngagementKind>(m.kind());
  engagement.unit = m.unit();
  engagement.subjects.assign(m.subjects().begin(), m.subjects().end());
  engagement.member_codes.assign(m.member_codes().begin(), m.member_codes().end());
  engagement.title = m.title();
  engagement.tags.assign(m.tags().begin(), m.tags().end());
  engagement.period = {api::OptionalDay(m.has_period_from(), m.period_from()),
                       api::OptionalDay(m.has_period_to(), m.period_to())};
  engagement.scheduled = {api::OptionalDay(m.has_scheduled_from(), m.scheduled_from()),
                          api::OptionalDay(m.has_scheduled_to(), m.scheduled_to())};
  engagement.original = {
      api::OptionalDay(m.has_original_scheduled_from(), m.original_scheduled_from()),
      api::OptionalDay(m.has_original_scheduled_to(), m.original_scheduled_to())};
  // Recorded before there were adjustments.
  if (engagement.original == Window() && m.schedule_changes().empty()) {
    engagement.original = engagement.scheduled;
  }
  engagement.extension_days = m.extension_days();
  engagement.opened_from = m.opened_from();
  engagement.opened.assign(m.opened().begin(), m.opened().end());
  GetHistory(m, engagement);
  engagement.state = static_cast<EngagementState>(m.state());
  engagement.stamp = api::GetStamp(m);
  return engagement;
}

EngagementEvent FromProto(const v1::EngagementEvent& m) {
  EngagementEvent event;
  event.name = m.name();
  event.kind = static_cast<EngagementEventKind>(m.kind());
  event.date = api::FromProto(m.event_date());
  event.step = static_cast<Step>(m.step());
  event.document = api::FromProto(m.document());
  event.reason = m.reason();
  event.extension_days = m.extension_days();
  event.approver = m.approver();
  event.window = {api::OptionalDay(m.has_scheduled_from(), m.scheduled_from()),
                  api::OptionalDay(m.has_scheduled_to(), m.scheduled_to())};
  event.related = m.related();
  event.outcome = static_cast<Outcome>(m.outcome());
  event.voided = m.voided();
  event.void_reason = m.void_reason();
  event.stamp = api::GetStamp(m);
  return event;
}

}  // namespace tiendo::supervision
