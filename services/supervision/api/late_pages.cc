#include "services/supervision/api/late_pages.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/optional_fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/day_cursor.h"
#include "services/supervision/api/scope.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/domain/late_engagements.h"
#include "services/supervision/domain/late_plans.h"
#include "services/supervision/domain/reasons.h"

namespace tiendo::supervision {
namespace {

std::vector<UnitRecord> Units(const units::UnitDirectory& directory) {
  std::vector<UnitRecord> out;
  for (units::DirectoryUnit& unit : directory.All()) {
    out.push_back({std::move(unit.name), unit.party, std::move(unit.kind), unit.effective_from,
                   unit.effective_to,
                   unit.successors.empty() ? unit.parent : unit.successors.front()});
  }
  return out;
}

v1::LatePlan ToProto(const LatePlan& late) {
  v1::LatePlan out;
  out.set_unit(late.unit);
  out.set_plan(late.plan);
  api::SetDay(late.issued_on, [&] { return out.mutable_issued_date(); });
  out.set_days_late(late.days_late);
  out.set_requirement(late.requirement);
  return out;
}

v1::LateEngagement ToProto(const LateEngagement& late) {
  v1::LateEngagement out;
  out.set_engagement(late.engagement);
  out.set_unit(late.unit);
  *out.mutable_due_date() = api::ToProto(late.due);
  api::SetDay(late.concluded_on, [&] { return out.mutable_concluded_date(); });
  out.set_days_late(late.days_late);
  return out;
}

template <typename Message>
void SetCounts(const PlanCounts& counts, Message& out) {
  out.set_required(counts.required);
  out.set_issued_in_time(counts.issued_in_time);
  out.set_issued_late(counts.issued_late);
  out.set_not_issued(counts.not_issued);
}

absl::Status RequirementMissing(int year) {
  const std::string text = std::to_string(year);
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kRequirementMissing,
      "nothing says who must issue a plan for " + text + ": create requirements/" + text,
      {{"year", text}});
}

template <typename Request>
absl::StatusOr<DayCursor> CursorOf(const char* method, std::string arguments,
                                   const Request& request, Day today, ledger::Reader& reader) {
  TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
  return OpenCursor({method, std::move(arguments), request.page_token(),
                     api::OptionalDay(request.has_as_of(), request.as_of()), today},
                    head);
}

// One page of `all`, in the order of `key`; returns the token of the next one.
template <typename T, typename Messages, typename Key>
std::string Page(const std::vector<T>& all, const DayCursor& cursor, int page_size,
                 Messages& messages, Key key) {
  auto next =
      std::find_if(all.begin(), all.end(), [&](const T& one) { return key(one) > cursor.after; });
  for (; next != all.end() && messages.size() < page_size; ++next) {
    *messages.Add() = ToProto(*next);
  }
  return next == all.end() ? "" : cursor.Next(key(*std::prev(next)));
}

}  // namespace

absl::Status ReadLatePlans(const LateSources& sources, ledger::Reader& reader,
                           const v1::ListLatePlansRequest& request,
                           v1::ListLatePlansResponse& response) {
  const int year = request.year();
  TIENDO_ASSIGN_OR_RETURN(const int32_t page_size, paging::ResolvePageSize(request.page_size()));
  TIENDO_ASSIGN_OR_RETURN(
      const DayCursor cursor,
      CursorOf("tiendo.supervision.v1.SupervisionService/ListLatePlans",
               std::to_string(year) + " " + request.scope(), request, sources.today, reader));
  const int64_t at = cursor.token.revision;
  TIENDO_ASSIGN_OR_RETURN(const std::vector<PlanRequirement> requirements,
                          sources.store.RequirementsOfYear(reader, year, at));
  if (requirements.empty()) return RequirementMissing(year);
  if (!sources.directory.loaded()) return UnitsUnavailable();
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Plan> plans,
                          sources.store.PlansOfYear(reader, year, at));
  const LatePlans found = FindLatePlans(requirements, Units(sources.directory), plans, cursor.as_of,
                                        Within(sources.directory, request.scope(), cursor.as_of));
  response.set_next_page_token(Page(found.late, cursor, page_size, *response.mutable_late_plans(),
                                    [](const LatePlan& late) { return late.unit; }));
  SetCounts(found.all, response);
  Day last = requirements.front().deadline;
  for (size_t i = 0; i < requirements.size(); ++i) {
    v1::RequirementCounts& counts = *response.add_requirements();
    counts.set_requirement(requirements[i].name);
    counts.set_display_name(requirements[i].display_name);
    *counts.mutable_deadline() = api::ToProto(requirements[i].deadline);
    SetCounts(found.by_requirement[i], counts);
    last = std::max(last, requirements[i].deadline);
  }
  *response.mutable_deadline() = api::ToProto(last);
  return absl::OkStatus();
}

absl::Status ReadLateEngagements(const LateSources& sources, ledger::Reader& reader,
                                 const v1::ListLateEngagementsRequest& request,
                                 v1::ListLateEngagementsResponse& response) {
  const int year = request.year();
  TIENDO_ASSIGN_OR_RETURN(const int32_t page_size, paging::ResolvePageSize(request.page_size()));
  TIENDO_ASSIGN_OR_RETURN(
      const DayCursor cursor,
      CursorOf("tiendo.supervision.v1.SupervisionService/ListLateEngagements",
               std::to_string(year) + " " + request.scope() + " " + request.tag(), request,
               sources.today, reader));
  if (!request.scope().empty() && !sources.directory.loaded()) return UnitsUnavailable();
  TIENDO_ASSIGN_OR_RETURN(const std::vector<Engagement> engagements,
                          sources.store.EngagementsOfYear(reader, year, cursor.token.revision));
  CarryingOutQuery query;
  query.year = year;
  query.as_of = cursor.as_of;
  query.tag = request.tag();
  query.in_scope = Within(sources.directory, request.scope(), cursor.as_of);
  query.day_of = [&sources](Instant time) { return sources.zone.DayOf(time); };
  const LateEngagements found = FindLateEngagements(engagements, query);
  response.set_next_page_token(Page(found.late, cursor, page_size,
                                    *response.mutable_late_engagements(),
                                    [](const LateEngagement& late) { return late.engagement; }));
  response.set_planned(found.planned);
  response.set_due(found.due);
  response.set_concluded(found.concluded);
  response.set_concluded_late(found.concluded_late);
  response.set_overdue_open(found.overdue_open);
  response.set_unplanned(found.unplanned);
  return absl::OkStatus();
}

}  // namespace tiendo::supervision
