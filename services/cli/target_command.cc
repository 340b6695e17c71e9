#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/numbers.h"
#include "services/cli/target_view.h"
#include "services/cli/target_write.h"

namespace tiendo::cli {
namespace {

using programs::v1::Target;
using programs::v1::TargetReport;
using status::v1::GetStatusRequest;
using status::v1::Status;

struct ListFlags {
  StatusFlags query;
};

struct ShowFlags {
  std::string name;
  StatusFlags query;
};

struct ReportFlags {
  TargetWriteFlags write;
  std::string period;
  std::string value;
  std::string date;
  std::string reported;
  std::string unit;
  bool incremental = false;
};

struct CorrectFlags {
  TargetWriteFlags write;
  std::string value;
  std::string period;
  std::string date;
  std::string reason;
};

absl::StatusOr<Status> AskStatus(Context& context, const StatusFlags& flags, int year) {
  TIENDO_ASSIGN_OR_RETURN(GetStatusRequest query, QueryOf(context, flags));
  query.set_view(status::v1::VIEW_FULL);
  if (year != 0) query.set_year(year);
  Status status;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.status.v1.StatusService/GetStatus", query, status));
  return status;
}

absl::StatusOr<int> RunList(Context& context, const ListFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const Status status, AskStatus(context, flags.query, 0));
  if (context.settings.json) {
    nlohmann::ordered_json targets = nlohmann::ordered_json::array();
    for (const auto& figures : status.targets()) {
      targets.push_back(nlohmann::ordered_json::parse(ToJson(figures)));
    }
    context.out << targets.dump(2) << '\n';
    return kExitOk;
  }
  context.out << context.style.Bold(status.scope_title()) << " (" << status.scope() << ")\n"
              << HeadLine(status) << '\n';
  if (status.targets().empty()) context.out << "Năm này chưa có chỉ tiêu nào.\n";
  PrintTargets(context, status, /*full=*/true);
  context.out << '\n' << FreshnessLine(status.freshness()) << '\n';
  return kExitOk;
}

std::string KindText(const TargetReport& report) {
  return report.kind() == TargetReport::KIND_INCREMENTAL ? "phát sinh" : "lũy kế";
}

std::string NoteText(const TargetReport& report, const std::string& unit_of_measure) {
  if (report.voided()) return "đã hủy: " + report.void_reason();
  if (!report.has_correction()) return "";
  return "đính chính lần " + std::to_string(report.version() - 1) + ", trước là " +
         ValueText(report.correction().previous_value(), unit_of_measure) + ": " +
         report.correction().reason();
}

void PrintReports(Context& context, const Target& target,
                  const std::vector<TargetReport>& reports) {
  using enum Table::Align;
  Table table({{"Báo cáo"},
               {"Kỳ"},
               {"Loại"},
               {"Số liệu", kRight},
               {"Đến ngày"},
               {"Báo cáo ngày"},
               {"Ghi chú"}});
  for (const TargetReport& r : reports) {
    table.AddRow({r.name().substr(target.name().size() + 1), PeriodText(r.period()), KindText(r),
                  ValueText(r.value(), target.unit_of_measure()), VietnameseDate(r.as_of()),
                  VietnameseDate(r.reported_date()), NoteText(r, target.unit_of_measure())});
  }
  if (table.empty()) {
    context.out << "Chưa có số liệu báo cáo.\n";
  } else {
    context.out << '\n' << table.Render(context.style);
  }
}

void PrintTarget(Context& context, const Target& target) {
  context.out << context.style.Bold(target.title()) << " (" << target.name() << ")\n"
              << "  " << RequirementText(target) << " năm " << target.year();
  if (!target.original_year_value().empty() &&
      target.original_year_value() != target.year_value()) {
    context.out << " (ban đầu " << ValueText(target.original_year_value(), target.unit_of_measure())
                << ')';
  }
  if (!target.assigning_organ().empty()) context.out << "; giao: " << target.assigning_organ();
  context.out << '\n';
  if (!target.leads().empty()) {
    context.out << "  chủ trì:";
    for (const std::string& lead : target.leads()) context.out << ' ' << lead;
    context.out << '\n';
  }
  for (const Target::PlanPoint& point : target.plan()) {
    context.out << "  kế hoạch " << PeriodText(point.period()) << ": "
                << ValueText(point.value(), target.unit_of_measure()) << '\n';
  }
}

absl::StatusOr<int> RunShow(Context& context, const ShowFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const Target target, ReadTarget(context, flags.name));
  TIENDO_ASSIGN_OR_RETURN(const std::vector<TargetReport> reports,
                          ReadReports(context, target.name()));
  TIENDO_ASSIGN_OR_RETURN(const Status status, AskStatus(context, flags.query, target.year()));
  const status::v1::TargetStatus* row = RowOf(status, target.name());
  if (context.settings.json) {
    using nlohmann::ordered_json;
    ordered_json j = {{"target", ordered_json::parse(ToJson(target))},
                      {"reports", ordered_json::array()},
                      {"status", nullptr}};
    for (const TargetReport& r : reports) j["reports"].push_back(ordered_json::parse(ToJson(r)));
    if (row != nullptr) j["status"] = ordered_json::parse(ToJson(*row));
    context.out << j.dump(2) << '\n';
    return kExitOk;
  }
  PrintTarget(context, target);
  PrintReports(context, target, reports);
  context.out << '\n' << HeadLine(status) << '\n';
  if (row != nullptr) {
    context.out << "→ " << row->sentence_vi() << ".\n";
  } else {
    context.out << "→ Ngày này không có trong chỉ tiêu của " << status.scope_title() << ".\n";
  }
  return kExitOk;
}

