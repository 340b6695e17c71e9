#include "services/cli/sheet_import.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/import_report.h"
#include "services/cli/sheet_plan.h"
#include "services/cli/sheets/read.h"

namespace tiendo::cli {
namespace {

using nlohmann::ordered_json;
using sheets::Problem;

// What rows and steps of a kind of table are called.
struct KindWords {
  sheets::TableKind kind;
  const char* noun;
  struct Step {
    RowStep::Kind kind;
    const char* word;
  };
  std::vector<Step> steps;  // after the creations
};

const KindWords& WordsOf(sheets::TableKind kind) {
  using Kind = RowStep::Kind;
  static const std::vector<KindWords> kinds = {
      {sheets::TableKind::kItems,
       "nội dung",
       {{Kind::kUpdate, "sửa"},
        {Kind::kIssue, "giao"},
        {Kind::kExtend, "gia hạn"},
        {Kind::kComplete, "kết quả"},
        {Kind::kWithdraw, "rút"}}},
      {sheets::TableKind::kTargets,
       "chỉ tiêu",
       {{Kind::kUpdate, "sửa"},
        {Kind::kIssue, "giao"},
        {Kind::kExtend, "điều chỉnh"},
        {Kind::kComplete, "số liệu"},
        {Kind::kWithdraw, "rút"}}},
      {sheets::TableKind::kDuties,
       "nhiệm vụ",
       {{Kind::kUpdate, "sửa"}, {Kind::kIssue, "ban hành"}}},
      {sheets::TableKind::kUnits, "đơn vị", {{Kind::kUpdate, "điền thêm"}}},
  };
  return *std::find_if(kinds.begin(), kinds.end(),
                       [kind](const KindWords& words) { return words.kind == kind; });
}

// The table of one file, and where it was found.
struct Source {
  std::string file;
  std::string sheet;
  AnyTable table;
  // Of the table, whatever its kind.
  sheets::Header header;
  std::vector<Problem> problems;
  std::vector<sheets::Skipped> skipped;
  size_t rows = 0;

  const KindWords& Words() const { return WordsOf(header.kind); }
};

AnyTable ReadRows(const sheets::Sheet& sheet, const sheets::Header& header,
                  const std::string& program, const sheets::Limits& limits) {
  switch (header.kind) {
    case sheets::TableKind::kTargets:
      return sheets::ReadTargets(sheet, header, program, limits);
    case sheets::TableKind::kDuties:
      return sheets::ReadDuties(sheet, header, program, limits);
    case sheets::TableKind::kUnits:
      return sheets::ReadUnits(sheet, header, limits);
    case sheets::TableKind::kItems:
      break;
  }
  return sheets::ReadItems(sheet, header, program, limits);
}

absl::StatusOr<Source> ReadSource(const std::string& path, const SheetFlags& flags) {
  Source source;
  source.file = std::filesystem::path(path).filename().string();
  TIENDO_ASSIGN_OR_RETURN(const sheets::Workbook workbook,
                          sheets::ReadWorkbook(path, flags.limits));
  TIENDO_ASSIGN_OR_RETURN(const sheets::Sheet* sheet,
                          sheets::ChooseSheet(workbook, flags.sheet, flags.limits));
  source.sheet = sheet->name;
  const std::optional<sheets::Header> header = sheets::FindHeader(*sheet, flags.limits);
  if (!header) {
    return absl::InvalidArgumentError("trang \"" + sheet->name +
                                      "\" không có dòng tiêu đề: " + sheets::HeaderNeeds());
  }
  std::string program = flags.program;
  constexpr std::string_view kPrefix = "programs/";
  if (program.compare(0, kPrefix.size(), kPrefix) == 0) program.erase(0, kPrefix.size());
  source.table = ReadRows(*sheet, *header, program, flags.limits);
  std::visit(
      [&source](const auto& table) {
        source.header = table.header;
        source.problems = table.problems;
        source.skipped = table.skipped;
        source.rows = table.rows.size();
      },
      source.table);
  return source;
}

int ReportUnreadable(Context& context, const std::string& path, const absl::Status& status) {
  const std::string file = std::filesystem::path(path).filename().string();
  const std::string reason(status.message());
  if (context.settings.json) {
    context.err << DumpJson({{"problems", {{{"file", file}, {"row", 0}, {"reason", reason}}}}});
  } else {
    context.err << "Lỗi: không nhập được " << file << "; chưa gửi gì.\n  " << reason << '\n';
  }
  return kExitInvalid;
}

std::string LineOf(const Problem& problem) {
  std::string line = problem.row == 0 ? "" : "dòng " + std::to_string(problem.row);
  if (!problem.column.empty()) line += ", cột " + problem.column;
  if (!problem.value.empty()) line += ": \"" + problem.value + '"';
  return line + ": " + problem.reason;
}

int ReportProblems(Context& context, const Source& source, std::vector<Problem> problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.row < b.row; });
  if (context.settings.json) {
    ordered_json list = ordered_json::array();
    for (const Problem& p : problems) {
      list.push_back({{"file", source.file},
                      {"sheet", source.sheet},
                      {"row", p.row},
                      {"column", p.column},
                      {"value", p.value},
                      {"reason", p.reason}});
    }
    context.err << DumpJson({{"problems", list}});
    return kExitInvalid;
  }
  context.err << "Lỗi: " << source.file << ", trang \"" << source.sheet << "\" có "
              << problems.size() << " chỗ sai; chưa ghi gì.\n";
  for (const Problem& problem : problems) context.err << "  " << LineOf(problem) << '\n';
  return kExitInvalid;
}

