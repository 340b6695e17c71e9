#include "tests/unit/status/random_world.h"

#include <algorithm>
#include <set>
#include <utility>

#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

std::vector<std::string> Ids(const std::vector<UnitFact>& units) {
  std::set<std::string> ids;
  for (const UnitFact& unit : units) ids.insert(unit.id);
  return {ids.begin(), ids.end()};
}

template <typename T>
const T& AnyOf(const std::vector<T>& list) {
  return list[static_cast<size_t>(Draw(0, static_cast<int>(list.size())))];
}

EngagementFact DrawEngagement(int number, const std::string& unit) {
  EngagementFact out;
  out.name = "engagements/" + std::to_string(number);
  out.plan = "plans/" + std::to_string(number % 3);
  out.year = OneIn(5) ? 2023 : 2022;
  out.unit = unit;
  out.planned = !OneIn(5);
  if (!OneIn(6)) out.due_on = DrawDay();
  for (int n = Draw(0, 3); n > 0; --n) {
    out.changes.push_back({DrawDay(), DrawDay(), OneIn(4)});
    if (out.changes.back().removed) out.changes.back().due_on.reset();
  }
  if (OneIn(2)) out.concluded_on = DrawDay();
  if (OneIn(2)) out.tags = {kTheme};
  out.kind = OneIn(2) ? "CONTINUOUS_SUPERVISION" : "THEMATIC_INSPECTION";
  // Few documents, so that some dossiers are complete on some days.
  for (int n = Draw(0, 4); n > 0; --n) {
    out.dossier.push_back(OneIn(4) ? std::nullopt : std::optional(DrawDay()));
  }
  return out;
}

RecommendationFact DrawRecommendation(int number, const EngagementFact& engagement,
                                      const std::string& unit) {
  RecommendationFact out;
  out.name = engagement.name + "/recommendations/" + std::to_string(number);
  out.engagement = engagement.name;
  out.unit = unit;
  out.deadline = DrawDay();
  out.year = engagement.year;
  out.tags = engagement.tags;
  out.concluded_on = engagement.concluded_on;
  for (int n = Draw(0, 4); n > 0; --n) {
    RecommendationEvent event;
    event.kind =
        OneIn(2) ? RecommendationEvent::Kind::kReported : RecommendationEvent::Kind::kAssessed;
    event.date = DrawDay();
    if (event.kind == RecommendationEvent::Kind::kAssessed) {
      event.outcome = static_cast<Outcome>(Draw(1, 7));
    }
    event.voided = OneIn(5);
    out.events.push_back(event);
  }
  return out;
}

// Of one of two duties; of 2022, of another year, or due once.
AssignmentFact DrawAssignment(int number, const std::string& unit) {
  using Kind = HandInEvent::Kind;
  AssignmentFact out;
  out.duty = "programs/p/duties/" + std::to_string(Draw(1, 3));
  out.name = out.duty + "/assignments/" + std::to_string(number);
  out.unit = unit;
  out.period = std::to_string(number);
  out.year = OneIn(5) ? 2023 : OneIn(4) ? 0 : 2022;
  out.assigned = DrawDay();
  out.deadline = out.assigned + std::chrono::days{Draw(0, 40)};
  for (int n = Draw(0, 4); n > 0; --n) {
    HandInEvent event;
    event.kind = static_cast<Kind>(Draw(0, 4));
    event.date = DrawDay();
    event.voided = OneIn(6);
    event.complete = event.kind == Kind::kSubmitted && !OneIn(4);
    if (event.kind == Kind::kDeadline || (event.kind == Kind::kReturned && OneIn(2))) {
      event.new_deadline = DrawDay();
    }
    out.events.push_back(event);
  }
  return out;
}

