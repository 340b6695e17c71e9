#include "services/cli/preview_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/table.h"

namespace tiendo::cli {
namespace {

using status::v1::Commitment;
using status::v1::CommitmentTotals;
using status::v1::PreviewReorganisationRequest;
using status::v1::PreviewReorganisationResponse;

struct Flags {
  std::vector<std::string> ending;
  std::vector<std::string> moving;
  std::string on;
};

absl::StatusOr<PreviewReorganisationResponse> Ask(Context& context,
                                                  const PreviewReorganisationRequest& request) {
  PreviewReorganisationResponse response;
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(
      "tiendo.status.v1.StatusService/PreviewReorganisation", request, response));
  return response;
}

void AddTotals(Table& table, const std::string& title, const CommitmentTotals& totals) {
  if (totals.total() == 0) return;
  table.AddRow({title, std::to_string(totals.total()), std::to_string(totals.open()),
                std::to_string(totals.to_heir())});
}

std::string TitleOf(const Commitment& commitment) {
  switch (commitment.kind()) {
    case Commitment::KIND_PLAN:
      return "Kế hoạch kiểm tra, giám sát (" + commitment.name() + ')';
    case Commitment::KIND_ENGAGEMENT:
      return "Cuộc kiểm tra, giám sát (" + commitment.name() + ')';
    case Commitment::KIND_TARGET:
      return "Chỉ tiêu: " + commitment.title() + " (" + commitment.name() + ')';
    case Commitment::KIND_ASSIGNMENT:
      return commitment.title() + ", kỳ " + commitment.period() + " (" + commitment.name() + ')';
    default:
      return commitment.title() + " (" + commitment.name() + ')';
  }
}

// Totals, and what is open; what is done moves too and needs nobody's care.
void Print(Context& context, const PreviewReorganisationResponse& preview) {
  context.out << context.style.Bold("Việc của các đơn vị được sắp xếp từ ngày " +
                                    VietnameseDate(preview.effective_date()))
              << ", theo số liệu hiện có\n\n";
  if (preview.total_size() == 0) {
    context.out
        << "Không có nội dung, chỉ tiêu, nhiệm vụ, kế hoạch hay cuộc kiểm tra, giám sát nào.\n";
    return;
  }
  using enum Table::Align;
  Table totals({{"Nhóm"}, {"Tổng số", kRight}, {"Chưa xong", kRight}, {"Đơn vị kế thừa", kRight}});
  for (const CommitmentTotals& items : preview.items()) {
    AddTotals(totals, items.display_name(), items);
  }
  for (const CommitmentTotals& targets : preview.targets()) {
    AddTotals(totals, targets.display_name(), targets);
  }
  for (const CommitmentTotals& assignments : preview.assignments()) {
    AddTotals(totals, assignments.display_name(), assignments);
  }
  AddTotals(totals, "Kế hoạch kiểm tra, giám sát", preview.plans());
  AddTotals(totals, "Cuộc kiểm tra, giám sát", preview.engagements());
  context.out << totals.Render(context.style)
              << "Đơn vị kế thừa: việc chuyển cho đơn vị kế thừa; còn lại theo đơn vị sang cấp trên"
                 " mới. Các nhóm không cộng vào nhau.\n";
  Table open({{"Đơn vị"}, {"Việc chưa xong"}, {"Hạn"}, {"Sau sắp xếp"}});
  for (const Commitment& commitment : preview.commitments()) {
    if (commitment.done()) continue;
    open.AddRow({commitment.unit_title(), TitleOf(commitment),
                 VietnameseDate(commitment.due_date()),
                 commitment.to_heir() ? "đơn vị kế thừa" : "theo đơn vị"});
  }
  if (!open.empty()) context.out << '\n' << open.Render(context.style);
  if (preview.total_size() > preview.commitments_size()) {
    context.out << "Danh sách dừng ở " << preview.commitments_size() << " trong "
                << preview.total_size() << " việc.\n";
  }
}

void AddUnits(const std::vector<std::string>& given,
              google::protobuf::RepeatedPtrField<std::string>& units) {
  for (const std::string& unit : given) {
    *units.Add() = UnitName(unit);
  }
}

absl::StatusOr<int> RunPreview(Context& context, const Flags& flags) {
  PreviewReorganisationRequest request;
  AddUnits(flags.ending, *request.mutable_ending_units());
  AddUnits(flags.moving, *request.mutable_moving_units());
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_effective_date(), ParseDate("--on", flags.on));
  TIENDO_ASSIGN_OR_RETURN(PreviewReorganisationResponse preview, Ask(context, request));
  if (context.settings.json) {
    context.out << ToJson(preview);
  } else {
    Print(context, preview);
    context.out << '\n' << FreshnessLine(preview.freshness()) << '\n';
  }
  return kExitOk;
}

}  // namespace

void ShowCommitments(Context& context, const PreviewReorganisationRequest& request) {
  if (context.settings.json) return;
  const absl::StatusOr<PreviewReorganisationResponse> preview = Ask(context, request);
  if (preview.ok()) {
    Print(context, *preview);
  } else {
    context.err << "Chưa xem được việc của các đơn vị: " << preview.status().message() << '\n';
  }
}

void AddPreview(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = units.add_subcommand("preview",
                                           "Items, targets, assignments, plans and engagements "
                                           "that a planned reorganisation would move");
  command->add_option("--ending", flags->ending, "Units that would be merged, split or dissolved");
  command->add_option("--moving", flags->moving, "Units that would get another superior");
  command->add_option("--on", flags->on, "First day of the new order, 2025-03-01 or 01/03/2025")
      ->required();
  command->footer(
      "Example:\n  tiendo units preview --ending phong-lao-dong --moving trung-tam-a"
      " --on 2025-03-01\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunPreview(context, *flags); };
  });
}

}  // namespace tiendo::cli
