// What is recorded of items: a new one, a wrong entry taken back, the list of events.
#include <CLI/CLI.hpp>

#include "common/errors/error.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/item_flags.h"
#include "services/cli/list_all.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::ItemEvent;

struct AddFlags {
  ItemWriteFlags write;
  std::string program;
  std::string id;
  std::string title;
  std::string product;
  std::string organ;
  std::string due;
  std::string approved;
  std::vector<std::string> leads;
  std::vector<std::string> coordinators;
  std::vector<std::string> tags;
  int32_t ordinal = 0;
  bool secret = false;
};

struct VoidFlags {
  ItemWriteFlags write;
  std::string event;
  std::string reason;
};

absl::StatusOr<std::unique_ptr<programs::v1::CreateItemRequest>> MakeCreation(
    const AddFlags& flags) {
  auto request = std::make_unique<programs::v1::CreateItemRequest>();
  request->set_parent(flags.program.find('/') == std::string::npos ? "programs/" + flags.program
                                                                   : flags.program);
  request->set_item_id(flags.id);
  Item& item = *request->mutable_item();
  item.set_ordinal(flags.ordinal);
  item.set_title(flags.title);
  item.set_product(flags.product);
  item.set_assigning_organ(flags.organ);
  item.set_secret(flags.secret);
  for (const std::string& lead : flags.leads) item.add_leads()->set_unit(UnitName(lead));
  for (const std::string& unit : flags.coordinators) item.add_coordinators(UnitName(unit));
  for (const std::string& tag : flags.tags) item.add_tags(tag);
  if (!flags.due.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*item.mutable_baseline_due_date(), ParseDate("--due", flags.due));
    *item.mutable_due_date() = item.baseline_due_date();
  }
  return request;
}

// The command for the second write of `add`, since the whole again ends in ALREADY_EXISTS.
std::string IssueCommand(const AddFlags& flags, const std::string& item) {
  const DocumentFlags& document = flags.write.document;
  std::string command = "tiendo item issue " + item + " --approved " + flags.approved;
  if (document.number.empty()) return command;
  command += " --document \"" + document.number + '"';
  if (!document.date.empty()) command += " --document-date " + document.date;
  if (!document.issuer.empty()) command += " --issuer \"" + document.issuer + '"';
  return command;
}

absl::StatusOr<int> RunAdd(Context& context, const AddFlags& flags) {
  TIENDO_ASSIGN_OR_RETURN(auto create, MakeCreation(flags));
  Item item = create->item();
  item.set_name(create->parent() + "/items/" + create->item_id());
  create->mutable_item()->clear_due_date();
  std::vector<ProgramWrite> writes;
  std::string rest;
  writes.push_back({"CreateItem", "nội dung mới (dự thảo)", std::move(create)});
  if (!flags.approved.empty()) {
    auto issue = std::make_unique<programs::v1::IssueItemRequest>();
    issue->set_name(item.name());
    TIENDO_ASSIGN_OR_RETURN(*issue->mutable_approval_date(),
                            ParseDate("--approved", flags.approved));
    if (!flags.write.document.number.empty()) {
      TIENDO_RETURN_IF_ERROR(FillDocument(flags.write.document, *issue->mutable_document()));
    }
    std::string description =
        "giao từ ngày " + VietnameseDate(issue->approval_date()) + ByDocument(issue->document());
    writes.push_back({"IssueItem", std::move(description), std::move(issue)});
    rest = IssueCommand(flags, item.name());
  }
  return RunItemWrites(context, flags.write, item, std::move(writes), std::move(rest));
}

absl::StatusOr<ProgramWrite> MakeVoiding(const VoidFlags& flags, const Item& item) {
  auto request = std::make_unique<programs::v1::VoidEventRequest>();
  request->set_name(flags.event);
  request->set_etag(item.etag());
  request->set_reason(flags.reason);
  return ProgramWrite{"VoidEvent", "hủy ghi nhận " + flags.event + ": " + flags.reason,
                      std::move(request)};
}

std::string_view KindText(ItemEvent::Kind kind) {
  switch (kind) {
    case ItemEvent::KIND_ISSUED:
      return "giao";
    case ItemEvent::KIND_COMPLETED:
      return "hoàn thành";
    case ItemEvent::KIND_EXTENDED:
      return "gia hạn";
    case ItemEvent::KIND_WITHDRAWN:
      return "rút";
    case ItemEvent::KIND_ACCEPTED:
      return "nhận việc";
    case ItemEvent::KIND_REFUSED:
      return "từ chối";
    case ItemEvent::KIND_PROGRESS:
      return "tiến độ";
    case ItemEvent::KIND_APPRAISED:
      return "nghiệm thu";
    case ItemEvent::KIND_RETURNED:
      return "trả lại";
    case ItemEvent::KIND_SUSPENDED:
      return "tạm dừng";
    case ItemEvent::KIND_RESUMED:
      return "tiếp tục";
    case ItemEvent::KIND_CARRIED_OVER:
      return "chuyển tiếp sang";
    case ItemEvent::KIND_CARRIED_IN:
      return "chuyển tiếp từ";
    case ItemEvent::KIND_REASSIGNED:
      return "giao lại";
    case ItemEvent::KIND_MILESTONES_ADDED:
      return "thêm mốc";
    case ItemEvent::KIND_MILESTONES_REPLACED:
      return "thay các mốc";
    case ItemEvent::KIND_MILESTONE_DONE:
      return "xong mốc";
    default:
      return "";
  }
}

