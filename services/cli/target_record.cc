#include "services/cli/target_record.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/cli/dates.h"
#include "services/cli/item_record.h"
#include "services/cli/list_all.h"
#include "services/cli/target_view.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

using calendar::Day;
using programs::v1::Target;
using programs::v1::TargetEvent;
using programs::v1::TargetReport;
using sheets::Decimal;
using sheets::TargetRow;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

std::optional<Decimal> NumberOf(const std::string& text) {
  return text.empty() ? std::nullopt : Decimal::Parse(text);
}

template <typename Points>
std::vector<sheets::PlannedValue> PlanOf(const Points& points) {
  std::vector<sheets::PlannedValue> plan;
  for (const Target::PlanPoint& point : points) {
    plan.push_back({FromProto(point.period()), NumberOf(point.value()).value_or(Decimal())});
  }
  return plan;
}

bool Changes(const TargetEvent& event, const std::string& field) {
  const auto& paths = event.changed().paths();
  return std::find(paths.begin(), paths.end(), field) != paths.end();
}

// Events that count, in the order in which they are in force.
std::vector<const TargetEvent*> InForce(const std::vector<TargetEvent>& events,
                                        std::optional<Day> as_of) {
  std::vector<const TargetEvent*> out;
  for (const TargetEvent& event : events) {
    const std::optional<Day> day = DayOf(event.has_event_date(), event.event_date());
    if (!event.voided() && (!as_of || (day && *day <= *as_of))) out.push_back(&event);
  }
  std::stable_sort(out.begin(), out.end(), [](const TargetEvent* a, const TargetEvent* b) {
    return IsoDate(a->event_date()) < IsoDate(b->event_date());
  });
  return out;
}

void ApplyTerms(const TargetEvent& event, TargetRow& row) {
  if (Changes(event, "year_value")) row.year_value = NumberOf(event.year_value());
  if (Changes(event, "plan")) row.plan = PlanOf(event.plan());
  if (Changes(event, "base_value")) row.base_value = NumberOf(event.base_value());
  if (Changes(event, "leads")) row.leads.assign(event.leads().begin(), event.leads().end());
}

void ReadEvents(const std::vector<const TargetEvent*>& events, TargetRow& row) {
  for (const TargetEvent* event : events) {
    const std::optional<Day> day = DayOf(event->has_event_date(), event->event_date());
    ApplyTerms(*event, row);
    switch (event->kind()) {
      case TargetEvent::KIND_ASSIGNED:
        row.approval_date = day;
        row.approval_document = FromProto(event->document());
        row.original_year_value = row.year_value;
        row.original_plan = row.plan;
        break;
      case TargetEvent::KIND_ADJUSTED:
        if (!Changes(*event, "year_value") && !Changes(*event, "plan")) break;
        row.adjustment = {day, FromProto(event->document()), sheets::OneLineOf(event->reason())};
        break;
      case TargetEvent::KIND_WITHDRAWN:
        row.withdrawal = {day, FromProto(event->document()), sheets::OneLineOf(event->reason())};
        break;
      default:
        break;
    }
  }
  // Told only where they are other values.
  if (row.original_year_value == row.year_value) row.original_year_value.reset();
  if (row.original_plan == row.plan) row.original_plan.clear();
  if (!row.original_year_value && row.original_plan.empty()) row.adjustment = {};
}

bool Counts(const TargetReport& report, std::optional<Day> as_of) {
  const std::optional<Day> day = DayOf(report.has_as_of(), report.as_of());
  return !report.voided() && (!as_of || (day && *day <= *as_of));
}

