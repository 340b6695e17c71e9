// tiendo statistics: what the committee reports of inspection and supervision.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/status_query.h"
#include "services/cli/table.h"

namespace tiendo::cli {
namespace {

using status::v1::DossierStatistics;
using status::v1::EngagementStatistics;
using status::v1::GetSupervisionStatisticsRequest;
using status::v1::PlanStatistics;
using status::v1::RecommendationStatistics;
using status::v1::ReminderStatistics;
using status::v1::SupervisionStatistics;
using status::v1::ThemeStatistics;
using status::v1::UnitStatistics;

struct Flags {
  StatusFlags query;
  std::string from;
  bool full = false;
};

std::string N(int n) { return std::to_string(n); }

std::string Head(const SupervisionStatistics& s) {
  std::string line = "Thống kê kiểm tra, giám sát ";
  if (s.has_from()) line += "từ ngày " + VietnameseDate(s.from()) + " ";
  line += "đến ngày " + VietnameseDate(s.as_of()) + " · năm " + N(s.year());
  if (!s.tag().empty()) line += " · thẻ " + s.tag();
  if (s.has_known_at()) {
    line += " · theo những gì đã ghi nhận đến " + VietnameseTime(s.known_at());
  }
  if (s.projection()) line += " · DỰ BÁO: ngày chưa tới";
  return line;
}

void PrintPlans(Context& context, const SupervisionStatistics& s) {
  const PlanStatistics& p = s.plans();
  context.out << "  Kế hoạch năm: phải ban hành " << p.required() << ", đúng hạn " << p.in_time()
              << ", chậm ban hành " << p.late() << ", chưa ban hành " << p.not_issued()
              << ", chưa đến hạn " << p.waiting() << "; có kế hoạch " << s.with_plan_share().text()
              << ", chậm xây dựng " << s.late_plan_share().text() << ".\n";
}

void PrintEngagements(Context& context, const EngagementStatistics& e) {
  context.out << "  Cuộc theo kế hoạch: " << e.planned() << ", đến hạn " << e.due()
              << ", đã kết luận " << e.concluded() << " (trễ " << e.concluded_late()
              << "), quá hạn " << e.overdue() << ", trong hạn " << e.within_time()
              << "; ngoài kế hoạch: " << e.unplanned() << ".\n";
}

void PrintRecommendations(Context& context, const RecommendationStatistics& r) {
  context.out << "  Kiến nghị: " << r.total() << "; chưa báo cáo " << r.open() << " (quá hạn "
              << r.open_overdue() << "), chờ đánh giá " << r.reported() << ", đã thực hiện "
              << r.done() << ", một phần " << r.partly() << ", chưa thực hiện " << r.not_done()
              << ", quá hạn " << r.overdue() << ", không thực hiện " << r.not_carried_out()
              << ", chưa đạt yêu cầu " << r.unsatisfactory() << ".\n";
}

void PrintReminders(Context& context, const SupervisionStatistics& s) {
  const ReminderStatistics& r = s.reminders();
  context.out << "  Nhắc nhở, đôn đốc: " << r.reminders() << " lần (tự động " << r.notices()
              << ", bằng văn bản " << r.urgings() << ") về " << r.subjects()
              << " việc: thực hiện sau nhắc " << r.complied() << ", đã xong trước khi nhắc "
              << r.already_done() << ", không còn phải thực hiện " << r.closed()
              << ", chưa thực hiện " << r.open() << ".\n";
  if (r.complied() > 0) {
    context.out << "  Số ngày từ lần nhắc đầu đến khi thực hiện: bình quân " << r.mean_days().text()
                << " (" << r.mean_days().numerator() << '/' << r.mean_days().denominator()
                << "), trung vị " << r.median_days().text() << ".\n";
  }
  if (r.on_agenda() > 0) {
    context.out << "  "
                << context.style.Alert(N(r.on_agenda()) +
                                       " việc đưa vào chương trình làm việc của lãnh đạo")
                << ".\n";
  }
}

void PrintOrganisations(Context& context, const SupervisionStatistics& s) {
  context.out << "  Tổ chức: " << s.organisations();
  if (s.has_plans()) context.out << ", chậm xây dựng " << s.late_to_draw_up();
  context.out << ", chậm thực hiện " << s.late_to_carry_out() << " ("
              << s.late_to_carry_out_share().text() << "), phải nhắc nhở " << s.reminded() << " ("
              << s.reminded_share().text() << "), bình quân "
              << s.reminders_per_organisation().text() << " lần nhắc mỗi tổ chức.\n";
}

void AddThemeRow(Table& table, const std::string& name, const ThemeStatistics& theme) {
  const EngagementStatistics& e = theme.engagements();
  const RecommendationStatistics& r = theme.recommendations();
  table.AddRow({name, N(theme.plans()), N(e.planned()), N(e.due()), N(e.concluded()),
                N(e.concluded_late()), N(e.overdue()), N(e.unplanned()), N(r.total()), N(r.done()),
                N(r.open())});
}

void PrintThemes(Context& context, const SupervisionStatistics& s) {
  using enum Table::Align;
  if (s.themes().empty()) return;
  Table table({{"Chuyên đề"},
               {"Kế hoạch", kRight},
               {"Cuộc", kRight},
               {"Đến hạn", kRight},
               {"Kết luận", kRight},
               {"Trễ", kRight},
               {"Quá hạn", kRight},
               {"Ngoài KH", kRight},
               {"Kiến nghị", kRight},
               {"Đã thực hiện", kRight},
               {"Chưa báo cáo", kRight}});
  for (const ThemeStatistics& theme : s.themes()) AddThemeRow(table, theme.tags(0), theme);
  AddThemeRow(table, "(một trong các chuyên đề)", s.any_theme());
  context.out << '\n' << table.Render(context.style);
}

std::string PlanText(const PlanStatistics& plans) {
  if (plans.required() == 0) return "–";
  if (plans.not_issued() > 0) return "chưa ban hành";
  if (plans.late() > 0) return "chậm";
  return plans.in_time() > 0 ? "đúng hạn" : "chưa đến hạn";
}

void PrintUnits(Context& context, const SupervisionStatistics& s) {
  using enum Table::Align;
  Table table({{"Tổ chức"},
               {"Kế hoạch"},
               {"Cuộc KL/ĐH/KH", kRight},
               {"Trễ", kRight},
               {"Quá hạn", kRight},
               {"Đủ hồ sơ", kRight},
               {"Kiến nghị còn", kRight},
               {"Đã nhắc", kRight},
               {"Đôn đốc", kRight},
               {"Nhắc gần nhất"}});
  for (const UnitStatistics& unit : s.units()) {
    const EngagementStatistics& e = unit.engagements();
    table.AddRow({unit.unit_title() + " (" + unit.unit() + ')', PlanText(unit.plans()),
                  N(e.concluded()) + '/' + N(e.due()) + '/' + N(e.planned()), N(e.concluded_late()),
                  N(e.overdue()),
                  N(unit.dossiers().complete()) + '/' + N(unit.dossiers().concluded()),
                  N(unit.recommendations().open()), N(unit.reminders().reminders()),
                  N(unit.reminders().urgings()), VietnameseDate(unit.last_reminder_date())});
  }
  if (table.empty()) return;
  context.out << '\n' << table.Render(context.style);
  if (s.organisations() > s.units_size()) {
    context.out << "Còn " << s.organisations() - s.units_size()
                << " tổ chức không hiện: hỏi từng phần của cây đơn vị (--scope).\n";
  }
}

void Print(Context& context, const SupervisionStatistics& s) {
  context.out << context.style.Bold(s.scope_title()) << " (" << s.scope() << ")\n"
              << Head(s) << "\n\n";
  if (!s.integrity_error_id().empty()) {
    context.out << "Số liệu mâu thuẫn, không công bố (mã " << s.integrity_error_id() << ").\n";
  } else {
    context.out << s.sentence_vi() << ".\n\n";
    if (s.has_plans()) PrintPlans(context, s);
    PrintEngagements(context, s.engagements());
    const DossierStatistics& dossiers = s.dossiers();
    context.out << DossierLine({.complete = dossiers.complete(),
                                .incomplete = dossiers.incomplete(),
                                .present = dossiers.documents_present(),
                                .required = dossiers.documents_required(),
                                .unplanned_incomplete = dossiers.unplanned_incomplete()});
    PrintRecommendations(context, s.recommendations());
    PrintReminders(context, s);
    PrintOrganisations(context, s);
    PrintThemes(context, s);
    PrintUnits(context, s);
  }
  context.out << '\n' << FreshnessLine(s.freshness()) << '\n';
}

absl::StatusOr<int> RunStatistics(Context& context, const Flags& flags) {
  GetSupervisionStatisticsRequest request;
  programs::v1::Period period;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_query(), QueryOf(context, flags.query, &period));
  if (period.has_start_date()) *request.mutable_from() = period.start_date();
  request.mutable_query()->clear_basis();
  request.mutable_query()->set_view(flags.full ? status::v1::VIEW_FULL : status::v1::VIEW_BASIC);
  if (!flags.from.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_from(), ParseDate("--from", flags.from));
  }
  SupervisionStatistics answer;
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(
      "tiendo.status.v1.StatusService/GetSupervisionStatistics", request, answer));
  if (context.settings.json) {
    context.out << ToJson(answer);
  } else {
    Print(context, answer);
  }
  return kExitOk;
}

}  // namespace

void AddStatistics(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "statistics",
      "Statistics of inspection and supervision: plans, engagements, reminders and what came of"
      " them, recommendations, themes");
  AddScopeFlags(*command, flags->query);
  AddYearFlags(*command, flags->query);
  command->add_option("--from", flags->from,
                      "Only what has fallen due, and what was reminded of, from this day on");
  AddPeriodFlag(*command, flags->query, ", from its first day on");
  command->add_option("--tag", flags->query.tag, "Only one theme, e.g. theme/lang-phi");
  AddRoundingFlag(*command, flags->query);
  command->add_flag("--full", flags->full, "Also a row per organisation");
  command->footer(
      "Example:\n"
      "  tiendo statistics --as-of 2022-06-30 --full\n"
      "  tiendo statistics --period 2022-q2\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunStatistics(context, *flags); };
  });
}

}  // namespace tiendo::cli
