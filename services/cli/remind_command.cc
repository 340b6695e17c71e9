#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/filter_text.h"
#include "services/cli/list_all.h"
#include "services/cli/supervision_words.h"
#include "services/cli/supervision_write.h"

namespace tiendo::cli {
namespace {

using supervision::v1::IssueReminderRequest;
using supervision::v1::ListRemindersRequest;
using supervision::v1::ListRemindersResponse;
using supervision::v1::Reminder;

constexpr char kService[] = "tiendo.supervision.v1.SupervisionService/";
constexpr char kNameHelp[] = "reminders/{reminder}, as `remind list` shows it";

struct IssueFlags {
  std::string subject;
  std::string unit;
  std::string date;
  std::string due;
  std::string reason;
  std::string acknowledge_by;
  std::string explain_by;
  DocumentFlags document;
  bool yes = false;
};

struct AnswerFlags {
  SupervisionFlags verb;
  std::string member;
  std::string text;
};

struct VoidFlags {
  std::string name;
  std::string reason;
  bool yes = false;
};

struct ListFlags {
  std::string subject;
  std::string unit;
  std::string kind;
  std::string since;
  std::string scope;
  std::string as_of;
  bool unacknowledged = false;
  bool unexplained = false;
};

// A date of a flag that may be left out.
template <typename Mutable>
absl::Status FillDate(std::string_view flag, const std::string& text, Mutable mutable_field) {
  if (text.empty()) return absl::OkStatus();
  TIENDO_ASSIGN_OR_RETURN(*mutable_field(), ParseDate(flag, text));
  return absl::OkStatus();
}

absl::StatusOr<int> RunIssue(Context& context, const IssueFlags& flags) {
  auto request = std::make_unique<IssueReminderRequest>();
  IssueReminderRequest& r = *request;
  r.set_subject(flags.subject);
  r.set_unit(UnitName(flags.unit));
  TIENDO_ASSIGN_OR_RETURN(*r.mutable_date(), DateOrToday(context.clock, "--date", flags.date));
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.document, *r.mutable_document()));
  TIENDO_RETURN_IF_ERROR(FillDate("--due", flags.due, [&] { return r.mutable_due_date(); }));
  TIENDO_RETURN_IF_ERROR(FillDate("--acknowledge-by", flags.acknowledge_by,
                                  [&] { return r.mutable_acknowledge_by(); }));
  TIENDO_RETURN_IF_ERROR(
      FillDate("--explain-by", flags.explain_by, [&] { return r.mutable_explain_by(); }));
  r.set_reason(flags.reason);
  SupervisionWrite write{"IssueReminder",
                         "đôn đốc " + r.unit() + " " + ByDocumentAndDate(r.document(), r.date()),
                         std::move(request)};
  return RunSupervisionWrite(context, "", "", flags.yes, std::move(write), Reminder());
}

void AddIssue(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<IssueFlags>();
  CLI::App* command = remind.add_subcommand(
      "issue", "Record a document that urges a unit; shows its number and the next step first");
  command
      ->add_option("subject", flags->subject,
                   "What is late, e.g. programs/p/items/i; of a yearly plan requirements/2022 or"
                   " plans/p, which are counted together")
      ->required();
  command->add_option("unit", flags->unit, "Who is urged")->required();
  command->add_option("--date", flags->date, "Day of the document; default: today");
  command->add_option("--due", flags->due, "Due date of the subject in force on that day");
  command->add_option("--document", flags->document.number, "Number of the document")->required();
  command->add_option("--document-date", flags->document.date, "Date on the document");
  command->add_option("--issuer", flags->document.issuer, "Issuing body of the document");
  command->add_option("--reason", flags->reason, "Reason; of the organisation, no names");
  command->add_option("--acknowledge-by", flags->acknowledge_by,
                      "Last day to acknowledge; default: by the settings of the service");
  command->add_option("--explain-by", flags->explain_by,
                      "Last day to explain; default: by the settings of the service");
  command->add_flag("--yes,-y", flags->yes, "Do not ask");
  command->footer(
      "Example:\n  tiendo remind issue programs/so-2022/items/noi-dung-11 phong-bao-tro \\\n"
      "      --due 2022-06-30 --date 2022-07-05 --document MẪU-45/CV\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunIssue(context, *flags); };
  });
}

