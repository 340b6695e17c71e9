#include "services/cli/figure_write.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/base/random_id.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "services/cli/call_error.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/methods.h"

namespace tiendo::cli {
namespace {

using google::protobuf::Message;
using nlohmann::ordered_json;
using status::v1::GetStatusRequest;
using status::v1::Status;

// A row and what is told of it.
struct Told {
  const FigureRow& row;
  std::string name;
  // nullopt where it could not be made.
  std::optional<GetStatusRequest> question;
  Forecast forecast;
  std::optional<Status> after;
};

// What a clerk sees of the row. Rows are compared by it: what has no place in it, e.g. the instant
// at which something was recorded, differs between an announcement and the write itself.
std::string Shown(const FigureRow& row, const Status& status) {
  Table table = row.Head();
  row.AddTo(table, "", status);
  return table.Render() + row.Sentence(status);
}

std::string Heading(const Context& context, const FigureRow& row, const Status& status) {
  std::string text = context.style.Bold(row.Title(status)) + '\n' + HeadLine(status) + '\n';
  const status::v1::Freshness& freshness = status.freshness();
  if (freshness.stale() || !freshness.unreachable().empty()) {
    text += context.style.Alert(FreshnessLine(freshness)) + '\n';
  }
  return text;
}

absl::StatusOr<std::string> DetailOf(Context& context, const FigureWrite& write,
                                     const WritePreview& preview) {
  // Changes that were too many to be told have not been checked either.
  if (!write.detail && preview.changes) return "";
  TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<Message> checked,
                          ValidateWrite(context, write.writes.front()));
  return write.detail ? write.detail(*checked) : "";
}

void ShowWrites(Context& context, const FigureWrite& write, const std::string& detail) {
  context.err << write.subject;
  for (const ProgramWrite& step : write.writes) {
    context.err << "  sẽ ghi: " << step.description << '\n';
  }
  context.err << detail;
}

// Wrong flags end the command; without any other question it goes on without figures.
absl::StatusOr<std::optional<GetStatusRequest>> Ask(Context& context, FigureRow& row) {
  absl::StatusOr<GetStatusRequest> question = row.Question(context);
  if (question.ok()) return *std::move(question);
  if (ExitCodeOf(question.status()) == kExitUsage) return question.status();
  SayNoFigures(context, question.status());
  return std::nullopt;
}

std::string ForecastText(const Context& context, const Told& told) {
  const auto& [row, name, question, forecast, after] = told;
  if (!forecast.before) return "";
  // A row that is still to come has its name in the second answer only.
  const bool is_new = forecast.after && row.Find(*forecast.before) == nullptr;
  std::string text = Heading(context, row, is_new ? *forecast.after : *forecast.before);
  Table table = row.Head();
  row.AddTo(table, forecast.incomplete ? "Hiện nay (có thể chưa đủ)" : "Trước", *forecast.before);
  if (forecast.after) row.AddTo(table, "Sau khi ghi", *forecast.after);
  text += table.Render(context.style);
  if (forecast.after && Shown(row, *forecast.before) == Shown(row, *forecast.after)) {
    text += "Số liệu của dòng này không đổi.\n";
  }
  if (forecast.outdated) text += "Số liệu có thể chưa gồm ghi nhận vừa có của người khác.\n";
  return text;
}

// The rows above the question are not repeated, unless they are needed to compare.
std::string ResultText(const Context& context, const Told& told) {
  const auto& [row, name, question, forecast, after] = told;
  if (!after) return "";
  const bool differs = forecast.after && Shown(row, *forecast.after) != Shown(row, *after);
  std::string text = Heading(context, row, *after);
  Table table = row.Head();
  if (forecast.before && !forecast.after) {
    row.AddTo(table, forecast.incomplete ? "Trước (có thể chưa đủ)" : "Trước", *forecast.before);
  }
  if (differs) row.AddTo(table, "Dự kiến", *forecast.after);
  row.AddTo(table, "Hiện nay", *after);
  text += table.Render(context.style);
  if (differs) text += "Khác với dự kiến: trong lúc đó có thể đã có ghi nhận khác.\n";
  const std::string sentence = row.Sentence(*after);
  return sentence.empty() ? text : text + sentence + ".\n";
}

// What each row has to say; two of the same figures say it once.
template <typename TextOf>
void PrintRows(const Context& context, std::ostream& out, const std::vector<Told>& rows,
               TextOf text_of) {
  std::string last;
  for (const Told& told : rows) {
    const std::string text = text_of(context, told);
    if (text != last) out << text;
    last = text;
  }
}

// `answer` is null when nothing was written.
void PrintJson(Context& context, const FigureWrite& write, const Message* answer,
               const std::vector<Told>& rows) {
  ordered_json j;
  j[write.answer] =
      answer == nullptr ? ordered_json(nullptr) : ordered_json::parse(ToJson(*answer));
  for (const Told& told : rows) {
    const auto figures = [&told](const std::optional<Status>& status) -> ordered_json {
      const Message* found = status ? told.row.Find(*status) : nullptr;
      return found == nullptr ? ordered_json(nullptr) : ordered_json::parse(ToJson(*found));
    };
    // What may lack something is no figure to compute with.
    const ordered_json row = {{"before", told.forecast.incomplete ? ordered_json(nullptr)
                                                                  : figures(told.forecast.before)},
                              {"expected", figures(told.forecast.after)},
                              {"after", figures(told.after)}};
    if (told.name.empty()) {
      j.update(row);
    } else {
      j[told.name] = row;
    }
  }
  context.out << j.dump(2) << '\n';
}

// Tells a clerk what is known of the writes when number `i` was not answered with success, and a
// machine the same in the metadata of the error.
absl::Status Interrupted(Context& context, const FigureWrite& write, size_t i,
                         const absl::Status& error) {
  const bool unknown = OutcomeUnknown(error);
  const size_t count = write.writes.size();
  errors::Metadata metadata;
  if (count > 1) metadata = {{"write", std::to_string(i)}, {"written", std::to_string(i)}};
  if (unknown) metadata["outcome"] = "unknown";
  if (context.settings.json) return WithMetadata(error, metadata);

  std::string text;
  if (count > 1) {
    text = "Bước " + std::to_string(i + 1) + '/' + std::to_string(count) + " (" +
           write.writes[i].description + ") " +
           (unknown ? "chưa rõ đã ghi hay chưa" : "không ghi được");
    if (i > 0) {
      text += "; các bước trước đã ghi.\n";
    } else {
      text += unknown ? ".\n" : "; chưa ghi gì.\n";
    }
  } else if (unknown) {
    text = "Chưa rõ đã ghi hay chưa.\n";
  }
  if (unknown) text += "Xem lại bằng: " + write.look + '\n';
  if (i > 0 && !write.rest.empty()) {
    text += (unknown ? "Nếu chưa ghi, làm tiếp: " : "Làm tiếp: ") + write.rest + '\n';
  }
  context.err << text;
  return error;
}

// Somebody else has changed what was read: nothing is written on it unseen.
void SayConflict(Context& context, const FigureWrite& write, const absl::Status& error) {
  if (context.settings.json || errors::Reason(error) != errors::reasons::kEtagMismatch) return;
  context.err << "Vừa có ghi nhận khác; xem lại rồi ghi lại: " << write.look << '\n';
}

// Makes the writes; the answer of the last one.
absl::StatusOr<std::unique_ptr<Message>> Make(Context& context, const FigureWrite& write,
                                              std::string& position) {
  std::unique_ptr<Message> answer;
  for (size_t i = 0; i < write.writes.size(); ++i) {
    const ProgramWrite& step = write.writes[i];
    SetString(*step.request, "request_id", RandomUuid());
    absl::StatusOr<std::unique_ptr<Message>> made =
        CallPrograms(context, step.method, *step.request, &position);
    if (!made.ok()) {
      SayConflict(context, write, made.status());
      return Interrupted(context, write, i, made.status());
    }
    answer = *std::move(made);
  }
  return answer;
}

}  // namespace

