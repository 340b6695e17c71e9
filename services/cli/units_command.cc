#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/list_all.h"
#include "services/cli/sheets/unit_row.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using units::v1::Unit;

struct Flags {
  std::string root;
  std::string as_of;
};

struct SearchFlags {
  std::vector<std::string> query;
  std::string as_of;
  std::string side;
  bool ended = false;
  int limit = 0;
};

struct EventFlags {
  std::string unit;
  std::string since;
};

std::string KindName(Unit::Kind kind) {
  constexpr std::string_view kPrefix = "KIND_";
  const std::string& name = Unit::Kind_Name(kind);
  const std::string word =
      name.starts_with(kPrefix)
          ? sheets::WordOf(sheets::kUnitKinds, std::string_view(name).substr(kPrefix.size()))
          : "";
  return word.empty() ? "loại khác" : word;
}

// The branches in front of node `i` of a pre-order list: a bar where a later sibling follows.
std::string Branches(const units::v1::GetTreeResponse& tree, int i) {
  const int depth = tree.nodes(i).depth();
  std::string text;
  for (int level = 1; level <= depth; ++level) {
    bool more = false;
    for (int j = i + 1; j < tree.nodes_size() && tree.nodes(j).depth() >= level; ++j) {
      if (tree.nodes(j).depth() == level) {
        more = true;
        break;
      }
    }
    if (level == depth) {
      text += more ? "├─ " : "└─ ";
    } else {
      text += more ? "│  " : "   ";
    }
  }
  return text;
}

absl::StatusOr<units::v1::GetTreeResponse> ReadTree(Context& context,
                                                    const units::v1::GetTreeRequest& request) {
  return AllPages<units::v1::GetTreeResponse>(context.caller, "tiendo.units.v1.UnitService/GetTree",
                                              request);
}

absl::StatusOr<int> RunTree(Context& context, const Flags& flags) {
  units::v1::GetTreeRequest request;
  request.set_root(UnitName(flags.root));
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_as_of(), ParseDate("--as-of", flags.as_of));
  }
  TIENDO_ASSIGN_OR_RETURN(const units::v1::GetTreeResponse tree, ReadTree(context, request));
  if (context.settings.json) {
    context.out << ToJson(tree);
    return kExitOk;
  }
  Table table({{"Đơn vị"}, {"Loại hình"}, {"Tên trong hệ thống"}});
  for (int i = 0; i < tree.nodes_size(); ++i) {
    const units::v1::TreeNode& node = tree.nodes(i);
    table.AddRow({Branches(tree, i) + node.unit().display_name() + (node.led() ? " ⟵" : ""),
                  KindName(node.unit().kind()), node.unit().name()});
  }
  if (table.empty()) {
    context.out << "Chưa có đơn vị nào.\n";
    return kExitOk;
  }
  context.out << table.Render(context.style)
              << "⟵: đơn vị bên chính quyền do tổ chức đảng ở trên lãnh đạo.\n";
  return kExitOk;
}

absl::StatusOr<int> RunSearch(Context& context, const SearchFlags& flags) {
  units::v1::SearchUnitsRequest request;
  std::string query;
  for (const std::string& word : flags.query) query += (query.empty() ? "" : " ") + word;
  request.set_query(query);
  request.set_show_ended(flags.ended);
  request.set_page_size(flags.limit);
  if (flags.side == "party") request.set_side(Unit::SIDE_PARTY);
  if (flags.side == "government") request.set_side(Unit::SIDE_GOVERNMENT);
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_as_of(), ParseDate("--as-of", flags.as_of));
  }
  units::v1::SearchUnitsResponse found;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.units.v1.UnitService/SearchUnits", request, found));
  if (context.settings.json) {
    context.out << ToJson(found);
    return kExitOk;
  }
  if (found.results().empty()) {
    context.out << "Không có đơn vị nào tên như vậy.\n";
    return kExitOk;
  }
  Table table({{"Đơn vị"}, {"Loại hình"}, {"Tên trong hệ thống"}, {"Ghi chú"}});
  for (const units::v1::SearchResult& result : found.results()) {
    const Unit& unit = result.unit();
    std::string note;
    if (!result.former_name().empty()) note = "tên cũ: " + result.former_name();
    if (result.ended()) {
      note += (note.empty() ? "" : "; ") + ("kết thúc " + VietnameseDate(unit.effective_to()));
      for (const std::string& s : unit.successors()) note += " → " + s;
    }
    table.AddRow({unit.display_name(), KindName(unit.kind()), unit.name(), note});
  }
  context.out << table.Render(context.style);
  if (found.total_size() > found.results_size()) {
    context.out << "… và " << found.total_size() - found.results_size()
                << " đơn vị khác: gõ thêm để thu hẹp.\n";
  }
  return kExitOk;
}

