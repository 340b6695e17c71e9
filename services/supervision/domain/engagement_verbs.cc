#include "services/supervision/domain/engagement_verbs.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/supervision/domain/checks.h"
#include "services/supervision/domain/dossiers.h"
#include "services/supervision/domain/event_log.h"
#include "services/supervision/domain/plan_verbs.h"
#include "services/supervision/domain/reasons.h"
#include "services/supervision/domain/recommendations.h"
#include "services/supervision/domain/schedule.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

using Log = EventLog<EngagementEvent>;

absl::StatusOr<Log> ReadLog(const Repositories& repos, const Engagement& engagement,
                            std::string_view verb) {
  TIENDO_ASSIGN_OR_RETURN(auto log, Log::Read(*repos.engagement_events, engagement.name));
  if (log.full()) return TooManyEvents(reasons::kEngagementState, engagement.name, verb);
  return log;
}

EngagementEvent EventOf(EngagementEventKind kind, const Record& record) {
  EngagementEvent event;
  event.kind = kind;
  event.date = record.date;
  event.document = record.document;
  return event;
}

void Note(Engagement& engagement, std::optional<Warning> warning, const std::string& event) {
  if (!warning) return;
  warning->event = event;
  engagement.warnings.push_back(*std::move(warning));
}

absl::Status Before(Day date, std::string_view what, Day earlier) {
  return errors::InvalidField("date", calendar::FormatIso(date) + " is before " +
                                          std::string(what) + " on " +
                                          calendar::FormatIso(earlier));
}

// Recorded before an engagement knew the year of its plan.
absl::Status KnowYear(const Repositories& repos, Engagement& engagement) {
  if (engagement.plan.empty() || engagement.year != 0) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(const std::optional<Plan> plan, repos.plans->Get(engagement.plan));
  if (plan) engagement.year = plan->year;
  return absl::OkStatus();
}

absl::Status Store(const Repositories& repos, Engagement& engagement, Log& log,
                   EngagementEvent event) {
  TIENDO_RETURN_IF_ERROR(KnowYear(repos, engagement));
  TIENDO_RETURN_IF_ERROR(repos.engagements->Put(engagement));
  return log.Append(std::move(event));
}

bool IsSupervision(EngagementKind kind) {
  return kind == EngagementKind::kThematicSupervision ||
         kind == EngagementKind::kContinuousSupervision;
}

// Why signs of violation cannot be found in it; "" when they can.
std::string_view NoSigns(const Engagement& engagement) {
  if (!IsSupervision(engagement.kind)) return "is for supervisions; this is none";
  const bool closed = engagement.state == EngagementState::kArchived ||
                      engagement.state == EngagementState::kRemoved;
  if (closed) return "is not possible any more";
  const bool begun =
      !engagement.steps.empty() || engagement.kind == EngagementKind::kContinuousSupervision;
  return begun ? "" : "is not possible before it has begun";
}

// What `event` did to the engagement is undone.
void Undo(const EngagementEvent& event, Engagement& engagement) {
  if (event.kind == EngagementEventKind::kStep && !engagement.steps.empty()) {
    engagement.steps.pop_back();
  }
  if (event.kind == EngagementEventKind::kExtended) {
    engagement.extension_days -= event.extension_days;
  }
  std::erase_if(engagement.warnings,
                [&event](const Warning& warning) { return warning.event == event.name; });
  ApplySchedule(engagement);
}

}  // namespace

absl::Status CreateEngagement(const Repositories& repos, const Environment& environment,
                              Engagement& engagement) {
  if (!engagement.plan.empty()) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<Plan> plan, repos.plans->Get(engagement.plan));
    if (!plan) return resource::ReferenceNotFound("engagement.plan", engagement.plan);
    if (plan->unit != engagement.unit) {
      return errors::InvalidField("engagement.unit",
                                  "must be " + plan->unit + ", the unit of " + plan->name);
    }
    TIENDO_RETURN_IF_ERROR(
        CheckState(*plan, PlanVerb::kCreateEngagement, environment.WithoutAdoption(plan->unit)));
    engagement.year = plan->year;
  }
  engagement.original = engagement.scheduled;
  Note(engagement, CheckPeriod(engagement, environment.practice), "");
  return Create(*repos.engagements, engagement);
}

