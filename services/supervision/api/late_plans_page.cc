#include "services/supervision/api/late_plans_page.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/api/fields.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/feed/tokens.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/domain/late_plans.h"
#include "services/supervision/domain/reasons.h"

namespace tiendo::supervision {
namespace {

constexpr char kMethod[] = "tiendo.supervision.v1.SupervisionService/ListLatePlans";
// The key of a token is the day of the listing, "2026-02-16", and the last unit listed.
constexpr size_t kDayText = 10;

struct Cursor {
  feed::PageToken token;
  Day as_of;
  std::string after;  // unit name; empty on the first page
};

std::string ArgumentHash(const v1::ListLatePlansRequest& request) {
  std::string text = std::to_string(request.year());
  if (request.has_as_of()) text += " " + calendar::FormatIso(api::FromProto(request.as_of()));
  return feed::ShortHash(text);
}

absl::StatusOr<Cursor> FirstPage(const v1::ListLatePlansRequest& request, Day today,
                                 const ledger::Head& head) {
  Cursor cursor;
  cursor.token = {kMethod, ArgumentHash(request), "", head.revision, head.database_id, true};
  cursor.as_of = request.has_as_of() ? api::FromProto(request.as_of()) : today;
  return cursor;
}

absl::StatusOr<Cursor> NextPage(const v1::ListLatePlansRequest& request, const ledger::Head& head) {
  Cursor cursor;
  TIENDO_ASSIGN_OR_RETURN(cursor.token, feed::DecodePageToken(request.page_token()));
  if (cursor.token.method != kMethod || cursor.token.argument_hash != ArgumentHash(request)) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenMismatch,
                        "page_token belongs to a call with other arguments: repeat them, only"
                        " page_size may change");
  }
  if (cursor.token.database_id != head.database_id) {
    return errors::Make(absl::StatusCode::kOutOfRange, errors::reasons::kDatabaseChanged,
                        "the database was replaced since the first page: list again",
                        {{"database_id", head.database_id}});
  }
  const std::string& key = cursor.token.last_key;
  absl::StatusOr<Day> day = calendar::ParseIsoDay(std::string_view(key).substr(0, kDayText));
  if (!day.ok()) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenInvalid,
                        "page_token is not one of ours: start with the first page");
  }
  cursor.as_of = *day;
  cursor.after = key.substr(kDayText);
  return cursor;
}

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
  if (late.issued_on) *out.mutable_issued_date() = api::ToProto(*late.issued_on);
  out.set_days_late(late.days_late);
  return out;
}

absl::Status RequirementMissing(int year) {
  const std::string text = std::to_string(year);
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kRequirementMissing,
      "nothing says who must issue a plan for " + text + ": create requirements/" + text,
      {{"year", text}});
}

}  // namespace

absl::Status ReadLatePlans(const Store& store, const units::UnitDirectory& directory,
                           ledger::Reader& reader, const v1::ListLatePlansRequest& request,
                           Day today, v1::ListLatePlansResponse& response) {
  TIENDO_ASSIGN_OR_RETURN(int32_t page_size, paging::ResolvePageSize(request.page_size()));
  TIENDO_ASSIGN_OR_RETURN(ledger::Head head, reader.ReadHead());
  TIENDO_ASSIGN_OR_RETURN(Cursor cursor, request.page_token().empty()
                                             ? FirstPage(request, today, head)
                                             : NextPage(request, head));
  const int64_t at = cursor.token.revision;
  TIENDO_ASSIGN_OR_RETURN(std::optional<PlanRequirement> requirement,
                          store.FindRequirement(reader, request.year(), at));
  if (!requirement) return RequirementMissing(request.year());
  if (!directory.loaded()) return UnitsUnavailable();
  TIENDO_ASSIGN_OR_RETURN(std::vector<Plan> plans, store.PlansOfYear(reader, request.year(), at));
  const LatePlans found = FindLatePlans(*requirement, Units(directory), plans, cursor.as_of);

  auto next = std::find_if(found.late.begin(), found.late.end(),
                           [&](const LatePlan& late) { return late.unit > cursor.after; });
  for (; next != found.late.end() && response.late_plans_size() < page_size; ++next) {
    *response.add_late_plans() = ToProto(*next);
  }
  if (next != found.late.end()) {
    cursor.token.last_key = calendar::FormatIso(cursor.as_of) + std::prev(next)->unit;
    response.set_next_page_token(feed::Encode(cursor.token));
  }
  response.set_required(found.required);
  response.set_issued_in_time(found.issued_in_time);
  response.set_issued_late(found.issued_late);
  response.set_not_issued(found.not_issued);
  *response.mutable_deadline() = api::ToProto(requirement->deadline);
  return absl::OkStatus();
}

}  // namespace tiendo::supervision