absl::StatusOr<int> RunAcknowledge(Context& context, const AnswerFlags& flags) {
  auto request = std::make_unique<supervision::v1::AcknowledgeReminderRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags.verb, "reminders", *request));
  request->set_member_code(flags.member);
  const std::string name = request->name();
  SupervisionWrite write{"AcknowledgeReminder",
                         "xác nhận " + ByDocumentAndDate(request->document(), request->date()),
                         std::move(request)};
  return RunSupervisionWrite(context, "GetReminder", name, flags.verb.yes, std::move(write),
                             Reminder());
}

void AddAcknowledge(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<AnswerFlags>();
  CLI::App* command = remind.add_subcommand("ack", "Record that the unit has taken note");
  AddSupervisionFlags(*command, flags->verb, kNameHelp, /*document_required=*/false);
  command->add_option("--member-code", flags->member,
                      "Who gave it: m- and 16 hexadecimal digits, never a name");
  command->footer("Example:\n  tiendo remind ack 0123456789abcdef-0003 --date 2022-07-06\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunAcknowledge(context, *flags); };
  });
}

absl::StatusOr<int> RunExplain(Context& context, const AnswerFlags& flags) {
  auto request = std::make_unique<supervision::v1::ExplainReminderRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags.verb, "reminders", *request));
  request->set_text(flags.text);
  const std::string name = request->name();
  SupervisionWrite write{
      "ExplainReminder",
      "giải trình " + ByDocumentAndDate(request->document(), request->date()) + ": " + flags.text,
      std::move(request)};
  return RunSupervisionWrite(context, "GetReminder", name, flags.verb.yes, std::move(write),
                             Reminder());
}

void AddExplain(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<AnswerFlags>();
  CLI::App* command = remind.add_subcommand("explain", "Record the explanation of the unit");
  AddSupervisionFlags(*command, flags->verb, kNameHelp, /*document_required=*/false);
  command->add_option("--text", flags->text, "The explanation; of the organisation, no names")
      ->required();
  command->footer(
      "Example:\n  tiendo remind explain 0123456789abcdef-0003 --date 2022-07-08 \\\n"
      "      --text \"Chờ số liệu của các đơn vị\" --document MẪU-12/BC\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunExplain(context, *flags); };
  });
}

absl::StatusOr<int> RunVoid(Context& context, const VoidFlags& flags) {
  auto request = std::make_unique<supervision::v1::VoidReminderRequest>();
  request->set_name(NameIn("reminders", flags.name));
  request->set_reason(flags.reason);
  const std::string name = request->name();
  SupervisionWrite write{"VoidReminder", "hủy lần ghi: " + flags.reason, std::move(request)};
  return RunSupervisionWrite(context, "GetReminder", name, flags.yes, std::move(write), Reminder());
}

void AddVoid(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<VoidFlags>();
  CLI::App* command = remind.add_subcommand("void", "Take back an urging that was entered wrongly");
  command->add_option("name", flags->name, kNameHelp)->required();
  command->add_option("--reason", flags->reason, "Why the entry was wrong")->required();
  command->add_flag("--yes,-y", flags->yes, "Do not ask");
  command->footer(
      "Example:\n  tiendo remind void 0123456789abcdef-0003 --reason \"nhầm đơn vị\"\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunVoid(context, *flags); };
  });
}

// As the flag names them, and as filters do.
const std::map<std::string, std::string>& Kinds() {
  static const std::map<std::string, std::string> kinds = {
      {"before-due", "BEFORE_DUE"}, {"after-due", "AFTER_DUE"}, {"urging", "URGING"}};
  return kinds;
}

