#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/filter_text.h"
#include "services/cli/list_all.h"
#include "services/cli/state_flag.h"
#include "services/cli/supervision_words.h"
#include "services/cli/supervision_write.h"

namespace tiendo::cli {
namespace {

using supervision::v1::Engagement;

constexpr char kService[] = "tiendo.supervision.v1.SupervisionService/";

struct ListFlags {
  std::string plan;
  std::string unit;
  std::string state;
  std::string tag;
  bool late = false;
  int year = 0;
  std::string as_of;
  std::string scope;
};

struct ExtendFlags {
  SupervisionFlags verb;
  int days = 0;
  std::string approver;
  std::string reason;
};

struct OpenFlags {
  SupervisionFlags verb;
  std::string id;
  std::vector<std::string> subjects;
  std::vector<std::string> members;
  std::string title;
};

absl::StatusOr<std::string> FilterOf(const ListFlags& flags) {
  FilterText filter;
  if (!flags.plan.empty()) filter.Add("plan", "=", NameIn("plans", flags.plan));
  filter.Add("unit", "=", UnitName(flags.unit));
  if (!flags.state.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const std::string state,
                            StateOf(*Engagement::State_descriptor(), flags.state));
    filter.AddBare("state", "=", state);
  }
  filter.Add("tags", ":", flags.tag);
  if (flags.year != 0) filter.AddBare("year", "=", std::to_string(flags.year));
  return filter.text();
}

absl::StatusOr<int> RunList(Context& context, const ListFlags& flags) {
  supervision::v1::ListEngagementsRequest request;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterOf(flags));
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          AllPages<supervision::v1::ListEngagementsResponse>(
                              context.caller, std::string(kService) + "ListEngagements", request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  Table table({{"Cuộc"}, {"Loại"}, {"Đơn vị"}, {"Thời hạn"}, {"Bước"}, {"Lưu ý"}});
  for (const Engagement& one : all.engagements()) {
    table.AddRow({one.name(), std::string(KindVi(one.kind())), one.unit(),
                  VietnameseDate(one.scheduled_to()), StageVi(one),
                  one.warnings().empty() ? "" : std::to_string(one.warnings_size())});
  }
  context.out << (table.empty() ? "Không có cuộc nào.\n" : table.Render(context.style));
  return kExitOk;
}

absl::StatusOr<int> RunLate(Context& context, const ListFlags& flags) {
  supervision::v1::ListLateEngagementsRequest request;
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_as_of(), ParseDate("--as-of", flags.as_of));
  }
  TIENDO_ASSIGN_OR_RETURN(const google::type::Date today, Today(context.clock));
  const int year_of_day = request.has_as_of() ? request.as_of().year() : today.year();
  request.set_year(flags.year != 0 ? flags.year : year_of_day);
  request.set_scope(UnitName(flags.scope));
  request.set_tag(flags.tag);
  // The counts are the same on every page.
  TIENDO_ASSIGN_OR_RETURN(
      const auto all, AllPages<supervision::v1::ListLateEngagementsResponse>(
                          context.caller, std::string(kService) + "ListLateEngagements", request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  context.out << context.style.Bold("Chậm thực hiện kế hoạch năm " + std::to_string(request.year()))
              << ": theo kế hoạch " << all.planned() << ", đến hạn " << all.due()
              << ", đã kết luận " << all.concluded() << " (trễ " << all.concluded_late()
              << "), quá hạn chưa kết luận " << all.overdue_open() << "; ngoài kế hoạch "
              << all.unplanned() << "\n";
  Table table(
      {{"Cuộc"}, {"Đơn vị"}, {"Thời hạn"}, {"Kết luận"}, {"Số ngày trễ", Table::Align::kRight}});
  for (const auto& late : all.late_engagements()) {
    table.AddRow(
        {late.engagement(), late.unit(), VietnameseDate(late.due_date()),
         late.has_concluded_date() ? VietnameseDate(late.concluded_date()) : "chưa kết luận",
         std::to_string(late.days_late())});
  }
  if (!table.empty()) context.out << table.Render(context.style);
  return kExitOk;
}

void AddList(CLI::App& engagement, Action& selected) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* command =
      engagement.add_subcommand("list", "Engagements, or with --late who is late to carry out");
  command->add_option("--tag", flags->tag, "With this tag only, e.g. theme/lang-phi");
  command->add_option("--year", flags->year, "Of plans of this year only");
  CLI::Option* late =
      command->add_flag("--late", flags->late, "Concluded late, or overdue, with the counts");
  command->add_option("--plan", flags->plan, "Of this plan only")->excludes(late);
  command->add_option("--unit", flags->unit, "Carried out by this unit only")->excludes(late);
  command->add_option("--state", flags->state, StateWords(*Engagement::State_descriptor()))
      ->excludes(late);
  command->add_option("--as-of", flags->as_of, "With --late: the day; default: today")->needs(late);
  command->add_option("--scope", flags->scope, "With --late: this unit and all below it")
      ->needs(late);
  command->footer(
      "Example:\n  tiendo engagement list --late --as-of 2022-06-30 --tag theme/lang-phi\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return flags->late ? RunLate(context, *flags) : RunList(context, *flags);
    };
  });
}

