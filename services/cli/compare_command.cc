#include <google/protobuf/util/time_util.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/status_query.h"
#include "services/cli/table.h"

namespace tiendo::cli {
namespace {

using status::v1::CategoryComparison;
using status::v1::CompareStatusRequest;
using status::v1::CompareStatusResponse;
using status::v1::ItemChange;
using status::v1::ItemSide;

struct Flags {
  StatusFlags query;
  std::string from;
  std::string from_known;
};

absl::StatusOr<CompareStatusResponse> ReadAll(Context& context, CompareStatusRequest request) {
  constexpr int kPage = 1000;
  request.set_page_size(kPage);
  CompareStatusResponse all;
  do {
    CompareStatusResponse page;
    TIENDO_RETURN_IF_ERROR(
        context.caller.CallByName("tiendo.status.v1.StatusService/CompareStatus", request, page));
    request.set_page_token(page.next_page_token());
    if (all.scope().empty()) {
      all = std::move(page);
    } else {
      all.mutable_changes()->MergeFrom(page.changes());
    }
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  return all;
}

std::string SideHead(const google::type::Date& day, bool known,
                     const google::protobuf::Timestamp& known_at) {
  std::string text = "ngày " + VietnameseDate(day);
  if (known) text += " (đã ghi nhận đến " + VietnameseTime(known_at) + ')';
  return text;
}

std::string Due(const ItemChange& change) {
  if (!change.has_before() || !change.has_after()) {
    return VietnameseDate((change.has_after() ? change.after() : change.before()).due_date());
  }
  const std::string before = VietnameseDate(change.before().due_date());
  const std::string after = VietnameseDate(change.after().due_date());
  return before == after ? after : before + " → " + after;
}

std::string Units(const ItemSide& side) {
  std::string text;
  for (const std::string& unit : side.units()) text += (text.empty() ? "" : ", ") + unit;
  return text;
}

std::string Units(const ItemChange& change) {
  const std::string before = Units(change.before());
  const std::string after = Units(change.after());
  if (before == after || before.empty()) return after;
  return after.empty() ? before : before + " → " + after;
}

void Print(Context& context, const CompareStatusResponse& answer) {
  context.out << context.style.Bold(answer.scope_title()) << " (" << answer.scope() << ")\n"
              << "So sánh "
              << SideHead(answer.from(), answer.has_from_known_at(), answer.from_known_at())
              << " với " << SideHead(answer.to(), answer.has_to_known_at(), answer.to_known_at())
              << " · năm " << answer.year();
  if (!answer.tag().empty()) context.out << " · thẻ " << answer.tag();
  context.out << "\n\n";
  if (answer.categories().empty()) context.out << "Năm này chưa có nội dung nào.\n";
  for (const CategoryComparison& row : answer.categories()) {
    context.out << "• " << context.style.Bold(row.display_name()) << ": ";
    if (row.integrity_error_id().empty()) {
      context.out << row.summary_vi() << ".\n";
    } else {
      context.out << "số liệu mâu thuẫn, không công bố (mã " << row.integrity_error_id() << ").\n";
    }
  }
  Table table({{"Nội dung"}, {"Thay đổi"}, {"Hạn"}, {"Đơn vị"}});
  for (const ItemChange& change : answer.changes()) {
    table.AddRow({change.title() + " (" + change.item() + ')', change.change_vi(), Due(change),
                  Units(change)});
  }
  if (!table.empty()) context.out << '\n' << table.Render(context.style);
  context.out << '\n' << FreshnessLine(answer.freshness()) << '\n';
}

absl::Status SetFromKnown(const std::string& text, CompareStatusRequest& request) {
  if (text.empty()) return absl::OkStatus();
  if (absl::StatusOr<google::type::Date> day = ParseDate("--from-known-at", text); day.ok()) {
    *request.mutable_from_known_on() = *day;
    return absl::OkStatus();
  }
  if (google::protobuf::util::TimeUtil::FromString(text, request.mutable_from_known_at())) {
    return absl::OkStatus();
  }
  return errors::InvalidField("--from-known-at",
                              "\"" + text + "\" is neither a day nor an instant");
}

// What is dated the first day of a period is of the period, and in force on that day already: the
// state to compare with is that of the day before.
google::type::Date DayBefore(const google::type::Date& date) {
  const std::chrono::sys_days day = std::chrono::year(date.year()) / date.month() / date.day();
  return ToDate(day - std::chrono::days(1));
}

absl::StatusOr<int> RunCompare(Context& context, const Flags& flags) {
  if (flags.from.empty() && flags.query.period.empty()) {
    return errors::InvalidField("--from", "give the earlier day, or a --period");
  }
  CompareStatusRequest request;
  programs::v1::Period period;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_query(), QueryOf(context, flags.query, &period));
  if (period.has_start_date()) {
    *request.mutable_from() = DayBefore(period.start_date());
  } else {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_from(), ParseDate("--from", flags.from));
  }
  TIENDO_RETURN_IF_ERROR(SetFromKnown(flags.from_known, request));
  TIENDO_ASSIGN_OR_RETURN(const CompareStatusResponse answer, ReadAll(context, request));
  if (context.settings.json) {
    context.out << ToJson(answer);
  } else {
    Print(context, answer);
  }
  return kExitOk;
}

}  // namespace

void AddCompare(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "compare", "Two days side by side: done since, newly overdue, added, withdrawn, moved");
  command->add_option("--from", flags->from,
                      "The earlier day, 2022-06-30 or 30/06/2022; required without --period");
  command->add_option("--from-known-at", flags->from_known,
                      "What counts on the earlier day: recorded by a day or an instant; default:"
                      " as --known-at");
  AddScopeFlags(*command, flags->query);
  AddBasisFlags(*command, flags->query);
  AddPeriodFlag(*command, flags->query, ", with the day before it begins");
  command->add_option("--tag", flags->query.tag,
                      "Only items of a work area, theme or resolution, e.g. theme/covid-19");
  command->footer(
      "Example:\n"
      "  tiendo compare --from 2022-06-30 --as-of 2022-07-14\n"
      "  tiendo compare --period 2022-h1\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunCompare(context, *flags); };
  });
}

}  // namespace tiendo::cli