std::string_view EventName(units::v1::UnitEvent::Kind kind) {
  using units::v1::UnitEvent;
  switch (kind) {
    case UnitEvent::KIND_RENAMED:
      return "đổi tên";
    case UnitEvent::KIND_TRANSFERRED:
      return "chuyển";
    case UnitEvent::KIND_MERGED:
      return "sáp nhập";
    case UnitEvent::KIND_SPLIT:
      return "chia";
    case UnitEvent::KIND_DISSOLVED:
      return "giải thể";
    default:
      return "việc khác";
  }
}

// What an event changed, in words.
std::string EventText(const units::v1::UnitEvent& event) {
  std::string text;
  const auto add = [&text](bool given, const char* what, const std::string& value) {
    if (given) text += (text.empty() ? "" : "; ") + (what + (value.empty() ? "không" : value));
  };
  add(event.has_display_name(), "tên: ", event.display_name());
  add(event.has_short_name(), "tên gọi tắt: ", event.short_name());
  add(event.has_code(), "mã: ", event.code());
  add(event.has_head_title(), "chức danh: ", event.head_title());
  add(event.has_parent(), "cấp trên: ", event.parent());
  add(event.has_led_by(), "lãnh đạo: ", event.led_by());
  for (const std::string& s : event.successors()) add(true, "→ ", s);
  if (event.voided()) add(true, "ĐÃ HỦY: ", event.void_reason());
  return text;
}

absl::StatusOr<int> RunEvents(Context& context, const EventFlags& flags) {
  units::v1::ListUnitEventsRequest request;
  request.set_parent(flags.unit.empty() ? "units/-" : UnitName(flags.unit));
  if (!flags.since.empty()) {
    TIENDO_ASSIGN_OR_RETURN(const google::type::Date day, ParseDate("--since", flags.since));
    request.set_filter("effective_date >= " + IsoDate(day));
  }
  units::v1::ListUnitEventsResponse events;
  TIENDO_RETURN_IF_ERROR(EachPage<units::v1::ListUnitEventsResponse>(
      context.caller, "tiendo.units.v1.UnitService/ListUnitEvents", request,
      [&events](const auto& page) { events.mutable_events()->MergeFrom(page.events()); }));
  if (context.settings.json) {
    context.out << ToJson(events);
    return kExitOk;
  }
  Table table(
      {{"Hiệu lực"}, {"Việc"}, {"Thay đổi"}, {"Căn cứ"}, {"Ghi lúc"}, {"Tên trong hệ thống"}});
  for (const units::v1::UnitEvent& event : events.events()) {
    table.AddRow({VietnameseDate(event.effective_date()), std::string(EventName(event.kind())),
                  EventText(event), event.legal_basis().number(),
                  VietnameseTime(event.create_time()), event.name()});
  }
  context.out << (table.empty() ? "Chưa có lần sắp xếp nào.\n" : table.Render(context.style));
  return kExitOk;
}

void AddSearch(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<SearchFlags>();
  CLI::App* search = units.add_subcommand("search", "Find units by name, short name, code");
  search->add_option("query", flags->query, "Beginnings of words, with or without diacritics")
      ->required();
  search->add_option("--as-of", flags->as_of, "Day, 2022-06-30 or 30/06/2022; default: today");
  search->add_option("--side", flags->side, "party or government; default: both")
      ->check(CLI::IsMember({"party", "government"}));
  search->add_flag("--ended", flags->ended, "Also units that have ended by that day");
  search->add_option("--limit", flags->limit, "Results, at most 100; default: 20");
  search->footer("Example:\n  tiendo units search bao tro xa hoi --as-of 2022-06-30\n");
  search->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunSearch(context, *flags); };
  });
}

void AddEvents(CLI::App& units, Action& selected) {
  auto flags = std::make_shared<EventFlags>();
  CLI::App* events = units.add_subcommand("events", "What happened to a unit, or to all");
  events->add_option("unit", flags->unit, "units/…; default: all units");
  events->add_option("--since", flags->since, "First effective day");
  events->footer("Example:\n  tiendo units events so-ldtbxh\n");
  events->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunEvents(context, *flags); };
  });
}

}  // namespace

void AddUnits(CLI::App& app, Action& selected) {
  CLI::App* units = app.add_subcommand("units", "Units of the Party and the government side");
  units->require_subcommand(1);
  units->footer("Example:\n  tiendo units tree --as-of 2022-06-30\n");
  auto flags = std::make_shared<Flags>();
  CLI::App* tree = units->add_subcommand("tree", "The tree of units on a day");
  tree->add_option("--root", flags->root, "Top of the tree, units/…; default: all");
  tree->add_option("--as-of", flags->as_of, "Day, 2022-06-30 or 30/06/2022; default: today");
  tree->footer("Example:\n  tiendo units tree --root units/dang-bo-so --as-of 2022-06-30\n");
  tree->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunTree(context, *flags); };
  });
  AddSearch(*units, selected);
  AddEvents(*units, selected);
  AddReorganisation(*units, selected);
  AddUnitsExport(*units, selected);
  AddPreview(*units, selected);
}

}  // namespace tiendo::cli