absl::StatusOr<StatusFlags> FlagsFor(Context& context, const StatusFlags& flags,
                                     std::span<const ProgramWrite> writes) {
  StatusFlags out = flags;
  if (!flags.as_of.empty()) return out;
  TIENDO_ASSIGN_OR_RETURN(const google::type::Date today, Today(context.clock));
  // Days as ISO 8601 has them sort by time.
  std::string latest = IsoDate(today);
  for (const ProgramWrite& write : writes) {
    const std::optional<google::type::Date> day = DayOf(*write.request);
    if (!day || IsoDate(*day) <= latest) continue;
    out.as_of = latest = IsoDate(*day);
  }
  return out;
}

absl::StatusOr<int> RunFigureWrite(Context& context, std::span<const NamedRow> rows,
                                   FigureWrite write) {
  absl::StatusOr<WritePreview> checked = PreviewWrites(context, write.writes);
  if (!checked.ok()) {
    SayConflict(context, write, checked.status());
    return checked.status();
  }
  WritePreview preview = *std::move(checked);
  TIENDO_ASSIGN_OR_RETURN(const std::string detail, DetailOf(context, write, preview));

  // Whoever is asked sees what it is about; a machine that asks for no question needs none of it.
  const bool shown = !context.settings.json || !write.yes;
  if (preview.changes && preview.changes->changes().empty()) {
    if (shown) {
      context.err << write.subject << detail << "Không có gì thay đổi so với dữ liệu đã có.\n";
    }
    if (context.settings.json) PrintJson(context, write, nullptr, {});
    return kExitOk;
  }

  if (shown) ShowWrites(context, write, detail);
  std::vector<Told> told;
  for (const NamedRow& named : rows) {
    TIENDO_ASSIGN_OR_RETURN(std::optional<GetStatusRequest> question, Ask(context, named.row));
    Forecast forecast;
    if (question) {
      TIENDO_ASSIGN_OR_RETURN(forecast, ForecastFigures(context, *question, write.writes, preview));
    }
    told.push_back({named.row, named.name, std::move(question), std::move(forecast), std::nullopt});
  }
  if (shown) PrintRows(context, context.err, told, &ForecastText);
  if (!Confirmed(context, write.yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }

  std::string position;
  TIENDO_ASSIGN_OR_RETURN(const std::unique_ptr<Message> answer, Make(context, write, position));
  for (Told& row : told) {
    if (!row.question) continue;
    if (!position.empty()) row.question->add_min_positions(position);
    row.after = ReadFiguresOrSay(context, *row.question);
  }
  if (context.settings.json) {
    PrintJson(context, write, answer.get(), told);
  } else {
    context.out << "Đã ghi.\n";
    PrintRows(context, context.out, told, &ResultText);
  }
  return kExitOk;
}

}  // namespace tiendo::cli