// What was left out, so that nothing disappears without a word.
void ShowLeftOut(Context& context, const Source& source) {
  for (const std::string& column : source.header.unknown) {
    context.err << "  cột không dùng: " << column << '\n';
  }
  for (const sheets::Skipped& row : source.skipped) {
    context.err << "  dòng " << row.row << " không phải " << source.Words().noun << ", bỏ qua: \""
                << row.text << "\"\n";
  }
}

void ShowPlan(Context& context, const Source& source, const SheetPlan& plan) {
  context.err << source.file << ", trang \"" << source.sheet << "\", tiêu đề ở dòng "
              << source.header.row << ", " << source.rows << ' ' << source.Words().noun << '\n';
  ShowLeftOut(context, source);
  for (const SheetChange& change : plan.changes) {
    context.err << "  dòng " << change.row << ": " << context.style.Bold(change.title) << " ("
                << change.name << ")\n";
    for (const FieldChange& field : change.fields) {
      context.err << "    " << field.field << ": " << field.before << " → " << field.after << '\n';
    }
  }
  const auto count = [&plan](RowStep::Kind kind) {
    auto it = plan.counts.find(kind);
    return it == plan.counts.end() ? 0 : it->second;
  };
  context.err << "Sẽ ghi: tạo mới " << count(RowStep::Kind::kCreate) << ' ' << source.Words().noun;
  for (const KindWords::Step& step : source.Words().steps) {
    context.err << ", " << step.word << ' ' << count(step.kind);
  }
  context.err << "; không đổi " << plan.unchanged << ".\n";
  if (plan.not_in_sheet > 0) {
    context.err << "Có " << plan.not_in_sheet << ' ' << source.Words().noun
                << " trong hệ thống mà tệp không có: giữ nguyên.\n";
  }
}

ordered_json PlanJson(const Source& source, const SheetPlan& plan) {
  ordered_json j = {{"file", source.file},
                    {"sheet", source.sheet},
                    {"headerRow", source.header.row},
                    {"rows", source.rows},
                    {"unknownColumns", source.header.unknown},
                    {"skipped", ordered_json::array()},
                    {"changes", ordered_json::array()},
                    {"unchanged", plan.unchanged},
                    {"notInSheet", plan.not_in_sheet}};
  for (const sheets::Skipped& row : source.skipped) {
    j["skipped"].push_back({{"row", row.row}, {"text", row.text}});
  }
  for (const SheetChange& change : plan.changes) {
    ordered_json fields = ordered_json::array();
    for (const FieldChange& f : change.fields) {
      fields.push_back({{"field", f.field}, {"before", f.before}, {"after", f.after}});
    }
    j["changes"].push_back({{"row", change.row}, {"name", change.name}, {"fields", fields}});
  }
  return j;
}

void Finish(Context& context, const Source& source, const SheetPlan& plan,
            const ImportSummary& summary, bool rehearse) {
  if (context.settings.json) {
    ordered_json j = PlanJson(source, plan);
    j.update(SummaryJson(summary, rehearse));
    context.out << DumpJson(j);
    return;
  }
  PrintSummary(context, summary, rehearse, [&](const ImportSummary::Note& note) {
    return source.file + ", " + RowsOf(plan, note.number);
  });
}

