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

using supervision::v1::AdjustPlanRequest;
using supervision::v1::ListLatePlansRequest;
using supervision::v1::ListLatePlansResponse;
using supervision::v1::ListPlansRequest;
using supervision::v1::ListPlansResponse;
using supervision::v1::Plan;

constexpr char kService[] = "tiendo.supervision.v1.SupervisionService/";

struct ListFlags {
  int year = 0;
  std::string unit;
  std::string state;
  bool late = false;
  std::string as_of;
  std::string scope;
};

struct AdjustFlags {
  SupervisionFlags verb;
  std::string reason;
  std::string title;
  std::vector<std::string> moves;
  std::vector<std::string> removals;
};

absl::StatusOr<std::string> FilterOf(const ListFlags& flags) {
  FilterText filter;
  if (flags.year != 0) filter.AddBare("year", "=", std::to_string(flags.year));
  filter.Add("unit", "=", UnitName(flags.unit));
  if (!flags.state.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const std::string state,
                            StateOf(*Plan::State_descriptor(), flags.state));
    filter.AddBare("state", "=", state);
  }
  return filter.text();
}

absl::StatusOr<int> RunList(Context& context, const ListFlags& flags) {
  ListPlansRequest request;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterOf(flags));
  TIENDO_ASSIGN_OR_RETURN(
      const auto all,
      AllPages<ListPlansResponse>(context.caller, std::string(kService) + "ListPlans", request));
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  Table table({{"Kế hoạch"}, {"Đơn vị"}, {"Năm"}, {"Trạng thái"}, {"Ban hành"}, {"Số"}});
  for (const Plan& plan : all.plans()) {
    table.AddRow({plan.name(), plan.unit(), std::to_string(plan.year()),
                  std::string(StateVi(plan.state())), VietnameseDate(plan.issued_date()),
                  plan.issued_document().number()});
  }
  context.out << (table.empty() ? "Không có kế hoạch nào.\n" : table.Render(context.style));
  return kExitOk;
}

absl::StatusOr<int> RunLate(Context& context, const ListFlags& flags) {
  ListLatePlansRequest request;
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_as_of(), ParseDate("--as-of", flags.as_of));
  }
  TIENDO_ASSIGN_OR_RETURN(const google::type::Date today, Today(context.clock));
  const int year_of_day = request.has_as_of() ? request.as_of().year() : today.year();
  request.set_year(flags.year != 0 ? flags.year : year_of_day);
  request.set_scope(UnitName(flags.scope));
  ListLatePlansResponse all;
  TIENDO_RETURN_IF_ERROR(EachPage<ListLatePlansResponse>(
      context.caller, std::string(kService) + "ListLatePlans", request,
      [&all](const ListLatePlansResponse& page) {
        all.clear_requirements();  // the same on every page, as the counts are
        all.MergeFrom(page);
      }));
  all.clear_next_page_token();
  if (context.settings.json) {
    context.out << ToJson(all);
    return kExitOk;
  }
  context.out << context.style.Bold("Chậm xây dựng kế hoạch năm " + std::to_string(request.year()))
              << ": phải ban hành " << all.required() << ", đúng hạn " << all.issued_in_time()
              << ", chậm ban hành " << all.issued_late() << ", chưa ban hành " << all.not_issued()
              << "\n";
  Table table({{"Đơn vị"}, {"Kế hoạch"}, {"Ban hành"}, {"Số ngày chậm", Table::Align::kRight}});
  for (const auto& late : all.late_plans()) {
    table.AddRow({late.unit(), late.plan().empty() ? "chưa xây dựng" : late.plan(),
                  late.has_issued_date() ? VietnameseDate(late.issued_date()) : "chưa ban hành",
                  std::to_string(late.days_late())});
  }
  if (!table.empty()) context.out << table.Render(context.style);
  return kExitOk;
}

void AddList(CLI::App& plan, Action& selected) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App* command = plan.add_subcommand("list", "Plans, or with --late who was late to draw up");
  command->add_option("--year", flags->year, "Year");
  CLI::Option* late =
      command->add_flag("--late", flags->late, "Units that issued late or not at all");
  command->add_option("--unit", flags->unit, "Plans of this unit only")->excludes(late);
  command->add_option("--state", flags->state, StateWords(*Plan::State_descriptor()))
      ->excludes(late);
  command->add_option("--as-of", flags->as_of, "With --late: the day; default: today")->needs(late);
  command->add_option("--scope", flags->scope, "With --late: this unit and all below it")
      ->needs(late);
  command->footer(
      "Example:\n  tiendo plan list --year 2022\n  tiendo plan list --late --as-of 2022-06-30\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return flags->late ? RunLate(context, *flags) : RunList(context, *flags);
    };
  });
}

struct Verb {
  const char* name;
  const char* method;
  const char* help;
  const char* recorded;  // Vietnamese, in front of the date
  bool document_required;
};
constexpr Verb kVerbs[] = {
    {"adopt", "AdoptPlan", "Record that the meeting adopted it", "thông qua", false},
    {"issue", "IssuePlan", "Record number and date of issue", "ban hành", true},
    {"send", "SendPlan", "Record that it was sent to the superior", "gửi cấp trên", false},
    {"close", "ClosePlan", "Close it: completed, or partly", "kết thúc", false},
};