ReminderFact DrawReminder(const std::string& subject, const std::string& unit) {
  ReminderFact out;
  out.subject = subject;
  out.unit = unit;
  out.kind = static_cast<ReminderFact::Kind>(OneIn(2) ? Draw(0, 2) : 2);
  out.issued = DrawDay();
  if (out.kind != ReminderFact::Kind::kUrging) out.trigger = out.issued;
  if (OneIn(2)) out.acknowledge_by = out.issued + std::chrono::days{3};
  if (OneIn(2)) out.explain_by = out.issued + std::chrono::days{7};
  if (OneIn(3)) out.acknowledged_on = out.issued + std::chrono::days{Draw(0, 10)};
  if (OneIn(4)) out.explained_on = out.issued + std::chrono::days{Draw(0, 20)};
  out.voided = OneIn(8);
  return out;
}

TargetFact DrawTarget(int number, const std::vector<std::string>& units) {
  const auto any = [&] { return AnyOf(units); };
  TargetFact out;
  out.name = "programs/p/targets/" + std::to_string(number);
  out.program = "programs/p";
  out.category = OneIn(3) ? "categories/b" : "categories/a";
  out.program_owner = any();
  if (!OneIn(8)) out.program_approval = D("2022-01-10");
  out.title = "Chỉ tiêu mẫu";
  if (OneIn(2)) out.tags = {kTheme};
  out.ordinal = number;
  out.year = OneIn(5) ? 2023 : 2022;
  TargetFact::Event assigned;
  assigned.date = DrawDay();
  assigned.year_value = Decimal::FromInteger(100);
  assigned.plan.emplace();
  if (OneIn(2)) assigned.plan->push_back({6, Decimal::FromInteger(50)});
  assigned.leads.emplace();
  for (int n = Draw(0, 3); n > 0; --n) assigned.leads->push_back(any());
  out.events.push_back(std::move(assigned));
  if (OneIn(4)) {
    TargetFact::Event withdrawn;
    withdrawn.kind = TargetFact::Event::Kind::kWithdrawn;
    withdrawn.date = DrawDay();
    out.events.push_back(std::move(withdrawn));
  }
  for (int n = Draw(0, 3); n > 0; --n) {
    TargetFact::Report report;
    report.month = static_cast<unsigned>(Draw(1, 13));
    report.value = Decimal::FromInteger(Draw(0, 200));
    report.as_of = DrawDay();
    report.voided = OneIn(6);
    out.reports.push_back(report);
  }
  return out;
}

std::vector<std::string> SubjectsOf(const World& world) {
  // Two that nothing is known of.
  std::vector<std::string> out = {"programs/p/targets/t", "requirements/2023"};
  for (const auto& [unit, owed] : world.assignments) {
    for (const auto& [name, assignment] : owed) out.push_back(name);
  }
  for (const auto& x : world.items) out.push_back(x.name);
  for (const auto& x : world.targets) out.push_back(x.name);
  for (const auto& x : world.requirements) out.push_back(x.name);
  for (const auto& x : world.plans) out.push_back(x.name);
  for (const auto& x : world.engagements) out.push_back(x.name);
  for (const auto& x : world.recommendations) out.push_back(x.name);
  return out;
}

// Half of them of four subjects, each mostly to one unit, so that some come onto the agenda. Which
// four is drawn: of every kind some do.
ReminderLedger DrawReminders(const std::vector<std::string>& subjects,
                             const std::vector<std::string>& units) {
  struct Hot {
    std::string subject;
    std::string unit;
  };
  std::vector<Hot> hot;
  for (int i = 0; i < 4; ++i) hot.push_back({AnyOf(subjects), AnyOf(units)});
  ReminderLedger out;
  for (int n = Draw(0, 60); n > 0; --n) {
    if (OneIn(2)) {
      Put(out, DrawReminder(AnyOf(subjects), AnyOf(units)));
    } else {
      const Hot& of = AnyOf(hot);
      Put(out, DrawReminder(of.subject, OneIn(3) ? AnyOf(units) : of.unit));
    }
  }
  return out;
}

bool HasTheme(const std::vector<std::string>& tags) {
  return std::find(tags.begin(), tags.end(), kTheme) != tags.end();
}

