#include <CLI/CLI.hpp>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/status_query.h"

namespace tiendo::cli {
namespace {

using status::v1::Reconciliation;

struct Flags {
  StatusFlags query;
  std::vector<std::string> figures;
  std::string category;
  bool check = false;
};

std::string RangeText(const Reconciliation::DayRange& range) {
  const std::string first = VietnameseDate(range.first());
  const std::string last = VietnameseDate(range.last());
  return first == last ? "ngày " + first : "từ ngày " + first + " đến ngày " + last;
}

// A reading as the service describes it ("due/plan, due by 2022-06-30") in the words of a report.
std::string Vietnamese(std::string description) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"basis baseline", "theo thời hạn ban đầu"},
      {"basis in force", "theo thời hạn hiện hành"},
      {"due by ", "hạn tính đến "},
      {"done", "đã thực hiện"},
      {"due", "đến hạn"},
      {"plan", "kế hoạch"}};
  for (const auto& [word, vietnamese] : kWords) {
    for (size_t at = description.find(word); at != std::string::npos;
         at = description.find(word, at + vietnamese.size())) {
      description.replace(at, word.size(), vietnamese);
    }
  }
  const size_t date = description.find("hạn tính đến ");
  if (date == std::string::npos) return description;
  const size_t start = date + std::string_view("hạn tính đến ").size();
  const absl::StatusOr<google::type::Date> day = ParseDate("", description.substr(start));
  return day.ok() ? description.substr(0, start) + VietnameseDate(*day) : description;
}

void PrintParts(Context& context, const Reconciliation& r) {
  for (const Reconciliation::Part& part : r.parts()) {
    context.out << "  " << ColumnName(part.column()) << ": nêu " << part.claimed() << ", thực tế "
                << part.actual() << (part.claimed() == part.actual() ? " (khớp)" : " (khác)")
                << '\n';
    for (const int column : part.equal_columns()) {
      context.out << "    " << part.claimed() << " cũng là số "
                  << ColumnName(static_cast<status::v1::Column>(column)) << '\n';
    }
  }
}

void PrintDifferences(Context& context, const Reconciliation& r) {
  if (r.differences().empty()) return;
  context.out << "  Nội dung làm nên chênh lệch";
  if (r.has_nearest_day())
    context.out << " (so với ngày " << VietnameseDate(r.nearest_day()) << ')';
  context.out << ":\n";
  for (const Reconciliation::Difference& d : r.differences()) {
    context.out << "    " << (d.delta() > 0 ? "+1 " : "-1 ") << ColumnName(d.column()) << ": "
                << d.item().title() << " (" << d.item().item() << "), hạn "
                << VietnameseDate(d.item().due_date());
    if (!d.item().timeliness_vi().empty()) context.out << ", " << d.item().timeliness_vi();
    if (d.candidate()) context.out << " [chỉ là khả năng]";
    context.out << '\n';
  }
}

void Print(Context& context, const Reconciliation& r, const std::string& as_of) {
  const std::string verdict = r.agrees() ? "KHỚP" : "KHÔNG KHỚP";
  context.out << context.style.Bold(r.claim().figure() + " · " + r.claim().category() + " · " +
                                    as_of)
              << ": " << (r.agrees() ? verdict : context.style.Alert(verdict))
              << "; số thực tế (TH/ĐH/KH): " << r.actual() << '\n';
  PrintParts(context, r);
  if (!r.agrees()) {
    if (r.true_on().empty()) context.out << "  Không ngày nào trong năm có số này.\n";
    for (const Reconciliation::DayRange& range : r.true_on()) {
      context.out << "  Đúng " << RangeText(range) << '\n';
    }
    PrintDifferences(context, r);
  }
  std::string readings;
  for (const Reconciliation::Alternative& alternative : r.alternatives()) {
    if (!alternative.agrees()) continue;
    readings += (readings.empty() ? "" : "; ") + Vietnamese(alternative.description());
  }
  if (!readings.empty()) context.out << "  Khớp nếu đọc là: " << readings << '\n';
  if (!r.summary_vi().empty()) context.out << "→ " << r.summary_vi() << '\n';
}

absl::StatusOr<int> RunReconcile(Context& context, const Flags& flags) {
  TIENDO_ASSIGN_OR_RETURN(status::v1::GetStatusRequest query, QueryOf(context, flags.query));
  status::v1::ReconcileFiguresRequest request;
  for (const std::string& figure : flags.figures) {
    status::v1::Claim& claim = *request.add_claims();
    claim.set_scope(query.scope());
    claim.set_category(flags.category.find('/') == std::string::npos
                           ? "categories/" + flags.category
                           : flags.category);
    claim.set_figure(figure);
    if (query.has_as_of()) *claim.mutable_as_of() = query.as_of();
    if (query.has_known_at()) *claim.mutable_known_at() = query.known_at();
    if (query.has_known_on()) *claim.mutable_known_on() = query.known_on();
    claim.set_year(query.year());
    claim.set_basis(query.basis());
  }
  status::v1::ReconcileFiguresResponse response;
  TIENDO_RETURN_IF_ERROR(context.caller.CallByName(
      "tiendo.status.v1.StatusService/ReconcileFigures", request, response));
  bool agrees = true;
  for (const Reconciliation& r : response.reconciliations()) agrees = agrees && r.agrees();
  if (context.settings.json) {
    context.out << ToJson(response);
  } else {
    const std::string day =
        query.has_as_of() ? "ngày " + VietnameseDate(query.as_of()) : "ngày hôm nay";
    for (const Reconciliation& r : response.reconciliations()) Print(context, r, day);
    context.out << '\n' << FreshnessLine(response.freshness()) << '\n';
  }
  return flags.check && !agrees ? kExitDiffers : kExitOk;
}

}  // namespace

void AddReconcile(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "reconcile", "Hold a figure that was read out against the facts: since when, by which items");
  command->add_option("figure", flags->figures, "done/plan (19/21) or done/due/plan (18/19/21)")
      ->required();
  command->add_option("--category", flags->category, "Category, e.g. department")->required();
  AddScopeFlags(*command, flags->query);
  AddBasisFlags(*command, flags->query);
  command->add_flag("--check", flags->check, "Exit with 8 when a figure differs");
  command->footer("Example:\n  tiendo reconcile 19/21 --category department --as-of 2022-06-30\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunReconcile(context, *flags); };
  });
}

}  // namespace tiendo::cli