template <typename Request>
absl::StatusOr<int> RunVerb(Context& context, const SupervisionFlags& flags, const Verb& verb) {
  auto request = std::make_unique<Request>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags, "plans", *request));
  const std::string name = request->name();
  SupervisionWrite write{
      verb.method,
      std::string(verb.recorded) + " " + ByDocumentAndDate(request->document(), request->date()),
      std::move(request)};
  return RunSupervisionWrite(context, "GetPlan", name, flags.yes, std::move(write), Plan());
}

template <typename Request>
void AddVerb(CLI::App& plan, const Verb& verb, Action& selected) {
  auto flags = std::make_shared<SupervisionFlags>();
  CLI::App* command = plan.add_subcommand(verb.name, verb.help);
  AddSupervisionFlags(*command, *flags, "plans/{plan}", verb.document_required);
  command->footer(std::string("Example:\n  tiendo plan ") + verb.name +
                  " plans/2026-chi-bo --date 2026-01-20 --document MẪU-12/KH\n");
  command->callback([flags, verb, &selected] {
    selected = [flags, verb](Context& context) { return RunVerb<Request>(context, *flags, verb); };
  });
}

// "engagements/e=2026-09-30" or "e=2026-08-01..2026-09-30".
absl::Status FillMove(const std::string& text, AdjustPlanRequest::Reschedule& out) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos) {
    return errors::InvalidField("--move", "write ENGAGEMENT=DATE or ENGAGEMENT=FROM..TO");
  }
  out.set_engagement(NameIn("engagements", text.substr(0, equals)));
  std::string days = text.substr(equals + 1);
  if (const size_t dots = days.find(".."); dots != std::string::npos) {
    TIENDO_ASSIGN_OR_RETURN(*out.mutable_scheduled_from(),
                            ParseDate("--move", days.substr(0, dots)));
    days = days.substr(dots + 2);
  }
  TIENDO_ASSIGN_OR_RETURN(*out.mutable_scheduled_to(), ParseDate("--move", days));
  return absl::OkStatus();
}

absl::StatusOr<int> RunAdjust(Context& context, const AdjustFlags& flags) {
  auto request = std::make_unique<AdjustPlanRequest>();
  TIENDO_RETURN_IF_ERROR(FillVerb(context, flags.verb, "plans", *request));
  request->set_reason(flags.reason);
  request->set_title(flags.title);
  std::string changes;
  for (const std::string& move : flags.moves) {
    TIENDO_RETURN_IF_ERROR(FillMove(move, *request->add_reschedules()));
    const auto& last = request->reschedules(request->reschedules_size() - 1);
    changes += "; " + last.engagement() + " đến " + VietnameseDate(last.scheduled_to());
  }
  for (const std::string& removal : flags.removals) {
    request->add_removals(NameIn("engagements", removal));
    changes += "; rút " + request->removals(request->removals_size() - 1);
  }
  const std::string name = request->name();
  SupervisionWrite write{
      "AdjustPlan",
      "điều chỉnh " + ByDocumentAndDate(request->document(), request->date()) + changes,
      std::move(request)};
  return RunSupervisionWrite(context, "GetPlan", name, flags.verb.yes, std::move(write), Plan());
}

void AddAdjust(CLI::App& plan, Action& selected) {
  auto flags = std::make_shared<AdjustFlags>();
  CLI::App* command =
      plan.add_subcommand("adjust", "Adjust an issued plan; what was planned first stays visible");
  AddSupervisionFlags(*command, flags->verb, "plans/{plan}", /*document_required=*/true);
  command->add_option("--reason", flags->reason, "Reason")->required();
  command->add_option("--title", flags->title, "New title");
  command->add_option("--move", flags->moves, "ENGAGEMENT=DATE or ENGAGEMENT=FROM..TO");
  command->add_option("--remove", flags->removals, "An engagement that leaves the plan");
  command->footer(
      "Example:\n  tiendo plan adjust plans/2026-chi-bo --document MẪU-30/QĐ --reason \"chờ đại"
      " hội\" \\\n      --move kiem-tra-01=2026-09-30 --remove giam-sat-02\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunAdjust(context, *flags); };
  });
}

}  // namespace

void AddPlan(CLI::App& app, Action& selected) {
  CLI::App* plan = app.add_subcommand(
      "plan", "Inspection plans; a write shows the state before and after, and asks");
  plan->require_subcommand(1);
  plan->footer("Example:\n  tiendo plan list --late --as-of 2022-06-30\n");
  AddList(*plan, selected);
  AddVerb<supervision::v1::AdoptPlanRequest>(*plan, kVerbs[0], selected);
  AddVerb<supervision::v1::IssuePlanRequest>(*plan, kVerbs[1], selected);
  AddVerb<supervision::v1::SendPlanRequest>(*plan, kVerbs[2], selected);
  AddVerb<supervision::v1::ClosePlanRequest>(*plan, kVerbs[3], selected);
  AddAdjust(*plan, selected);
  AddPlanRecords(*plan, selected);
}

}  // namespace tiendo::cli
