// GetSupervisionStatistics: what the committee reports of inspection and supervision.
#include "services/status/domain/statistics.h"

#include <algorithm>
#include <utility>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "services/status/api/status_service.h"
#include "services/status/api/subject_facts.h"
#include "services/status/domain/statistics_text.h"

namespace tiendo::status {
namespace {

// As in status.proto: who wants more asks for parts of the tree.
constexpr size_t kMaxUnitRows = 1000;

v1::PlanStatistics ToProto(const PlanCounts& counts) {
  v1::PlanStatistics out;
  out.set_required(counts.required);
  out.set_in_time(counts.in_time);
  out.set_late(counts.issued_late);
  out.set_not_issued(counts.not_issued);
  out.set_waiting(counts.waiting);
  return out;
}

v1::EngagementStatistics ToProto(const EngagementCounts& counts) {
  v1::EngagementStatistics out;
  out.set_planned(counts.planned);
  out.set_due(counts.due);
  out.set_concluded(counts.concluded);
  out.set_concluded_late(counts.concluded_late);
  out.set_overdue(counts.overdue);
  out.set_within_time(counts.within_time);
  out.set_unplanned(counts.unplanned);
  return out;
}

v1::DossierStatistics ToProto(const DossierCounts& counts) {
  v1::DossierStatistics out;
  out.set_concluded(counts.concluded);
  out.set_complete(counts.complete);
  out.set_incomplete(counts.incomplete);
  out.set_documents_present(counts.documents_present);
  out.set_documents_required(counts.documents_required);
  out.set_unplanned_incomplete(counts.unplanned_incomplete);
  return out;
}

v1::RecommendationStatistics ToProto(const RecommendationCounts& counts) {
  const auto of = [&](Outcome outcome) {
    return counts.outcomes[static_cast<size_t>(outcome) - 1];
  };
  v1::RecommendationStatistics out;
  out.set_total(counts.total);
  out.set_open(counts.open);
  out.set_open_overdue(counts.overdue);
  out.set_reported(counts.reported);
  out.set_done(of(Outcome::kDone));
  out.set_partly(of(Outcome::kPartly));
  out.set_not_done(of(Outcome::kNotDone));
  out.set_overdue(of(Outcome::kOverdue));
  out.set_not_carried_out(of(Outcome::kNotCarriedOut));
  out.set_unsatisfactory(of(Outcome::kUnsatisfactory));
  return out;
}

v1::Quotient ToProto(const Quotient& quotient, Rounding rounding) {
  v1::Quotient out;
  out.set_numerator(quotient.numerator);
  out.set_denominator(quotient.denominator);
  out.set_text(QuotientText(quotient.numerator, quotient.denominator, rounding).value_or(""));
  return out;
}

v1::ReminderStatistics ToProto(const ReminderCounts& counts, Rounding rounding) {
  v1::ReminderStatistics out;
  out.set_reminders(counts.reminders);
  out.set_notices(counts.notices);
  out.set_urgings(counts.urgings);
  out.set_subjects(counts.subjects);
  out.set_complied(counts.complied);
  out.set_already_done(counts.already_done);
  out.set_closed(counts.closed);
  out.set_open(counts.open);
  out.set_on_agenda(counts.on_agenda);
  *out.mutable_mean_days() = ToProto(counts.MeanDays(), rounding);
  *out.mutable_median_days() = ToProto(counts.MedianDays(), rounding);
  return out;
}

v1::Percentage Share(int32_t n, size_t d, const Question& question, const Rules& rules) {
  v1::Percentage out;
  const auto whole = static_cast<int64_t>(d);
  if (const auto points = BasisPoints(n, whole, question.rounding)) {
    out.set_basis_points(static_cast<int32_t>(*points));
  }
  out.set_text(PercentText(n, whole, question.rounding).value_or(rules.statistics.nothing));
  return out;
}

v1::ThemeStatistics ToProto(const ThemeCounts& theme) {
  v1::ThemeStatistics out;
  for (const std::string& tag : theme.tags) out.add_tags(tag);
  out.set_plans(theme.plans);
  *out.mutable_engagements() = ToProto(theme.engagements);
  *out.mutable_recommendations() = ToProto(theme.recommendations);
  return out;
}

void EncodeShares(const SupervisionStatistics& s, const Question& question, const Rules& rules,
                  v1::SupervisionStatistics& out) {
  out.set_organisations(static_cast<int32_t>(s.units.size()));
  out.set_late_to_draw_up(s.late_to_draw_up);
  out.set_late_to_carry_out(s.late_to_carry_out);
  out.set_reminded(s.reminded);
  if (question.tag.empty()) {
    const auto required = static_cast<size_t>(s.plans.required);
    *out.mutable_with_plan_share() =
        Share(s.plans.in_time + s.plans.issued_late, required, question, rules);
    *out.mutable_late_plan_share() =
        Share(s.plans.issued_late + s.plans.not_issued, required, question, rules);
  }
  *out.mutable_late_to_carry_out_share() =
      Share(s.late_to_carry_out, s.units.size(), question, rules);
  *out.mutable_reminded_share() = Share(s.reminded, s.units.size(), question, rules);
  *out.mutable_reminders_per_organisation() = ToProto(
      Quotient{s.reminders.reminders, static_cast<int64_t>(s.units.size())}, question.rounding);
}

void EncodeUnits(const FactBase::View& facts, const SupervisionStatistics& s,
                 const Question& question, v1::SupervisionStatistics& out) {
  for (size_t i = 0; i < std::min(s.units.size(), kMaxUnitRows); ++i) {
    const UnitStatistics& unit = s.units[i];
    v1::UnitStatistics& row = *out.add_units();
    row.set_unit(unit.unit);
    row.set_unit_title(UnitTitle(facts.units(), unit.unit, question.as_of));
    if (question.tag.empty()) *row.mutable_plans() = ToProto(unit.plans);
    *row.mutable_engagements() = ToProto(unit.engagements);
    *row.mutable_dossiers() = ToProto(unit.dossiers);
    *row.mutable_recommendations() = ToProto(unit.recommendations);
    *row.mutable_reminders() = ToProto(unit.reminders, question.rounding);
    if (unit.last_reminder) *row.mutable_last_reminder_date() = api::ToProto(*unit.last_reminder);
  }
}

// An item in the facts; nullptr: none of that name.
FindItem ItemsIn(const FactBase::View& facts) {
  return [&facts](const std::string& name) { return facts.item(name); };
}

StatisticsQuery QueryOf(const Question& question, const Rules& rules) {
  StatisticsQuery query;
  query.scope = question.scope;
  query.year = question.year;
  query.day = question.as_of;
  query.tag = question.tag;
  query.ladder = rules.ladder;
  query.checklists = rules.checklists;
  return query;
}

v1::SupervisionStatistics Head(const FactBase::View& facts, const StatisticsQuestion& asked) {
  const Question& question = asked.question;
  v1::SupervisionStatistics out;
  out.set_scope(question.scope);
  out.set_scope_title(UnitTitle(facts.units(), question.scope, question.as_of));
  *out.mutable_as_of() = api::ToProto(question.as_of);
  out.set_year(question.year);
  if (asked.from) *out.mutable_from() = api::ToProto(*asked.from);
  out.set_tag(question.tag);
  out.set_rounding(question.rounding == Rounding::kHalfUp ? v1::ROUNDING_HALF_UP
                                                          : v1::ROUNDING_TRUNCATE);
  out.set_projection(question.projection);
  if (question.known_at) *out.mutable_known_at() = api::ToProto(*question.known_at);
  return out;
}

}  // namespace

absl::StatusOr<v1::SupervisionStatistics> Answers::StatisticsFor(
    const FactBase::View& facts, const StatisticsQuestion& asked) const {
  TIENDO_RETURN_IF_ERROR(facts.CheckLoaded());
  const Question& question = asked.question;
  const UnitTree tree(facts.units(), question.as_of);
  StatisticsQuery query = QueryOf(question, rules_);
  query.from = asked.from;
  query.themes = rules_.themes;
  TIENDO_ASSIGN_OR_RETURN(const SupervisionStatistics s,
                          StatisticsOf(tree, SubjectFactsOf(facts, question.year),
                                       facts.reminders(), ItemsIn(facts), query));
  v1::SupervisionStatistics out = Head(facts, asked);
  if (const std::string failed = FailedIdentity(s); !failed.empty()) {
    out.set_integrity_error_id(NoteContradiction(
        "statistics contradict each other", {{"question", question.Key()}, {"identity", failed}}));
    return out;
  }
  if (question.tag.empty()) *out.mutable_plans() = ToProto(s.plans);
  *out.mutable_engagements() = ToProto(s.engagements);
  *out.mutable_dossiers() = ToProto(s.dossiers);
  *out.mutable_recommendations() = ToProto(s.recommendations);
  *out.mutable_reminders() = ToProto(s.reminders, question.rounding);
  EncodeShares(s, question, rules_, out);
  for (const ThemeCounts& theme : s.themes) *out.add_themes() = ToProto(theme);
  if (!s.themes.empty()) *out.mutable_any_theme() = ToProto(s.any_theme);
  // None due in a period does not mean that the year asks for none.
  const bool with_plans = question.tag.empty() && (!asked.from || s.plans.required > 0);
  out.set_sentence_vi(StatisticsVi(s, with_plans, question.rounding, rules_.statistics));
  if (question.full) EncodeUnits(facts, s, question, out);
  return out;
}

absl::Status Answers::EncodeReminders(const FactBase::View& facts, const UnitTree& tree,
                                      const Question& question, v1::ReminderFigures& out) const {
  TIENDO_ASSIGN_OR_RETURN(
      const ReminderCounts counts,
      RemindersCounted(tree, SubjectFactsOf(facts, question.year), facts.reminders(),
                       ItemsIn(facts), QueryOf(question, rules_)));
  out.set_reminders(counts.reminders);
  out.set_urgings(counts.urgings);
  out.set_subjects(counts.subjects);
  out.set_open(counts.open);
  out.set_on_agenda(counts.on_agenda);
  return absl::OkStatus();
}

absl::StatusOr<Positions> StatusService::Statistics(
    const v1::GetSupervisionStatisticsRequest& request, Deadline deadline,
    v1::SupervisionStatistics& response) {
  errors::Violations violations;
  StatisticsQuestion asked;
  asked.question = QuestionOf("query", request.query(), violations);
  if (asked.question.due_by) {
    violations.Add("query.due_by", "must be unset: what is due is a matter of as_of");
  }
  if (request.query().basis() == v1::BASIS_BASELINE) {
    violations.Add("query.basis", "must be unset: reminders follow the due date in force");
  }
  asked.from =
      api::Date("from", request.has_from(), request.from(), api::Presence::kOptional, violations);
  if (asked.from && *asked.from > asked.question.as_of) {
    violations.Add("from",
                   "must not be after as_of (" + calendar::FormatIso(asked.question.as_of) + ")");
  }
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_ASSIGN_OR_RETURN(
      const Looks looks, Looks::Take(*parts_.facts, *parts_.known, {&asked.question, 1}, deadline));
  const FactBase::View& facts = looks.Of(asked.question);
  TIENDO_ASSIGN_OR_RETURN(response, parts_.answers->StatisticsFor(facts, asked));
  *response.mutable_freshness() = parts_.freshness->Of(facts.positions());
  return looks.now().positions();
}

grpc::ServerUnaryReactor* StatusService::GetSupervisionStatistics(
    grpc::CallbackServerContext* context, const v1::GetSupervisionStatisticsRequest* request,
    v1::SupervisionStatistics* response) {
  return parts_.handlers->Start(
      context, "GetSupervisionStatistics", [=, this](rpc::UnaryCall& call) {
        AfterPositions(call, request->query().min_positions(), [=, this, &call] {
          return Statistics(*request, DeadlineFor(call), *response);
        });
      });
}

}  // namespace tiendo::status
