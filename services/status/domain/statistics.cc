#include "services/status/domain/statistics.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "services/status/domain/reminded.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

// Whether a date falls into the period that is asked for.
bool InPeriod(std::optional<Day> date, const StatisticsQuery& query) {
  return !query.from || (date && *date >= *query.from && *date <= query.day);
}

// The engagements that are asked for, with any of the tags.
std::vector<EngagementFact> Chosen(const SubjectFacts& facts, const StatisticsQuery& query,
                                   const std::vector<std::string>& tags) {
  std::vector<EngagementFact> out;
  for (const EngagementFact& engagement : facts.engagements) {
    const std::optional<Day> date =
        engagement.planned ? DueOn(engagement, query.day) : engagement.concluded_on;
    const bool chosen =
        engagement.year == query.year && InPeriod(date, query) && CarriesAny(engagement.tags, tags);
    if (chosen) out.push_back(engagement);
  }
  return out;
}

EngagementCounts CountsOf(const CarryingOut& carried) {
  return {.planned = carried.planned,
          .due = carried.due,
          .concluded = carried.concluded,
          .concluded_late = carried.concluded_late,
          .overdue = carried.overdue_open,
          .within_time = carried.within_time,
          .unplanned = carried.unplanned};
}

void Count(const RequiredPlan& plan, PlanCounts& counts) {
  using enum RequiredPlan::State;
  ++counts.required;
  counts.in_time += plan.state == kInTime ? 1 : 0;
  counts.issued_late += plan.state == kLate ? 1 : 0;
  counts.not_issued += plan.state == kNotIssued ? 1 : 0;
  counts.waiting += plan.state == kWaiting ? 1 : 0;
}

void Count(const Subject& engagement, Day day, EngagementCounts& counts) {
  const std::optional<Day>& due = engagement.due_in_force;
  ++counts.planned;
  counts.due += due && *due <= day ? 1 : 0;
  if (engagement.open) {
    ++(due && *due < day ? counts.overdue : counts.within_time);
  } else {
    ++counts.concluded;
    counts.concluded_late += due && *engagement.complied_on > *due ? 1 : 0;
  }
}

void Count(const RecommendationFact& recommendation, Day day, RecommendationCounts& counts) {
  const RecommendationState state = RecommendationOn(recommendation, day);
  ++counts.total;
  switch (state.state) {
    case RecommendationState::State::kOpen:
      ++counts.open;
      counts.overdue += recommendation.deadline < day ? 1 : 0;
      break;
    case RecommendationState::State::kReported:
      ++counts.reported;
      break;
    case RecommendationState::State::kAssessed:
      if (state.outcome != Outcome::kNone) {
        ++counts.outcomes[static_cast<size_t>(state.outcome) - 1];
      }
      break;
  }
}

void Count(const RemindedSubject& reminded, ReminderCounts& counts) {
  using enum RemindedSubject::State;
  counts.reminders += reminded.notices + reminded.urgings;
  counts.notices += reminded.notices;
  counts.urgings += reminded.urgings;
  ++counts.subjects;
  counts.complied += reminded.state == kComplied ? 1 : 0;
  counts.already_done += reminded.state == kAlreadyDone ? 1 : 0;
  counts.closed += reminded.state == kClosed ? 1 : 0;
  counts.open += reminded.state == kOpen ? 1 : 0;
  counts.on_agenda += reminded.on_agenda ? 1 : 0;
  if (reminded.state == kComplied) counts.days.push_back(reminded.days);
}

class Counting {
 public:
  Counting(const UnitTree& tree, int top, const SubjectFacts& facts, const StatisticsQuery& query)
      : tree_(tree), top_(top), facts_(facts), query_(query) {}

  absl::Status Plans() {
    if (!query_.tag.empty()) return absl::OkStatus();
    TIENDO_ASSIGN_OR_RETURN(
        const DrawingUp drawn,
        PlansDrawnUp(tree_, facts_.requirements, facts_.plans, query_.scope, query_.day));
    for (const RequiredPlan& plan : drawn.units) {
      if (!InPeriod(plan.deadline, query_)) continue;
      Count(plan, out_.plans);
      Count(plan, Row(tree_.Place(plan.unit)).plans);
    }
    return absl::OkStatus();
  }

