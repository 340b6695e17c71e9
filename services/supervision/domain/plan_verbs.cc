#include "services/supervision/domain/plan_verbs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/supervision/domain/event_log.h"
#include "services/supervision/domain/reasons.h"
#include "services/supervision/domain/schedule.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

// A plan as a verb finds it, and what is recorded about it.
class PlanWork {
 public:
  // The plan in a state that allows the verb.
  static absl::StatusOr<PlanWork> Begin(const Repositories& repos, const Environment& environment,
                                        const Record& record, PlanVerb verb) {
    TIENDO_ASSIGN_OR_RETURN(Plan plan, Read(*repos.plans, record.name, record.etag));
    TIENDO_RETURN_IF_ERROR(CheckState(plan, verb, environment.WithoutAdoption(plan.unit)));
    TIENDO_ASSIGN_OR_RETURN(auto log, EventLog<PlanEvent>::Read(*repos.plan_events, plan.name));
    if (log.full()) return TooManyEvents(reasons::kPlanState, plan.name, Name(verb));
    return PlanWork(repos, std::move(plan), std::move(log));
  }

  Plan& plan() { return plan_; }
  std::string event_name() const { return log_.next_name(); }

  absl::StatusOr<Plan> End(PlanEvent event) {
    plan_.state = StateOf(plan_);
    TIENDO_RETURN_IF_ERROR(repos_->plans->Put(plan_));
    TIENDO_RETURN_IF_ERROR(log_.Append(std::move(event)));
    return plan_;
  }

 private:
  PlanWork(const Repositories& repos, Plan plan, EventLog<PlanEvent> log)
      : repos_(&repos), plan_(std::move(plan)), log_(std::move(log)) {}

  const Repositories* repos_;
  Plan plan_;
  EventLog<PlanEvent> log_;
};

PlanEvent EventOf(PlanEventKind kind, const Record& record) {
  PlanEvent event;
  event.kind = kind;
  event.date = record.date;
  event.document = record.document;
  return event;
}

absl::Status PlanExists(const std::string& name, const Plan& plan) {
  const std::string year = std::to_string(plan.year);
  return errors::Make(absl::StatusCode::kAlreadyExists, reasons::kPlanExists,
                      plan.unit + " has " + name + " for " + year + ": work on that one",
                      {{"name", name}, {"unit", plan.unit}, {"year", year}});
}

absl::Status CheckNotBefore(Day date, const std::optional<Day>& earlier, std::string_view what) {
  if (!earlier || date >= *earlier) return absl::OkStatus();
  return errors::InvalidField("date", calendar::FormatIso(date) + " is before the " +
                                          std::string(what) + " on " +
                                          calendar::FormatIso(*earlier));
}

absl::StatusOr<PlanOutcome> OutcomeOn(const Repositories& repos, const Plan& plan, Day day) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Engagement> all, repos.engagements_of(plan.name));
  PlanOutcome out;
  for (const Engagement& engagement : all) {
    if (RemovedBy(engagement, day)) continue;
    ++out.planned;
    out.concluded += ConcludedBy(engagement, day) ? 1 : 0;
  }
  return out;
}

// One engagement that an adjustment changes.
absl::Status Change(const Repositories& repos, const Environment& environment, const Plan& plan,
                    const std::string& field, const std::string& name, ScheduleChange change,
                    const Adjustment& adjustment) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Engagement> engagement, repos.engagements->Get(name));
  if (!engagement) return resource::ReferenceNotFound(field, name);
  if (engagement->plan != plan.name) {
    return errors::InvalidField(field, name + " does not belong to " + plan.name);
  }
  if (engagement->state != EngagementState::kOpen) {
    return EngagementStateError(*engagement, "AdjustPlan", "cannot change it any more",
                                environment.practice);
  }
  TIENDO_ASSIGN_OR_RETURN(auto log,
                          EventLog<EngagementEvent>::Read(*repos.engagement_events, name));
  if (log.full()) return TooManyEvents(reasons::kEngagementState, name, "AdjustPlan");
  EngagementEvent event;
  event.kind = change.removed ? EngagementEventKind::kRemoved : EngagementEventKind::kRescheduled;
  event.date = change.approved_on;
  event.document = adjustment.record.document;
  event.reason = adjustment.reason;
  event.window = change.window;
  event.related = change.event;
  engagement->year = plan.year;
  engagement->schedule_changes.push_back(std::move(change));
  ApplySchedule(*engagement);
  TIENDO_RETURN_IF_ERROR(repos.engagements->Put(*engagement));
  return log.Append(std::move(event));
}

