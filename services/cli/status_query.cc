#include "services/cli/status_query.h"

#include <google/protobuf/util/time_util.h>

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/cord.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/dates.h"

namespace tiendo::cli {

using google::protobuf::util::TimeUtil;

void AddScopeFlags(CLI::App& command, StatusFlags& flags) {
  command
      .add_option(
          "--scope", flags.scope,
          "Unit whose figures are shown, with all below it; default: the top of the Party tree")
      ->envname("TIENDO_SCOPE");
  command.add_option("--as-of", flags.as_of,
                     "Day of the figures, 2022-06-30 or 30/06/2022; default: today");
}

void AddYearFlags(CLI::App& command, StatusFlags& flags) {
  command.add_option("--year", flags.year,
                     "Year of programmes and plans; default: that of the day");
  command.add_option("--known-at", flags.known_at,
                     "What was recorded by then: a day, to its end, or 2022-07-05T09:00:00+07:00;"
                     " default: now");
}

void AddBasisFlags(CLI::App& command, StatusFlags& flags) {
  AddYearFlags(command, flags);
  command
      .add_option("--basis", flags.basis, "Due dates that count: in-force or baseline (the first)")
      ->check(CLI::IsMember({"in-force", "baseline"}))
      ->capture_default_str();
}

void AddPeriodFlag(CLI::App& command, StatusFlags& flags, const std::string& also) {
  CLI::Option* period =
      command.add_option("--period", flags.period,
                         "Period of report, e.g. 2022-h1 (see: tiendo vocabulary periods), in place"
                         " of a day: as of its cut-off, of the year in which it ends" +
                             also);
  for (const char* flag : {"--as-of", "--year", "--from"}) {
    if (CLI::Option* other = command.get_option_no_throw(flag)) period->excludes(other);
  }
}

void AddRoundingFlag(CLI::App& command, StatusFlags& flags) {
  command
      .add_option("--rounding", flags.rounding,
                  "How percentages are rounded; default: as the server is set")
      ->check(CLI::IsMember({"default", "truncate", "half-up"}))
      ->capture_default_str();
}

void AddPickFlags(CLI::App& command, StatusFlags& flags) {
  command.add_option("--tag", flags.tag,
                     "Only what carries a work area, theme or resolution, e.g. theme/covid-19");
  command.add_option("--stale-after", flags.stale_after,
                     "Calendar days without news after which an item is silent for too long;"
                     " default: the server's");
  command.add_option("--due-soon", flags.due_soon,
                     "Working days up to which a due date is soon; default: the server's");
}

status::v1::Basis BasisOf(const StatusFlags& flags) {
  return flags.basis == "baseline" ? status::v1::BASIS_BASELINE : status::v1::BASIS_IN_FORCE;
}

namespace {

// A day or an instant of --known-at.
absl::Status SetKnown(const std::string& text, status::v1::GetStatusRequest& query) {
  if (absl::StatusOr<google::type::Date> day = ParseDate("--known-at", text); day.ok()) {
    *query.mutable_known_on() = *day;
    return absl::OkStatus();
  }
  if (TimeUtil::FromString(text, query.mutable_known_at())) return absl::OkStatus();
  return errors::InvalidField("--known-at",
                              "\"" + text +
                                  "\" is neither a day (2022-06-30 or 30/06/2022) nor an instant"
                                  " (2022-07-05T09:00:00+07:00)");
}

absl::StatusOr<programs::v1::Period> ReadPeriod(Context& context, const std::string& given) {
  programs::v1::GetPeriodRequest request;
  request.set_name(given.find('/') == std::string::npos ? "periods/" + given : given);
  programs::v1::Period period;
  const absl::Status read =
      context.caller.CallByName("tiendo.programs.v1.ProgramService/GetPeriod", request, period);
  if (read.ok()) return period;
  if (!absl::IsNotFound(read)) return read;
  absl::Status hinted(read.code(), std::string(read.message()) +
                                       "; those that there are: tiendo vocabulary periods");
  read.ForEachPayload([&hinted](absl::string_view url, const absl::Cord& payload) {
    hinted.SetPayload(url, payload);
  });
  return hinted;
}

absl::Status SetPeriod(Context& context, const std::string& given,
                       status::v1::GetStatusRequest& query, programs::v1::Period* out) {
  TIENDO_ASSIGN_OR_RETURN(programs::v1::Period period, ReadPeriod(context, given));
  *query.mutable_as_of() = period.has_cut_off_date() ? period.cut_off_date() : period.end_date();
  // A cut-off may lie in another year than what it closes.
  query.set_year(period.end_date().year());
  if (out != nullptr) *out = std::move(period);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<status::v1::GetStatusRequest> QueryOf(Context& context, const StatusFlags& flags,
                                                     programs::v1::Period* period) {
  status::v1::GetStatusRequest query;
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*query.mutable_as_of(), ParseDate("--as-of", flags.as_of));
  }
  if (!flags.due_by.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*query.mutable_due_by(), ParseDate("--due-by", flags.due_by));
  }
  if (!flags.known_at.empty()) TIENDO_RETURN_IF_ERROR(SetKnown(flags.known_at, query));
  query.set_year(flags.year);
  if (!flags.period.empty()) {
    TIENDO_RETURN_IF_ERROR(SetPeriod(context, flags.period, query, period));
  }
  query.set_tag(flags.tag);
  query.set_not_updated_days(flags.stale_after);
  query.set_due_soon_days(flags.due_soon);
  query.set_basis(BasisOf(flags));
  if (flags.rounding == "truncate") query.set_rounding(status::v1::ROUNDING_TRUNCATE);
  if (flags.rounding == "half-up") query.set_rounding(status::v1::ROUNDING_HALF_UP);
  TIENDO_ASSIGN_OR_RETURN(std::string scope, ResolveScope(context, flags.scope));
  query.set_scope(scope);
  return query;
}

}  // namespace tiendo::cli
