#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/status_macros.h"
#include "services/cli/call_error.h"
#include "services/cli/commands.h"
#include "services/cli/dates.h"
#include "services/cli/figures_view.h"
#include "services/cli/status_query.h"
#include "services/cli/table.h"

namespace tiendo::cli {
namespace {

using status::v1::AttentionCount;
using status::v1::AttentionEntry;
using status::v1::AttentionGroup;
using status::v1::AttentionKind;
using status::v1::ListAttentionRequest;
using status::v1::ListAttentionResponse;

std::map<std::string, AttentionKind> Kinds() {
  return {{"overdue", status::v1::ATTENTION_KIND_OVERDUE},
          {"due-today", status::v1::ATTENTION_KIND_DUE_TODAY},
          {"due-soon", status::v1::ATTENTION_KIND_DUE_SOON},
          {"not-concrete", status::v1::ATTENTION_KIND_NOT_CONCRETE},
          {"unowned", status::v1::ATTENTION_KIND_UNOWNED},
          {"stale", status::v1::ATTENTION_KIND_STALE}};
}

struct Flags {
  StatusFlags query;
  std::vector<std::string> kinds;
  std::string category;
  std::string since;
};

std::string Count(int n) { return n == 0 ? "–" : std::to_string(n); }

// All pages as one answer; a unit that goes on on the next page is one group.
absl::StatusOr<ListAttentionResponse> ReadAll(Context& context, ListAttentionRequest request) {
  constexpr int kPage = 1000;
  request.set_page_size(kPage);
  ListAttentionResponse all;
  do {
    ListAttentionResponse page;
    TIENDO_RETURN_IF_ERROR(
        context.caller.CallByName("tiendo.status.v1.StatusService/ListAttention", request, page));
    request.set_page_token(page.next_page_token());
    if (all.scope().empty()) {
      all = std::move(page);
      continue;
    }
    for (AttentionGroup& group : *page.mutable_groups()) {
      if (all.groups().rbegin()->unit() == group.unit()) {
        all.mutable_groups()->rbegin()->mutable_entries()->MergeFrom(group.entries());
      } else {
        all.add_groups()->Swap(&group);
      }
    }
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  return all;
}

std::string Head(const ListAttentionResponse& answer) {
  std::string line = "Nội dung cần quan tâm đến ngày " + VietnameseDate(answer.as_of()) +
                     " · năm " + std::to_string(answer.year());
  line += answer.basis() == status::v1::BASIS_BASELINE ? " · thời hạn ban đầu"
                                                       : " · thời hạn hiện hành";
  if (!answer.tag().empty()) line += " · thẻ " + answer.tag();
  if (answer.has_compare_to()) line += " · so với ngày " + VietnameseDate(answer.compare_to());
  if (answer.has_known_at()) {
    line += " · theo những gì đã ghi nhận đến " + VietnameseTime(answer.known_at());
  }
  if (answer.projection()) line += " · DỰ BÁO: ngày chưa tới";
  return line;
}

void PrintTotals(Context& context, const ListAttentionResponse& answer) {
  using enum Table::Align;
  std::vector<Table::Column> columns = {{"Nhóm chương trình"}, {"Lý do"}, {"Số nội dung", kRight}};
  if (answer.has_compare_to()) {
    columns.insert(columns.end(), {{"Ngày " + VietnameseDate(answer.compare_to()), kRight},
                                   {"Phát sinh", kRight},
                                   {"Đã xử lý", kRight},
                                   {"Chuyển đến", kRight},
                                   {"Chuyển đi", kRight}});
  }
  Table table(std::move(columns));
  for (const AttentionCount& c : answer.totals()) {
    if (c.count() == 0 && c.count_before() == 0) continue;
    table.AddRow({c.display_name(), c.kind_vi(), Count(c.count()), Count(c.count_before()),
                  Count(c.appeared()), Count(c.resolved()), Count(c.moved_in()),
                  Count(c.moved_out())});
  }
  if (!table.empty()) {
    context.out << table.Render(context.style)
                << "Một nội dung có thể có nhiều lý do; các nhóm không cộng vào nhau.\n";
  }
}

// "Nội dung mẫu 19 (so-2022/noi-dung-19)".
std::string TitleOf(const AttentionEntry& entry) {
  std::string id = entry.item();
  if (const size_t at = id.find("/items/"); at != std::string::npos) id.replace(at, 7, "/");
  if (id.starts_with("programs/")) id.erase(0, 9);
  return entry.title() + " (" + id + ')';
}

std::string NextOf(const AttentionEntry& entry) {
  if (!entry.has_next_step()) return "–";
  std::string text = entry.next_step().title();
  if (entry.next_step().has_due_date()) {
    text += " (" + VietnameseDate(entry.next_step().due_date()) + ')';
  }
  return text;
}

void PrintGroup(Context& context, const AttentionGroup& group) {
  context.out << '\n' << context.style.Bold(group.unit_title()) << " (" << group.unit() << ")\n";
  if (group.entries().empty()) {
    context.out << "  Không còn nội dung nào: đã xử lý hoặc đã chuyển đi.\n";
    return;
  }
  Table table({{"Nội dung"}, {"Lý do"}, {"Hạn"}, {"Bước tiếp theo"}});
  bool overdue = false;
  for (const AttentionEntry& entry : group.entries()) {
    overdue |= entry.reasons(0).kind() == status::v1::ATTENTION_KIND_OVERDUE;
    table.AddRow(
        {TitleOf(entry), entry.reason_vi(), VietnameseDate(entry.due_date()), NextOf(entry)});
  }
  if (overdue) context.out << context.style.Alert("Có nội dung quá hạn") << '\n';
  context.out << table.Render(context.style);
}

void Print(Context& context, const ListAttentionResponse& answer) {
  context.out << context.style.Bold(answer.scope_title()) << " (" << answer.scope() << ")\n"
              << Head(answer) << "\n\n";
  PrintTotals(context, answer);
  if (answer.groups().empty()) context.out << "Không có nội dung nào cần quan tâm.\n";
  for (const AttentionGroup& group : answer.groups()) PrintGroup(context, group);
  context.out << '\n';
  if (answer.due_soon_days() > 0) {
    context.out << "Sắp đến hạn: trong " << answer.due_soon_days() << " ngày làm việc. ";
  }
  context.out << "Chậm cập nhật: quá " << answer.not_updated_days() << " ngày.\n";
  for (const int year : answer.missing_calendar_years()) {
    context.out << "Chưa nhập lịch nghỉ năm " << year
                << ": có thể thiếu nội dung sắp đến hạn trong năm đó.\n";
  }
  context.out << FreshnessLine(answer.freshness()) << '\n';
}

absl::StatusOr<int> RunAttention(Context& context, const Flags& flags) {
  ListAttentionRequest request;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_query(), QueryOf(context, flags.query));
  for (const std::string& kind : flags.kinds) request.add_kinds(Kinds().at(kind));
  if (!flags.category.empty()) {
    const bool whole = flags.category.find('/') != std::string::npos;
    request.set_category(whole ? flags.category : "categories/" + flags.category);
  }
  if (!flags.since.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_compare_to(), ParseDate("--since", flags.since));
  }
  TIENDO_ASSIGN_OR_RETURN(const ListAttentionResponse answer, ReadAll(context, request));
  if (context.settings.json) {
    context.out << ToJson(answer);
  } else {
    Print(context, answer);
  }
  return kExitOk;
}

}  // namespace

void AddAttention(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "attention", "What needs somebody's care: overdue, due soon, silent, by responsible unit");
  AddScopeFlags(*command, flags->query);
  AddBasisFlags(*command, flags->query);
  AddPickFlags(*command, flags->query);
  command
      ->add_option("--kinds", flags->kinds,
                   "Reasons: overdue, due-today, due-soon, not-concrete, unowned, stale; default:"
                   " all")
      ->delimiter(',')
      ->check(CLI::IsMember(Kinds()));
  command->add_option("--category", flags->category, "Only this category, e.g. department");
  command->add_option("--since", flags->since,
                      "Compare with this earlier day: what has appeared and what was resolved");
  command->footer("Example:\n  tiendo attention --as-of 2022-07-14 --since 2022-06-30\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunAttention(context, *flags); };
  });
}

}  // namespace tiendo::cli