void ShowSteps(Context& context, const Engagement& one) {
  Table table({{"Bước"}, {"Ngày"}, {"Văn bản"}});
  for (const auto& step : one.steps()) {
    table.AddRow(
        {std::string(StepVi(step.step())), VietnameseDate(step.date()), step.document().number()});
  }
  if (!table.empty()) context.out << table.Render(context.style);
  for (const auto& warning : one.warnings()) {
    context.out << "Lưu ý: " << WarningVi(warning) << ".\n";
  }
}

absl::Status ShowFollowUp(Context& context, const std::string& name) {
  supervision::v1::GetDossierRequest get;
  get.set_name(name + "/dossier");
  supervision::v1::Dossier dossier;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetDossier", get, dossier));
  context.out << "Hồ sơ: " << dossier.present_count() << "/" << dossier.total_count();
  std::string missing;
  for (const auto& entry : dossier.entries()) {
    if (!entry.present()) missing += (missing.empty() ? "" : ", ") + entry.display_name();
  }
  context.out << (missing.empty() ? ".\n" : ", còn thiếu: " + missing + ".\n");
  supervision::v1::ListRecommendationsRequest list;
  list.set_parent(name);
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          AllPages<supervision::v1::ListRecommendationsResponse>(
                              context.caller, std::string(kService) + "ListRecommendations", list));
  Table table({{"Kiến nghị"}, {"Đơn vị"}, {"Thời hạn"}, {"Tình trạng"}});
  for (const auto& one : all.recommendations()) {
    table.AddRow({one.text() + " (" + one.name() + ")", one.unit(), VietnameseDate(one.deadline()),
                  DescribeState(one)});
  }
  if (!table.empty()) context.out << table.Render(context.style);
  return absl::OkStatus();
}

absl::StatusOr<int> RunShow(Context& context, const std::string& given) {
  supervision::v1::GetEngagementRequest request;
  request.set_name(NameIn("engagements", given));
  Engagement one;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kService) + "GetEngagement", request, one));
  if (context.settings.json) {
    context.out << ToJson(one);
    return kExitOk;
  }
  context.out << context.style.Bold(one.title().empty() ? one.name() : one.title()) << " ("
              << one.name() << ")\n"
              << KindVi(one.kind()) << ", " << one.unit() << ", thời hạn "
              << VietnameseDate(one.scheduled_to());
  if (one.has_original_scheduled_to() && !one.schedule_changes().empty()) {
    context.out << " (ban đầu " << VietnameseDate(one.original_scheduled_to()) << ")";
  }
  context.out << ": " << StageVi(one) << ".\n";
  if (!one.opened_from().empty()) context.out << "Mở từ " << one.opened_from() << ".\n";
  ShowSteps(context, one);
  TIENDO_RETURN_IF_ERROR(ShowFollowUp(context, one.name()));
  return kExitOk;
}

void AddShow(CLI::App& engagement, Action& selected) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = engagement.add_subcommand(
      "show", "One engagement: steps, warnings, dossier, recommendations");
  command->add_option("name", *name, "engagements/{engagement}")->required();
  command->footer("Example:\n  tiendo engagement show kiem-tra-01\n");
  command->callback([name, &selected] {
    selected = [name](Context& context) { return RunShow(context, *name); };
  });
}

struct StepVerb {
  const char* name;
  const char* method;
  const char* help;
  Engagement::Step step;
  bool document_required;
};
constexpr StepVerb kSteps[] = {
    {"decide", "IssueDecision", "Record the decision", Engagement::STEP_DECISION, true},
    {"launch", "LaunchEngagement", "Record the launch", Engagement::STEP_LAUNCH, false},
    {"self-report", "RecordSelfReport", "Record that the self-report was received",
     Engagement::STEP_SELF_REPORT, false},
    {"verify", "RecordVerification", "Record the verification", Engagement::STEP_VERIFICATION,
     false},
    {"draft", "RecordDraftReport", "Record the draft report", Engagement::STEP_DRAFT_REPORT, false},
    {"meeting", "RecordMeeting", "Record the meeting", Engagement::STEP_MEETING, false},
    {"conclude", "ConcludeEngagement", "Record the notified conclusion: done",
     Engagement::STEP_CONCLUSION, true},
    {"remediate", "RecordRemediation", "Record that remediation has begun",
     Engagement::STEP_REMEDIATION, false},
    {"remediation-report", "RecordRemediationReport", "Record the report on remediation",
     Engagement::STEP_REMEDIATION_REPORT, false},
    {"archive", "ArchiveEngagement", "Archive it, when all recommendations are assessed",
     Engagement::STEP_ARCHIVE, false},
};

template <typename Request>
absl::StatusOr<int> RunStep(Context& context, const SupervisionFlags& flags, const StepVerb& verb) {
  auto request = std::make_unique<Request>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags, "engagements", *request));
  const std::string name = request->name();
  SupervisionWrite write{verb.method,
                         std::string(StepVi(verb.step)) + " " +
                             ByDocumentAndDate(request->document(), request->date()),
                         std::move(request)};
  return RunSupervisionWrite(context, "GetEngagement", name, flags.yes, std::move(write),
                             Engagement());
}

