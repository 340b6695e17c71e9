// What supervision tells, as facts (decode.h).
#include "common/api/enum_names.h"
#include "common/api/fields.h"
#include "common/api/optional_fields.h"
#include "services/status/sources/decode.h"

namespace tiendo::status {
namespace {

Outcome ToFact(supervision::v1::Outcome outcome) {
  switch (outcome) {
    case supervision::v1::OUTCOME_DONE:
      return Outcome::kDone;
    case supervision::v1::OUTCOME_PARTLY:
      return Outcome::kPartly;
    case supervision::v1::OUTCOME_NOT_DONE:
      return Outcome::kNotDone;
    case supervision::v1::OUTCOME_OVERDUE:
      return Outcome::kOverdue;
    case supervision::v1::OUTCOME_NOT_CARRIED_OUT:
      return Outcome::kNotCarriedOut;
    case supervision::v1::OUTCOME_UNSATISFACTORY:
      return Outcome::kUnsatisfactory;
    default:
      return Outcome::kNone;
  }
}

}  // namespace

RequirementFact ToFact(const supervision::v1::PlanRequirement& requirement) {
  RequirementFact out;
  out.year = requirement.year();
  out.deadline = api::FromProto(requirement.deadline());
  out.kinds.assign(requirement.unit_kinds().begin(), requirement.unit_kinds().end());
  out.units.assign(requirement.units().begin(), requirement.units().end());
  out.name = requirement.name();
  return out;
}

PlanFact ToFact(const supervision::v1::Plan& plan) {
  return {plan.name(), plan.unit(), plan.year(),
          api::OptionalDay(plan.has_adopted_date(), plan.adopted_date()),
          api::OptionalDay(plan.has_issued_date(), plan.issued_date())};
}

EngagementFact ToFact(const supervision::v1::Engagement& engagement,
                      const calendar::BusinessZone& zone) {
  EngagementFact out;
  out.name = engagement.name();
  out.plan = engagement.plan();
  out.unit = engagement.unit();
  out.kind = api::WithoutPrefix(supervision::v1::Engagement::Kind_Name(engagement.kind()));
  out.planned = !engagement.plan().empty();
  out.due_on =
      api::OptionalDay(engagement.has_original_scheduled_to(), engagement.original_scheduled_to());
  // Recorded before there were adjustments.
  if (!out.due_on && engagement.schedule_changes().empty()) {
    out.due_on = api::OptionalDay(engagement.has_scheduled_to(), engagement.scheduled_to());
  }
  for (const auto& change : engagement.schedule_changes()) {
    out.changes.push_back({api::FromProto(change.approval_date()),
                           api::OptionalDay(change.has_scheduled_to(), change.scheduled_to()),
                           change.removed()});
  }
  out.concluded_on = api::OptionalDay(engagement.has_concluded_date(), engagement.concluded_date());
  out.title = engagement.title();
  out.tags.assign(engagement.tags().begin(), engagement.tags().end());
  // An unplanned one belongs to the year in which it began, as far as that is known.
  Day opened = engagement.has_scheduled_from()
                   ? api::FromProto(engagement.scheduled_from())
                   : zone.DayOf(api::FromProto(engagement.create_time()));
  out.year = calendar::YearOf(opened);
  return out;
}

ChecklistFact ToFact(const supervision::v1::Checklist& checklist) {
  ChecklistFact out;
  out.kind = api::WithoutPrefix(supervision::v1::Engagement::Kind_Name(checklist.kind()));
  for (const auto& entry : checklist.entries()) out.documents.push_back(entry.id());
  return out;
}

DossierRecord ToRecord(const supervision::v1::Dossier& dossier) {
  DossierRecord out;
  for (int i = 0; i < dossier.entries_size(); ++i) {
    const auto& entry = dossier.entries(i);
    if (entry.has_filed_date()) out.filed[entry.id()] = api::FromProto(entry.filed_date());
    // Those of the list come first.
    if (i < dossier.total_count()) out.asked.push_back(entry.id());
  }
  return out;
}

RecommendationFact ToFact(const supervision::v1::Recommendation& recommendation) {
  RecommendationFact out;
  out.name = recommendation.name();
  out.engagement = out.name.substr(0, out.name.rfind("/recommendations/"));
  out.unit = recommendation.unit();
  out.text = recommendation.text();
  out.deadline = api::FromProto(recommendation.deadline());
  return out;
}

std::optional<RecommendationNews> ToFact(const supervision::v1::EngagementEvent& event) {
  using supervision::v1::EngagementEvent;
  const bool reported = event.kind() == EngagementEvent::KIND_RECOMMENDATION_REPORTED;
  if (!reported && event.kind() != EngagementEvent::KIND_RECOMMENDATION_ASSESSED) {
    return std::nullopt;
  }
  RecommendationNews out;
  out.recommendation = event.related();
  out.event.kind =
      reported ? RecommendationEvent::Kind::kReported : RecommendationEvent::Kind::kAssessed;
  out.event.date = api::FromProto(event.event_date());
  out.event.outcome = ToFact(event.outcome());
  out.event.voided = event.voided();
  return out;
}

ReminderFact ToFact(const supervision::v1::Reminder& reminder) {
  using supervision::v1::Reminder;
  ReminderFact out;
  out.name = reminder.name();
  out.subject = reminder.subject();
  out.unit = reminder.unit();
  out.kind = ReminderFact::Kind::kUrging;
  if (reminder.kind() == Reminder::KIND_BEFORE_DUE) out.kind = ReminderFact::Kind::kBeforeDue;
  if (reminder.kind() == Reminder::KIND_AFTER_DUE) out.kind = ReminderFact::Kind::kAfterDue;
  out.ordinal = reminder.ordinal();
  out.urging = reminder.urging();
  out.trigger = api::OptionalDay(reminder.has_trigger_date(), reminder.trigger_date());
  out.due = api::OptionalDay(reminder.has_due_date(), reminder.due_date());
  out.issued = api::FromProto(reminder.issued_date());
  out.acknowledge_by = api::OptionalDay(reminder.has_acknowledge_by(), reminder.acknowledge_by());
  out.acknowledged_on =
      api::OptionalDay(reminder.has_acknowledgement(), reminder.acknowledgement().date());
  out.explain_by = api::OptionalDay(reminder.has_explain_by(), reminder.explain_by());
  out.explained_on = api::OptionalDay(reminder.has_explanation(), reminder.explanation().date());
  out.voided = reminder.voided();
  return out;
}

}  // namespace tiendo::status
