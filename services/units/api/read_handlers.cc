#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "common/api/read.h"
#include "common/base/status_macros.h"
#include "common/errors/reasons.h"
#include "common/feed/tokens.h"
#include "services/units/api/calendar_requests.h"
#include "services/units/api/codec.h"
#include "services/units/api/units_service.h"
#include "services/units/api/validation.h"

namespace tiendo::units {
namespace {

constexpr char kGetTree[] = "tiendo.units.v1.UnitService/GetTree";
constexpr char kListEvents[] = "tiendo.units.v1.UnitService/ListUnitEvents";
constexpr char kAllUnits[] = "units/-";

// Where a page of a tree begins: the day is kept, as "today" may pass between two pages.
struct TreeCursor {
  Day as_of;
  int skip = 0;
};

// "2022-06-30/1000".
std::string KeyOf(const TreeCursor& cursor) {
  return calendar::FormatIso(cursor.as_of) + "/" + std::to_string(cursor.skip);
}

absl::Status PageTokenInvalid() {
  return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenInvalid,
                      "page_token is not one of ours: start with the first page");
}

absl::StatusOr<TreeCursor> CursorOf(const std::string& key) {
  TreeCursor cursor;
  const size_t slash = key.find('/');
  absl::StatusOr<Day> day = calendar::ParseIsoDay(std::string_view(key).substr(0, slash));
  if (!day.ok() || slash == std::string::npos) return PageTokenInvalid();
  cursor.as_of = *day;
  const char* end = key.data() + key.size();
  const auto read = std::from_chars(key.data() + slash + 1, end, cursor.skip);
  if (read.ec != std::errc() || read.ptr != end || cursor.skip < 0) return PageTokenInvalid();
  return cursor;
}

std::string ArgumentHash(const v1::GetTreeRequest& request) {
  v1::GetTreeRequest arguments = request;
  arguments.clear_page_token();
  arguments.clear_page_size();
  // One message type and one program: the same fields give the same bytes.
  return feed::ShortHash(arguments.SerializeAsString() + "tree");
}

// The token of the page asked for, or that of a first page at `revision`.
absl::StatusOr<feed::PageToken> TokenOf(const v1::GetTreeRequest& request, const ledger::Head& head,
                                        int64_t revision, Day as_of) {
  const std::string hash = ArgumentHash(request);
  if (request.page_token().empty()) {
    return feed::PageToken{kGetTree, hash, KeyOf({as_of, 0}), revision, head.database_id, true};
  }
  TIENDO_ASSIGN_OR_RETURN(feed::PageToken token, feed::DecodePageToken(request.page_token()));
  if (token.method != kGetTree || token.argument_hash != hash) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kPageTokenMismatch,
                        "page_token belongs to a call with other arguments: repeat them, only"
                        " page_size may change");
  }
  if (token.database_id != head.database_id) {
    return errors::Make(absl::StatusCode::kOutOfRange, errors::reasons::kDatabaseChanged,
                        "the database was replaced since the first page: ask again",
                        {{"database_id", head.database_id}});
  }
  return token;
}

// The unit as recorded at `revision`, its fields those of `day`.
absl::Status Read(ledger::Reader& reader, const std::string& name, int64_t revision, Day day,
                  v1::Unit& out) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(name, revision));
  if (!row) return errors::Internal(name + " is in the catalogue and not in the database");
  TIENDO_RETURN_IF_ERROR(api::UnpackBody(row->body, out));
  ShowDay(day, out);
  return absl::OkStatus();
}

}  // namespace

template <typename Request>
Day UnitsService::AsOf(const Request& request) const {
  return request.has_as_of() ? api::FromProto(request.as_of())
                             : parts_.zone->DayOf(parts_.clock->Now());
}

template <typename Request>
absl::StatusOr<std::optional<int64_t>> UnitsService::RevisionOf(ledger::Reader& reader,
                                                                const Request& request) const {
  std::optional<Instant> read_time;
  if (request.has_read_time()) read_time = api::FromProto(request.read_time());
  return feed::ResolveReadTime(reader, read_time, parts_.clock->Now());
}

UnitsService::Reactor* UnitsService::GetUnit(Context* context, const v1::GetUnitRequest* request,
                                             v1::Unit* response) {
  return parts_.handlers->Read(
      context, "GetUnit", request, response, &ValidateGet,
      [this](ledger::Reader& reader, const v1::GetUnitRequest& r, v1::Unit& out) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(api::Get(reader, r, parts_.clock->Now(), out));
        if (!r.has_as_of()) return absl::OkStatus();
        const Day day = api::FromProto(r.as_of());
        const Unit unit = FromProto(out);
        if (!unit.InForce(day)) return NotInForce(unit, day);
        ShowDay(day, out);
        return absl::OkStatus();
      });
}

