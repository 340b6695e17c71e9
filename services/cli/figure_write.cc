#include "services/cli/figure_write.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/figures_view.h"
#include "services/cli/methods.h"

namespace tiendo::cli {
namespace {

using google::protobuf::Message;
using status::v1::GetStatusRequest;
using status::v1::Status;

// What a clerk sees of the row. Rows are compared by it: what has no place in it, e.g. the instant
// at which something was recorded, differs between an announcement and the write itself.
std::string Shown(const FigureRow& row, const Status& status) {
  Table table = row.Head();
  row.AddTo(table, "", status);
  return table.Render() + row.Sentence(status);
}

std::string Heading(const Context& context, const FigureRow& row, const Status& status) {
  return context.style.Bold(row.Title(status)) + '\n' + HeadLine(status) + '\n';
}

absl::StatusOr<std::string> DetailOf(Context& context, const FigureWrite& write,
                                     const WritePreview& preview) {
  // Changes that were too many to be told have not been checked either.
  if (!write.detail && preview.changes) return "";
  TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<Message> checked,
                          ValidateWrite(context, write.writes.front()));
  return write.detail ? write.detail(*checked) : "";
}

void ShowForecast(Context& context, const FigureRow& row, const Forecast& forecast) {
  if (!forecast.before) return;
  // A row that is still to come has its name in the second answer only.
  const bool is_new = forecast.after && row.Find(*forecast.before) == nullptr;
  context.err << Heading(context, row, is_new ? *forecast.after : *forecast.before);
  Table table = row.Head();
  row.AddTo(table, "Trước", *forecast.before);
  if (forecast.after) row.AddTo(table, "Sau khi ghi", *forecast.after);
  context.err << table.Render(context.style);
  if (forecast.after && Shown(row, *forecast.before) == Shown(row, *forecast.after)) {
    context.err << "Số liệu của dòng này không đổi.\n";
  }
}

// Makes the writes; the answer of the last one.
absl::StatusOr<std::unique_ptr<Message>> Make(Context& context, std::vector<ProgramWrite>& writes,
                                              std::string& position) {
  std::unique_ptr<Message> answer;
  for (size_t i = 0; i < writes.size(); ++i) {
    SetString(*writes[i].request, "request_id", RandomUuid());
    absl::StatusOr<std::unique_ptr<Message>> made =
        CallPrograms(context, writes[i].method, *writes[i].request, &position);
    if (!made.ok()) {
      // All passed the check together, so somebody else was faster.
      if (i > 0 && !context.settings.json) {
        context.err << "Bước " << i + 1 << '/' << writes.size() << " (" << writes[i].description
                    << ") không ghi được; các bước trước đã ghi.\n";
      }
      return made.status();
    }
    answer = *std::move(made);
  }
  return answer;
}

// The rows above the question are not repeated, unless they are needed to compare.
void PrintResult(Context& context, const FigureRow& row, const Forecast& forecast,
                 const std::optional<Status>& after) {
  context.out << "Đã ghi.\n";
  if (!after) return;
  const bool differs = forecast.after && Shown(row, *forecast.after) != Shown(row, *after);
  context.out << Heading(context, row, *after);
  Table table = row.Head();
  if (forecast.before && !forecast.after) row.AddTo(table, "Trước", *forecast.before);
  if (differs) row.AddTo(table, "Dự kiến", *forecast.after);
  row.AddTo(table, "Hiện nay", *after);
  context.out << table.Render(context.style);
  if (differs) context.out << "Khác với dự kiến: trong lúc đó đã có ghi nhận khác.\n";
  const std::string sentence = row.Sentence(*after);
  if (!sentence.empty()) context.out << sentence << ".\n";
}

void PrintJson(Context& context, const FigureRow& row, const std::string& name,
               const Message& answer, const Forecast& forecast,
               const std::optional<Status>& after) {
  using nlohmann::ordered_json;
  const auto figures = [&row](const std::optional<Status>& status) -> ordered_json {
    const Message* found = status ? row.Find(*status) : nullptr;
    return found == nullptr ? ordered_json(nullptr) : ordered_json::parse(ToJson(*found));
  };
  const ordered_json j = {{name, ordered_json::parse(ToJson(answer))},
                          {"before", figures(forecast.before)},
                          {"expected", figures(forecast.after)},
                          {"after", figures(after)}};
  context.out << j.dump(2) << '\n';
}

}  // namespace

absl::StatusOr<int> RunFigureWrite(Context& context, FigureRow& row, FigureWrite write) {
  TIENDO_ASSIGN_OR_RETURN(const WritePreview preview, PreviewWrites(context, write.writes));
  TIENDO_ASSIGN_OR_RETURN(const std::string detail, DetailOf(context, write, preview));
  TIENDO_ASSIGN_OR_RETURN(GetStatusRequest question, row.Question(context));

  // Whoever is asked sees what it is about; a machine that asks for no question needs none of it.
  const bool shown = !context.settings.json || !write.yes;
  if (shown) {
    context.err << write.subject;
    for (const ProgramWrite& step : write.writes) {
      context.err << "  sẽ ghi: " << step.description << '\n';
    }
    context.err << detail;
  }
  const Forecast forecast = ForecastFigures(context, question, preview);
  if (shown) ShowForecast(context, row, forecast);
  if (!Confirmed(context, write.yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }

  std::string position;
  TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<Message> answer,
                          Make(context, write.writes, position));
  if (!position.empty()) question.add_min_positions(position);
  const std::optional<Status> after = ReadFiguresOrSay(context, question);
  if (context.settings.json) {
    PrintJson(context, row, write.answer, *answer, forecast, after);
  } else {
    PrintResult(context, row, forecast, after);
  }
  return kExitOk;
}

}  // namespace tiendo::cli
