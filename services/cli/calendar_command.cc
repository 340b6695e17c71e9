#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

struct Flags {
  int year = 0;
  std::string from;
  std::string to;
};

void AddDays(Table& table, const char* what,
             const google::protobuf::RepeatedPtrField<units::v1::CalendarDay>& days) {
  for (const units::v1::CalendarDay& day : days) {
    table.AddRow({VietnameseDate(day.date()), what, day.description(), day.source().number()});
  }
}

absl::StatusOr<int> RunShow(Context& context, const Flags& flags) {
  units::v1::GetCalendarRequest request;
  request.set_name("calendars/" + std::to_string(flags.year));
  units::v1::Calendar calendar;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.units.v1.UnitService/GetCalendar", request, calendar));
  if (context.settings.json) {
    context.out << ToJson(calendar);
    return kExitOk;
  }
  Table table({{"Ngày"}, {""}, {"Nội dung"}, {"Căn cứ"}});
  AddDays(table, "nghỉ", calendar.holidays());
  AddDays(table, "làm bù", calendar.swapped_working_days());
  context.out << table.Render(context.style);
  return kExitOk;
}

absl::StatusOr<int> RunCount(Context& context, const Flags& flags) {
  units::v1::CountWorkingDaysRequest request;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_from(), ParseDate("from", flags.from));
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_to(), ParseDate("to", flags.to));
  units::v1::CountWorkingDaysResponse count;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.units.v1.UnitService/CountWorkingDays", request, count));
  if (context.settings.json) {
    context.out << ToJson(count);
  } else {
    context.out << count.working_days() << " ngày làm việc, sau ngày "
                << VietnameseDate(request.from()) << " đến hết ngày "
                << VietnameseDate(request.to()) << ".\n";
  }
  return kExitOk;
}

}  // namespace

void AddCalendar(CLI::App& app, Action& selected) {
  CLI::App* calendar = app.add_subcommand("calendar", "Holidays and working days");
  calendar->require_subcommand(1);
  calendar->footer("Example:\n  tiendo calendar count 2025-04-25 2025-05-05\n");
  auto flags = std::make_shared<Flags>();
  CLI::App* show = calendar->add_subcommand("show", "Holidays and swapped days of a year");
  show->add_option("year", flags->year, "Year, e.g. 2025")->required();
  show->footer("Example:\n  tiendo calendar show 2025\n");
  show->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunShow(context, *flags); };
  });
  CLI::App* count = calendar->add_subcommand("count", "Working days after one day up to another");
  count->add_option("from", flags->from, "The day before the first that counts")->required();
  count->add_option("to", flags->to, "The last day that counts")->required();
  count->footer("Example:\n  tiendo calendar count 2025-04-25 2025-05-05\n");
  count->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunCount(context, *flags); };
  });
}

}  // namespace tiendo::cli