UnitsService::Reactor* UnitsService::ListUnits(Context* context,
                                               const v1::ListUnitsRequest* request,
                                               v1::ListUnitsResponse* response) {
  return parts_.handlers->Read(
      context, "ListUnits", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListUnitsRequest& r, v1::ListUnitsResponse& out) {
        return api::List(reader, reader.schema().collections[kUnits], ListFields(),
                         api::ToListRequest(r, "tiendo.units.v1.UnitService/ListUnits"),
                         parts_.clock->Now(), *out.mutable_units(), out);
      });
}

UnitsService::Reactor* UnitsService::BatchGetUnits(Context* context,
                                                   const v1::BatchGetUnitsRequest* request,
                                                   v1::BatchGetUnitsResponse* response) {
  return parts_.handlers->Read(
      context, "BatchGetUnits", request, response, &ValidateBatchGet,
      [this](ledger::Reader& reader, const v1::BatchGetUnitsRequest& r,
             v1::BatchGetUnitsResponse& out) -> absl::Status {
        TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> at, RevisionOf(reader, r));
        std::string missing;
        for (const std::string& name : r.names()) {
          TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(name, at));
          if (!row) {
            missing += (missing.empty() ? "" : ", ") + name;
          } else {
            TIENDO_RETURN_IF_ERROR(api::UnpackBody(row->body, *out.add_units()));
          }
        }
        return missing.empty() ? absl::OkStatus() : resource::NotFound(missing);
      });
}

UnitsService::Reactor* UnitsService::GetTree(Context* context, const v1::GetTreeRequest* request,
                                             v1::GetTreeResponse* response) {
  return parts_.handlers->Read(
      context, "GetTree", request, response, &ValidateGetTree,
      [this](ledger::Reader& reader, const v1::GetTreeRequest& r, v1::GetTreeResponse& out) {
        return ReadTree(reader, r, out);
      });
}

absl::Status UnitsService::ReadTree(ledger::Reader& reader, const v1::GetTreeRequest& request,
                                    v1::GetTreeResponse& response) {
  TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
  TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> at, RevisionOf(reader, request));
  TIENDO_ASSIGN_OR_RETURN(feed::PageToken token,
                          TokenOf(request, head, at.value_or(head.revision), AsOf(request)));
  TIENDO_ASSIGN_OR_RETURN(TreeCursor cursor, CursorOf(token.last_key));
  TIENDO_ASSIGN_OR_RETURN(const std::shared_ptr<const CatalogueVersion> units,
                          catalogue_.At(reader, token.revision));
  int root = Forest::kNone;
  if (!request.root().empty()) {
    root = units->forest().Find(request.root());
    if (root == Forest::kNone) return resource::NotFound(request.root());
    if (!units->forest().InForce(root, cursor.as_of)) {
      v1::Unit unit;
      TIENDO_RETURN_IF_ERROR(Read(reader, request.root(), token.revision, cursor.as_of, unit));
      return NotInForce(FromProto(unit), cursor.as_of);
    }
  }
  const DayTree::Page page =
      units->TreeOf(cursor.as_of)->Walk(root, cursor.skip, TreePageSize(request));
  for (const TreeNode& node : page.nodes) {
    v1::TreeNode* out = response.add_nodes();
    TIENDO_RETURN_IF_ERROR(Read(reader, units->forest().name(node.unit), token.revision,
                                cursor.as_of, *out->mutable_unit()));
    out->set_depth(node.depth);
    out->set_led(node.led);
  }
  response.set_total_size(page.total);
  *response.mutable_as_of() = api::ToProto(cursor.as_of);
  cursor.skip += static_cast<int>(page.nodes.size());
  if (cursor.skip >= page.total) return absl::OkStatus();
  token.last_key = KeyOf(cursor);
  response.set_next_page_token(feed::Encode(token));
  return absl::OkStatus();
}

UnitsService::Reactor* UnitsService::SearchUnits(Context* context,
                                                 const v1::SearchUnitsRequest* request,
                                                 v1::SearchUnitsResponse* response) {
  return parts_.handlers->Read(
      context, "SearchUnits", request, response, &ValidateSearch,
      [this](ledger::Reader& reader, const v1::SearchUnitsRequest& r,
             v1::SearchUnitsResponse& out) { return ReadSearch(reader, r, out); });
}

