// tiendo items, tiendo programs: what is there.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/filter_text.h"
#include "services/cli/programs_view.h"
#include "services/cli/state_flag.h"

namespace tiendo::cli {
namespace {

using programs::v1::Item;
using programs::v1::Program;

constexpr int kMostRows = 1000;

// What both `items list` and `items search` narrow down by.
struct ItemFlags {
  std::string program;
  std::string lead;
  std::string coordinator;
  std::string tag;
  std::string category;
  std::string owner;
  std::string state;
  std::string due_from;
  std::string due_to;
  bool secret = false;
  std::string filter;
  std::string order_by;
  std::vector<std::string> query;
  int limit = 50;
};

absl::StatusOr<std::string> FilterOf(const ItemFlags& flags) {
  FilterText filter;
  filter.Add("leads.unit", ":", UnitName(flags.lead));
  filter.Add("coordinators", ":", UnitName(flags.coordinator));
  filter.Add("tags", ":", flags.tag);
  filter.Add("program.category", "=", CategoryName(flags.category));
  filter.Add("program.owner", "=", UnitName(flags.owner));
  if (!flags.state.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const std::string state,
                            StateOf(*Item::State_descriptor(), flags.state));
    filter.AddBare("state", "=", state);
  }
  if (!flags.due_from.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date day, ParseDate("--due-from", flags.due_from));
    filter.AddBare("due_date", ">=", IsoDate(day));
  }
  if (!flags.due_to.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date day, ParseDate("--due-to", flags.due_to));
    filter.AddBare("due_date", "<=", IsoDate(day));
  }
  if (flags.secret) filter.AddText("secret = true");
  filter.AddText(flags.filter);
  return filter.text();
}

// Reads pages until there are `limit` rows or no more; whether there are more.
template <typename Request, typename Response>
absl::StatusOr<bool> ReadPages(Context& context, const std::string& method, Request request,
                               int limit, Response& all, int (Response::*size)() const) {
  do {
    request.set_page_size(std::min(limit - (all.*size)(), kMostRows));
    Response page;
    TIENDO_RETURN_IF_ERROR(
        context.caller.CallByName("tiendo.programs.v1.ProgramService/" + method, request, page));
    request.set_page_token(page.next_page_token());
    all.MergeFrom(page);
  } while (!request.page_token().empty() && (all.*size)() < limit);
  all.clear_next_page_token();
  return !request.page_token().empty();
}

template <typename Response>
int Show(Context& context, const Response& found, bool more) {
  if (context.settings.json) {
    context.out << ToJson(found);
    return kExitOk;
  }
  Table table = ItemTable();
  for (const Item& item : found.items()) AddItemRow(item, table);
  if (table.empty()) {
    context.out << "Không có nội dung nào như vậy.\n";
    return kExitOk;
  }
  context.out << table.Render(context.style);
  if (more) context.out << "… còn nữa: dùng --limit, hoặc thu hẹp điều kiện.\n";
  return kExitOk;
}

absl::StatusOr<int> RunList(Context& context, const ItemFlags& flags) {
  programs::v1::ListItemsRequest request;
  request.set_parent(flags.program.empty() ? "programs/-" : ProgramName(flags.program));
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterOf(flags));
  request.set_order_by(flags.order_by);
  programs::v1::ListItemsResponse found;
  TIENDO_ASSIGN_OR_RETURN(const bool more,
                          ReadPages(context, "ListItems", request, flags.limit, found,
                                    &programs::v1::ListItemsResponse::items_size));
  found.clear_resume_token();
  return Show(context, found, more);
}

absl::StatusOr<int> RunSearch(Context& context, const ItemFlags& flags) {
  programs::v1::SearchItemsRequest request;
  request.set_parent(flags.program.empty() ? "programs/-" : ProgramName(flags.program));
  for (const std::string& word : flags.query) {
    request.set_query(request.query() + (request.query().empty() ? "" : " ") + word);
  }
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterOf(flags));
  programs::v1::SearchItemsResponse found;
  TIENDO_ASSIGN_OR_RETURN(const bool more,
                          ReadPages(context, "SearchItems", request, flags.limit, found,
                                    &programs::v1::SearchItemsResponse::items_size));
  return Show(context, found, more);
}

struct ProgramFlags {
  int year = 0;
  std::string category;
  std::string owner;
  std::string state;
};

