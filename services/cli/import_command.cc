#include <CLI/CLI.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/import_file.h"
#include "services/cli/importer.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {
namespace {

struct ImportFlags {
  std::string path;
  bool rehearse = false;
  bool keep_going = false;
  std::string retry_for = "60s";
};

using nlohmann::ordered_json;

std::string Dump(const ordered_json& j) {
  return j.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

std::string Where(const std::string& file, int number) {
  return number == 0 ? file : file + ", yêu cầu " + std::to_string(number);
}

int ReportProblems(Context& context, const std::vector<ImportProblem>& problems) {
  if (context.settings.json) {
    ordered_json list = ordered_json::array();
    for (const ImportProblem& p : problems) {
      list.push_back({{"file", p.file}, {"number", p.number}, {"reason", p.reason}});
    }
    context.err << Dump({{"problems", list}});
    return kExitInvalid;
  }
  context.err << "Lỗi: dữ liệu có " << problems.size() << " chỗ sai; chưa gửi gì.\n";
  for (const ImportProblem& p : problems) {
    context.err << "  " << Where(p.file, p.number) << ": " << p.reason << '\n';
  }
  return kExitInvalid;
}

void PrintJson(Context& context, const ImportSummary& summary, bool rehearse) {
  ordered_json j;
  j["rehearsal"] = rehearse;
  j["created"] = summary.written;
  j["alreadyThere"] = summary.already_there;
  j["differs"] = summary.differs;
  j["failed"] = summary.failed;
  j["notCheckable"] = summary.not_checkable;
  j["notSent"] = summary.not_sent;
  j["notes"] = ordered_json::array();
  for (const ImportSummary::Note& note : summary.notes) {
    ordered_json n = {{"file", note.file}, {"number", note.number}};
    n["kind"] = note.kind == ImportSummary::Kind::kFailed    ? "failed"
                : note.kind == ImportSummary::Kind::kDiffers ? "differs"
                                                             : "notCheckable";
    n["text"] = note.text;
    if (!note.status.ok()) n["error"] = ordered_json::parse(ErrorJson(note.status));
    j["notes"].push_back(std::move(n));
  }
  context.out << Dump(j);
}

// A rehearsal on an empty system cannot check most rows: one line for each pair of files.
void PrintNotCheckable(Context& context, const ImportSummary& summary) {
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const ImportSummary::Note& note : summary.notes) {
    if (note.kind != ImportSummary::Kind::kNotCheckable) continue;
    ++counts[{note.file, note.text.substr(0, note.text.find(' '))}];
  }
  for (const auto& [files, count] : counts) {
    context.err << "  " << files.first << ": " << count
                << " yêu cầu chưa kiểm tra được trước khi nhập " << files.second << '\n';
  }
}

void PrintText(Context& context, const ImportSummary& summary, bool rehearse) {
  for (const ImportSummary::Note& note : summary.notes) {
    if (note.kind == ImportSummary::Kind::kNotCheckable) continue;
    context.err << "  " << Where(note.file, note.number) << ": "
                << (note.kind == ImportSummary::Kind::kDiffers ? "khác: " : "lỗi: ") << note.text
                << '\n';
  }
  PrintNotCheckable(context, summary);
  context.out << (rehearse ? "Diễn tập (không ghi gì): hợp lệ " : "Nhập dữ liệu: tạo mới ")
              << summary.written << ", đã có " << summary.already_there << ", khác "
              << summary.differs << ", lỗi " << summary.failed;
  if (rehearse) context.out << ", chưa kiểm tra được " << summary.not_checkable;
  if (summary.not_sent > 0) context.out << ", chưa gửi " << summary.not_sent;
  context.out << ".\n";
  if (summary.not_sent > 0 && !rehearse) {
    context.out << "Sửa xong, chạy lại đúng lệnh này: phần đã nhập không bị nhập lần hai.\n";
  }
}

int SummaryExitCode(const ImportSummary& summary) {
  for (const ImportSummary::Note& note : summary.notes) {
    if (note.kind == ImportSummary::Kind::kFailed) return std::max<int>(1, ExitCodeOf(note.status));
  }
  return summary.differs > 0 ? kExitConflict : kExitOk;
}

void ShowProgress(Context& context, size_t done, size_t total, const std::string& file) {
  if (!context.err_is_terminal || context.settings.json) return;
  constexpr size_t kWidth = 24;
  const size_t filled = total == 0 ? kWidth : done * kWidth / total;
  context.err << "\r\x1b[K[" << std::string(filled, '#') << std::string(kWidth - filled, '.')
              << "] " << done << '/' << total << ' ' << file << std::flush;
}

// Waits until status has what was imported, so that the next command shows it. The import itself is
// done: a status service that is away is only mentioned.
void WaitForFigures(Context& context, const Importer& importer) {
  if (importer.positions().empty()) return;
  status::v1::GetStatusRequest query;
  for (const auto& [service, position] : importer.positions()) query.add_min_positions(position);
  absl::StatusOr<std::string> scope = ResolveScope(context, "");
  if (!scope.ok()) return;  // no tree yet: there are no figures either
  query.set_scope(*scope);
  status::v1::Status figures;
  absl::Status status =
      context.caller.CallByName("tiendo.status.v1.StatusService/GetStatus", query, figures);
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) {
    context.err << "Số liệu tổng hợp chưa kịp cập nhật: " << status.message() << '\n';
  }
}

absl::StatusOr<int> RunImport(Context& context, const ImportFlags& flags) {
  ImportOptions options{.rehearse = flags.rehearse, .keep_going = flags.keep_going};
  if (!absl::ParseDuration(flags.retry_for, &options.retry_for)) {
    return errors::InvalidField("--retry-for", "write a duration such as 60s or 2m");
  }
  TIENDO_ASSIGN_OR_RETURN(ImportPlan plan, LoadImport(flags.path));
  if (!plan.problems.empty()) return ReportProblems(context, plan.problems);
  Importer importer(context.caller, options, absl::SleepFor,
                    [&](size_t done, size_t total, const ImportRequest& next) {
                      ShowProgress(context, done, total, next.file);
                    });
  const ImportSummary summary = importer.Run(plan.requests);
  if (context.err_is_terminal && !context.settings.json) context.err << "\r\x1b[K" << std::flush;
  if (context.settings.json) {
    PrintJson(context, summary, flags.rehearse);
  } else {
    PrintText(context, summary, flags.rehearse);
  }
  if (!flags.rehearse) WaitForFigures(context, importer);
  return SummaryExitCode(summary);
}

}  // namespace

void AddImport(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* command = app.add_subcommand(
      "import", "Send the requests of JSON files; complete an interrupted run by the same command");
  command->add_option("path", flags->path, "Folder (its *.json files in lexical order) or file")
      ->required();
  command->add_flag("--rehearse", flags->rehearse, "Check only (validate_only), write nothing");
  command->add_flag("--keep-going", flags->keep_going,
                    "After a failed request also send the files that follow");
  command
      ->add_option("--retry-for", flags->retry_for,
                   "Retry a request while its service is unavailable, for so long")
      ->capture_default_str();
  command->footer("Example:\n  tiendo import deploy/cases/2022 --rehearse\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunImport(context, *flags); };
  });
}

}  // namespace tiendo::cli