absl::Status UnitsService::ReadSearch(ledger::Reader& reader, const v1::SearchUnitsRequest& request,
                                      v1::SearchUnitsResponse& response) {
  TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> at, RevisionOf(reader, request));
  TIENDO_ASSIGN_OR_RETURN(const std::shared_ptr<const CatalogueVersion> units,
                          catalogue_.At(reader, at));
  const Day day = AsOf(request);
  const SearchAnswer answer = Search(units->forest(), units->names(), QueryOf(request, day));
  for (const SearchHit& hit : answer.hits) {
    v1::SearchResult* out = response.add_results();
    v1::Unit& unit = *out->mutable_unit();
    TIENDO_RETURN_IF_ERROR(
        Read(reader, units->forest().name(hit.unit), units->revision(), hit.name_from, unit));
    if (hit.former) out->set_former_name(unit.display_name());
    ShowDay(day, unit);
    out->set_ended(hit.ended);
  }
  response.set_total_size(answer.total);
  return absl::OkStatus();
}

UnitsService::Reactor* UnitsService::ListUnitEvents(Context* context,
                                                    const v1::ListUnitEventsRequest* request,
                                                    v1::ListUnitEventsResponse* response) {
  return parts_.handlers->Read(
      context, "ListUnitEvents", request, response, &ValidateListEvents,
      [this](ledger::Reader& reader, const v1::ListUnitEventsRequest& r,
             v1::ListUnitEventsResponse& out) -> absl::Status {
        feed::ListRequest list = api::ToListRequest(r, kListEvents);
        if (r.parent() != kAllUnits) {
          TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> at, RevisionOf(reader, r));
          TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(r.parent(), at));
          if (!row) return resource::NotFound(r.parent());
          list.prefix = EventPrefix(r.parent());
        }
        return api::List(reader, reader.schema().collections[kEvents], EventFields(), list,
                         parts_.clock->Now(), *out.mutable_events(), out);
      });
}

UnitsService::Reactor* UnitsService::GetCalendar(Context* context,
                                                 const v1::GetCalendarRequest* request,
                                                 v1::Calendar* response) {
  return parts_.handlers->Read(
      context, "GetCalendar", request, response, &ValidateGetCalendar,
      [this](ledger::Reader& reader, const v1::GetCalendarRequest& r, v1::Calendar& out) {
        return api::Get(reader, r, parts_.clock->Now(), out);
      });
}

UnitsService::Reactor* UnitsService::ListCalendars(Context* context,
                                                   const v1::ListCalendarsRequest* request,
                                                   v1::ListCalendarsResponse* response) {
  return parts_.handlers->Read(
      context, "ListCalendars", request, response, nullptr,
      [this](ledger::Reader& reader, const v1::ListCalendarsRequest& r,
             v1::ListCalendarsResponse& out) {
        return api::List(reader, reader.schema().collections[kCalendars], {},
                         api::ToListRequest(r, "tiendo.units.v1.UnitService/ListCalendars"),
                         parts_.clock->Now(), *out.mutable_calendars(), out);
      });
}

UnitsService::Reactor* UnitsService::CountWorkingDays(Context* context,
                                                      const v1::CountWorkingDaysRequest* request,
                                                      v1::CountWorkingDaysResponse* response) {
  return parts_.handlers->Read(
      context, "CountWorkingDays", request, response, &ValidateCountWorkingDays,
      [this](ledger::Reader& reader, const v1::CountWorkingDaysRequest& r,
             v1::CountWorkingDaysResponse& out) { return Count(reader, r, out); });
}

absl::Status UnitsService::Count(ledger::Reader& reader, const v1::CountWorkingDaysRequest& request,
                                 v1::CountWorkingDaysResponse& response) const {
  TIENDO_ASSIGN_OR_RETURN(const std::optional<int64_t> at, RevisionOf(reader, request));
  const Day from = api::FromProto(request.from());
  const Day to = api::FromProto(request.to());
  std::vector<calendar::CalendarYear> years;
  for (int year = calendar::YearOf(from); year <= calendar::YearOf(to); ++year) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, reader.Get(CalendarName(year), at));
    if (!row) continue;  // counting says which one is missing
    TIENDO_ASSIGN_OR_RETURN(Calendar calendar, CalendarCodec().Decode(row->body));
    years.push_back(ToWorkingYear(calendar));
  }
  TIENDO_ASSIGN_OR_RETURN(const calendar::WorkingCalendar calendar,
                          calendar::WorkingCalendar::Create(years));
  TIENDO_ASSIGN_OR_RETURN(const int32_t days, calendar.CountWorkingDays(from, to));
  response.set_working_days(days);
  return absl::OkStatus();
}

}  // namespace tiendo::units
