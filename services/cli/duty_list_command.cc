// tiendo duty list: duties, or what units have to hand in.
#include <CLI/CLI.hpp>
#include <memory>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/duty_write.h"
#include "services/cli/filter_text.h"
#include "services/cli/list_all.h"
#include "services/cli/state_flag.h"
#include "tiendo/programs/v1/programs.pb.h"

namespace tiendo::cli {
namespace {

using programs::v1::Duty;
using programs::v1::DutyAssignment;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

struct ListFlags {
  std::string parent = "programs/-";
  std::string unit;
  std::string period;
  std::string state;
  std::string due_by;
};

std::string CadenceName(Duty::Cadence cadence) {
  switch (cadence) {
    case Duty::CADENCE_ONCE:
      return "một lần";
    case Duty::CADENCE_MONTHLY:
      return "hằng tháng";
    case Duty::CADENCE_QUARTERLY:
      return "hằng quý";
    case Duty::CADENCE_YEARLY:
      return "hằng năm";
    default:
      return "?";
  }
}

std::string DutyStateName(Duty::State state) {
  switch (state) {
    case Duty::STATE_DRAFT:
      return "dự thảo";
    case Duty::STATE_ISSUED:
      return "đã ban hành";
    case Duty::STATE_CLOSED:
      return "đã kết thúc";
    default:
      return "?";
  }
}

absl::StatusOr<int> ListDuties(Context& context, const ListFlags& flags) {
  programs::v1::ListDutiesRequest request;
  request.set_parent(flags.parent);
  if (!flags.state.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const std::string state,
                            StateOf(*Duty::State_descriptor(), flags.state));
    request.set_filter("state = " + state);
  }
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          AllPages<programs::v1::ListDutiesResponse>(
                              context.caller, std::string(kService) + "ListDuties", request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  Table table({{"Nhiệm vụ"}, {"Nội dung"}, {"Chu kỳ"}, {"Trạng thái"}, {"Các kỳ đã giao"}});
  for (const Duty& duty : all.duties()) {
    std::string periods;
    for (const Duty::Period& p : duty.periods()) {
      periods += (periods.empty() ? "" : ", ") + p.period() + " (" +
                 std::to_string(p.assignment_count()) + ")";
    }
    table.AddRow({duty.name(), duty.title(), CadenceName(duty.cadence()),
                  DutyStateName(duty.state()), periods.empty() ? "–" : periods});
  }
  context.out << (table.empty() ? "Không có nhiệm vụ nào.\n" : table.Render(context.style));
  return kExitOk;
}

absl::StatusOr<int> ListAssignments(Context& context, const ListFlags& flags) {
  programs::v1::ListAssignmentsRequest request;
  request.set_parent(flags.parent.find("/duties/") == std::string::npos ? flags.parent + "/duties/-"
                                                                        : flags.parent);
  FilterText filter;
  filter.Add("unit", "=", UnitName(flags.unit));
  filter.Add("period", "=", flags.period);
  if (!flags.state.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const std::string state,
                            StateOf(*DutyAssignment::State_descriptor(), flags.state));
    filter.AddBare("state", "=", state);
  }
  if (!flags.due_by.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date day, ParseDate("--due-by", flags.due_by));
    filter.AddBare("deadline", "<=", IsoDate(day));
  }
  request.set_filter(filter.text());
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          AllPages<programs::v1::ListAssignmentsResponse>(
                              context.caller, std::string(kService) + "ListAssignments", request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  Table table(
      {{"Đơn vị"}, {"Kỳ"}, {"Thời hạn"}, {"Trạng thái"}, {"Ngày nộp"}, {"Đã có"}, {"Phần việc"}});
  for (const DutyAssignment& a : all.assignments()) {
    table.AddRow({a.unit(), a.period(), VietnameseDate(a.deadline()),
                  std::string(StateName(a.state())), VietnameseDate(a.submit_date()), HandedIn(a),
                  a.name()});
  }
  context.out << (table.empty() ? "Không có phần việc nào.\n" : table.Render(context.style));
  return kExitOk;
}

absl::StatusOr<int> RunList(Context& context, const ListFlags& flags) {
  const bool assignments = flags.parent.find("/duties/") != std::string::npos ||
                           !flags.unit.empty() || !flags.period.empty() || !flags.due_by.empty();
  return assignments ? ListAssignments(context, flags) : ListDuties(context, flags);
}

}  // namespace

void AddDutyList(CLI::App& duty, Action& selected) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* command = duty.add_subcommand(
      "list", "Duties; or assignments, of one duty, of one unit, by period or by day");
  command
      ->add_option("parent", flags->parent,
                   "programs/{program}, or programs/{program}/duties/{duty} for its assignments")
      ->capture_default_str();
  command->add_option("--unit", flags->unit, "Assignments of this unit");
  command->add_option("--period", flags->period, "Assignments for this period, e.g. 2022-06");
  command->add_option("--state", flags->state,
                      "Of duties: " + StateWords(*Duty::State_descriptor()) +
                          "; of assignments: " + StateWords(*DutyAssignment::State_descriptor()));
  command->add_option("--due-by", flags->due_by, "Assignments due by this day");
  command->footer(
      "Example:\n  tiendo duty list programs/nhiem-vu-2022/duties/du-luan --period 2022-06 \\\n"
      "      --state open\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunList(context, *flags); };
  });
}

}  // namespace tiendo::cli
