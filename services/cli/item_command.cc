#include <CLI/CLI.hpp>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/item_flags.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;

struct CompleteFlags {
  ItemWriteFlags write;
  std::string date;
  std::string lead;
  std::string reported;
};

struct ExtendFlags {
  ItemWriteFlags write;
  std::string to;
  bool no_due_date = false;
  std::string approved;
  std::string approver;
  std::string reason;
};

struct WithdrawFlags {
  ItemWriteFlags write;
  std::string approved;
  std::string reason;
};

absl::StatusOr<ProgramWrite> MakeCompletion(const CompleteFlags& flags, const Item& item) {
  auto request = std::make_unique<programs::v1::ReportCompletionRequest>();
  request->set_name(item.name());
  request->set_etag(item.etag());
  if (!flags.lead.empty()) {
    request->set_lead(UnitName(flags.lead));
  } else if (item.leads_size() == 1) {
    request->set_lead(item.leads(0).unit());
  } else if (item.leads_size() > 1) {
    return errors::InvalidField("--lead", "nội dung có nhiều đơn vị chủ trì: " + LeadsText(item));
  }
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_result_date(), ParseDate("--date", flags.date));
  if (!flags.reported.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_reported_date(),
                            ParseDate("--reported", flags.reported));
  }
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.write.document, *request->mutable_document()));
  std::string description = "hoàn thành ngày " + VietnameseDate(request->result_date());
  if (!request->lead().empty()) description += ", phần của " + request->lead();
  description += ByDocument(request->document());
  return ProgramWrite{"ReportCompletion", description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeExtension(Context& context, const ExtendFlags& flags,
                                           const Item& item) {
  if (flags.to.empty() != flags.no_due_date) {
    return errors::InvalidField("--to", "give either --to DATE or --no-due-date");
  }
  auto request = std::make_unique<programs::v1::ExtendItemRequest>();
  request->set_name(item.name());
  request->set_etag(item.etag());
  request->set_remove_due_date(flags.no_due_date);
  if (!flags.no_due_date) {
    TIENDO_ASSIGN_OR_RETURN(*request->mutable_new_due_date(), ParseDate("--to", flags.to));
  }
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.approved));
  request->set_approver(flags.approver);
  request->set_reason(flags.reason);
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.write.document, *request->mutable_document()));
  std::string description =
      flags.no_due_date ? "bỏ thời hạn" : "gia hạn đến " + VietnameseDate(request->new_due_date());
  description += ", phê duyệt ngày " + VietnameseDate(request->approval_date()) + " (" +
                 flags.approver + ")" + ByDocument(request->document());
  return ProgramWrite{"ExtendItem", description, std::move(request)};
}

absl::StatusOr<ProgramWrite> MakeWithdrawal(Context& context, const WithdrawFlags& flags,
                                            const Item& item) {
  auto request = std::make_unique<programs::v1::WithdrawItemRequest>();
  request->set_name(item.name());
  request->set_etag(item.etag());
  request->set_reason(flags.reason);
  TIENDO_ASSIGN_OR_RETURN(*request->mutable_approval_date(),
                          DateOrToday(context.clock, "--approved", flags.approved));
  TIENDO_RETURN_IF_ERROR(FillDocument(flags.write.document, *request->mutable_document()));
  std::string description = "rút khỏi chương trình từ ngày " +
                            VietnameseDate(request->approval_date()) +
                            ByDocument(request->document());
  return ProgramWrite{"WithdrawItem", description, std::move(request)};
}

void AddComplete(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<CompleteFlags>();
  CLI::App* command = item.add_subcommand("complete", "Record that a lead unit has finished");
  AddCommonFlags(*command, flags->write, /*document_required=*/false);
  command->add_option("--date", flags->date, "Result date: date of the product document")
      ->required();
  command->add_option("--lead", flags->lead, "Lead unit; needed when the item has several");
  command->add_option("--reported", flags->reported, "Day on which it was reported");
  command->footer(
      "Example:\n  tiendo item complete programs/so-2022/items/noi-dung-21 --date 2022-11-25 \\\n"
      "      --document MẪU-210/BC\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return RunItemWrite(context, flags->write, [flags](Context&, const Item& found) {
        return MakeCompletion(*flags, found);
      });
    };
  });
}

void AddExtend(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<ExtendFlags>();
  CLI::App* command =
      item.add_subcommand("extend", "Move or remove a due date; the first one stays");
  AddCommonFlags(*command, flags->write, /*document_required=*/true);
  command->add_option("--to", flags->to, "New due date");
  command->add_flag("--no-due-date", flags->no_due_date, "Remove the due date");
  command->add_option("--approved", flags->approved, "Approval date; default: today");
  command->add_option("--approver", flags->approver, "Who approved: a post or organ")->required();
  command->add_option("--reason", flags->reason, "Reason")->required();
  command->footer(
      "Example:\n  tiendo item extend programs/so-2022/items/noi-dung-21 --to 2022-12-15 \\\n"
      "      --approver \"Giám đốc Sở\" --document MẪU-99/QĐ --reason \"chờ ý kiến các sở\"\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return RunItemWrite(context, flags->write, [flags](Context& c, const Item& found) {
        return MakeExtension(c, *flags, found);
      });
    };
  });
}

void AddWithdraw(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<WithdrawFlags>();
  CLI::App* command = item.add_subcommand("withdraw", "Take an item out of its programme");
  AddCommonFlags(*command, flags->write, /*document_required=*/true);
  command->add_option("--approved", flags->approved, "Approval date; default: today");
  command->add_option("--reason", flags->reason, "Reason")->required();
  command->footer(
      "Example:\n  tiendo item withdraw programs/so-2022/items/noi-dung-21 --document MẪU-98/QĐ "
      "\\\n"
      "      --reason \"gộp vào nội dung khác\"\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      return RunItemWrite(context, flags->write, [flags](Context& c, const Item& found) {
        return MakeWithdrawal(c, *flags, found);
      });
    };
  });
}

}  // namespace

void AddItem(CLI::App& app, Action& selected) {
  CLI::App* item =
      app.add_subcommand("item", "Items: writes show the figure before and after, ask, and write");
  item->require_subcommand(1);
  item->footer(
      "Example:\n  tiendo item complete programs/so-2022/items/noi-dung-21 --date 2022-11-25\n");
  AddItemRecords(*item, selected);
  AddItemWork(*item, selected);
  AddComplete(*item, selected);
  AddExtend(*item, selected);
  AddWithdraw(*item, selected);
  AddItemTerms(*item, selected);
}

}  // namespace tiendo::cli