  absl::Status Engagements(const std::vector<Subject>& subjects) {
    const std::vector<EngagementFact> chosen = Chosen(facts_, query_, Tags());
    TIENDO_ASSIGN_OR_RETURN(const CarryingOut carried,
                            PlansCarriedOut(tree_, chosen, query_.year, query_.scope, query_.day));
    out_.engagements = CountsOf(carried);
    for (const Subject& subject : subjects) {
      if (subject.kind != SubjectKind::kEngagement || !InPeriod(subject.due_in_force, query_)) {
        continue;
      }
      if (const int place = Here(subject.unit); place != UnitTree::kNone) {
        Count(subject, query_.day, Row(place).engagements);
      }
    }
    for (const EngagementFact& engagement : chosen) {
      if (engagement.planned) continue;
      if (const int place = Here(engagement.unit); place != UnitTree::kNone) {
        ++Row(place).engagements.unplanned;
      }
    }
    return absl::OkStatus();
  }

  // After Engagements.
  void Dossiers() {
    for (const EngagementFact& engagement : Chosen(facts_, query_, Tags())) {
      const int place = Here(engagement.unit);
      if (place == UnitTree::kNone) continue;
      CountDossier(engagement, query_.day, query_.checklists, out_.dossiers);
      // Every one that counts has made a row already.
      if (const auto row = rows_.find(place); row != rows_.end()) {
        CountDossier(engagement, query_.day, query_.checklists, row->second.dossiers);
      }
    }
  }

  void Recommendations() {
    for (const RecommendationFact& recommendation : facts_.recommendations) {
      const int place = ChosenAt(recommendation, Tags());
      if (place == UnitTree::kNone) continue;
      Count(recommendation, query_.day, out_.recommendations);
      Count(recommendation, query_.day, Row(place).recommendations);
    }
  }

  void Reminders(const std::vector<Subject>& subjects, const ReminderLedger& ledger,
                 const FindItem& items) {
    for (const RemindedSubject& reminded :
         RemindedSubjects(tree_, top_, facts_, subjects, ledger, items, query_)) {
      Count(reminded, out_.reminders);
      UnitStatistics& row = Row(reminded.place);
      Count(reminded, row.reminders);
      row.last_reminder = std::max(row.last_reminder, reminded.last);
    }
  }

  absl::StatusOr<ThemeCounts> Theme(std::vector<std::string> tags) {
    ThemeCounts out;
    const std::vector<EngagementFact> chosen = Chosen(facts_, query_, tags);
    TIENDO_ASSIGN_OR_RETURN(const CarryingOut carried,
                            PlansCarriedOut(tree_, chosen, query_.year, query_.scope, query_.day));
    out.engagements = CountsOf(carried);
    std::set<std::string> plans;
    for (const EngagementFact& engagement : chosen) {
      if (engagement.planned && !RemovedBy(engagement, query_.day)) plans.insert(engagement.plan);
    }
    for (const PlanFact& plan : facts_.plans) {
      const bool counts = plans.contains(plan.name) && plan.issued_on &&
                          *plan.issued_on <= query_.day && Here(plan.unit) != UnitTree::kNone;
      out.plans += counts ? 1 : 0;
    }
    out.recommendations = CountRecommendations(
        facts_.recommendations, query_.day,
        [&](const RecommendationFact& r) { return ChosenAt(r, tags) != UnitTree::kNone; });
    out.tags = std::move(tags);
    return out;
  }

  SupervisionStatistics Done() {
    for (auto& [place, row] : rows_) {
      row.unit = tree_.node(place).unit->id;
      std::sort(row.reminders.days.begin(), row.reminders.days.end());
      out_.reminded += row.reminders.reminders > 0 ? 1 : 0;
      out_.late_to_draw_up += row.late_to_draw_up() ? 1 : 0;
      out_.late_to_carry_out += row.late_to_carry_out() ? 1 : 0;
      out_.units.push_back(std::move(row));
    }
    std::sort(out_.reminders.days.begin(), out_.reminders.days.end());
    std::sort(out_.units.begin(), out_.units.end(),
              [](const UnitStatistics& a, const UnitStatistics& b) {
                if (a.reminders.reminders != b.reminders.reminders) {
                  return a.reminders.reminders > b.reminders.reminders;
                }
                return a.unit < b.unit;
              });
    return std::move(out_);
  }