absl::StatusOr<ProgramWrite> MakeReport(const ReportFlags& flags, const Target& target) {
  auto request = std::make_unique<programs::v1::ReportTargetValueRequest>();
  request->set_name(target.name());
  request->set_etag(target.etag());
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_period(), ParsePeriod("--period", flags.period));
  TIENDO_ASSIGN_OR_RETURN(const decimal::Decimal value, ParseNumber("--value", flags.value));
  request->set_value(value.ToString());
  request->set_kind(flags.incremental ? TargetReport::KIND_INCREMENTAL
                                      : TargetReport::KIND_CUMULATIVE);
  if (!flags.date.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_as_of(), ParseDate("--date", flags.date));
  }
  if (!flags.reported.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_reported_date(),
                            ParseDate("--reported", flags.reported));
  }
  request->set_unit(UnitName(flags.unit));
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.write.document, *request->mutable_evidence()));
  std::string description = (flags.incremental ? "phát sinh " : "lũy kế ") +
                            PeriodText(request->period()) + ": " +
                            ValueText(request->value(), target.unit_of_measure());
  if (request->has_as_of()) description += ", số liệu đến ngày " + VietnameseDate(request->as_of());
  if (!request->unit().empty()) description += ", đơn vị báo cáo " + request->unit();
  return ProgramWrite{"ReportTargetValue", description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeCorrection(Context& context, const CorrectFlags& flags,
                                            const Target& target) {
  TIENDO_ASSIGN_OR_RETURN(const std::vector<TargetReport> reports,
                          ReadReports(context, target.name()));
  auto request = std::make_unique<programs::v1::CorrectTargetReportRequest>();
  request->set_name(flags.write.name);
  TIENDO_ASSIGN_OR_RETURN(const decimal::Decimal value, ParseNumber("--value", flags.value));
  request->set_value(value.ToString());
  request->set_reason(flags.reason);
  if (!flags.period.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_period(), ParsePeriod("--period", flags.period));
  }
  if (!flags.date.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_as_of(), ParseDate("--date", flags.date));
  }
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.write.document, *request->mutable_document()));
  std::string before = "–";
  for (const TargetReport& report : reports) {
    if (report.name() != request->name()) continue;
    before = ValueText(report.value(), target.unit_of_measure());
    // What the clerk has seen is what is corrected.
    request->set_etag(report.etag());
  }
  const std::string description = "đính chính " + before + " → " +
                                  ValueText(request->value(), target.unit_of_measure()) + " (" +
                                  flags.reason + ")";
  return ProgramWrite{"CorrectTargetReport", description, std::move(request)};
}

