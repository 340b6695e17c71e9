#include "services/cli/duty_write.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

using status::v1::DutyFigures;
using status::v1::GetStatusRequest;
using status::v1::Status;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

// The row that the write changes.
struct Row {
  Status status;
  std::optional<DutyFigures> figures;
};

// The year whose figures are meant: that of the period, of what is due once that of the programme.
absl::StatusOr<int> YearOf(Context& context, const DutyWrite& write) {
  int year = 0;
  if (absl::SimpleAtoi(write.period.substr(0, write.period.find('-')), &year)) return year;
  programs::v1::GetProgramRequest request;
  request.set_name(write.duty.substr(0, write.duty.find("/duties/")));
  programs::v1::Program program;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetProgram", request, program));
  return program.years().empty() ? 0 : program.years(program.years_size() - 1);
}

absl::StatusOr<Row> ReadRow(Context& context, const GetStatusRequest& query,
                            const DutyWrite& write) {
  Row row;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.status.v1.StatusService/GetStatus", query, row.status));
  for (const DutyFigures& figures : row.status.duties()) {
    if (figures.duty() == write.duty && figures.period() == write.period) row.figures = figures;
  }
  return row;
}

// Figures are shown beside a write, never a condition of it: without them the clerk is told.
std::optional<Row> ReadOrSay(Context& context, const GetStatusRequest& query,
                             const DutyWrite& write) {
  absl::StatusOr<Row> row = ReadRow(context, query, write);
  if (row.ok()) return *std::move(row);
  context.err << "  (chưa đọc được số liệu: " << OneLine(row.status()) << ")\n";
  return std::nullopt;
}

void AddRow(Table& table, const std::string& label, const Row& row) {
  if (row.figures) {
    AddHandInRow(table, {label}, *row.figures);
  } else {
    table.AddRow({label, "chưa giao"});
  }
}

std::string RowTitle(const Row& row, const DutyWrite& write) {
  return (row.figures ? row.figures->title() : write.duty) + ", kỳ " + write.period + " — " +
         row.status.scope_title();
}

void PrintBeforeAfter(Context& context, const DutyWrite& write, const std::optional<Row>& before,
                      const std::optional<Row>& after) {
  context.out << "Đã ghi.\n";
  if (!after) return;
  context.out << context.style.Bold(RowTitle(*after, write)) << '\n'
              << HeadLine(after->status) << '\n';
  Table table = HandInTable({""});
  if (before) AddRow(table, "Trước", *before);
  AddRow(table, "Sau", *after);
  context.out << table.Render(context.style);
}

void PrintJson(Context& context, const DutyWrite& write, const std::optional<Row>& before,
               const std::optional<Row>& after) {
  using nlohmann::ordered_json;
  const auto figures = [](const std::optional<Row>& row) -> ordered_json {
    if (!row || !row->figures) return nullptr;
    return ordered_json::parse(ToJson(*row->figures));
  };
  const ordered_json j = {{"answer", ordered_json::parse(ToJson(*write.response))},
                          {"before", figures(before)},
                          {"after", figures(after)}};
  context.out << j.dump(2) << '\n';
}

absl::Status Check(Context& context, const DutyWrite& write) {
  std::unique_ptr<google::protobuf::Message> request(write.request->New());
  request->CopyFrom(*write.request);
  SetBool(*request, "validate_only", true);
  return context.caller.CallByName(kService + write.method, *request, *write.response);
}

}  // namespace

Table HandInTable(const std::vector<std::string>& first) {
  using enum Table::Align;
  std::vector<Table::Column> columns;
  for (const std::string& header : first) columns.push_back({header, kLeft});
  for (const char* header : {"Đã giao", "Đến hạn", "Đúng hạn", "Trễ", "Chờ nộp", "Chưa nộp",
                             "Nộp thiếu", "Trả lại", "Tiếp nhận"}) {
    columns.push_back({header, kRight});
  }
  return Table(std::move(columns));
}

void AddHandInRow(Table& table, std::vector<std::string> first, const DutyFigures& f) {
  for (const int32_t n : {f.assigned(), f.due(), f.in_time(), f.late(), f.pending(),
                          f.not_handed_in(), f.incomplete(), f.returned(), f.accepted()}) {
    first.push_back(std::to_string(n));
  }
  table.AddRow(std::move(first));
}

std::string_view StateName(programs::v1::DutyAssignment::State state) {
  using programs::v1::DutyAssignment;
  switch (state) {
    case DutyAssignment::STATE_OPEN:
      return "chưa nộp";
    case DutyAssignment::STATE_INCOMPLETE:
      return "nộp thiếu";
    case DutyAssignment::STATE_SUBMITTED:
      return "đã nộp";
    case DutyAssignment::STATE_ACCEPTED:
      return "đã tiếp nhận";
    case DutyAssignment::STATE_RETURNED:
      return "bị trả lại";
    default:
      return "?";
  }
}

absl::StatusOr<int> RunDutyWrite(Context& context, const StatusFlags& figures, bool yes,
                                 DutyWrite write) {
  TIENDO_RETURN_IF_ERROR(Check(context, write));
  TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, figures));
  if (query.year() == 0) {
    TIENDO_ASSIGN_OR_RETURN(const int year, YearOf(context, write));
    query.set_year(year);
  }
  context.err << context.style.Bold(write.subject) << "\n  sẽ ghi: " << write.description << '\n';
  if (write.preview) context.err << write.preview(*write.response);
  const std::optional<Row> before = ReadOrSay(context, query, write);
  if (before && !context.settings.json) {
    Table table = HandInTable({""});
    AddRow(table, "Hiện nay", *before);
    context.err << RowTitle(*before, write) << '\n'
                << HeadLine(before->status) << '\n'
                << table.Render(context.style);
  }
  if (!Confirmed(context, yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }
  SetString(*write.request, "request_id", RandomUuid());
  std::string position;
  write.response->Clear();
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(kService + write.method, *write.request,
                                                   *write.response, &position));
  if (!position.empty()) query.add_min_positions(position);
  const std::optional<Row> after = ReadOrSay(context, query, write);
  if (context.settings.json) {
    PrintJson(context, write, before, after);
  } else {
    PrintBeforeAfter(context, write, before, after);
  }
  return kExitOk;
}

}  // namespace tiendo::cli