// Those with the theme; their names go into `names`.
template <typename Fact>
std::vector<Fact> Tagged(const std::vector<Fact>& facts, std::set<std::string>& names) {
  std::vector<Fact> out;
  for (const Fact& fact : facts) {
    if (!HasTheme(fact.tags)) continue;
    names.insert(fact.name);
    out.push_back(fact);
  }
  return out;
}

}  // namespace

SubjectFacts World::facts() const {
  SubjectFacts out;
  out.requirements = requirements;
  out.plans = plans;
  out.engagements = engagements;
  out.recommendations = recommendations;
  out.assignments = &assignments;
  out.duties = duties;
  for (const TargetFact& target : targets) out.targets.push_back(&target);
  return out;
}

FindItem World::find_item() const {
  return [this](const std::string& name) -> const ItemFact* {
    for (const ItemFact& item : items) {
      if (item.name == name) return &item;
    }
    return nullptr;
  };
}

World DrawWorld() {
  World out;
  RandomFacts facts = DrawFacts();
  out.units = std::move(facts.units);
  out.items = std::move(facts.items);
  const std::vector<std::string> ids = Ids(out.units);
  const auto any = [&] { return AnyOf(ids); };
  for (int n = Draw(0, 3); n > 0; --n) {
    RequirementFact requirement = CellsOf2022();
    requirement.name += "-" + std::to_string(n);
    requirement.deadline = DrawDay();
    if (n > 1) requirement.kinds.clear();
    for (int k = Draw(0, 3); k > 0; --k) requirement.units.push_back(any());
    out.requirements.push_back(requirement);
  }
  for (int n = Draw(0, 5); n > 0; --n) {
    PlanFact plan;
    plan.name = "plans/" + std::to_string(n);
    plan.unit = any();
    plan.year = OneIn(5) ? 2023 : 2022;
    if (!OneIn(3)) plan.issued_on = DrawDay();
    out.plans.push_back(plan);
  }
  for (int n = Draw(0, 7); n > 0; --n) {
    out.engagements.push_back(DrawEngagement(n, any()));
    for (int k = Draw(0, 3); k > 0; --k) {
      out.recommendations.push_back(DrawRecommendation(k, out.engagements.back(), any()));
    }
  }
  for (const char* duty : {"programs/p/duties/1", "programs/p/duties/2"}) {
    if (OneIn(4)) continue;  // its programme does not cover the year
    out.duties[duty] = {"categories/party-duty", "Nhiệm vụ mẫu"};
    if (OneIn(2)) out.duties[duty].tags = {kTheme};
  }
  for (int n = Draw(0, 6); n > 0; --n) {
    AssignmentFact assignment = DrawAssignment(n, any());
    out.assignments[assignment.unit][assignment.name] = std::move(assignment);
  }
  for (int n = Draw(0, 5); n > 0; --n) out.targets.push_back(DrawTarget(n, ids));
  out.reminders = DrawReminders(SubjectsOf(out), ids);
  return out;
}

World OnlyTagged(const World& world) {
  World out;
  out.units = world.units;
  out.plans = world.plans;
  std::set<std::string> names;
  out.items = Tagged(world.items, names);
  out.targets = Tagged(world.targets, names);
  out.engagements = Tagged(world.engagements, names);
  out.recommendations = Tagged(world.recommendations, names);
  for (const auto& [name, duty] : world.duties) {
    if (HasTheme(duty.tags)) out.duties[name] = duty;
  }
  for (const auto& [unit, owed] : world.assignments) {
    for (const auto& [name, assignment] : owed) {
      if (!out.duties.contains(assignment.duty)) continue;
      names.insert(name);
      out.assignments[unit][name] = assignment;
    }
  }
  for (const auto& [subject, reminders] : world.reminders) {
    if (names.contains(subject)) out.reminders[subject] = reminders;
  }
  return out;
}

}  // namespace tiendo::status::testing