absl::StatusOr<ListRemindersRequest> ListOf(const ListFlags& flags) {
  ListRemindersRequest request;
  FilterText filter;
  filter.Add("subject", "=", flags.subject);
  filter.Add("unit", "=", UnitName(flags.unit));
  if (!flags.kind.empty()) filter.AddBare("kind", "=", Kinds().at(flags.kind));
  if (!flags.since.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date since, ParseDate("--since", flags.since));
    filter.AddBare("issued_date", ">=", IsoDate(since));
  }
  request.set_filter(filter.text());
  request.set_scope(UnitName(flags.scope));
  TIENDO_RETURN_IF_ERROR(FillDate("--as-of", flags.as_of, [&] { return request.mutable_as_of(); }));
  if (flags.unacknowledged) request.set_awaiting(ListRemindersRequest::AWAITING_ACKNOWLEDGEMENT);
  if (flags.unexplained) request.set_awaiting(ListRemindersRequest::AWAITING_EXPLANATION);
  return request;
}

absl::StatusOr<int> RunList(Context& context, const ListFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const ListRemindersRequest request, ListOf(flags));
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          AllPages<ListRemindersResponse>(
                              context.caller, std::string(kService) + "ListReminders", request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  Table table({{"Lần nhắc"},
               {"Nội dung"},
               {"Đơn vị"},
               {"Loại"},
               {"Ngày"},
               {"Văn bản"},
               {"Thời hạn"},
               {"Trả lời"}});
  for (const Reminder& one : all.reminders()) {
    table.AddRow({one.name(), one.subject(), one.unit(), NumberVi(one),
                  VietnameseDate(one.issued_date()), one.document().number(),
                  VietnameseDate(one.due_date()), AnswerVi(one)});
  }
  context.out << (table.empty() ? "Không có lần nhắc nhở, đôn đốc nào.\n"
                                : table.Render(context.style));
  return kExitOk;
}

void AddList(CLI::App& remind, Action& selected) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* command = remind.add_subcommand("list", "Reminders, with what was answered");
  command->add_option("--subject", flags->subject,
                      "Recorded under this name only, e.g. programs/p/items/i");
  command->add_option("--unit", flags->unit, "Of this unit only");
  command->add_option("--kind", flags->kind, "before-due, after-due or urging")
      ->check(CLI::IsMember(Kinds()));
  command->add_option("--since", flags->since, "Issued on this day or later");
  command->add_option("--scope", flags->scope, "Of this unit and all below it");
  command->add_option("--as-of", flags->as_of, "Issued and answered by this day; default: today");
  CLI::Option* unacknowledged =
      command->add_flag("--unacknowledged", flags->unacknowledged, "Whose acknowledgement is late");
  command->add_flag("--unexplained", flags->unexplained, "Whose explanation is late")
      ->excludes(unacknowledged);
  command->footer(
      "Example:\n  tiendo remind list --scope dang-bo-so --unexplained --as-of 2022-07-14\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunList(context, *flags); };
  });
}

}  // namespace

void AddRemind(CLI::App& app, Action& selected) {
  CLI::App* remind = app.add_subcommand(
      "remind", "Reminders and urgings; a write shows its number and the next step, and asks");
  remind->require_subcommand(1);
  remind->footer(
      "Example:\n  tiendo remind issue programs/so-2022/items/noi-dung-11 phong-bao-tro \\\n"
      "      --due 2022-06-30 --document MẪU-45/CV\n");
  AddIssue(*remind, selected);
  AddAcknowledge(*remind, selected);
  AddExplain(*remind, selected);
  AddVoid(*remind, selected);
  AddList(*remind, selected);
  AddRemindScan(*remind, selected);
  AddRemindDeliveries(*remind, selected);
}

}  // namespace tiendo::cli
