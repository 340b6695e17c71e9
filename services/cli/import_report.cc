#include "services/cli/import_report.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/cli/call_error.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {
namespace {

using nlohmann::ordered_json;

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

}  // namespace

std::string RequestPlace(const std::string& file, int number) {
  return number == 0 ? file : file + ", yêu cầu " + std::to_string(number);
}

std::string DumpJson(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

ordered_json SummaryJson(const ImportSummary& summary, bool rehearse) {
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
  return j;
}

void PrintSummary(Context& context, const ImportSummary& summary, bool rehearse,
                  const PlaceOfNote& place) {
  for (const ImportSummary::Note& note : summary.notes) {
    if (note.kind == ImportSummary::Kind::kNotCheckable) continue;
    context.err << "  " << place(note) << ": "
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

int ExitCodeOfSummary(const ImportSummary& summary) {
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

void EndProgress(Context& context) {
  if (context.err_is_terminal && !context.settings.json) context.err << "\r\x1b[K" << std::flush;
}

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

}  // namespace tiendo::cli
