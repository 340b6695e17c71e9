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
using status::v1::AttentionSubject;
using status::v1::ListAttentionRequest;
using status::v1::ListAttentionResponse;

std::map<std::string, AttentionKind> Kinds() {
  return {{"overdue", status::v1::ATTENTION_KIND_OVERDUE},
          {"due-today", status::v1::ATTENTION_KIND_DUE_TODAY},
          {"due-soon", status::v1::ATTENTION_KIND_DUE_SOON},
          {"not-concrete", status::v1::ATTENTION_KIND_NOT_CONCRETE},
          {"unowned", status::v1::ATTENTION_KIND_UNOWNED},
          {"stale", status::v1::ATTENTION_KIND_STALE},
          {"escalated", status::v1::ATTENTION_KIND_ESCALATED},
          {"unacknowledged", status::v1::ATTENTION_KIND_UNACKNOWLEDGED},
          {"unexplained", status::v1::ATTENTION_KIND_UNEXPLAINED},
          {"not-computable", status::v1::ATTENTION_KIND_NOT_COMPUTABLE}};
}

std::map<std::string, AttentionSubject> Subjects() {
  return {{"item", status::v1::ATTENTION_SUBJECT_ITEM},
          {"duty", status::v1::ATTENTION_SUBJECT_ASSIGNMENT},
          {"plan", status::v1::ATTENTION_SUBJECT_PLAN},
          {"engagement", status::v1::ATTENTION_SUBJECT_ENGAGEMENT},
          {"recommendation", status::v1::ATTENTION_SUBJECT_RECOMMENDATION}};
}

struct Flags {
  StatusFlags query;
  std::vector<std::string> kinds;
  std::vector<std::string> subjects;
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

std::string Head(const std::string& what, const ListAttentionResponse& answer) {
  std::string line = what + " đến ngày " + VietnameseDate(answer.as_of()) + " · năm " +
                     std::to_string(answer.year());
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
  std::vector<Table::Column> columns = {{"Nhóm"}, {"Lý do"}, {"Số lượng", kRight}};
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
                << "Một việc có thể có nhiều lý do; các nhóm không cộng vào nhau.\n";
  }
}

// "Nội dung mẫu 19 (so-2022/noi-dung-19)", "Kế hoạch kiểm tra, giám sát năm 2022
// (requirements/2022)".
std::string TitleOf(const AttentionEntry& entry) {
  std::string id = entry.item().empty() ? entry.subject() : entry.item();
  if (const size_t at = id.find("/items/"); at != std::string::npos) id.replace(at, 7, "/");
  if (id.starts_with("programs/")) id.erase(0, 9);
  return entry.title() + " (" + id + ')';
}

// "5 lần (đôn đốc 2), gần nhất 10/07/2022".
std::string RemindersOf(const status::v1::RemindersSoFar& reminders) {
  if (reminders.count() == 0) return "–";
  std::string text = std::to_string(reminders.count()) + " lần";
  if (reminders.urgings() > 0) text += " (đôn đốc " + std::to_string(reminders.urgings()) + ')';
  return text + ", gần nhất " + VietnameseDate(reminders.last_date());
}

// The milestone that comes next, and what the ladder of reminders says.
std::string NextOf(const AttentionEntry& entry) {
  std::string text = entry.next_step().title();
  if (entry.next_step().has_due_date()) {
    text += " (" + VietnameseDate(entry.next_step().due_date()) + ')';
  }
  if (!text.empty() && !entry.next_step_vi().empty()) text += "; ";
  text += entry.next_step_vi();
  return text.empty() ? "–" : text;
}

void PrintGroup(Context& context, const AttentionGroup& group) {
  context.out << '\n' << context.style.Bold(group.unit_title()) << " (" << group.unit() << ")\n";
  if (group.entries().empty()) {
    context.out << "  Không còn việc nào: đã xử lý hoặc đã chuyển đi.\n";
    return;
  }
  Table table({{"Việc"}, {"Lý do"}, {"Hạn"}, {"Đã nhắc"}, {"Bước tiếp theo"}});
  bool overdue = false;
  bool escalated = false;
  for (const AttentionEntry& entry : group.entries()) {
    for (const status::v1::AttentionReason& reason : entry.reasons()) {
      if (reason.kind() == status::v1::ATTENTION_KIND_OVERDUE) overdue = true;
      if (reason.kind() == status::v1::ATTENTION_KIND_ESCALATED) escalated = true;
    }
    table.AddRow({TitleOf(entry), entry.reason_vi(), VietnameseDate(entry.due_date()),
                  RemindersOf(entry.reminders()), NextOf(entry)});
  }
  if (overdue) context.out << context.style.Alert("Có việc quá hạn") << '\n';
  if (escalated) {
    context.out << context.style.Alert("Có việc đưa vào chương trình làm việc của lãnh đạo")
                << '\n';
  }
  context.out << table.Render(context.style);
}