absl::StatusOr<Engagement> RecordStep(const Repositories& repos, const Environment& environment,
                                      Step step, const Record& record) {
  TIENDO_ASSIGN_OR_RETURN(Engagement engagement,
                          Read(*repos.engagements, record.name, record.etag));
  TIENDO_RETURN_IF_ERROR(CheckStep(engagement, step, environment.practice));
  if (!engagement.steps.empty() && record.date < engagement.steps.back().date) {
    return Before(record.date, Name(engagement.step()), engagement.steps.back().date);
  }
  if (step == Step::kArchive) {
    TIENDO_RETURN_IF_ERROR(CheckAllAssessed(repos, engagement.name));
    TIENDO_RETURN_IF_ERROR(FreezeDossier(repos, engagement));
  }
  TIENDO_ASSIGN_OR_RETURN(Log log, ReadLog(repos, engagement, VerbOf(step)));
  EngagementEvent event = EventOf(EngagementEventKind::kStep, record);
  event.step = step;
  engagement.steps.push_back({step, record.date, record.document});
  ApplySchedule(engagement);
  if (step == Step::kLaunch) {
    Note(engagement, CheckLaunch(engagement, environment), log.next_name());
  }
  if (step == Step::kConclusion) {
    Note(engagement, CheckDuration(engagement, environment), log.next_name());
  }
  TIENDO_RETURN_IF_ERROR(Store(repos, engagement, log, std::move(event)));
  TIENDO_RETURN_IF_ERROR(StartPlan(repos, engagement, record.date));
  return engagement;
}

absl::StatusOr<Engagement> ExtendEngagement(const Repositories& repos,
                                            const Environment& environment,
                                            const Extension& extension) {
  const Record& record = extension.record;
  TIENDO_ASSIGN_OR_RETURN(Engagement engagement,
                          Read(*repos.engagements, record.name, record.etag));
  const StepRecord* launch = engagement.Find(Step::kLaunch);
  if (launch == nullptr || engagement.state != EngagementState::kOpen) {
    return EngagementStateError(engagement, "ExtendEngagement",
                                "is possible from the launch to the conclusion only",
                                environment.practice);
  }
  if (record.date < launch->date) return Before(record.date, "LAUNCH", launch->date);
  TIENDO_ASSIGN_OR_RETURN(Log log, ReadLog(repos, engagement, "ExtendEngagement"));
  EngagementEvent event = EventOf(EngagementEventKind::kExtended, record);
  event.extension_days = extension.days;
  event.approver = extension.approver;
  event.reason = extension.reason;
  engagement.extension_days += extension.days;
  Note(engagement, CheckExtension(engagement, environment), log.next_name());
  TIENDO_RETURN_IF_ERROR(Store(repos, engagement, log, std::move(event)));
  return engagement;
}

absl::Status OpenFromViolationSigns(const Repositories& repos, const Environment& environment,
                                    const Record& record, Engagement& inspection) {
  TIENDO_ASSIGN_OR_RETURN(Engagement supervision,
                          Read(*repos.engagements, record.name, record.etag));
  if (const std::string_view why = NoSigns(supervision); !why.empty()) {
    return EngagementStateError(supervision, "OpenFromViolationSigns", why, environment.practice);
  }
  if (!supervision.steps.empty() && record.date < supervision.steps.front().date) {
    return Before(record.date, Name(supervision.steps.front().step),
                  supervision.steps.front().date);
  }
  TIENDO_ASSIGN_OR_RETURN(Log log, ReadLog(repos, supervision, "OpenFromViolationSigns"));
  inspection.kind = EngagementKind::kViolationSignsInspection;
  inspection.opened_from = supervision.name;
  if (inspection.unit.empty()) inspection.unit = supervision.unit;
  // The year it belongs to is the one in which it was opened.
  if (!inspection.scheduled.from) inspection.scheduled.from = record.date;
  TIENDO_RETURN_IF_ERROR(CreateEngagement(repos, environment, inspection));
  EngagementEvent event = EventOf(EngagementEventKind::kViolationSigns, record);
  event.related = inspection.name;
  supervision.opened.push_back(inspection.name);
  return Store(repos, supervision, log, std::move(event));
}

absl::StatusOr<Engagement> VoidEngagementEvent(const Repositories& repos, const Voiding& voiding) {
  TIENDO_ASSIGN_OR_RETURN(Engagement engagement,
                          Read(*repos.engagements, OwnerOf(voiding.event), voiding.etag));
  TIENDO_ASSIGN_OR_RETURN(auto log, Log::Read(*repos.engagement_events, engagement.name));
  TIENDO_ASSIGN_OR_RETURN(const EngagementEvent event, log.FindVoidable(voiding.event));
  if (!event.chained()) {
    const bool of_plan = event.kind != EngagementEventKind::kViolationSigns;
    return NotVoidable(event.name, log.newest() == nullptr ? "" : log.newest()->name,
                       of_plan ? "belongs to the adjustment " + event.related + ": void that one"
                               : "opened " + event.related + ", which stays");
  }
  Undo(event, engagement);
  TIENDO_RETURN_IF_ERROR(KnowYear(repos, engagement));
  TIENDO_RETURN_IF_ERROR(repos.engagements->Put(engagement));
  TIENDO_RETURN_IF_ERROR(log.PutVoided(event.name, voiding.reason));
  if (event.kind == EngagementEventKind::kRecommendationReported ||
      event.kind == EngagementEventKind::kRecommendationAssessed) {
    TIENDO_RETURN_IF_ERROR(RebuildRecommendation(repos, event.related, log.all()));
  }
  return engagement;
}

}  // namespace tiendo::supervision
