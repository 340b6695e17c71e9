#include <CLI/CLI.hpp>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using units::v1::Unit;

struct Flags {
  std::string root;
  std::string as_of;
};

std::string_view KindName(Unit::Kind kind) {
  switch (kind) {
    case Unit::KIND_PARTY_COMMITTEE_ABOVE_GRASSROOTS:
      return "đảng bộ cấp trên cơ sở";
    case Unit::KIND_GRASSROOTS_PARTY_ORGANISATION:
      return "đảng bộ cơ sở";
    case Unit::KIND_SECTION_PARTY_ORGANISATION:
      return "đảng bộ bộ phận";
    case Unit::KIND_GRASSROOTS_CELL:
      return "chi bộ cơ sở";
    case Unit::KIND_SUBORDINATE_CELL:
      return "chi bộ trực thuộc";
    case Unit::KIND_COMMITTEE_ORGAN:
      return "cơ quan của cấp ủy";
    case Unit::KIND_DEPARTMENT:
      return "sở";
    case Unit::KIND_DIVISION:
      return "phòng";
    case Unit::KIND_SUB_DEPARTMENT:
      return "chi cục";
    case Unit::KIND_SERVICE_UNIT:
      return "đơn vị sự nghiệp";
    case Unit::KIND_FUND:
      return "quỹ";
    default:
      return "loại khác";
  }
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

absl::StatusOr<int> RunTree(Context& context, const Flags& flags) {
  units::v1::GetTreeRequest request;
  request.set_root(flags.root);
  if (!flags.as_of.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_as_of(), ParseDate("--as-of", flags.as_of));
  }
  units::v1::GetTreeResponse tree;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName("tiendo.units.v1.UnitService/GetTree", request, tree));
  if (context.settings.json) {
    context.out << ToJson(tree);
    return kExitOk;
  }
  Table table({{"Đơn vị"}, {"Loại hình"}, {"Tên trong hệ thống"}});
  for (int i = 0; i < tree.nodes_size(); ++i) {
    const units::v1::TreeNode& node = tree.nodes(i);
    table.AddRow({Branches(tree, i) + node.unit().display_name() + (node.led() ? " ⟵" : ""),
                  std::string(KindName(node.unit().kind())), node.unit().name()});
  }
  if (table.empty()) {
    context.out << "Chưa có đơn vị nào.\n";
    return kExitOk;
  }
  context.out << table.Render(context.style)
              << "⟵: đơn vị bên chính quyền do tổ chức đảng ở trên lãnh đạo.\n";
  return kExitOk;
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
}

}  // namespace tiendo::cli