void PrintFoot(Context& context, const ListAttentionResponse& answer) {
  if (answer.due_soon_days() > 0) {
    context.out << "Sắp đến hạn: trong " << answer.due_soon_days() << " ngày làm việc. ";
  }
  context.out << "Chậm cập nhật: quá " << answer.not_updated_days()
              << " ngày. Chương trình làm việc của lãnh đạo: quá " << answer.agenda_after_urgings()
              << " lần đôn đốc sau hạn.\n";
  for (const int year : answer.missing_calendar_years()) {
    context.out << "Chưa nhập lịch nghỉ năm " << year
                << ": có thể thiếu việc sắp đến hạn trong năm đó.\n";
  }
  context.out << FreshnessLine(answer.freshness()) << '\n';
}

void Print(Context& context, const std::string& what, const std::string& nothing,
           const ListAttentionResponse& answer) {
  context.out << context.style.Bold(answer.scope_title()) << " (" << answer.scope() << ")\n"
              << Head(what, answer) << "\n\n";
  PrintTotals(context, answer);
  if (answer.groups().empty()) context.out << nothing << '\n';
  for (const AttentionGroup& group : answer.groups()) PrintGroup(context, group);
  context.out << '\n';
  PrintFoot(context, answer);
}

absl::StatusOr<ListAttentionResponse> Ask(Context& context, const Flags& flags) {
  ListAttentionRequest request;
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_query(), QueryOf(context, flags.query));
  for (const std::string& kind : flags.kinds) request.add_kinds(Kinds().at(kind));
  for (const std::string& subject : flags.subjects) request.add_subjects(Subjects().at(subject));
  if (!flags.category.empty()) {
    const bool whole = flags.category.find('/') != std::string::npos;
    request.set_category(whole ? flags.category : "categories/" + flags.category);
  }
  if (!flags.since.empty()) {
    TIENDO_ASSIGN_OR_RETURN(*request.mutable_compare_to(), ParseDate("--since", flags.since));
  }
  return ReadAll(context, std::move(request));
}

absl::StatusOr<int> RunAttention(Context& context, const Flags& flags) {
  TIENDO_ASSIGN_OR_RETURN(const ListAttentionResponse answer, Ask(context, flags));
  if (context.settings.json) {
    context.out << ToJson(answer);
  } else {
    Print(context, "Việc cần quan tâm", "Không có việc nào cần quan tâm.", answer);
  }
  return kExitOk;
}

absl::StatusOr<int> RunEscalations(Context& context, Flags flags) {
  flags.kinds = {"escalated"};
  TIENDO_ASSIGN_OR_RETURN(const ListAttentionResponse answer, Ask(context, flags));
  if (context.settings.json) {
    context.out << ToJson(answer);
  } else {
    Print(context, "Việc đưa vào chương trình làm việc của lãnh đạo",
          "Không có việc nào phải đưa vào chương trình làm việc của lãnh đạo.", answer);
  }
  return kExitOk;
}

void AddSubjectFlag(CLI::App& command, Flags& flags) {
  command
      .add_option("--subjects", flags.subjects,
                  "What is asked about: item, duty, plan, engagement, recommendation; default: all")
      ->delimiter(',')
      ->check(CLI::IsMember(Subjects()));
}

}  // namespace

void AddAttention(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "attention",
      "What needs somebody's care: overdue, due soon, silent, by responsible unit, with the"
      " reminders so far and the next step");
  AddScopeFlags(*command, flags->query);
  AddBasisFlags(*command, flags->query);
  AddPeriodFlag(*command, flags->query);
  AddPickFlags(*command, flags->query);
  command
      ->add_option("--kinds", flags->kinds,
                   "Reasons: escalated, overdue, unexplained, unacknowledged, due-today, due-soon,"
                   " not-computable, not-concrete, unowned, stale; default: all but not-computable")
      ->delimiter(',')
      ->check(CLI::IsMember(Kinds()));
  AddSubjectFlag(*command, *flags);
  command->add_option("--category", flags->category, "Only this category, e.g. department");
  command->add_option("--since", flags->since,
                      "Compare with this earlier day: what has appeared and what was resolved");
  command->footer(
      "Example:\n"
      "  tiendo attention --as-of 2022-07-14 --since 2022-06-30\n"
      "  tiendo attention --period 2022-h1 --kinds overdue,due-soon\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunAttention(context, *flags); };
  });
}

void AddEscalations(CLI::App& app, Action& selected) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(
      "escalations",
      "What belongs on the leadership's agenda: overdue, and urged by hand too often after it was"
      " due");
  AddScopeFlags(*command, flags->query);
  AddBasisFlags(*command, flags->query);
  AddPeriodFlag(*command, flags->query);
  AddSubjectFlag(*command, *flags);
  command->add_option("--since", flags->since,
                      "Compare with this earlier day: what has come onto it and what has left it");
  command->footer(
      "Example:\n"
      "  tiendo escalations --as-of 2022-07-14\n"
      "  tiendo escalations --period 2022-h1\n");
  command->callback([flags, &selected] {
    selected = [flags](Context& context) { return RunEscalations(context, *flags); };
  });
}

}  // namespace tiendo::cli