// Takes the change that `event` made out of an engagement.
absl::Status Unchange(const Repositories& repos, const std::string& name, const std::string& event,
                      const std::string& reason) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Engagement> engagement, repos.engagements->Get(name));
  if (!engagement) return resource::NotFound(name);
  std::erase_if(engagement->schedule_changes,
                [&event](const ScheduleChange& change) { return change.event == event; });
  ApplySchedule(*engagement);
  TIENDO_RETURN_IF_ERROR(repos.engagements->Put(*engagement));
  TIENDO_ASSIGN_OR_RETURN(auto log,
                          EventLog<EngagementEvent>::Read(*repos.engagement_events, name));
  for (const EngagementEvent& recorded : std::vector<EngagementEvent>(log.all())) {
    if (recorded.related != event || recorded.voided) continue;
    TIENDO_RETURN_IF_ERROR(log.PutVoided(recorded.name, reason));
  }
  return absl::OkStatus();
}

// What `event` did to the plan itself is undone; `log` has it still.
void Undo(const PlanEvent& event, const EventLog<PlanEvent>& log, Plan& plan) {
  switch (event.kind) {
    case PlanEventKind::kAdopted:
      plan.adopted_on.reset();
      plan.adopted_document = {};
      break;
    case PlanEventKind::kIssued:
      plan.issued_on.reset();
      plan.issued_document = {};
      break;
    case PlanEventKind::kSent:
      plan.sent_on.reset();
      plan.sent_document = {};
      break;
    case PlanEventKind::kStarted:
      plan.started_on.reset();
      break;
    case PlanEventKind::kAdjusted:
      if (!event.title.empty()) plan.title = event.previous_title;
      plan.adjusted_on.reset();
      for (const PlanEvent& other : log.all()) {
        if (other.kind != PlanEventKind::kAdjusted || other.voided) continue;
        if (other.name != event.name) plan.adjusted_on = other.date;
      }
      break;
    case PlanEventKind::kClosed:
      plan.closed_on.reset();
      plan.closed_document = {};
      plan.outcome.reset();
      break;
  }
  plan.state = StateOf(plan);
}

}  // namespace

absl::Status CreatePlan(const Repositories& repos, Plan& plan) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Plan> stored, repos.plans->Get(plan.name));
  if (stored) return resource::Exists(plan.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<std::string> other, repos.find_plan(plan.unit, plan.year));
  if (other) return PlanExists(*other, plan);
  plan.original_title = plan.title;
  return repos.plans->Put(plan);
}

absl::StatusOr<Plan> AdoptPlan(const Repositories& repos, const Environment& environment,
                               const Record& record) {
  TIENDO_ASSIGN_OR_RETURN(auto work, PlanWork::Begin(repos, environment, record, PlanVerb::kAdopt));
  work.plan().adopted_on = record.date;
  work.plan().adopted_document = record.document;
  return work.End(EventOf(PlanEventKind::kAdopted, record));
}

absl::StatusOr<Plan> IssuePlan(const Repositories& repos, const Environment& environment,
                               const Record& record) {
  TIENDO_ASSIGN_OR_RETURN(auto work, PlanWork::Begin(repos, environment, record, PlanVerb::kIssue));
  TIENDO_RETURN_IF_ERROR(CheckNotBefore(record.date, work.plan().adopted_on, "adoption"));
  work.plan().issued_on = record.date;
  work.plan().issued_document = record.document;
  return work.End(EventOf(PlanEventKind::kIssued, record));
}

absl::StatusOr<Plan> SendPlan(const Repositories& repos, const Environment& environment,
                              const Record& record) {
  TIENDO_ASSIGN_OR_RETURN(auto work, PlanWork::Begin(repos, environment, record, PlanVerb::kSend));
  TIENDO_RETURN_IF_ERROR(CheckNotBefore(record.date, work.plan().issued_on, "issue"));
  work.plan().sent_on = record.date;
  work.plan().sent_document = record.document;
  return work.End(EventOf(PlanEventKind::kSent, record));
}

