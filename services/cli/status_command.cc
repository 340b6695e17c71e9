#include <CLI/CLI.hpp>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/duty_write.h"
#include "services/cli/figures_view.h"
#include "services/cli/status_query.h"
#include "services/cli/target_view.h"

namespace tiendo::cli {
namespace {

using status::v1::CategoryFigures;
using status::v1::DutyFigures;
using status::v1::ReminderFigures;
using status::v1::Status;
using status::v1::SupervisionFigures;

struct Flags {
  StatusFlags query;
  bool full = false;
};

// What was asked for beside the row itself.
void PrintCare(Context& context, const Status& status, const CategoryFigures& figures) {
  const status::v1::Columns& columns = figures.columns();
  if (!columns.has_due_soon()) return;
  context.out << "  Sắp đến hạn (trong " << status.due_soon_days()
              << " ngày làm việc): " << columns.due_soon()
              << "; chưa cụ thể hóa: " << columns.not_concrete() << "; quá "
              << status.not_updated_days() << " ngày chưa cập nhật: " << columns.not_updated()
              << ".\n";
}

// Where a unit stands with what it has to hand in: "trễ 2 ngày, đã tiếp nhận".
std::string HandInText(const DutyFigures::Unit& unit) {
  const std::string days = std::to_string(unit.days_late()) + " ngày";
  std::string text;
  switch (unit.state()) {
    case DutyFigures::Unit::STATE_IN_TIME:
      text = "đúng hạn";
      break;
    case DutyFigures::Unit::STATE_LATE:
      text = "trễ " + days;
      break;
    case DutyFigures::Unit::STATE_NOT_HANDED_IN:
      text = "quá hạn " + days + ", chưa nộp";
      break;
    default:
      text = "chưa đến hạn";
      break;
  }
  if (unit.incomplete()) text += ", nộp thiếu";
  if (unit.returned()) text += ", bị trả lại";
  if (unit.accepted()) text += ", đã tiếp nhận";
  return text;
}

void PrintSentences(Context& context, const Status& status) {
  for (const CategoryFigures& figures : status.categories()) {
    context.out << "• " << context.style.Bold(figures.display_name()) << ": ";
    if (!figures.integrity_error_id().empty()) {
      context.out << "số liệu mâu thuẫn, không công bố (mã " << figures.integrity_error_id()
                  << ").\n";
      continue;
    }
    context.out << figures.sentence_vi() << ".\n";
    if (!figures.explanation_vi().empty()) context.out << "  " << figures.explanation_vi() << ".\n";
    if (figures.columns().overdue_open() > 0) {
      context.out << "  "
                  << context.style.Alert("Quá hạn " +
                                         std::to_string(figures.columns().overdue_open()))
                  << " nội dung; tỷ lệ thực hiện đúng trong số đến hạn: "
                  << figures.due_done().text() << ".\n";
    }
    PrintCare(context, status, figures);
    if (figures.unattributed().plan() > 0) {
      context.out << "  Chưa tính " << figures.unattributed().plan()
                  << " nội dung của đơn vị chưa có trong cây đơn vị.\n";
    }
    if (figures.unowned() > 0) {
      context.out << "  " << figures.unowned() << " nội dung chưa có đơn vị chủ trì.\n";
    }
  }
}

void PrintUnits(Context& context, const char* label,
                const google::protobuf::RepeatedPtrField<std::string>& units) {
  if (units.empty()) return;
  context.out << "    " << label << ':';
  for (const std::string& unit : units) context.out << ' ' << unit;
  context.out << '\n';
}

void PrintDossiers(Context& context, const SupervisionFigures& s) {
  context.out << DossierLine({.complete = s.dossiers_complete(),
                              .incomplete = s.dossiers_incomplete(),
                              .present = s.dossier_documents_present(),
                              .required = s.dossier_documents_required(),
                              .unplanned_incomplete = s.dossiers_unplanned_incomplete()});
  PrintUnits(context, "thiếu hồ sơ", s.incomplete_dossier_units());
}

void PrintReminders(Context& context, const ReminderFigures& r) {
  if (!r.has_reminders()) return;
  if (r.reminders() == 0) {
    context.out << "  Nhắc nhở, đôn đốc: chưa nhắc nhở lần nào.\n";
    return;
  }
  context.out << "  Nhắc nhở, đôn đốc: " << r.reminders() << " lần (bằng văn bản " << r.urgings()
              << ") về " << r.subjects() << " việc: chưa thực hiện " << r.open()
              << ", đưa vào chương trình làm việc của lãnh đạo " << r.on_agenda() << ".\n";
}

void PrintSupervision(Context& context, const SupervisionFigures& s) {
  context.out << '\n' << context.style.Bold("Kiểm tra, giám sát") << '\n';
  if (s.has_plan_deadline()) {
    context.out << "  Kế hoạch năm (hạn ban hành " << VietnameseDate(s.plan_deadline())
                << "): phải ban hành " << s.plans_required() << ", đúng hạn " << s.plans_in_time()
                << ", chậm ban hành " << s.plans_late() << ", chưa ban hành "
                << s.plans_not_issued() << ".\n";
    PrintUnits(context, "chậm ban hành", s.late_units());
    PrintUnits(context, "chưa ban hành", s.not_issued_units());
  } else {
    context.out << "  Kế hoạch năm: chưa có quy định đơn vị phải ban hành và thời hạn.\n";
  }
  context.out << "  Cuộc theo kế hoạch: " << s.engagements_planned() << ", đến hạn "
              << s.engagements_due() << ", đã kết luận " << s.engagements_concluded() << " (trễ "
              << s.engagements_concluded_late() << "), quá hạn chưa kết luận "
              << s.engagements_overdue() << "; ngoài kế hoạch: " << s.engagements_unplanned()
              << ".\n";
  PrintUnits(context, "chậm thực hiện", s.slow_units());
  PrintDossiers(context, s);
  if (s.recommendations() > 0) {
    context.out << "  Kiến nghị: " << s.recommendations() << ", chưa báo cáo "
                << s.recommendations_open() << " (quá hạn " << s.recommendations_overdue()
                << ").\n";
  }
}

void PrintChildren(Context& context, const Status& status) {
  for (const CategoryFigures& parent : status.categories()) {
    Table table = FiguresTable("Đơn vị");
    const auto add = [&table](const std::string& title, const status::v1::Columns& c) {
      table.AddRow({title,
                    std::to_string(c.done_total()) + '/' + std::to_string(c.due_to_date()) + '/' +
                        std::to_string(c.plan()),
                    "", "", std::to_string(c.remaining()), std::to_string(c.overdue_open()),
                    std::to_string(c.done_ahead()), std::to_string(c.done_late())});
    };
    for (const status::v1::ChildStatus& child : status.children()) {
      for (const CategoryFigures& figures : child.categories()) {
        if (figures.category() == parent.category() && figures.columns().plan() > 0) {
          AddFiguresRow(table, child.title(), figures);
        }
      }
    }
    if (parent.has_own() && parent.own().plan() > 0) add("(trực tiếp)", parent.own());
    if (parent.has_joint() && parent.joint().plan() > 0) {
      add("(trừ phần nhiều đơn vị cùng chủ trì)", parent.joint());
    }
    if (table.empty()) continue;
    context.out << '\n'
                << context.style.Bold(parent.display_name()) << '\n'
                << table.Render(context.style);
  }
}

void PrintDuties(Context& context, const Status& status, bool full) {
  if (status.duties().empty()) return;
  context.out << '\n' << context.style.Bold("Nhiệm vụ giao đồng loạt") << '\n';
  Table table = HandInTable({"Nhiệm vụ", "Kỳ"});
  for (const DutyFigures& figures : status.duties()) {
    AddHandInRow(table, {figures.title(), figures.period()}, figures);
  }
  context.out << table.Render(context.style);
  for (const DutyFigures& figures : status.duties()) {
    if (figures.late_units().empty()) continue;
    context.out << "  " << figures.title() << ", kỳ " << figures.period() << ": "
                << context.style.Alert(std::to_string(figures.late_unit_count()) +
                                       " đơn vị trễ hoặc chưa nộp")
                << ':';
    for (const std::string& unit : figures.late_units()) context.out << ' ' << unit;
    context.out << (figures.late_unit_count() > figures.late_units_size() ? " …\n" : "\n");
  }
  if (!full) return;
  for (const DutyFigures& figures : status.duties()) {
    Table units({{"Đơn vị"}, {"Thời hạn"}, {"Ngày nộp"}, {"Kết quả"}});
    for (const DutyFigures::Unit& unit : figures.units()) {
      units.AddRow({unit.unit(), VietnameseDate(unit.deadline()),
                    VietnameseDate(unit.submit_date()), HandInText(unit)});
    }
    context.out << '\n'
                << context.style.Bold(figures.title() + ", kỳ " + figures.period()) << '\n'
                << units.Render(context.style);
  }
}

void Print(Context& context, const Status& status, bool full) {
  context.out << context.style.Bold(status.scope_title()) << " (" << status.scope() << ")\n"
              << HeadLine(status) << "\n\n";
  Table table = FiguresTable("Nhóm chương trình");
  for (const CategoryFigures& figures : status.categories()) {
    AddFiguresRow(table, figures.display_name(), figures);
  }
  if (table.empty()) {
    context.out << "Năm này chưa có nội dung nào.\n";
  } else {
    context.out
        << table.Render(context.style)
        << "TH: đã thực hiện; ĐH: đến hạn; KH: kế hoạch năm. Các nhóm không cộng vào nhau.\n\n";
    PrintSentences(context, status);
  }
  for (const int year : status.missing_calendar_years()) {
    context.out << "Chưa nhập lịch nghỉ năm " << year
                << ": có thể thiếu nội dung sắp đến hạn trong năm đó.\n";
  }
  PrintTargets(context, status, full);
  if (status.has_supervision()) PrintSupervision(context, status.supervision());
  PrintReminders(context, status.reminders());
  PrintDuties(context, status, full);
  if (full) PrintChildren(context, status);
  context.out << '\n' << FreshnessLine(status.freshness()) << '\n';
}

absl::StatusOr<int> RunStatus(Context& context, const Flags& flags) {
  TIENDO_ASSIGN_OR_RETURN(status::v1::GetStatusRequest query, QueryOf(context, flags.query));
  query.set_view(flags.full ? status::v1::VIEW_FULL : status::v1::VIEW_BASIC);
  Status status;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.status.v1.StatusService/GetStatus", query, status));
  if (context.settings.json) {
    context.out << ToJson(status);
  } else {
    Print(context, status, flags.full);
  }
  return kExitOk;
}

}  // namespace

void AddStatus(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("status", "Figures of a unit and all below it, on any day");
  AddScopeFlags(*command, flags->query);
  AddBasisFlags(*command, flags->query);
  AddPeriodFlag(*command, flags->query);
  AddPickFlags(*command, flags->query);
  command->add_option("--due-by", flags->query.due_by,
                      "Measure results against what was due by this earlier day");
  AddRoundingFlag(*command, flags->query);
  command->add_flag("--full", flags->full, "Also a row per child unit, and reminders");
  command->footer(
      "Example:\n"
      "  tiendo status --as-of 2022-06-30 --full\n"
      "  tiendo status --period 2022-h1\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunStatus(context, *flags); };
  });
}

}  // namespace tiendo::cli
