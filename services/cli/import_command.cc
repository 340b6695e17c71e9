#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/import_file.h"
#include "services/cli/import_report.h"
#include "services/cli/importer.h"
#include "services/cli/sheet_import.h"
#include "services/cli/sheets/read.h"

namespace tiendo::cli {
namespace {

struct ImportFlags {
  std::string path;
  bool rehearse = false;
  bool keep_going = false;
  std::string retry_for = "60s";
  SheetFlags table;
};

using nlohmann::ordered_json;

int ReportProblems(Context& context, const std::vector<ImportProblem>& problems) {
  if (context.settings.json) {
    ordered_json list = ordered_json::array();
    for (const ImportProblem& p : problems) {
      list.push_back({{"file", p.file}, {"number", p.number}, {"reason", p.reason}});
    }
    context.err << DumpJson({{"problems", list}});
    return kExitInvalid;
  }
  context.err << "Lỗi: dữ liệu có " << problems.size() << " chỗ sai; chưa gửi gì.\n";
  for (const ImportProblem& p : problems) {
    context.err << "  " << RequestPlace(p.file, p.number) << ": " << p.reason << '\n';
  }
  return kExitInvalid;
}

absl::StatusOr<int> RunImport(Context& context, const ImportFlags& flags) {
  ImportOptions options{.rehearse = flags.rehearse, .keep_going = flags.keep_going};
  if (!absl::ParseDuration(flags.retry_for, &options.retry_for)) {
    return errors::InvalidField("--retry-for", "write a duration such as 60s or 2m");
  }
  std::error_code ignored;
  if (sheets::IsTableName(flags.path) && !std::filesystem::is_directory(flags.path, ignored)) {
    return RunSheetImport(context, flags.path, flags.table, options);
  }
  if (!flags.table.program.empty() || !flags.table.sheet.empty()) {
    return errors::InvalidField(flags.table.program.empty() ? "--sheet" : "--program",
                                "is for tables (.csv, .xlsx); JSON files name it themselves");
  }
  TIENDO_ASSIGN_OR_RETURN(ImportPlan plan, LoadImport(flags.path));
  if (!plan.problems.empty()) return ReportProblems(context, plan.problems);
  Importer importer(context.caller, options, absl::SleepFor,
                    [&](size_t done, size_t total, const ImportRequest& next) {
                      ShowProgress(context, done, total, next.file);
                    });
  const ImportSummary summary = importer.Run(plan.requests);
  EndProgress(context);
  if (context.settings.json) {
    context.out << DumpJson(SummaryJson(summary, flags.rehearse));
  } else {
    PrintSummary(context, summary, flags.rehearse, [](const ImportSummary::Note& note) {
      return RequestPlace(note.file, note.number);
    });
  }
  if (!flags.rehearse) WaitForFigures(context, importer);
  return ExitCodeOfSummary(summary);
}

}  // namespace

void AddImport(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* command = app.add_subcommand(
      "import",
      "Import a table of items, targets, duties or units (CSV, XLSX), or the requests of JSON"
      " files; the same command completes an interrupted run");
  command
      ->add_option("path", flags->path,
                   "Table (.csv, .xlsx), JSON file, or folder (its *.json files in lexical order)")
      ->required();
  command->add_flag("--rehearse", flags->rehearse, "Check only, write nothing");
  command->add_flag("--keep-going", flags->keep_going,
                    "After a failed request also send the files that follow");
  command
      ->add_option("--retry-for", flags->retry_for,
                   "Retry a request while its service is unavailable, for so long")
      ->capture_default_str();
  AddSheetFlags(*command, flags->table);
  command->footer(
      "A table is rehearsed as a whole, shown as a list of changes, and written after a question.\n"
      "Its columns are described in services/cli/README.md; `tiendo programs export` and\n"
      "`tiendo units export` write one.\n"
      "\n"
      "Example:\n"
      "  tiendo import chuong-trinh-2022.xlsx --program so-2022 --rehearse\n"
      "  tiendo import chuong-trinh-2022.csv\n"
      "  tiendo import deploy/cases/2022 --rehearse\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunImport(context, *flags); };
  });
}

}  // namespace tiendo::cli
