#include "services/status/domain/subjects.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

std::optional<Day> NotAfter(std::optional<Day> date, Day day) {
  return date && *date <= day ? date : std::nullopt;
}

void AddAssignments(const SubjectFacts& facts, const SubjectQuery& query,
                    std::vector<Subject>& out) {
  if (facts.assignments == nullptr) return;
  for (const auto& [unit, owed] : *facts.assignments) {
    for (const auto& [name, assignment] : owed) {
      const auto duty = facts.duties.find(assignment.duty);
      if (duty == facts.duties.end() || assignment.assigned > query.day ||
          !Carries(duty->second.tags, query.tag)) {
        continue;
      }
      if (assignment.year != 0 && assignment.year != query.year) continue;
      const HandIn hand_in = HandInOn(assignment, query.day);
      Subject subject;
      subject.kind = SubjectKind::kAssignment;
      subject.name = name;
      subject.category = duty->second.category;
      subject.title = absl::StrCat(duty->second.title, ", kỳ ", assignment.period);
      subject.unit = unit;
      subject.due_in_force = hand_in.deadline;
      subject.due = query.basis == Basis::kBaseline ? assignment.deadline : hand_in.deadline;
      subject.open = !hand_in.submitted;
      subject.complied_on = hand_in.submitted;
      out.push_back(std::move(subject));
    }
  }
}

void AddPlans(const SubjectFacts& facts, const UnitHistory& units, const SubjectQuery& query,
              std::vector<Subject>& out) {
  // Reminders may name the plan that is being drawn up, too.
  std::multimap<std::string, std::string> plans_of;
  for (const PlanFact& plan : facts.plans) {
    if (plan.year == query.year) plans_of.emplace(plan.unit, plan.name);
  }
  for (const RequiredPlan& required :
       RequiredPlans(units, facts.requirements, facts.plans, query.day)) {
    Subject subject;
    subject.kind = SubjectKind::kPlan;
    subject.name = required.requirement;
    subject.reminded_by = {required.requirement};
    const auto [first, last] = plans_of.equal_range(required.unit);
    for (auto plan = first; plan != last; ++plan) subject.reminded_by.push_back(plan->second);
    subject.title = absl::StrCat("Kế hoạch kiểm tra, giám sát năm ", query.year);
    subject.unit = required.unit;
    subject.due = required.deadline;
    subject.due_in_force = required.deadline;
    subject.open = !required.done();
    // In time by the plans of those that it replaced: by the deadline at the latest.
    if (required.done()) {
      subject.complied_on = required.issued_on.value_or(std::min(required.deadline, query.day));
    }
    out.push_back(std::move(subject));
  }
}

void AddEngagements(const SubjectFacts& facts, const SubjectQuery& query,
                    std::vector<Subject>& out) {
  for (const EngagementFact& engagement : facts.engagements) {
    if (engagement.year != query.year || !engagement.planned || RemovedBy(engagement, query.day) ||
        !Carries(engagement.tags, query.tag)) {
      continue;
    }
    Subject subject;
    subject.kind = SubjectKind::kEngagement;
    subject.name = engagement.name;
    subject.title = engagement.title;
    subject.unit = engagement.unit;
    subject.due = DueOn(engagement, query.day, query.basis);
    subject.due_in_force = DueOn(engagement, query.day);
    subject.complied_on = NotAfter(engagement.concluded_on, query.day);
    subject.open = !subject.complied_on;
    out.push_back(std::move(subject));
  }
}

void AddRecommendations(const SubjectFacts& facts, const SubjectQuery& query,
                        std::vector<Subject>& out) {
  for (const RecommendationFact& recommendation : facts.recommendations) {
    if (recommendation.year != query.year || !NotAfter(recommendation.concluded_on, query.day) ||
        !Carries(recommendation.tags, query.tag)) {
      continue;
    }
    const RecommendationState state = RecommendationOn(recommendation, query.day);
    Subject subject;
    subject.kind = SubjectKind::kRecommendation;
    subject.name = recommendation.name;
    subject.title = recommendation.text;
    subject.unit = recommendation.unit;
    subject.due = recommendation.deadline;
    subject.due_in_force = recommendation.deadline;
    subject.open = state.state == RecommendationState::State::kOpen;
    subject.complied_on = state.first_reported_on;
    out.push_back(std::move(subject));
  }
}

}  // namespace

std::optional<Day> DueOn(const EngagementFact& engagement, Day day, Basis basis) {
  return basis == Basis::kBaseline ? engagement.due_on : DueOn(engagement, day);
}

RecommendationState RecommendationOn(const RecommendationFact& recommendation, Day day) {
  std::vector<const RecommendationEvent*> events;
  for (const RecommendationEvent& event : recommendation.events) {
    if (!event.voided && event.date <= day) events.push_back(&event);
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const auto* a, const auto* b) { return a->date < b->date; });
  RecommendationState out;
  for (const RecommendationEvent* event : events) {
    const bool reported = event->kind == RecommendationEvent::Kind::kReported;
    out.state =
        reported ? RecommendationState::State::kReported : RecommendationState::State::kAssessed;
    out.outcome = reported ? Outcome::kNone : event->outcome;
    if (reported && !out.first_reported_on) out.first_reported_on = event->date;
  }
  return out;
}

std::vector<Subject> SubjectsOn(const SubjectFacts& facts, const UnitHistory& units,
                                const SubjectQuery& query) {
  std::vector<Subject> out;
  AddAssignments(facts, query, out);
  if (query.tag.empty()) AddPlans(facts, units, query, out);
  AddEngagements(facts, query, out);
  AddRecommendations(facts, query, out);
  for (Subject& subject : out) {
    if (subject.reminded_by.empty()) subject.reminded_by = {subject.name};
  }
  return out;
}

}  // namespace tiendo::status
