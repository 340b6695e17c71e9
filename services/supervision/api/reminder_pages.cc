#include "services/supervision/api/reminder_pages.h"

#include <string>
#include <utility>
#include <vector>

#include "common/api/body.h"
#include "common/api/optional_fields.h"
#include "common/base/status_macros.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/day_cursor.h"
#include "services/supervision/api/scope.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/api/validation.h"

namespace tiendo::supervision {
namespace {

// What was issued by the day, and if asked for so, whose answer was late on it.
std::vector<ledger::Condition> ConditionsOf(const v1::ListRemindersRequest& request, Day as_of) {
  const std::string day = calendar::FormatIso(as_of);
  std::vector<ledger::Condition> out = {{"issued_date", "<=", day}};
  const bool noted = request.awaiting() == v1::ListRemindersRequest::AWAITING_ACKNOWLEDGEMENT;
  const bool explained = request.awaiting() == v1::ListRemindersRequest::AWAITING_EXPLANATION;
  if (!noted && !explained) return out;
  out.push_back({noted ? "acknowledge_by" : "explain_by", "<", day});
  out.push_back({noted ? "noted_date" : "explained_date", ">", day});
  out.push_back({"voided", "=", 0});
  return out;
}

// What was answered after the day had not been answered on it.
void ForgetLater(Day as_of, v1::Reminder& reminder) {
  const auto later = [as_of](const google::type::Date& date) {
    return api::FromProto(date) > as_of;
  };
  if (reminder.has_acknowledgement() && later(reminder.acknowledgement().date())) {
    reminder.clear_acknowledgement();
  }
  if (reminder.has_explanation() && later(reminder.explanation().date())) {
    reminder.clear_explanation();
  }
}

}  // namespace

absl::Status ReadReminders(const units::UnitDirectory& directory, const ScopeReads& reads,
                           Day today, ledger::Reader& reader,
                           const v1::ListRemindersRequest& request,
                           v1::ListRemindersResponse& response) {
  TIENDO_ASSIGN_OR_RETURN(const int32_t page_size, paging::ResolvePageSize(request.page_size()));
  TIENDO_ASSIGN_OR_RETURN(
      const paging::Filter filter,
      paging::ParseFilter(request.filter(), feed::FilterFields(ReminderFields())));
  TIENDO_ASSIGN_OR_RETURN(const ledger::Head head, reader.ReadHead());
  TIENDO_ASSIGN_OR_RETURN(
      const DayCursor cursor,
      OpenCursor(
          {"tiendo.supervision.v1.SupervisionService/ListReminders",
           filter.Canonical() + '\0' + request.scope() + '\0' + std::to_string(request.awaiting()),
           request.page_token(), api::OptionalDay(request.has_as_of(), request.as_of()), today},
          head));
  if (!request.scope().empty() && !directory.loaded()) return UnitsUnavailable();
  const InScope in_scope = Within(directory, request.scope(), cursor.as_of);
  ledger::ListQuery query;
  query.conditions = ConditionsOf(request, cursor.as_of);
  feed::AddFilter(filter, ReminderFields(), query);
  query.after = cursor.after;
  query.at = cursor.token.revision;
  query.limit = request.scope().empty() ? page_size + 1 : reads.rows;
  for (int read = 0; read < reads.times; ++read) {
    TIENDO_ASSIGN_OR_RETURN(const std::vector<ledger::Row> rows,
                            reader.List(*reader.schema().ById("reminders"), query));
    for (const ledger::Row& row : rows) {
      v1::Reminder reminder;
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, reminder));
      if (in_scope(reminder.unit())) {
        if (response.reminders_size() == page_size) {
          response.set_next_page_token(cursor.Next(query.after));
          return absl::OkStatus();
        }
        ForgetLater(cursor.as_of, reminder);
        *response.add_reminders() = std::move(reminder);
      }
      query.after = row.name;
    }
    if (rows.size() < static_cast<size_t>(query.limit)) return absl::OkStatus();
  }
  response.set_next_page_token(cursor.Next(query.after));
  return absl::OkStatus();
}

}  // namespace tiendo::supervision