// What the kind does not say already.
std::string EventText(const ItemEvent& event) {
  std::vector<std::string> parts;
  const auto add = [&parts](std::string text) {
    if (!text.empty()) parts.push_back(std::move(text));
  };
  add(event.lead());
  add(Joined({event.leads().begin(), event.leads().end()}));
  add(event.item());
  if (event.has_new_due_date()) add("hạn " + VietnameseDate(event.new_due_date()));
  if (event.kind() == ItemEvent::KIND_EXTENDED && !event.has_new_due_date()) add("bỏ thời hạn");
  if (event.has_percent()) add(std::to_string(event.percent()) + "%");
  add(event.note());
  for (const Item::Milestone& milestone : event.milestones()) add(milestone.title());
  add(event.reason());
  if (event.voided()) add("ĐÃ HỦY: " + event.void_reason());
  return Joined(parts);
}

absl::StatusOr<int> RunEvents(Context& context, const std::string& item) {
  programs::v1::ListItemEventsRequest request;
  request.set_parent(item);
  programs::v1::ListItemEventsResponse events;
  TIENDO_RETURN_IF_ERROR(EachPage<programs::v1::ListItemEventsResponse>(
      context.caller, "tiendo.programs.v1.ProgramService/ListItemEvents", request,
      [&events](const auto& page) { events.mutable_events()->MergeFrom(page.events()); }));
  if (context.settings.json) {
    context.out << ToJson(events);
    return kExitOk;
  }
  Table table({{"Ngày"}, {"Việc"}, {"Nội dung"}, {"Văn bản"}, {"Ghi lúc"}, {"Tên trong hệ thống"}});
  for (const ItemEvent& event : events.events()) {
    table.AddRow({VietnameseDate(event.event_date()), std::string(KindText(event.kind())),
                  EventText(event), event.document().number(), VietnameseTime(event.create_time()),
                  event.name()});
  }
  context.out << (table.empty() ? "Chưa ghi nhận gì.\n" : table.Render(context.style));
  return kExitOk;
}

void AddAdd(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<AddFlags>();
  CLI::App* command = item.add_subcommand(
      "add", "Add an item to a programme; with --approved it is issued at once");
  command->add_option("program", flags->program, "programs/{program}")->required();
  command->add_option("--id", flags->id, "Id of the item")->required();
  command->add_option("--title", flags->title, "Title")->required();
  command->add_option("--ordinal", flags->ordinal, "Place in the programme");
  command->add_option("--product", flags->product, "Expected product");
  command->add_option("--lead", flags->leads, "Lead unit; once for each");
  command->add_option("--coordinator", flags->coordinators, "Coordinating unit; once for each");
  command->add_option("--organ", flags->organ, "Organ that assigned it");
  command->add_option("--tag", flags->tags, "E.g. theme/covid-19; once for each");
  command->add_option("--due", flags->due, "Due date; default: none");
  command->add_option("--approved", flags->approved,
                      "Approval date: in the programme from then on; default: a draft");
  command->add_flag("--secret", flags->secret, "Counted, title never shown");
  AddWriteFlags(*command, flags->write, /*document_required=*/false);
  command->footer(
      "Example:\n  tiendo item add so-2022 --id noi-dung-22 --title \"Nội dung mẫu 22\" \\\n"
      "      --lead van-phong-so --due 2022-12-15 --approved 2022-07-01 --document MẪU-94/QĐ\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunAdd(context, *flags); };
  });
}

void AddVoid(CLI::App& item, Action& selected) {
  auto flags = std::make_shared<VoidFlags>();
  CLI::App* command = item.add_subcommand(
      "void", "Take back an event that was entered wrongly; it stays on record");
  command->add_option("event", flags->event, "programs/{program}/items/{item}/events/{number}")
      ->required();
  command->add_option("--reason", flags->reason, "Why the entry was wrong")->required();
  AddScopeFlags(*command, flags->write.figures);
  command->add_flag("--yes,-y", flags->write.yes, "Do not ask");
  command->footer(
      "Example:\n  tiendo item void programs/so-2022/items/noi-dung-21/events/0002 --reason "
      "\"nhập nhầm\"\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) {
      flags->write.name = flags->event.substr(0, flags->event.find("/events/"));
      return RunItemWrite(context, flags->write, [&flags](Context&, const Item& found) {
        return MakeVoiding(*flags, found);
      });
    };
  });
}

void AddEvents(CLI::App& item, Action& selected) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      item.add_subcommand("events", "What was recorded of an item, wrong entries too");
  command->add_option("name", *name, "programs/{program}/items/{item}")->required();
  command->footer("Example:\n  tiendo item events programs/so-2022/items/noi-dung-21\n");
  command->callback([name, &selected] {
    selected = [name](Context& context) { return RunEvents(context, *name); };
  });
}

}  // namespace

void AddItemRecords(CLI::App& item, Action& selected) {
  AddAdd(item, selected);
  AddVoid(item, selected);
  AddEvents(item, selected);
}

}  // namespace tiendo::cli
