#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/remind_scan.h"
#include "services/cli/table.h"

namespace tiendo::cli {
namespace {

using supervision::v1::IssueDueRemindersResponse;
using supervision::v1::Reminder;

struct Flags {
  std::string scope;
  std::string as_of;
  int due_soon = 15;
  bool dry_run = false;
  bool allow_stale = false;
  bool check = false;
  bool brief = false;
};

// "trước hạn 7 ngày làm việc", "quá hạn 1 ngày".
std::string RungOf(const Reminder& reminder) {
  const std::string days = std::to_string(reminder.rung());
  return reminder.kind() == Reminder::KIND_BEFORE_DUE ? "trước hạn " + days + " ngày làm việc"
                                                      : "quá hạn " + days + " ngày";
}

void PrintReminders(Context& context, const IssueDueRemindersResponse& answer) {
  if (answer.reminders().empty()) return;
  Table table({{"Đơn vị"}, {"Việc"}, {"Hạn"}, {"Thông báo"}, {"Lần", Table::Align::kRight}});
  for (const Reminder& reminder : answer.reminders()) {
    table.AddRow({reminder.unit(), reminder.subject(), VietnameseDate(reminder.due_date()),
                  RungOf(reminder), std::to_string(reminder.ordinal())});
  }
  context.out << '\n' << table.Render(context.style);
}

void PrintNotComputable(Context& context, const IssueDueRemindersResponse& answer) {
  for (const auto& subject : answer.not_computable()) {
    std::string rungs;
    for (const int rung : subject.rungs()) {
      rungs += (rungs.empty() ? "" : ", ") + std::to_string(rung);
    }
    context.out << context.style.Alert("Không tính được") << ": " << subject.subject() << " ("
                << subject.unit() << "), trước hạn " << rungs
                << " ngày làm việc: chưa nhập lịch nghỉ năm " << subject.missing_year() << '\n';
  }
  for (const auto& subject : answer.no_unit()) {
    context.out << context.style.Alert("Không có đơn vị để nhắc") << ": " << subject.subject()
                << ": " << subject.unit() << " đã chấm dứt hoạt động, không có đơn vị kế thừa\n";
  }
}

void Print(Context& context, const ScanOptions& options, const ScanResult& result, bool brief) {
  const IssueDueRemindersResponse& answer = result.answer;
  int before_due = 0;
  for (const Reminder& reminder : answer.reminders()) {
    before_due += reminder.kind() == Reminder::KIND_BEFORE_DUE ? 1 : 0;
  }
  context.out << context.style.Bold(result.scope_title) << " (" << options.scope << ")\n"
              << "Nhắc nhở đến ngày " << VietnameseDate(options.as_of) << ": " << result.subjects
              << " việc đến hạn hoặc sắp đến hạn.\n"
              << (options.dry_run ? "Sẽ ghi " : "Đã ghi ") << answer.reminders_size()
              << " thông báo (" << before_due << " trước hạn, "
              << answer.reminders_size() - before_due << " quá hạn) · đã nhắc trước đó "
              << answer.already_issued() << " · chưa đến lượt " << answer.not_due()
              << " · không tính được " << answer.not_computable_size() << " · không có đơn vị "
              << answer.no_unit_size() << ".\n";
  if (!brief) PrintReminders(context, answer);
  PrintNotComputable(context, answer);
  context.out << FreshnessLine(result.freshness) << '\n';
}

absl::StatusOr<int> RunScan(Context& context, const Flags& flags) {
  ScanOptions options;
  options.due_soon_days = flags.due_soon;
  options.dry_run = flags.dry_run;
  options.allow_stale = flags.allow_stale;
  TIENDO_ASSIGN_OR_RETURN(options.as_of, DateOrToday(context.clock, "--as-of", flags.as_of));
  TIENDO_ASSIGN_OR_RETURN(options.scope, ResolveScope(context, flags.scope));
  ScanResult result;
  const absl::Status scanned = Scan(context, options, result);
  // What was issued before a failure stands, and is told; what is left, the next scan does.
  const bool some = result.answer.reminders_size() > 0 && !options.dry_run;
  if (scanned.ok() || some) {
    if (context.settings.json) {
      context.out << ToJson(result.answer);
    } else {
      Print(context, options, result, flags.brief);
    }
  }
  TIENDO_RETURN_IF_ERROR(scanned);
  const bool untold = !result.answer.not_computable().empty() || !result.answer.no_unit().empty();
  return flags.check && untold ? kExitDiffers : kExitOk;
}

}  // namespace

void AddRemindScan(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = remind.add_subcommand(
      "scan", "Issue the automatic notices that are due; what a daily job runs");
  command
      ->add_option("--scope", flags->scope,
                   "Unit whose subtree is scanned; default: the top of the Party tree")
      ->envname("TIENDO_SCOPE");
  command->add_option("--as-of", flags->as_of,
                      "Day, 2022-06-30 or 30/06/2022, not after today; default: today");
  command
      ->add_option("--due-soon", flags->due_soon,
                   "Working days before the due date that are looked ahead: at least the first rung"
                   " of the ladder")
      ->check(CLI::Range(1, 60))
      ->capture_default_str();
  command->add_flag("--dry-run", flags->dry_run, "Show what would be issued, issue nothing");
  command->add_flag("--allow-stale", flags->allow_stale,
                    "Go on although status has not heard of its sources lately");
  command->add_flag("--check", flags->check,
                    "Exit code 8 when a notice could not be computed, or had nobody to go to");
  command->add_flag("--brief", flags->brief, "Only the numbers, and what could not be told");
  command->footer(
      "A scan that is run again, or twice at once, issues nothing twice.\n"
      "Example:\n  tiendo remind scan --as-of 2022-07-14 --dry-run\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunScan(context, *flags); };
  });
}

}  // namespace tiendo::cli
