#include "services/status/sources/supervision_base.h"

#include <utility>

#include "services/status/sources/decode.h"
#include "services/status/sources/unpacked.h"

namespace tiendo::status {
bool SupervisionBase::Take(std::string_view collection, const feed::MirroredResource& resource) {
  const std::string& name = resource.name;
  if (collection == "requirements") {
    requirements_[name] = ToFact(Unpacked<supervision::v1::PlanRequirement>(resource));
    return false;
  }
  if (collection == "reminders") {
    ReminderFact reminder = ToFact(Unpacked<supervision::v1::Reminder>(resource));
    std::string subject = reminder.subject;
    reminders_[std::move(subject)][name] = std::move(reminder);
    return false;
  }
  if (collection == "plans") {
    plans_[name] = ToFact(Unpacked<supervision::v1::Plan>(resource));
    return true;
  }
  if (collection == "engagements") {
    engagements_[name] = ToFact(Unpacked<supervision::v1::Engagement>(resource), zone_);
    return true;
  }
  if (collection == "engagements/recommendations") {
    recommendations_[name] = ToFact(Unpacked<supervision::v1::Recommendation>(resource));
    return true;
  }
  if (collection == "engagements/events") {
    auto news = ToFact(Unpacked<supervision::v1::EngagementEvent>(resource));
    if (!news) return false;
    news_[news->recommendation][name] = news->event;
    return true;
  }
  return false;
}

void SupervisionBase::Clear() {
  requirements_.clear();
  plans_.clear();
  engagements_.clear();
  recommendations_.clear();
  news_.clear();
  reminders_.clear();
}

SupervisionBase::Assembled SupervisionBase::Assemble() const {
  Assembled out;
  for (const auto& [name, plan] : plans_) out.plans.push_back(plan);
  std::map<std::string_view, size_t> place;
  for (const auto& [name, engagement] : engagements_) {
    EngagementFact fact = engagement;
    const auto plan = plans_.find(fact.plan);
    if (plan != plans_.end()) fact.year = plan->second.year;
    place[name] = out.engagements.size();
    out.engagements.push_back(std::move(fact));
  }
  for (const auto& [name, recommendation] : recommendations_) {
    const auto found = place.find(recommendation.engagement);
    if (found == place.end()) continue;  // its engagement is still to come
    const EngagementFact& engagement = out.engagements[found->second];
    RecommendationFact fact = recommendation;
    fact.year = engagement.year;
    fact.tags = engagement.tags;
    fact.concluded_on = engagement.concluded_on;
    if (const auto news = news_.find(name); news != news_.end()) {
      for (const auto& [event_name, event] : news->second) fact.events.push_back(event);
    }
    out.recommendations.push_back(std::move(fact));
  }
  return out;
}

}  // namespace tiendo::status
