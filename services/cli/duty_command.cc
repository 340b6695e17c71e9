#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/duty_write.h"
#include "services/cli/item_write.h"

namespace tiendo::cli {
namespace {

using programs::v1::DutyAssignment;

constexpr char kService[] = "tiendo.programs.v1.ProgramService/";

// Of all writes; a verb uses those that it has.
struct WriteFlags {
  std::string name;
  std::string date;
  std::string period;
  std::string deadline;
  std::string approver;
  std::string reason_code;
  std::string reason;
  int sets = 0;
  int64_t value = 0;
  std::vector<std::string> has;
  DocumentFlags document;
  StatusFlags figures;
  bool yes = false;
};

// Who would get an assignment, as far as a person reads it.
std::string WhoWouldGetOne(const google::protobuf::Message& checked) {
  constexpr int kShown = 10;
  const auto& response = static_cast<const programs::v1::DistributeDutyResponse&>(checked);
  std::string out = "  đơn vị được giao thêm: " + std::to_string(response.assignments_size());
  for (int i = 0; i < std::min(kShown, response.assignments_size()); ++i) {
    const DutyAssignment& a = response.assignments(i);
    out += (i == 0 ? " (" : ", ") + a.unit();
    if (i == 0) out += " hạn " + VietnameseDate(a.deadline());
  }
  if (response.assignments_size() > kShown) out += ", …";
  return out + (response.assignments().empty() ? "\n" : ")\n");
}

absl::StatusOr<DutyWrite> MakeDistribution(Context& context, const WriteFlags& flags) {
  auto request = std::make_unique<programs::v1::DistributeDutyRequest>();
  request->set_name(flags.name);
  request->set_period(flags.period);
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_assign_date(),
                          DateOrToday(context.clock, "--date", flags.date));
  if (!flags.deadline.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_deadline(), ParseDate("--due", flags.deadline));
  }
  DutyWrite write;
  write.call.method = "DistributeDuty";
  write.subject = flags.name;
  write.period = flags.period.empty() ? "once" : flags.period;
  write.duty = flags.name;
  write.call.description =
      "giao kỳ " + write.period + " từ ngày " + VietnameseDate(request->assign_date());
  write.call.request = std::move(request);
  write.detail = &WhoWouldGetOne;
  return write;
}

// Reads the assignment and makes the write that all its verbs have in common.
template <typename Request>
absl::StatusOr<DutyWrite> Begin(Context& context, const WriteFlags& flags, const char* method,
                                std::unique_ptr<Request>& request) {
  programs::v1::GetAssignmentRequest get;
  get.set_name(flags.name);
  DutyAssignment a;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetAssignment", get, a));
  request->set_name(flags.name);
  request->set_etag(a.etag());
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.document, *request->mutable_document()));
  DutyWrite write;
  write.call.method = method;
  write.subject = a.unit() + ", kỳ " + a.period() + ": " + std::string(StateName(a.state())) +
                  ", hạn " + VietnameseDate(a.deadline()) + ", đã có " + HandedIn(a);
  write.duty = a.name().substr(0, a.name().find("/assignments/"));
  write.period = a.period();
  return write;
}