void AddWriteFlags(CLI::App& command, TargetWriteFlags& flags) {
  command.add_option("--document", flags.document.number, "Number of the document behind it");
  command.add_option("--document-date", flags.document.date, "Date on the document");
  command.add_option("--issuer", flags.document.issuer, "Issuing body of the document");
  AddScopeFlags(command, flags.figures);
  command.add_flag("--yes,-y", flags.yes, "Do not ask");
}

void AddList(CLI::App& target, Action& selected) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* command = target.add_subcommand("list", "Targets of a unit and all below it");
  AddScopeFlags(*command, flags->query);
  AddYearFlags(*command, flags->query);
  command->footer("Example:\n  tiendo target list --as-of 2022-06-30\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunList(context, *flags); };
  });
}

void AddShow(CLI::App& target, Action& selected) {
  auto flags = std::make_shared<ShowFlags>();
  CLI::App* command =
      target.add_subcommand("show", "One target: what is asked, what was reported, how it stands");
  command->add_option("name", flags->name, "programs/{program}/targets/{target}")->required();
  AddScopeFlags(*command, flags->query);
  command->footer(
      "Example:\n  tiendo target show programs/nganh-2022/targets/giai-quyet-viec-lam\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunShow(context, *flags); };
  });
}

void AddReport(CLI::App& target, Action& selected) {
  auto flags = std::make_shared<ReportFlags>();
  CLI::App* command = target.add_subcommand("report", "Record a value that was reported");
  command->add_option("name", flags->write.name, "programs/{program}/targets/{target}")->required();
  command->add_option("--period", flags->period, "month-4, quarter-1, 6-months, 9-months or year")
      ->required();
  command->add_option("--value", flags->value, "The value: 54950, 86.5 or 86,5")->required();
  command->add_flag("--incremental", flags->incremental,
                    "What came on top in the period; default: the whole since the year began");
  command->add_option("--date", flags->date,
                      "Day up to which it holds; default: the last day of the period");
  command->add_option("--reported", flags->reported, "Day of the report; default: today");
  command->add_option("--unit", flags->unit, "Unit that reports");
  AddWriteFlags(*command, flags->write);
  command->footer(
      "Example:\n  tiendo target report programs/nganh-2022/targets/giai-quyet-viec-lam \\\n"
      "      --period month-4 --value 108503 --document MẪU-31/BC\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return RunTargetWrite(context, flags->write, [flags](Context&, const Target& found) {
        return MakeReport(*flags, found);
      });
    };
  });
}

void AddCorrect(CLI::App& target, Action& selected) {
  auto flags = std::make_shared<CorrectFlags>();
  CLI::App* command = target.add_subcommand(
      "correct", "Replace what a report said; the earlier value stays readable");
  command
      ->add_option("name", flags->write.name,
                   "programs/{program}/targets/{target}/reports/{number}")
      ->required();
  command->add_option("--value", flags->value, "The right value")->required();
  command->add_option("--period", flags->period, "The right period; default: as before");
  command->add_option("--date", flags->date, "The right day; default: as before");
  command->add_option("--reason", flags->reason, "Reason")->required();
  AddWriteFlags(*command, flags->write);
  command->footer(
      "Example:\n  tiendo target correct \\\n"
      "      programs/nganh-2022/targets/giai-quyet-viec-lam/reports/0002 \\\n"
      "      --value 108503 --reason \"cộng thiếu một quận\"\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return RunTargetWrite(context, flags->write, [flags](Context& c, const Target& found) {
        return MakeCorrection(c, *flags, found);
      });
    };
  });
}

}  // namespace

void AddTarget(CLI::App& app, Action& selected) {
  CLI::App* target = app.add_subcommand(
      "target", "Targets: how they stand; reports show the state before and after, and ask");
  target->require_subcommand(1);
  target->footer("Example:\n  tiendo target list --as-of 2022-06-30\n");
  AddList(*target, selected);
  AddShow(*target, selected);
  AddReport(*target, selected);
  AddCorrect(*target, selected);
}

}  // namespace tiendo::cli
