#include "services/cli/item_write.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "services/cli/dates.h"
#include "services/cli/figure_write.h"
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

// The row of the category that the item's programme belongs to.
class ItemRow final : public FigureRow {
 public:
  ItemRow(StatusFlags flags, std::string program)
      : flags_(std::move(flags)), program_(std::move(program)) {}

  absl::StatusOr<GetStatusRequest> Question(Context& context) override {
    TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, flags_));
    programs::v1::GetProgramRequest get;
    get.set_name(program_);
    Program program;
    TIENDO_RETURN_IF_ERROR(
        context.caller.CallByName(std::string(kService) + "GetProgram", get, program));
    category_ = program.category();
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

  const CategoryFigures* Find(const Status& status) const override {
    for (const CategoryFigures& figures : status.categories()) {
      if (figures.category() == category_) return &figures;
    }
    return nullptr;
  }

  std::string Title(const Status& status) const override {
    const CategoryFigures* figures = Find(status);
    return (figures == nullptr ? category_ : figures->display_name()) + " — " +
           status.scope_title();
  }

  Table Head() const override { return FiguresTable(""); }

  void AddTo(Table& table, std::string label, const Status& status) const override {
    if (const CategoryFigures* figures = Find(status)) {
      AddFiguresRow(table, std::move(label), *figures);
    } else {
      table.AddRow({std::move(label), "không có"});
    }
  }

  std::string Sentence(const Status& status) const override {
    const CategoryFigures* figures = Find(status);
    return figures == nullptr ? "" : figures->sentence_vi();
  }

 private:
  const StatusFlags flags_;
  const std::string program_;
  std::string category_;
};

std::string Subject(const Context& context, const Item& item) {
  std::string text = context.style.Bold(ShownTitle(item)) + " (" + item.name() + ")\n  thời hạn " +
                     VietnameseDate(item.due_date());
  if (item.has_baseline_due_date()) {
    text += " (ban đầu " + VietnameseDate(item.baseline_due_date()) + ")";
  }
  return text + "; chủ trì: " + LeadsText(item) + '\n';
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
  TIENDO_ASSIGN_OR_RETURN(ProgramWrite write, make(context, item));
  std::vector<ProgramWrite> writes;
  writes.push_back(std::move(write));
  return RunItemWrites(context, flags, item, std::move(writes));
}

absl::StatusOr<int> RunItemWrites(Context& context, const ItemWriteFlags& flags, const Item& item,
                                  std::vector<ProgramWrite> writes, std::string rest) {
  TIENDO_ASSIGN_OR_RETURN(const StatusFlags figures, FlagsFor(context, flags.figures, writes));
  ItemRow row(figures, item.name().substr(0, item.name().find("/items/")));
  std::vector<NamedRow> rows = {{row, ""}};
  // The old line stays in its year; what moves is the year of the new one.
  std::optional<ItemRow> new_line;
  if (const auto* carry =
          dynamic_cast<const programs::v1::CarryOverItemRequest*>(writes[0].request.get())) {
    rows.push_back({new_line.emplace(figures, carry->program()), "newLine"});
  }
  return RunFigureWrite(context, rows,
                        {.subject = Subject(context, item),
                         .writes = std::move(writes),
                         .detail = nullptr,
                         .answer = "item",
                         .look = "tiendo item events " + item.name(),
                         .rest = std::move(rest),
                         .yes = flags.yes});
}

}  // namespace tiendo::cli