absl::StatusOr<Plan> ClosePlan(const Repositories& repos, const Environment& environment,
                               const Record& record) {
  TIENDO_ASSIGN_OR_RETURN(auto work, PlanWork::Begin(repos, environment, record, PlanVerb::kClose));
  TIENDO_RETURN_IF_ERROR(CheckNotBefore(record.date, work.plan().issued_on, "issue"));
  TIENDO_ASSIGN_OR_RETURN(work.plan().outcome, OutcomeOn(repos, work.plan(), record.date));
  work.plan().closed_on = record.date;
  work.plan().closed_document = record.document;
  return work.End(EventOf(PlanEventKind::kClosed, record));
}

absl::StatusOr<Plan> AdjustPlan(const Repositories& repos, const Environment& environment,
                                const Adjustment& adjustment) {
  const Record& record = adjustment.record;
  TIENDO_ASSIGN_OR_RETURN(auto work,
                          PlanWork::Begin(repos, environment, record, PlanVerb::kAdjust));
  Plan& plan = work.plan();
  TIENDO_RETURN_IF_ERROR(CheckNotBefore(record.date, plan.issued_on, "issue"));
  PlanEvent event = EventOf(PlanEventKind::kAdjusted, record);
  event.reason = adjustment.reason;
  if (!adjustment.title.empty()) {
    event.title = adjustment.title;
    event.previous_title = plan.title;
    plan.title = adjustment.title;
  }
  plan.adjusted_on = record.date;
  for (size_t i = 0; i < adjustment.reschedules.size(); ++i) {
    const Adjustment::Reschedule& one = adjustment.reschedules[i];
    TIENDO_RETURN_IF_ERROR(Change(repos, environment, plan,
                                  errors::At("reschedules", i) + ".engagement", one.engagement,
                                  {record.date, one.window, false, work.event_name()}, adjustment));
    event.engagements.push_back(one.engagement);
  }
  for (size_t i = 0; i < adjustment.removals.size(); ++i) {
    const std::string& name = adjustment.removals[i];
    TIENDO_RETURN_IF_ERROR(Change(repos, environment, plan, errors::At("removals", i), name,
                                  {record.date, {}, true, work.event_name()}, adjustment));
    event.engagements.push_back(name);
  }
  return work.End(std::move(event));
}

absl::StatusOr<Plan> VoidPlanEvent(const Repositories& repos, const Voiding& voiding) {
  TIENDO_ASSIGN_OR_RETURN(Plan plan, Read(*repos.plans, OwnerOf(voiding.event), voiding.etag));
  TIENDO_ASSIGN_OR_RETURN(auto log, EventLog<PlanEvent>::Read(*repos.plan_events, plan.name));
  TIENDO_ASSIGN_OR_RETURN(const PlanEvent event, log.FindVoidable(voiding.event));
  Undo(event, log, plan);
  TIENDO_RETURN_IF_ERROR(repos.plans->Put(plan));
  TIENDO_RETURN_IF_ERROR(log.PutVoided(event.name, voiding.reason));
  if (event.kind == PlanEventKind::kAdjusted) {
    for (const std::string& engagement : event.engagements) {
      TIENDO_RETURN_IF_ERROR(Unchange(repos, engagement, event.name, voiding.reason));
    }
  }
  return plan;
}

absl::Status StartPlan(const Repositories& repos, const Engagement& engagement, Day day) {
  if (engagement.plan.empty()) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(std::optional<Plan> plan, repos.plans->Get(engagement.plan));
  if (!plan || !Allowed(plan->state, PlanVerb::kStart, false)) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(auto log, EventLog<PlanEvent>::Read(*repos.plan_events, plan->name));
  if (log.full()) return absl::OkStatus();
  plan->started_on = day;
  plan->state = StateOf(*plan);
  TIENDO_RETURN_IF_ERROR(repos.plans->Put(*plan));
  PlanEvent event;
  event.kind = PlanEventKind::kStarted;
  event.date = day;
  event.engagements = {engagement.name};
  return log.Append(std::move(event));
}

}  // namespace tiendo::supervision
