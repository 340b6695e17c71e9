// How the work on an item goes: issue, answers, progress, appraisal, milestones.
#include <CLI/CLI.hpp>
#include <optional>

#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/item_flags.h"

namespace tiendo::cli {
namespace {

using programs::v1::AppraiseCompletionRequest;
using programs::v1::Item;

struct ProgressFlags : VerbFlags {
  std::optional<int> percent;
  std::string note;
};

struct MilestoneFlags : VerbFlags {
  std::string id;
  std::string title;
  std::string due;
  std::string done;
};

// ", phần của units/a", or nothing.
std::string Of(const std::string& lead) { return lead.empty() ? "" : ", phần của " + lead; }

template <typename Request>
absl::StatusOr<std::unique_ptr<Request>> Dated(Context& context, const VerbFlags& flags,
                                               const Item& item) {
  auto request = std::make_unique<Request>();
  TIENDO_RETURN_IF_ERROR(FillRequest(flags, item, *request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_event_date(),
                          DateOrToday(context.clock, "--date", flags.date));
  return request;
}

absl::StatusOr<ProgramWrite> MakeIssue(Context& context, const VerbFlags& flags, const Item& item) {
  auto request = std::make_unique<programs::v1::IssueItemRequest>();
  TIENDO_RETURN_IF_ERROR(FillRequest(flags, item, *request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.date));
  std::string description =
      "giao từ ngày " + VietnameseDate(request->approval_date()) + ByDocument(request->document());
  return ProgramWrite{"IssueItem", description, std::move(request)};
}

template <typename Request>
absl::StatusOr<ProgramWrite> MakeResponse(Context& context, const VerbFlags& flags,
                                          const Item& item, const char* method, const char* text) {
  TIENDO_ASSIGN_OR_RETURN(auto request, Dated<Request>(context, flags, item));
  std::string description = text + VietnameseDate(request->event_date()) + Of(request->lead());
  return ProgramWrite{method, description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeProgress(Context& context, const ProgressFlags& flags,
                                          const Item& item) {
  TIENDO_ASSIGN_OR_RETURN(auto request,
                          Dated<programs::v1::ReportProgressRequest>(context, flags, item));
  std::string description = "tiến độ ngày " + VietnameseDate(request->event_date());
  if (flags.percent) {
    request->set_percent(*flags.percent);
    description += ": " + std::to_string(*flags.percent) + "%";
  }
  request->set_note(flags.note);
  if (!flags.note.empty()) description += ", " + flags.note;
  return ProgramWrite{"ReportProgress", description + Of(request->lead()), std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeAppraisal(Context& context, const VerbFlags& flags,
                                           const Item& item,
                                           AppraiseCompletionRequest::Outcome outcome) {
  TIENDO_ASSIGN_OR_RETURN(auto request, Dated<AppraiseCompletionRequest>(context, flags, item));
  request->set_outcome(outcome);
  const bool accepted = outcome == AppraiseCompletionRequest::OUTCOME_ACCEPT;
  std::string description = (accepted ? "nghiệm thu ngày " : "trả lại để làm tiếp từ ngày ") +
                            VietnameseDate(request->event_date()) + Of(request->lead()) +
                            ByDocument(request->document());
  return ProgramWrite{"AppraiseCompletion", description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeMilestoneDone(const MilestoneFlags& flags, const Item& item) {
  auto request = std::make_unique<programs::v1::CompleteMilestoneRequest>();
  TIENDO_RETURN_IF_ERROR(FillRequest(flags, item, *request));
  request->set_milestone_id(flags.id);
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_done_date(), ParseDate("--done", flags.done));
  std::string description =
      "xong mốc " + flags.id + " ngày " + VietnameseDate(request->done_date());
  return ProgramWrite{"CompleteMilestone", description, std::move(request)};
}

// With a title the milestone is added, without one it is said to be done.
absl::StatusOr<ProgramWrite> MakeMilestone(Context& context, const MilestoneFlags& flags,
                                           const Item& item) {
  if (flags.title.empty()) return MakeMilestoneDone(flags, item);
  TIENDO_ASSIGN_OR_RETURN(auto request,
                          Dated<programs::v1::AddMilestonesRequest>(context, flags, item));
  Item::Milestone& milestone = *request->add_milestones();
  milestone.set_milestone_id(flags.id);
  milestone.set_title(flags.title);
  std::string description = "thêm mốc " + flags.id + ": " + flags.title;
  if (!flags.due.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*milestone.mutable_due_date(), ParseDate("--due", flags.due));
    description += ", hạn " + VietnameseDate(milestone.due_date());
  }
  if (!flags.done.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*milestone.mutable_done_date(), ParseDate("--done", flags.done));
    description += ", xong " + VietnameseDate(milestone.done_date());
  }
  return ProgramWrite{"AddMilestones", description, std::move(request)};
}

CLI::App* Command(CLI::App& item, const char* name, const char* about, VerbFlags& flags,
                  const char* footer) {
  CLI::App* command = item.add_subcommand(name, about);
  AddCommonFlags(*command, flags.write, /*document_required=*/false);
  command->footer(std::string("Example:\n  tiendo item ") + footer + "\n");
  return command;
}

CLI::App* DatedCommand(CLI::App& item, const char* name, const char* about, VerbFlags& flags,
                       const char* footer) {
  CLI::App* command = Command(item, name, about, flags, footer);
  command->add_option("--date", flags.date, "Day on which it counts; default: today");
  return command;
}

void AddIssue(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<VerbFlags>();
  CLI::App* command = Command(item, "issue", "Put a draft into its programme", *flags,
                              "issue programs/so-2022/items/noi-dung-22 --approved 2022-07-01");
  command->add_option("--approved", flags->date, "Approval date; default: today");
  OnItem(*command, selected, flags, &MakeIssue);
}

void AddResponses(CLI::App& item, Action& selected) {
  auto accept = std::make_shared<VerbFlags>();
  CLI::App* command =
      DatedCommand(item, "accept", "Record that lead units have taken an item on", *accept,
                   "accept programs/so-2022/items/noi-dung-21 --lead van-phong-so");
  AddLeadFlag(*command, *accept);
  OnItem(*command, selected, accept, [](Context& c, const VerbFlags& f, const Item& found) {
    return MakeResponse<programs::v1::AcceptItemRequest>(c, f, found, "AcceptItem",
                                                         "nhận việc ngày ");
  });
  auto refuse = std::make_shared<VerbFlags>();
  command = DatedCommand(item, "refuse", "Record that lead units have refused an item", *refuse,
                         "refuse programs/so-2022/items/noi-dung-21 --reason \"ngoài chức năng\"");
  AddLeadFlag(*command, *refuse);
  AddReasonFlag(*command, *refuse, /*required=*/true);
  OnItem(*command, selected, refuse, [](Context& c, const VerbFlags& f, const Item& found) {
    return MakeResponse<programs::v1::RefuseItemRequest>(c, f, found, "RefuseItem",
                                                         "từ chối ngày ");
  });
}

void AddProgress(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<ProgressFlags>();
  CLI::App* command =
      DatedCommand(item, "progress", "Record how far an item is; moves no figure", *flags,
                   "progress programs/so-2022/items/noi-dung-21 --percent 40 --note \"đã họp\"");
  AddLeadFlag(*command, *flags);
  command->add_option("--percent", flags->percent, "Share done, 0 to 100");
  command->add_option("--note", flags->note, "What was done, what stands in the way");
  OnItem(*command, selected, flags, &MakeProgress);
}

void AddAppraisals(CLI::App& item, Action& selected) {
  auto accept = std::make_shared<VerbFlags>();
  CLI::App* command =
      DatedCommand(item, "appraise", "Accept results; moves no figure", *accept,
                   "appraise programs/so-2022/items/noi-dung-21 --document MẪU-95/BB");
  AddLeadFlag(*command, *accept);
  AddApproverFlag(*command, *accept, /*required=*/false);
  OnItem(*command, selected, accept, [](Context& c, const VerbFlags& f, const Item& found) {
    return MakeAppraisal(c, f, found, AppraiseCompletionRequest::OUTCOME_ACCEPT);
  });
  auto returned = std::make_shared<VerbFlags>();
  command =
      DatedCommand(item, "return", "Return results for rework: open again from that day", *returned,
                   "return programs/so-2022/items/noi-dung-21 --reason \"thiếu phụ lục\"");
  AddLeadFlag(*command, *returned);
  AddReasonFlag(*command, *returned, /*required=*/true);
  AddApproverFlag(*command, *returned, /*required=*/false);
  OnItem(*command, selected, returned, [](Context& c, const VerbFlags& f, const Item& found) {
    return MakeAppraisal(c, f, found, AppraiseCompletionRequest::OUTCOME_RETURN);
  });
}

void AddMilestone(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<MilestoneFlags>();
  CLI::App* command = DatedCommand(
      item, "milestone", "Add a milestone, or record that one is done (--id and --done)", *flags,
      "milestone programs/so-2022/items/noi-dung-21 --id lay-y-kien --title \"Lấy ý kiến\" --due "
      "2022-08-15");
  command->add_option("--id", flags->id, "Id of the milestone")->required();
  command->add_option("--title", flags->title, "What will have been done; adds the milestone");
  command->add_option("--due", flags->due, "Due date of the milestone");
  command->add_option("--done", flags->done, "Day on which it was done");
  OnItem(*command, selected, flags, &MakeMilestone);
}

}  // namespace

void AddItemWork(CLI::App& item, Action& selected) {
  AddIssue(item, selected);
  AddResponses(item, selected);
  AddProgress(item, selected);
  AddAppraisals(item, selected);
  AddMilestone(item, selected);
}

}  // namespace tiendo::cli