ImportSummary Send(Context& context, const SheetPlan& plan, Importer& importer) {
  ImportSummary summary = importer.Run(plan.requests);
  EndProgress(context);
  return summary;
}

// What keeps the services from being asked at all is not the fault of a row.
absl::Status Unreachable(const ImportSummary& summary) {
  for (const ImportSummary::Note& note : summary.notes) {
    if (Retryable(note.status)) return note.status;
  }
  return absl::OkStatus();
}

}  // namespace

void AddSheetFlags(CLI::App& command, SheetFlags& flags) {
  command
      .add_option("--program", flags.program,
                  "Programme of the rows of a table that has no such column")
      ->group("Tables (.csv, .xlsx)");
  command
      .add_option("--sheet", flags.sheet,
                  "Sheet to import; default: the only visible one with a header")
      ->group("Tables (.csv, .xlsx)");
  command.add_flag("--yes,-y", flags.yes, "Do not ask before writing")
      ->group("Tables (.csv, .xlsx)");
  const auto limit = [&command](const char* name, int64_t& value, int64_t most, const char* text) {
    command.add_option(name, value, text)
        ->check(CLI::Range(int64_t{1}, most))
        ->capture_default_str()
        ->group("Limits of tables");
  };
  sheets::Limits& l = flags.limits;
  limit("--max-file-mib", l.file_mib, 512, "Size of the file, MiB");
  limit("--max-unpacked-mib", l.unpacked_mib, 1024, "Unpacked size of an .xlsx file, MiB");
  limit("--max-ratio", l.ratio, 100'000, "Unpacked to packed size of a part above 1 MiB");
  limit("--max-parts", l.parts, 65'535, "Parts of an .xlsx file");
  limit("--max-xml-depth", l.xml_depth, 1'000, "Nesting of its XML");
  limit("--max-rows", l.rows, 1'048'576, "Rows with anything in them, of one sheet");
  limit("--max-cells", l.cells, 10'000'000, "Cells with anything in them, of one sheet");
  limit("--header-rows", l.header_rows, 1'000, "Rows in which the header is looked for");
  command
      .add_option("--two-digit-years-from", l.two_digit_years_from,
                  "First of the hundred years that years of two digits stand for")
      ->check(CLI::Range(int64_t{1900}, int64_t{2900}))
      ->capture_default_str()
      ->group("Limits of tables");
}

absl::StatusOr<int> RunSheetImport(Context& context, const std::string& path,
                                   const SheetFlags& flags, const ImportOptions& options) {
  absl::StatusOr<Source> source = ReadSource(path, flags);
  if (absl::IsNotFound(source.status())) return source.status();
  if (!source.ok()) return ReportUnreadable(context, path, source.status());
  TIENDO_ASSIGN_OR_RETURN(SheetPlan plan, PlanSheet(context.caller, source->file, source->table));

  const auto progress = [&](size_t done, size_t total, const ImportRequest& next) {
    ShowProgress(context, done, total, next.file);
  };
  ImportOptions sending = options;
  sending.compared = true;
  ImportOptions rehearsal = sending;
  rehearsal.rehearse = true;
  Importer rehearser(context.caller, rehearsal, absl::SleepFor, progress);
  const ImportSummary rehearsed = Send(context, plan, rehearser);
  TIENDO_RETURN_IF_ERROR(Unreachable(rehearsed));
  std::vector<Problem> problems = source->problems;
  std::move(plan.problems.begin(), plan.problems.end(), std::back_inserter(problems));
  const std::vector<Problem> refused = ProblemsOf(rehearsed, plan, source->header);
  problems.insert(problems.end(), refused.begin(), refused.end());
  if (!problems.empty()) return ReportProblems(context, *source, std::move(problems));

  if (!context.settings.json) ShowPlan(context, *source, plan);
  if (options.rehearse || plan.requests.empty()) {
    Finish(context, *source, plan, rehearsed, options.rehearse);
    return kExitOk;
  }
  if (!Confirmed(context, flags.yes)) {
    context.err << "Không ghi gì.\n";
    return kExitOther;
  }
  Importer importer(context.caller, sending, absl::SleepFor, progress);
  const ImportSummary summary = Send(context, plan, importer);
  Finish(context, *source, plan, summary, false);
  WaitForFigures(context, importer);
  return ExitCodeOfSummary(summary);
}

}  // namespace tiendo::cli