absl::StatusOr<DutyWrite> MakeHandIn(Context& context, const WriteFlags& flags) {
  auto request = std::make_unique<programs::v1::SubmitAssignmentRequest>();
  TIENDO_ASSIGN_OR_RETURN(DutyWrite write, Begin(context, flags, "SubmitAssignment", request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_submit_date(),
                          DateOrToday(context.clock, "--date", flags.date));
  request->set_sets(flags.sets);
  request->set_value(flags.value);
  for (const std::string& document : flags.has) request->add_documents(document);
  request->set_remark(flags.reason);
  write.call.description = "nộp ngày " + VietnameseDate(request->submit_date());
  if (flags.sets > 0) write.call.description += ", " + std::to_string(flags.sets) + " bộ";
  if (flags.value > 0) write.call.description += ", đạt " + std::to_string(flags.value);
  for (const std::string& document : flags.has) write.call.description += ", có " + document;
  write.call.request = std::move(request);
  return write;
}

absl::StatusOr<DutyWrite> MakeAcceptance(Context& context, const WriteFlags& flags) {
  auto request = std::make_unique<programs::v1::AcceptAssignmentRequest>();
  TIENDO_ASSIGN_OR_RETURN(DutyWrite write, Begin(context, flags, "AcceptAssignment", request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_accept_date(),
                          DateOrToday(context.clock, "--date", flags.date));
  request->set_remark(flags.reason);
  write.call.description = "tiếp nhận ngày " + VietnameseDate(request->accept_date());
  write.call.request = std::move(request);
  return write;
}

absl::StatusOr<DutyWrite> MakeReturn(Context& context, const WriteFlags& flags) {
  auto request = std::make_unique<programs::v1::ReturnAssignmentRequest>();
  TIENDO_ASSIGN_OR_RETURN(DutyWrite write, Begin(context, flags, "ReturnAssignment", request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_return_date(),
                          DateOrToday(context.clock, "--date", flags.date));
  request->set_reason_code(flags.reason_code);
  request->set_reason(flags.reason);
  write.call.description =
      "trả lại ngày " + VietnameseDate(request->return_date()) + ", lý do " + flags.reason_code;
  if (!flags.deadline.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_new_deadline(), ParseDate("--due", flags.deadline));
    write.call.description += ", hạn mới " + VietnameseDate(request->new_deadline());
  }
  write.call.request = std::move(request);
  return write;
}

absl::StatusOr<DutyWrite> MakeOverride(Context& context, const WriteFlags& flags) {
  auto request = std::make_unique<programs::v1::OverrideDeadlineRequest>();
  TIENDO_ASSIGN_OR_RETURN(DutyWrite write, Begin(context, flags, "OverrideDeadline", request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_new_deadline(), ParseDate("--due", flags.deadline));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.date));
  request->set_approver(flags.approver);
  request->set_reason(flags.reason);
  write.call.description = "hạn riêng " + VietnameseDate(request->new_deadline()) +
                           ", phê duyệt ngày " + VietnameseDate(request->approval_date()) + " (" +
                           flags.approver + ")";
  write.call.request = std::move(request);
  return write;
}

using Make = absl::StatusOr<DutyWrite> (*)(Context&, const WriteFlags&);

// A verb's subcommand with what all have; its flags are added by the caller.
CLI::App& AddWrite(CLI::App& duty, const char* verb, const char* help, const char* name_help,
                   const std::shared_ptr<WriteFlags>& flags, Make make, Action& selected) {
  CLI::App* command = duty.add_subcommand(verb, help);
  command->add_option("name", flags->name, name_help)->required();
  AddScopeFlags(*command, flags->figures);
  command->add_flag("--yes,-y", flags->yes, "Do not ask");
  command->callback([flags, make, &selected] {
    selected = [flags, make](Context& context) -> absl::StatusOr<int> {
      TIENDO_ASSIGN_OR_RETURN(DutyWrite write, make(context, *flags));
      return RunDutyWrite(context, flags->figures, flags->yes, std::move(write));
    };
  });
  return *command;
}

constexpr char kAssignmentHelp[] =
    "programs/{program}/duties/{duty}/assignments/{unit}-{period}, as `duty list` shows it";

void AddDocumentFlags(CLI::App& command, DocumentFlags& flags) {
  command.add_option("--document", flags.number, "Number of the document behind it");
  command.add_option("--document-date", flags.date, "Date on the document");
  command.add_option("--issuer", flags.issuer, "Issuing body of the document");
}

void AddDistribute(CLI::App& duty, Action& selected) {
  auto flags = std::make_shared<WriteFlags>();
  CLI::App& command =
      AddWrite(duty, "distribute", "Give a duty to its units; again adds the units that are new",
               "programs/{program}/duties/{duty}", flags, &MakeDistribution, selected);
  command.add_option("--period", flags->period, "2022-06, 2022-q2 or 2022; empty: once");
  command.add_option("--date", flags->date, "Day of assignment; default: today");
  command.add_option("--due", flags->deadline, "Deadline; default: by the duty's rule");
  command.footer(
      "Example:\n  tiendo duty distribute programs/nhiem-vu-2022/duties/du-luan --period "
      "2022-07\n");
}

void AddSubmit(CLI::App& duty, Action& selected) {
  auto flags = std::make_shared<WriteFlags>();
  CLI::App& command = AddWrite(
      duty, "submit", "Record what a unit has handed in: all that is there, not what was added",
      kAssignmentHelp, flags, &MakeHandIn, selected);
  command.add_option("--date", flags->date, "Day of the hand-in; default: today");
  command.add_option("--sets", flags->sets, "Sets that are there, all together");
  command.add_option("--value", flags->value, "Value reached, all together");
  command.add_option("--has", flags->has, "Required document that is there; repeat it");
  command.add_option("--remark", flags->reason, "Remark");
  AddDocumentFlags(command, flags->document);
  command.footer(
      "Example:\n  tiendo duty submit \\\n"
      "      programs/nhiem-vu-2022/duties/du-luan/assignments/chi-bo-mau-01-2022-06 \\\n"
      "      --date 2022-06-24 --sets 1\n");
}

void AddAccept(CLI::App& duty, Action& selected) {
  auto flags = std::make_shared<WriteFlags>();
  CLI::App& command = AddWrite(duty, "accept", "Accept what was handed in", kAssignmentHelp, flags,
                               &MakeAcceptance, selected);
  command.add_option("--date", flags->date, "Day of acceptance; default: today");
  command.add_option("--remark", flags->reason, "Remark");
  AddDocumentFlags(command, flags->document);
  command.footer(
      "Example:\n  tiendo duty accept \\\n"
      "      programs/nhiem-vu-2022/duties/du-luan/assignments/chi-bo-mau-01-2022-06\n");
}

void AddReturn(CLI::App& duty, Action& selected) {
  auto flags = std::make_shared<WriteFlags>();
  CLI::App& command = AddWrite(duty, "return", "Give back what was handed in", kAssignmentHelp,
                               flags, &MakeReturn, selected);
  command.add_option("--date", flags->date, "Day of the return; default: today");
  command.add_option("--code", flags->reason_code, "One of the duty's codes, e.g. THIEU_HO_SO")
      ->required();
  command.add_option("--reason", flags->reason, "What is missing or wrong");
  command.add_option("--due", flags->deadline, "New deadline; default: it stays");
  AddDocumentFlags(command, flags->document);
  command.footer(
      "Example:\n  tiendo duty return \\\n"
      "      programs/nhiem-vu-2022/duties/quy-hoach/assignments/chi-bo-mau-02-once \\\n"
      "      --code SAI_DOI_TUONG --due 2022-07-31\n");
}

void AddOverride(CLI::App& duty, Action& selected) {
  auto flags = std::make_shared<WriteFlags>();
  CLI::App& command = AddWrite(duty, "override", "Set the deadline of one unit", kAssignmentHelp,
                               flags, &MakeOverride, selected);
  command.add_option("--due", flags->deadline, "The new deadline")->required();
  command.add_option("--approved", flags->date, "Day of approval; default: today");
  command.add_option("--approver", flags->approver, "Who approved it: a post or organ")->required();
  command.add_option("--reason", flags->reason, "Why")->required();
  AddDocumentFlags(command, flags->document);
  command.footer(
      "Example:\n  tiendo duty override \\\n"
      "      programs/nhiem-vu-2022/duties/du-luan/assignments/chi-bo-mau-04-2022-06 \\\n"
      "      --due 2022-07-10 --approver \"Thường trực Đảng ủy\" --reason \"đang hợp "
      "nhất\"\n");
}

}  // namespace

void AddDuty(CLI::App& app, Action& selected) {
  CLI::App* duty =
      app.add_subcommand("duty", "What many units have to hand in, and what they handed in");
  duty->require_subcommand(1);
  duty->footer("Example:\n  tiendo duty list programs/nhiem-vu-2022\n");
  AddDutyList(*duty, selected);
  AddDistribute(*duty, selected);
  AddSubmit(*duty, selected);
  AddAccept(*duty, selected);
  AddReturn(*duty, selected);
  AddOverride(*duty, selected);
}

}  // namespace tiendo::cli
