#include "services/supervision/domain/recommendations.h"

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

// Named in the error of an archive.
constexpr size_t kNamed = 10;

absl::StatusOr<Engagement> ReadEngagement(const Repositories& repos, const std::string& name,
                                          const Environment& environment, std::string_view verb) {
  TIENDO_ASSIGN_OR_RETURN(Engagement engagement, Read(*repos.engagements, name, ""));
  if (engagement.state == EngagementState::kConcluded) return engagement;
  return EngagementStateError(engagement, verb,
                              "is possible from the conclusion to the archive only",
                              environment.practice);
}

absl::StatusOr<std::vector<Recommendation>> AllOf(const Repositories& repos,
                                                  const std::string& engagement) {
  return repos.recommendations->List(engagement + "/recommendations/", "", kMaxRecommendations);
}

void Apply(const EngagementEvent& event, Recommendation& recommendation) {
  if (event.kind == EngagementEventKind::kRecommendationReported) {
    recommendation.state = RecommendationState::kReported;
    recommendation.reported_on = event.date;
    recommendation.report = event.document;
  } else {
    recommendation.state = RecommendationState::kAssessed;
    recommendation.assessed_on = event.date;
    recommendation.assessment = event.document;
    recommendation.outcome = event.outcome;
  }
}

absl::StatusOr<Recommendation> Advance(const Repositories& repos, const Environment& environment,
                                       const Record& record, RecommendationVerb verb,
                                       Outcome outcome) {
  TIENDO_ASSIGN_OR_RETURN(Recommendation recommendation,
                          Read(*repos.recommendations, record.name, record.etag));
  TIENDO_ASSIGN_OR_RETURN(
      const Engagement engagement,
      ReadEngagement(repos, EngagementOf(record.name), environment, Name(verb)));
  TIENDO_RETURN_IF_ERROR(CheckState(recommendation, verb, outcome));
  Day earliest = ConcludedOn(engagement).value_or(record.date);
  for (const std::optional<Day>& day : {recommendation.reported_on, recommendation.assessed_on}) {
    if (day) earliest = std::max(earliest, *day);
  }
  if (record.date < earliest) {
    return errors::InvalidField("date", calendar::FormatIso(record.date) +
                                            " is before what it follows on " +
                                            calendar::FormatIso(earliest));
  }
  TIENDO_ASSIGN_OR_RETURN(
      auto log, EventLog<EngagementEvent>::Read(*repos.engagement_events, engagement.name));
  if (log.full()) return TooManyEvents(reasons::kEngagementState, engagement.name, Name(verb));
  EngagementEvent event;
  event.kind = verb == RecommendationVerb::kReport ? EngagementEventKind::kRecommendationReported
                                                   : EngagementEventKind::kRecommendationAssessed;
  event.date = record.date;
  event.document = record.document;
  event.related = recommendation.name;
  event.outcome = outcome;
  Apply(event, recommendation);
  TIENDO_RETURN_IF_ERROR(repos.recommendations->Put(recommendation));
  TIENDO_RETURN_IF_ERROR(log.Append(std::move(event)));
  return recommendation;
}

}  // namespace

std::string EngagementOf(std::string_view name) {
  return std::string(name.substr(0, name.find("/recommendations/")));
}

absl::Status CreateRecommendation(const Repositories& repos, const Environment& environment,
                                  Recommendation& recommendation) {
  TIENDO_ASSIGN_OR_RETURN(const Engagement engagement,
                          ReadEngagement(repos, EngagementOf(recommendation.name), environment,
                                         "CreateRecommendation"));
  const std::optional<Day> concluded = ConcludedOn(engagement);
  if (concluded && recommendation.deadline < *concluded) {
    return errors::InvalidField("recommendation.deadline",
                                calendar::FormatIso(recommendation.deadline) +
                                    " is before the conclusion on " +
                                    calendar::FormatIso(*concluded));
  }
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Recommendation> all, AllOf(repos, engagement.name));
  if (all.size() >= static_cast<size_t>(kMaxRecommendations)) {
    return EngagementStateError(engagement, "CreateRecommendation",
                                "would be one more than the 1,000 it can have",
                                environment.practice);
  }
  return Create(*repos.recommendations, recommendation);
}

absl::StatusOr<Recommendation> ReportRemediation(const Repositories& repos,
                                                 const Environment& environment,
                                                 const Record& record) {
  return Advance(repos, environment, record, RecommendationVerb::kReport, Outcome::kNone);
}

absl::StatusOr<Recommendation> AssessRemediation(const Repositories& repos,
                                                 const Environment& environment,
                                                 const Record& record, Outcome outcome) {
  return Advance(repos, environment, record, RecommendationVerb::kAssess, outcome);
}

absl::Status CheckAllAssessed(const Repositories& repos, const std::string& engagement) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Recommendation> all, AllOf(repos, engagement));
  size_t open = 0;
  std::string names;
  for (const Recommendation& one : all) {
    if (one.state == RecommendationState::kAssessed) continue;
    if (++open <= kNamed) names += (names.empty() ? "" : ",") + one.name;
  }
  if (open == 0) return absl::OkStatus();
  const std::string count = std::to_string(open);
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kRecommendationsOpen,
                      engagement + " has " + count + " recommendations that are not assessed (" +
                          names + "): assess them before it is archived",
                      {{"name", engagement}, {"count", count}, {"recommendations", names}});
}

absl::Status RebuildRecommendation(const Repositories& repos, const std::string& name,
                                   const std::vector<EngagementEvent>& events) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Recommendation> stored, repos.recommendations->Get(name));
  if (!stored) return resource::NotFound(name);
  Recommendation recommendation;
  recommendation.name = stored->name;
  recommendation.unit = stored->unit;
  recommendation.text = stored->text;
  recommendation.deadline = stored->deadline;
  recommendation.stamp = stored->stamp;
  for (const EngagementEvent& event : events) {
    if (event.related == name && !event.voided) Apply(event, recommendation);
  }
  return repos.recommendations->Put(recommendation);
}

}  // namespace tiendo::supervision