absl::StatusOr<int> RunPrograms(Context& context, const ProgramFlags& flags) {
  FilterText filter;
  if (flags.year != 0) filter.AddBare("years", ":", std::to_string(flags.year));
  filter.Add("category", "=", CategoryName(flags.category));
  filter.Add("owner", "=", UnitName(flags.owner));
  if (!flags.state.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const std::string state,
                            StateOf(*Program::State_descriptor(), flags.state));
    filter.AddBare("state", "=", state);
  }
  programs::v1::ListProgramsRequest request;
  request.set_filter(filter.text());
  programs::v1::ListProgramsResponse found;
  TIENDO_RETURN_IF_ERROR(ReadPages(context, "ListPrograms", request, 100 * kMostRows, found,
                                   &programs::v1::ListProgramsResponse::programs_size)
                             .status());
  found.clear_resume_token();
  if (context.settings.json) {
    context.out << ToJson(found);
    return kExitOk;
  }
  Table table({{"Chương trình"},
               {"Năm"},
               {"Đơn vị"},
               {"Trạng thái"},
               {"Phê duyệt"},
               {"Tên trong hệ thống"}});
  for (const Program& program : found.programs()) {
    std::string years;
    for (int year : program.years()) years += (years.empty() ? "" : ", ") + std::to_string(year);
    table.AddRow({program.title(), years, program.owner(), std::string(StateName(program.state())),
                  VietnameseDate(program.approval_date()), program.name()});
  }
  context.out << (table.empty() ? "Không có chương trình nào như vậy.\n"
                                : table.Render(context.style));
  return kExitOk;
}

void AddItemFlags(CLI::App& command, ItemFlags& flags) {
  command.add_option("--program", flags.program, "programs/…; default: all");
  command.add_option("--lead", flags.lead, "Unit that leads, units/…");
  command.add_option("--coordinator", flags.coordinator, "Unit that coordinates, units/…");
  command.add_option("--tag", flags.tag, "work-area/…, theme/… or resolution/…");
  command.add_option("--category", flags.category, "categories/… of the programme");
  command.add_option("--owner", flags.owner, "Unit that owns the programme, units/…");
  command.add_option("--state", flags.state, StateWords(*Item::State_descriptor()));
  command.add_option("--due-from", flags.due_from, "First due day");
  command.add_option("--due-to", flags.due_to, "Last due day");
  command.add_flag("--secret", flags.secret, "Only secret items (their titles stay hidden)");
  command.add_option("--filter", flags.filter, "A condition of ListItems, e.g. \"ordinal > 5\"");
  command.add_option("--limit", flags.limit, "Rows at most; default: 50")
      ->check(CLI::Range(1, 100'000));
}

}  // namespace

void AddItems(CLI::App& app, Action& selected) {
  CLI::App* items = app.add_subcommand("items", "Items of work programmes: list, search");
  items->require_subcommand(1);
  items->footer("Example:\n  tiendo items list --lead van-phong-so --due-to 2022-06-30\n");
  auto flags = std::make_shared<ItemFlags>();
  CLI::App* list = items->add_subcommand("list", "Items by unit, tag, category, state, due date");
  AddItemFlags(*list, *flags);
  list->add_option("--order-by", flags->order_by,
                   "name, due_date, ordinal or update_time; e.g. \"due_date desc\"");
  list->footer(
      "Example:\n  tiendo items list --program so-2022 --state issued --order-by due_date\n");
  list->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunList(context, *flags); };
  });
  auto searched = std::make_shared<ItemFlags>();
  searched->limit = 20;
  CLI::App* search = items->add_subcommand("search", "Items by words of their titles");
  search->add_option("query", searched->query, "Beginnings of words, with or without diacritics")
      ->required();
  AddItemFlags(*search, *searched);
  search->footer("Example:\n  tiendo items search giai quyet viec lam\n");
  search->callback([searched, &selected] {
    selected = [searched](Context& context) { return RunSearch(context, *searched); };
  });
}

void AddPrograms(CLI::App& app, Action& selected) {
  CLI::App* programs = app.add_subcommand("programs", "Work programmes: list, export");
  programs->require_subcommand(1);
  programs->footer("Example:\n  tiendo programs list --year 2022\n");
  auto flags = std::make_shared<ProgramFlags>();
  CLI::App* list = programs->add_subcommand("list", "Programmes by year, category, owner, state");
  list->add_option("--year", flags->year, "A year that they cover");
  list->add_option("--category", flags->category, "categories/…");
  list->add_option("--owner", flags->owner, "units/…");
  list->add_option("--state", flags->state, StateWords(*Program::State_descriptor()));
  list->footer("Example:\n  tiendo programs list --year 2022 --category department\n");
  list->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunPrograms(context, *flags); };
  });
  AddExport(*programs, selected);
}

}  // namespace tiendo::cli
