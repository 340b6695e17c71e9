#include "services/status/sources/supervision_base.h"

#include <utility>

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
    const auto engagement = Unpacked<supervision::v1::Engagement>(resource);
    engagements_[name] = ToFact(engagement, zone_);
    if (engagement.state() == supervision::v1::Engagement::STATE_ARCHIVED) {
      archived_.insert(name);
    } else {
      archived_.erase(name);  // archived by mistake
    }
    return true;
  }
  if (collection == "checklists") {
    ChecklistFact checklist = ToFact(Unpacked<supervision::v1::Checklist>(resource));
    checklists_[std::move(checklist.kind)] = std::move(checklist.documents);
    return true;
  }
  if (collection == "engagements/dossier") {
    dossiers_[name.substr(0, name.rfind('/'))] =
        ToRecord(Unpacked<supervision::v1::Dossier>(resource));
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
  archived_.clear();
  checklists_.clear();
  dossiers_.clear();
  recommendations_.clear();
  news_.clear();
  reminders_.clear();
}

std::vector<std::optional<Day>> SupervisionBase::DossierOf(const EngagementFact& engagement) const {
  const auto dossier = dossiers_.find(engagement.name);
  const auto checklist = checklists_.find(engagement.kind);
  const bool touched = dossier != dossiers_.end();
  const std::vector<std::string>* asked = nullptr;
  if (checklist != checklists_.end()) asked = &checklist->second;
  if (touched && (asked == nullptr || archived_.contains(engagement.name))) {
    asked = &dossier->second.asked;
  }
  std::vector<std::optional<Day>> out;
  if (asked == nullptr) return out;
  for (const std::string& id : *asked) {
    out.emplace_back();
    if (!touched) continue;
    const auto filed = dossier->second.filed.find(id);
    if (filed != dossier->second.filed.end()) out.back() = filed->second;
  }
  return out;
}

SupervisionBase::Assembled SupervisionBase::Assemble() const {
  Assembled out;
  for (const auto& [name, plan] : plans_) out.plans.push_back(plan);
  std::map<std::string_view, size_t> place;
  for (const auto& [name, engagement] : engagements_) {
    EngagementFact fact = engagement;
    const auto plan = plans_.find(fact.plan);
    if (plan != plans_.end()) fact.year = plan->second.year;
    fact.dossier = DossierOf(fact);
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
