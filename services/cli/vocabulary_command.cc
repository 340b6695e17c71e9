// tiendo vocabulary: what programmes and items are sorted by.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/filter_text.h"
#include "services/cli/list_all.h"
#include "services/cli/programs_view.h"

namespace tiendo::cli {
namespace {

using programs::v1::Category;
using programs::v1::Period;
using programs::v1::Tag;

struct Flags {
  std::string kind;
  int year = 0;
  bool retired = false;
};

std::string_view KindName(Category::Kind kind) {
  switch (kind) {
    case Category::KIND_ITEM:
      return "nội dung";
    case Category::KIND_TARGET:
      return "chỉ tiêu";
    case Category::KIND_DUTY:
      return "nhiệm vụ giao đồng loạt";
    case Category::KIND_SCHEME:
      return "đề án, chương trình";
    default:
      return "khác";
  }
}

std::string_view KindName(Tag::Kind kind) {
  switch (kind) {
    case Tag::KIND_WORK_AREA:
      return "lĩnh vực";
    case Tag::KIND_THEME:
      return "chủ đề";
    case Tag::KIND_RESOLUTION:
      return "nghị quyết";
    default:
      return "khác";
  }
}

std::string_view KindName(Period::Kind kind) {
  switch (kind) {
    case Period::KIND_MONTH:
      return "tháng";
    case Period::KIND_QUARTER:
      return "quý";
    case Period::KIND_HALF_YEAR:
      return "6 tháng";
    case Period::KIND_NINE_MONTHS:
      return "9 tháng";
    case Period::KIND_YEAR:
      return "năm";
    case Period::KIND_TERM:
      return "nhiệm kỳ";
    default:
      return "khác";
  }
}

std::string Note(bool retired) { return retired ? "thôi dùng" : ""; }

// All pages of a list as one response.
template <typename Request, typename Response>
absl::StatusOr<Response> ReadAll(Context& context, const std::string& method, Request request) {
  TIENDO_ASSIGN_OR_RETURN(
      Response all,
      AllPages<Response>(context.caller, "tiendo.programs.v1.ProgramService/" + method,
                         std::move(request)));
  all.clear_resume_token();
  return all;
}

// Prints the response, as JSON or as `table`.
template <typename Response>
int Show(Context& context, const Response& response, const Table& table, const char* none) {
  if (context.settings.json) {
    context.out << ToJson(response);
  } else {
    context.out << (table.empty() ? none : table.Render(context.style));
  }
  return kExitOk;
}

absl::StatusOr<int> RunCategories(Context& context, const Flags& flags) {
  programs::v1::ListCategoriesRequest request;
  request.set_order_by("order");
  if (!flags.retired) request.set_filter("retired = false");
  TIENDO_ASSIGN_OR_RETURN(
      const auto all,
      (ReadAll<programs::v1::ListCategoriesRequest, programs::v1::ListCategoriesResponse>(
          context, "ListCategories", request)));
  Table table({{"Thứ tự", Table::Align::kRight},
               {"Nhóm chương trình"},
               {"Loại"},
               {"Ghi chú"},
               {"Tên trong hệ thống"}});
  for (const Category& c : all.categories()) {
    table.AddRow({std::to_string(c.order()), c.display_name(), std::string(KindName(c.kind())),
                  Note(c.retired()), c.name()});
  }
  return Show(context, all, table, "Chưa có nhóm chương trình nào.\n");
}

absl::StatusOr<int> RunTags(Context& context, const Flags& flags) {
  FilterText filter;
  if (flags.kind == "work-area") filter.AddBare("kind", "=", "WORK_AREA");
  if (flags.kind == "theme") filter.AddBare("kind", "=", "THEME");
  if (flags.kind == "resolution") filter.AddBare("kind", "=", "RESOLUTION");
  if (!flags.retired) filter.AddText("retired = false");
  programs::v1::ListTagsRequest request;
  request.set_filter(filter.text());
  request.set_order_by("order");
  TIENDO_ASSIGN_OR_RETURN(const auto all,
                          (ReadAll<programs::v1::ListTagsRequest, programs::v1::ListTagsResponse>(
                              context, "ListTags", request)));
  Table table({{"Loại"}, {"Tên"}, {"Văn bản"}, {"Ghi chú"}, {"Dùng trong nội dung"}});
  for (const Tag::Kind kind : {Tag::KIND_WORK_AREA, Tag::KIND_THEME, Tag::KIND_RESOLUTION}) {
    for (const Tag& tag : all.tags()) {
      if (tag.kind() != kind) continue;
      table.AddRow({std::string(KindName(kind)), tag.display_name(), tag.document().number(),
                    Note(tag.retired()), tag.value()});
    }
  }
  return Show(context, all, table, "Chưa có mục nào.\n");
}

absl::StatusOr<int> RunPeriods(Context& context, const Flags& flags) {
  FilterText filter;
  if (flags.year != 0) {
    filter.AddBare("start_date", "<=", std::to_string(flags.year) + "-12-31");
    filter.AddBare("end_date", ">=", std::to_string(flags.year) + "-01-01");
  }
  if (!flags.retired) filter.AddText("retired = false");
  programs::v1::ListPeriodsRequest request;
  request.set_filter(filter.text());
  request.set_order_by("end_date");
  TIENDO_ASSIGN_OR_RETURN(
      const auto all, (ReadAll<programs::v1::ListPeriodsRequest, programs::v1::ListPeriodsResponse>(
                          context, "ListPeriods", request)));
  Table table({{"Kỳ"},
               {"Loại"},
               {"Từ ngày"},
               {"Đến ngày"},
               {"Chốt số liệu"},
               {"Ghi chú"},
               {"Tên trong hệ thống"}});
  for (const Period& p : all.periods()) {
    table.AddRow({p.display_name(), std::string(KindName(p.kind())), VietnameseDate(p.start_date()),
                  VietnameseDate(p.end_date()), VietnameseDate(p.cut_off_date()), Note(p.retired()),
                  p.name()});
  }
  return Show(context, all, table, "Chưa có kỳ báo cáo nào.\n");
}

}  // namespace

void AddVocabulary(CLI::App& app, Action& selected) {
  CLI::App* vocabulary =
      app.add_subcommand("vocabulary", "Categories, tags and periods of the office");
  vocabulary->require_subcommand(1);
  vocabulary->footer("Example:\n  tiendo vocabulary tags --kind theme\n");
  auto flags = std::make_shared<Flags>();
  auto add = [&](const char* name, const char* about, const char* example,
                 absl::StatusOr<int> (*run)(Context&, const Flags&)) {
    CLI::App* command = vocabulary->add_subcommand(name, about);
    command->add_flag("--retired", flags->retired, "Also what is not used any more");
    command->footer(std::string("Example:\n  tiendo vocabulary ") + example + "\n");
    command->callback([flags, run, &selected] {
      selected = [flags, run](Context& context) { return run(context, *flags); };
    });
    return command;
  };
  add("categories", "Categories of programmes, in the order of reports", "categories",
      &RunCategories);
  add("tags", "Work areas, themes and resolutions", "tags --kind resolution", &RunTags)
      ->add_option("--kind", flags->kind, "work-area, theme or resolution; default: all")
      ->check(CLI::IsMember({"work-area", "theme", "resolution"}));
  add("periods", "Periods of report and the days of their cut-off", "periods --year 2022",
      &RunPeriods)
      ->add_option("--year", flags->year, "Those that have days in this year; default: all")
      ->check(CLI::Range(2000, 2100));
}

}  // namespace tiendo::cli
