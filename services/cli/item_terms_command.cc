// What was agreed of an item: suspension, its leads, the line that continues it.
#include <CLI/CLI.hpp>

#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/item_flags.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;

struct ReassignFlags : VerbFlags {
  std::vector<std::string> leads;
  std::vector<std::string> coordinators;
};

struct CarryOverFlags : VerbFlags {
  std::string program;
  std::string id;
  std::string to;
  std::vector<std::string> leads;
};

template <typename Request>
absl::StatusOr<ProgramWrite> MakeSuspension(Context& context, const VerbFlags& flags,
                                            const Item& item, const char* method,
                                            const char* text) {
  auto request = std::make_unique<Request>();
  TIENDO_RETURN_IF_ERROR(FillRequest(flags, item, *request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.date));
  std::string description =
      text + VietnameseDate(request->approval_date()) + ByDocument(request->document());
  return ProgramWrite{method, description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeReassignment(Context& context, const ReassignFlags& flags,
                                              const Item& item) {
  auto request = std::make_unique<programs::v1::ReassignItemRequest>();
  TIENDO_RETURN_IF_ERROR(FillRequest(flags, item, *request));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.date));
  for (const std::string& lead : flags.leads) request->add_leads(UnitName(lead));
  for (const std::string& unit : flags.coordinators) request->add_coordinators(UnitName(unit));
  // Units that only coordinate stay, unless others are named.
  if (flags.coordinators.empty()) *request->mutable_coordinators() = item.coordinators();
  std::string description =
      "giao lại từ ngày " + VietnameseDate(request->approval_date()) +
      ", chủ trì: " + Joined({request->leads().begin(), request->leads().end()}) + " (" +
      flags.approver + ")" + ByDocument(request->document());
  return ProgramWrite{"ReassignItem", description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeCarryOver(Context& context, const CarryOverFlags& flags,
                                           const Item& item) {
  auto request = std::make_unique<programs::v1::CarryOverItemRequest>();
  TIENDO_RETURN_IF_ERROR(FillRequest(flags, item, *request));
  request->set_program(flags.program.find('/') == std::string::npos ? "programs/" + flags.program
                                                                    : flags.program);
  const std::string old_id = item.name().substr(item.name().rfind('/') + 1);
  request->set_item_id(flags.id.empty() ? old_id : flags.id);
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_new_due_date(), ParseDate("--to", flags.to));
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.date));
  for (const std::string& lead : flags.leads) request->add_leads(UnitName(lead));
  std::string description = "chuyển tiếp sang " + request->program() + "/items/" +
                            request->item_id() + ", thời hạn " +
                            VietnameseDate(request->new_due_date()) + ", phê duyệt ngày " +
                            VietnameseDate(request->approval_date()) + " (" + flags.approver + ")" +
                            ByDocument(request->document());
  return ProgramWrite{"CarryOverItem", description, std::move(request)};
}

void AddSuspend(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<VerbFlags>();
  CLI::App* command = item.add_subcommand("suspend", "Suspend an item; its clock runs on");
  AddCommonFlags(*command, flags->write, /*document_required=*/false);
  command->add_option("--approved", flags->date, "Approval date; default: today");
  AddReasonFlag(*command, *flags, /*required=*/true);
  AddApproverFlag(*command, *flags, /*required=*/false);
  command->footer(
      "Example:\n  tiendo item suspend programs/so-2022/items/noi-dung-21 --reason \"chờ kinh "
      "phí\"\n");
  OnItem(*command, selected, flags, [](Context& c, const VerbFlags& f, const Item& found) {
    return MakeSuspension<programs::v1::SuspendItemRequest>(c, f, found, "SuspendItem",
                                                            "tạm dừng từ ngày ");
  });
}

void AddResume(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<VerbFlags>();
  CLI::App* command = item.add_subcommand("resume", "Resume a suspended item");
  AddCommonFlags(*command, flags->write, /*document_required=*/false);
  command->add_option("--approved", flags->date, "Approval date; default: today");
  AddReasonFlag(*command, *flags, /*required=*/false);
  AddApproverFlag(*command, *flags, /*required=*/false);
  command->footer("Example:\n  tiendo item resume programs/so-2022/items/noi-dung-21\n");
  OnItem(*command, selected, flags, [](Context& c, const VerbFlags& f, const Item& found) {
    return MakeSuspension<programs::v1::ResumeItemRequest>(c, f, found, "ResumeItem",
                                                           "tiếp tục từ ngày ");
  });
}

void AddReassign(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<ReassignFlags>();
  CLI::App* command = item.add_subcommand("reassign", "Give an item to other lead units");
  AddCommonFlags(*command, flags->write, /*document_required=*/true);
  command->add_option("--lead", flags->leads, "Lead unit from then on; once for each")->required();
  command->add_option("--coordinator", flags->coordinators,
                      "Coordinating unit from then on; default: as they are");
  command->add_option("--approved", flags->date, "Approval date; default: today");
  AddApproverFlag(*command, *flags, /*required=*/true);
  AddReasonFlag(*command, *flags, /*required=*/true);
  command->footer(
      "Example:\n  tiendo item reassign programs/so-2022/items/noi-dung-21 --lead van-phong-so \\\n"
      "      --approver \"Giám đốc Sở\" --document MẪU-97/QĐ --reason \"sắp xếp lại\"\n");
  OnItem(*command, selected, flags, &MakeReassignment);
}

void AddCarryOver(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<CarryOverFlags>();
  CLI::App* command = item.add_subcommand(
      "carry-over", "Carry an open item over into a new line; the old one stays in its year");
  AddCommonFlags(*command, flags->write, /*document_required=*/true);
  command->add_option("--into", flags->program, "Programme of the new line")->required();
  command->add_option("--id", flags->id, "Id of the new line; default: that of the old one");
  command->add_option("--to", flags->to, "Due date of the new line")->required();
  command->add_option("--lead", flags->leads,
                      "Lead unit of the new line; default: those whose parts are open");
  command->add_option("--approved", flags->date, "Approval date; default: today");
  AddApproverFlag(*command, *flags, /*required=*/true);
  AddReasonFlag(*command, *flags, /*required=*/true);
  command->footer(
      "Example:\n  tiendo item carry-over programs/so-2022/items/noi-dung-21 --into so-2023 \\\n"
      "      --to 2023-03-31 --approver \"Giám đốc Sở\" --document MẪU-96/QĐ --reason \"chưa "
      "xong\"\n");
  OnItem(*command, selected, flags, &MakeCarryOver);
}

}  // namespace

void AddItemTerms(CLI::App& item, Action& selected) {
  AddSuspend(item, selected);
  AddResume(item, selected);
  AddReassign(item, selected);
  AddCarryOver(item, selected);
}

}  // namespace tiendo::cli
