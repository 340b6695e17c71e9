#include "services/cli/target_write.h"

#include <nlohmann/json.hpp>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/figures_view.h"
#include "services/cli/list_all.h"
#include "services/cli/target_view.h"

namespace tiendo::cli {
namespace {

using programs::v1::Target;
using programs::v1::TargetReport;
using status::v1::GetStatusRequest;
using status::v1::Status;
using status::v1::TargetStatus;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

// How a target stands, and in which answer.
struct Standing {
  Status status;
  std::optional<TargetStatus> row;
};

// Figures are shown beside a write, never a condition of it: without them the clerk is told.
std::optional<Standing> ReadOrSay(Context& context, const GetStatusRequest& query,
                                  const std::string& target) {
  Standing standing;
  const absl::Status read =
      context.caller.CallByName("tiendo.status.v1.StatusService/GetStatus", query, standing.status);
  if (!read.ok()) {
    context.err << "  (chưa đọc được số liệu: " << OneLine(read) << ")\n";
    return std::nullopt;
  }
  standing.row = RowOf(standing.status, target);
  return standing;
}

void AddRow(Table& table, const std::string& label, const std::optional<Standing>& standing) {
  if (!standing) return;
  if (standing->row) {
    AddTargetRow(table, label, *standing->row);
  } else {
    table.AddRow({label, "không có trong " + standing->status.scope_title()});
  }
}

absl::Status Check(Context& context, const TargetWrite& write) {
  std::unique_ptr<google::protobuf::Message> request(write.request->New());
  request->CopyFrom(*write.request);
  SetBool(*request, "validate_only", true);
  TargetReport ignored;
  return context.caller.CallByName(kService + write.method, *request, ignored);
}

void PrintBeforeAfter(Context& context, const Target& target, const std::optional<Standing>& before,
                      const std::optional<Standing>& after) {
  context.out << "Đã ghi.\n";
  if (!after) return;
  context.out << context.style.Bold(target.title()) << " — " << after->status.scope_title() << '\n'
              << HeadLine(after->status) << '\n';
  Table table = TargetsTable("");
  AddRow(table, "Trước", before);
  AddRow(table, "Sau", after);
  context.out << table.Render(context.style);
  if (after->row) context.out << after->row->sentence_vi() << ".\n";
}

void PrintJson(Context& context, const TargetReport& report, const std::optional<Standing>& before,
               const std::optional<Standing>& after) {
  using nlohmann::ordered_json;
  const auto row = [](const std::optional<Standing>& standing) -> ordered_json {
    if (!standing || !standing->row) return nullptr;
    return ordered_json::parse(ToJson(*standing->row));
  };
  const ordered_json j = {{"report", ordered_json::parse(ToJson(report))},
                          {"before", row(before)},
                          {"after", row(after)}};
  context.out << j.dump(2) << '\n';
}

}  // namespace

std::string TargetNameOf(const std::string& name) {
  const size_t targets = name.find("/targets/");
  if (targets == std::string::npos) return name;
  return name.substr(0, name.find('/', targets + sizeof("/targets/") - 1));
}

absl::StatusOr<Target> ReadTarget(Context& context, const std::string& name) {
  programs::v1::GetTargetRequest get;
  get.set_name(name);
  Target target;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetTarget", get, target));
  return target;
}

absl::StatusOr<std::vector<TargetReport>> ReadReports(Context& context, const std::string& target) {
  using Page = programs::v1::ListTargetReportsResponse;
  return ListAll<programs::v1::ListTargetReportsRequest, Page>(
      context.caller, std::string(kService) + "ListTargetReports", target, nullptr, &Page::reports);
}

std::optional<TargetStatus> RowOf(const Status& status, const std::string& target) {
  for (const status::v1::TargetFigures& figures : status.targets()) {
    for (const TargetStatus& row : figures.rows()) {
      if (row.target() == target) return row;
    }
  }
  return std::nullopt;
}

absl::StatusOr<int> RunTargetWrite(Context& context, const TargetWriteFlags& flags,
                                   const MakeTargetWrite& make) {
  TIENDO_ASSIGN_OR_RETURN(const Target target, ReadTarget(context, TargetNameOf(flags.name)));
  TIENDO_ASSIGN_OR_RETURN(TargetWrite write, make(context, target));
  TIENDO_RETURN_IF_ERROR(Check(context, write));
  TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, flags.figures));
  query.set_view(status::v1::VIEW_FULL);
  query.set_year(target.year());

  context.err << context.style.Bold(target.title()) << " (" << target.name() << ")\n  "
              << RequirementText(target) << " năm " << target.year()
              << "\n  sẽ ghi: " << write.description << '\n';
  const std::optional<Standing> before = ReadOrSay(context, query, target.name());
  if (before && !context.settings.json) {
    Table table = TargetsTable("");
    AddRow(table, "Hiện nay", before);
    context.err << before->status.scope_title() << '\n'
                << HeadLine(before->status) << '\n'
                << table.Render(context.style);
  }
  if (!Confirmed(context, flags.yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }

  SetString(*write.request, "request_id", RandomUuid());
  TargetReport report;
  std::string position;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(kService + write.method, *write.request, report, &position));
  if (!position.empty()) query.add_min_positions(position);
  const std::optional<Standing> after = ReadOrSay(context, query, target.name());
  if (context.settings.json) {
    PrintJson(context, report, before, after);
  } else {
    PrintBeforeAfter(context, target, before, after);
  }
  return kExitOk;
}

}  // namespace tiendo::cli