void AddStep(CLI::App& engagement, const StepVerb& verb, Action& selected) {
  auto flags = std::make_shared<SupervisionFlags>();
  CLI::App* command = engagement.add_subcommand(verb.name, verb.help);
  AddSupervisionFlags(*command, *flags, "engagements/{engagement}", verb.document_required);
  command->footer(std::string("Example:\n  tiendo engagement ") + verb.name +
                  " kiem-tra-01 --date 2026-03-02 --document MẪU-01/VB\n");
  command->callback([flags, verb, &selected] {
    selected = [flags, verb](Context& context) {
      return verb.step == Engagement::STEP_CONCLUSION
                 ? RunStep<supervision::v1::ConcludeEngagementRequest>(context, *flags, verb)
                 : RunStep<supervision::v1::RecordStepRequest>(context, *flags, verb);
    };
  });
}

absl::StatusOr<int> RunExtend(Context& context, const ExtendFlags& flags) {
  auto request = std::make_unique<supervision::v1::ExtendEngagementRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags.verb, "engagements", *request));
  request->set_days(flags.days);
  request->set_approver(flags.approver);
  request->set_reason(flags.reason);
  const std::string name = request->name();
  SupervisionWrite write{"ExtendEngagement",
                         "gia hạn " + std::to_string(flags.days) + " ngày, phê duyệt " +
                             ByDocumentAndDate(request->document(), request->date()) + " (" +
                             flags.approver + ")",
                         std::move(request)};
  return RunSupervisionWrite(context, "GetEngagement", name, flags.verb.yes, std::move(write),
                             Engagement());
}

void AddExtend(CLI::App& engagement, Action& selected) {
  auto flags = std::make_shared<ExtendFlags>();
  CLI::App* command = engagement.add_subcommand("extend", "Extend the duration of one launched");
  AddSupervisionFlags(*command, flags->verb, "engagements/{engagement}",
                      /*document_required=*/true);
  command->add_option("--days", flags->days, "By how many calendar days")->required();
  command->add_option("--approver", flags->approver, "Who approved: a post or organ")->required();
  command->add_option("--reason", flags->reason, "Reason")->required();
  command->footer(
      "Example:\n  tiendo engagement extend kiem-tra-01 --days 5 --document MẪU-09/QĐ \\\n"
      "      --approver \"Ban Thường vụ\" --reason \"chờ hồ sơ\"\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunExtend(context, *flags); };
  });
}

absl::StatusOr<int> RunOpen(Context& context, const OpenFlags& flags) {
  auto request = std::make_unique<supervision::v1::OpenFromViolationSignsRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags.verb, "engagements", *request));
  request->set_engagement_id(flags.id);
  for (const std::string& subject : flags.subjects) {
    request->mutable_engagement()->add_subjects(UnitName(subject));
  }
  for (const std::string& code : flags.members) {
    request->mutable_engagement()->add_member_codes(code);
  }
  request->mutable_engagement()->set_title(flags.title);
  SupervisionWrite write{"OpenFromViolationSigns",
                         "mở cuộc kiểm tra khi có dấu hiệu vi phạm từ " + request->name() + " " +
                             ByDocumentAndDate(request->document(), request->date()),
                         std::move(request)};
  return RunSupervisionWrite(context, "", "", flags.verb.yes, std::move(write), Engagement());
}

void AddOpen(CLI::App& engagement, Action& selected) {
  auto flags = std::make_shared<OpenFlags>();
  CLI::App* command = engagement.add_subcommand(
      "open-from-signs", "Open an inspection because a supervision found signs of violation");
  AddSupervisionFlags(*command, flags->verb, "The supervision, engagements/{engagement}",
                      /*document_required=*/false);
  command->add_option("--id", flags->id, "Id of the new engagement")->required();
  command->add_option("--subject", flags->subjects, "An organisation that is inspected");
  command->add_option("--member-code", flags->members, "Opaque code of a member, m-…; no name");
  command->add_option("--title", flags->title, "Title of the new engagement");
  command->footer(
      "Example:\n  tiendo engagement open-from-signs giam-sat-01 --id dau-hieu-02 \\\n"
      "      --subject chi-bo-mau-05 --date 2026-04-02 --document MẪU-11/TTr\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunOpen(context, *flags); };
  });
}

}  // namespace

void AddEngagement(CLI::App& app, Action& selected) {
  CLI::App* engagement = app.add_subcommand(
      "engagement", "Inspections and supervisions; a write shows the step before and after, asks");
  engagement->require_subcommand(1);
  engagement->footer("Example:\n  tiendo engagement list --late --as-of 2022-06-30\n");
  AddList(*engagement, selected);
  AddShow(*engagement, selected);
  for (const StepVerb& verb : kSteps) AddStep(*engagement, verb, selected);
  AddExtend(*engagement, selected);
  AddOpen(*engagement, selected);
  AddEngagementRecords(*engagement, selected);
}

}  // namespace tiendo::cli