  SupervisionStatistics& out() { return out_; }

 private:
  std::vector<std::string> Tags() const {
    if (query_.tag.empty()) return {};
    return {query_.tag};
  }
  UnitStatistics& Row(int place) { return rows_[place]; }
  // Where the unit, or its heir, stands in the scope; kNone: nowhere.
  int Here(const std::string& unit) const {
    const int place = tree_.Place(unit);
    return place != UnitTree::kNone && tree_.Counts(place, top_) ? place : UnitTree::kNone;
  }
  int ChosenAt(const RecommendationFact& recommendation,
               const std::vector<std::string>& tags) const {
    const bool chosen = recommendation.year == query_.year && recommendation.concluded_on &&
                        *recommendation.concluded_on <= query_.day &&
                        InPeriod(recommendation.deadline, query_) &&
                        CarriesAny(recommendation.tags, tags);
    return chosen ? Here(recommendation.unit) : UnitTree::kNone;
  }

  const UnitTree& tree_;
  const int top_;
  const SubjectFacts& facts_;
  const StatisticsQuery& query_;
  SupervisionStatistics out_;
  std::map<int, UnitStatistics> rows_;
};

}  // namespace

RecommendationCounts CountRecommendations(
    std::span<const RecommendationFact> recommendations, Day day,
    const std::function<bool(const RecommendationFact&)>& counts) {
  RecommendationCounts out;
  for (const RecommendationFact& recommendation : recommendations) {
    const bool asked = recommendation.concluded_on && *recommendation.concluded_on <= day;
    if (asked && counts(recommendation)) Count(recommendation, day, out);
  }
  return out;
}

Quotient ReminderCounts::MeanDays() const {
  Quotient out;
  for (const int n : days) out.numerator += n;
  out.denominator = static_cast<int64_t>(days.size());
  return out;
}

Quotient ReminderCounts::MedianDays() const {
  if (days.empty()) return {};
  const size_t middle = days.size() / 2;
  if (days.size() % 2 == 1) return {days[middle], 1};
  return {days[middle - 1] + days[middle], 2};
}

absl::StatusOr<SupervisionStatistics> StatisticsOf(const UnitTree& tree, const SubjectFacts& facts,
                                                   const ReminderLedger& reminders,
                                                   const FindItem& items,
                                                   const StatisticsQuery& query) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(query.scope, query.day));
  const std::vector<Subject> subjects =
      SubjectsOn(facts, tree.history(), {query.year, query.day, Basis::kInForce, query.tag});
  Counting counting(tree, top, facts, query);
  TIENDO_RETURN_IF_ERROR(counting.Plans());
  TIENDO_RETURN_IF_ERROR(counting.Engagements(subjects));
  counting.Dossiers();
  counting.Recommendations();
  counting.Reminders(subjects, reminders, items);
  for (const std::string& tag : query.themes) {
    TIENDO_ASSIGN_OR_RETURN(ThemeCounts theme, counting.Theme({tag}));
    counting.out().themes.push_back(std::move(theme));
  }
  if (!query.themes.empty()) {
    TIENDO_ASSIGN_OR_RETURN(counting.out().any_theme, counting.Theme(query.themes));
  }
  return counting.Done();
}

absl::StatusOr<ReminderCounts> RemindersCounted(const UnitTree& tree, const SubjectFacts& facts,
                                                const ReminderLedger& reminders,
                                                const FindItem& items,
                                                const StatisticsQuery& query) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(query.scope, query.day));
  ReminderCounts out;
  if (!AnyReminded(tree, top, reminders, query)) return out;
  const std::vector<Subject> subjects =
      SubjectsOn(facts, tree.history(), {query.year, query.day, Basis::kInForce, query.tag});
  for (const RemindedSubject& reminded :
       RemindedSubjects(tree, top, facts, subjects, reminders, items, query)) {
    Count(reminded, out);
  }
  std::sort(out.days.begin(), out.days.end());
  return out;
}

}  // namespace tiendo::status
