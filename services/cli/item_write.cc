#include "services/cli/item_write.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/programs_view.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::Program;
using status::v1::CategoryFigures;
using status::v1::GetStatusRequest;
using status::v1::Status;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

// The row that the item counts in.
struct Row {
  Status status;
  std::optional<CategoryFigures> figures;
};

absl::StatusOr<Program> ReadProgram(Context& context, const std::string& item) {
  programs::v1::GetProgramRequest request;
  request.set_name(item.substr(0, item.find("/items/")));
  Program program;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetProgram", request, program));
  return program;
}

absl::StatusOr<GetStatusRequest> FiguresQuery(Context& context, const ItemWriteFlags& flags,
                                              const Program& program) {
  TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, flags.figures));
  if (query.year() != 0 || program.years().empty()) return query;
  // Of a programme of an earlier year the row of that year is meant, not of the year of today.
  int year = query.as_of().year();
  if (year == 0) {
    TIENDO_ASSIGN_OR_RETURN(google::type::Date today, Today(context.clock));
    year = today.year();
  }
  const bool covered =
      std::find(program.years().begin(), program.years().end(), year) != program.years().end();
  query.set_year(covered ? year : program.years(program.years_size() - 1));
  return query;
}

absl::StatusOr<Row> ReadRow(Context& context, const GetStatusRequest& query,
                            const std::string& category) {
  Row row;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.status.v1.StatusService/GetStatus", query, row.status));
  for (const CategoryFigures& figures : row.status.categories()) {
    if (figures.category() == category) row.figures = figures;
  }
  return row;
}

void ShowItem(Context& context, const Item& item, const std::vector<ItemWrite>& writes) {
  context.err << context.style.Bold(ShownTitle(item)) << " (" << item.name() << ")\n"
              << "  thời hạn " << VietnameseDate(item.due_date());
  if (item.has_baseline_due_date()) {
    context.err << " (ban đầu " << VietnameseDate(item.baseline_due_date()) << ')';
  }
  context.err << "; chủ trì: " << LeadsText(item) << '\n';
  for (const ItemWrite& write : writes) context.err << "  sẽ ghi: " << write.description << '\n';
}

void AddRow(Table& table, const std::string& label, const std::optional<CategoryFigures>& figures) {
  if (figures) {
    AddFiguresRow(table, label, *figures);
  } else {
    table.AddRow({label, "không có"});
  }
}

// Figures are shown beside a write, never a condition of it: without them the clerk is told.
std::optional<Row> ReadOrSay(Context& context, const GetStatusRequest& query,
                             const std::string& category) {
  absl::StatusOr<Row> row = ReadRow(context, query, category);
  if (row.ok()) return *std::move(row);
  context.err << "  (chưa đọc được số liệu: " << OneLine(row.status()) << ")\n";
  return std::nullopt;
}

std::string RowTitle(const Row& row, const std::string& category) {
  return (row.figures ? row.figures->display_name() : category) + " — " + row.status.scope_title();
}

void PrintBeforeAfter(Context& context, const std::optional<Row>& before,
                      const std::optional<Row>& after, const std::string& category) {
  context.out << "Đã ghi.\n";
  if (!after) return;
  context.out << context.style.Bold(RowTitle(*after, category)) << '\n'
              << HeadLine(after->status) << '\n';
  Table table = FiguresTable("");
  if (before) AddRow(table, "Trước", before->figures);
  AddRow(table, "Sau", after->figures);
  context.out << table.Render(context.style);
  if (after->figures) context.out << after->figures->sentence_vi() << ".\n";
}

void PrintJson(Context& context, const Item& item, const std::optional<Row>& before,
               const std::optional<Row>& after) {
  using nlohmann::ordered_json;
  const auto figures = [](const std::optional<Row>& row) -> ordered_json {
    if (!row || !row->figures) return nullptr;
    return ordered_json::parse(ToJson(*row->figures));
  };
  const ordered_json j = {{"item", ordered_json::parse(ToJson(item))},
                          {"before", figures(before)},
                          {"after", figures(after)}};
  context.out << j.dump(2) << '\n';
}

absl::Status Check(Context& context, const ItemWrite& write) {
  std::unique_ptr<google::protobuf::Message> request(write.request->New());
  request->CopyFrom(*write.request);
  SetBool(*request, "validate_only", true);
  Item ignored;
  return context.caller.CallByName(kService + write.method, *request, ignored);
}

}  // namespace

absl::Status FillDocument(const DocumentFlags& flags, tiendo::type::v1::Document& document) {
  document.set_number(flags.number);
  document.set_issuer(flags.issuer);
  if (!flags.date.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*document.mutable_date(), ParseDate("--document-date", flags.date));
  }
  return absl::OkStatus();
}

std::string LeadsText(const Item& item) {
  std::string text;
  for (const Item::Lead& lead : item.leads()) {
    text += (text.empty() ? "" : ", ") + lead.unit();
    text += lead.has_result_date() ? " (xong " + VietnameseDate(lead.result_date()) + ")"
                                   : " (chưa xong)";
  }
  return text.empty() ? "chưa có" : text;
}

absl::StatusOr<int> RunItemWrite(Context& context, const ItemWriteFlags& flags,
                                 const MakeItemWrite& make) {
  programs::v1::GetItemRequest get;
  get.set_name(flags.name);
  Item item;
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(std::string(kService) + "GetItem", get, item));
  TIENDO_ASSIGN_OR_RETURN(ItemWrite write, make(context, item));
  std::vector<ItemWrite> writes;
  writes.push_back(std::move(write));
  return RunItemWrites(context, flags, item, std::move(writes));
}

absl::StatusOr<int> RunItemWrites(Context& context, const ItemWriteFlags& flags, const Item& item,
                                  std::vector<ItemWrite> writes) {
  // What comes after the first one depends on it and cannot be checked before.
  TIENDO_RETURN_IF_ERROR(Check(context, writes.front()));
  TIENDO_ASSIGN_OR_RETURN(Program program, ReadProgram(context, item.name()));
  TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, FiguresQuery(context, flags, program));

  ShowItem(context, item, writes);
  const std::optional<Row> before = ReadOrSay(context, query, program.category());
  if (before && !context.settings.json) {
    Table table = FiguresTable("");
    AddRow(table, "Hiện nay", before->figures);
    context.err << RowTitle(*before, program.category()) << '\n'
                << HeadLine(before->status) << '\n'
                << table.Render(context.style);
  }
  if (!Confirmed(context, flags.yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }

  Item written;
  std::string position;
  for (const ItemWrite& write : writes) {
    SetString(*write.request, "request_id", RandomUuid());
    TIENDO_RETURN_IF_ERROR(
        context.caller.CallByName(kService + write.method, *write.request, written, &position));
  }
  if (!position.empty()) query.add_min_positions(position);
  const std::optional<Row> after = ReadOrSay(context, query, program.category());
  if (context.settings.json) {
    PrintJson(context, written, before, after);
  } else {
    PrintBeforeAfter(context, before, after, program.category());
  }
  return kExitOk;
}

}  // namespace tiendo::cli