void ReadReports(const TargetHistory& history, std::optional<Day> as_of, TargetRow& row) {
  for (const TargetReport& report : history.reports) {
    if (!Counts(report, as_of)) continue;
    sheets::ReportedValue value;
    value.period = FromProto(report.period());
    value.value = NumberOf(report.value()).value_or(Decimal());
    value.increment = report.kind() == TargetReport::KIND_INCREMENTAL;
    value.reported = DayOf(report.has_reported_date(), report.reported_date());
    value.unit = report.unit();
    value.document = FromProto(report.evidence());
    const std::optional<Day> day = DayOf(report.has_as_of(), report.as_of());
    if (day != LastDayOf(value.period, history.target.year())) value.as_of = day;
    row.reports.push_back(std::move(value));
  }
}

}  // namespace

Day LastDayOf(const sheets::Period& period, int year) {
  const auto month = static_cast<unsigned>(sheets::LastMonthOf(period));
  return Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::last);
}

std::optional<TargetRow> RecordOf(const TargetHistory& history, std::optional<Day> as_of) {
  const Target& target = history.target;
  TargetRow row;
  const std::string& name = target.name();
  const size_t slash = name.find('/');
  row.program = name.substr(slash + 1, name.find("/targets/") - slash - 1);
  row.id = name.substr(name.rfind('/') + 1);
  row.ordinal = target.ordinal();
  row.title = sheets::OneLineOf(target.title());
  row.leads.assign(target.leads().begin(), target.leads().end());
  row.coordinators.assign(target.coordinators().begin(), target.coordinators().end());
  row.assigning_organ = sheets::OneLineOf(target.assigning_organ());
  row.tags.assign(target.tags().begin(), target.tags().end());
  row.measure = sheets::OneLineOf(target.unit_of_measure());
  row.direction = static_cast<sheets::Direction>(target.direction());
  row.year = target.year();
  row.base_value = NumberOf(target.base_value());
  row.year_value = NumberOf(target.year_value());
  row.plan = PlanOf(target.plan());
  if (target.has_measured_from()) row.measured_from = FromProto(target.measured_from());
  ReadEvents(InForce(history.events, as_of), row);
  if (as_of && !row.approval_date) return std::nullopt;
  ReadReports(history, as_of, row);
  return row;
}

absl::StatusOr<std::vector<Target>> ListTargets(Caller& caller, const std::string& program,
                                                const google::protobuf::Timestamp* read_time) {
  using Page = programs::v1::ListTargetsResponse;
  return ListAll<programs::v1::ListTargetsRequest, Page>(
      caller, std::string(kService) + "ListTargets", program, read_time, &Page::targets);
}

absl::StatusOr<TargetHistory> HistoryOf(Caller& caller, Target target,
                                        const google::protobuf::Timestamp* read_time) {
  TargetHistory history;
  history.target = std::move(target);
  if (history.target.state() == Target::STATE_DRAFT) return history;
  using Events = programs::v1::ListTargetEventsResponse;
  TIENDO_ASSIGN_OR_RETURN(history.events, (ListAll<programs::v1::ListTargetEventsRequest, Events>(
                                              caller, std::string(kService) + "ListTargetEvents",
                                              history.target.name(), read_time, &Events::events)));
  using Reports = programs::v1::ListTargetReportsResponse;
  TIENDO_ASSIGN_OR_RETURN(history.reports,
                          (ListAll<programs::v1::ListTargetReportsRequest, Reports>(
                              caller, std::string(kService) + "ListTargetReports",
                              history.target.name(), read_time, &Reports::reports)));
  return history;
}

absl::StatusOr<std::vector<TargetHistory>> ListTargetHistories(
    Caller& caller, const std::string& program, const google::protobuf::Timestamp* read_time) {
  TIENDO_ASSIGN_OR_RETURN(std::vector<Target> targets, ListTargets(caller, program, read_time));
  std::vector<TargetHistory> histories;
  for (Target& target : targets) {
    TIENDO_ASSIGN_OR_RETURN(TargetHistory history, HistoryOf(caller, std::move(target), read_time));
    histories.push_back(std::move(history));
  }
  return histories;
}

}  // namespace tiendo::cli
