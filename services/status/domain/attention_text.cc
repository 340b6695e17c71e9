#include "services/status/domain/attention_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace tiendo::status {
namespace {

using Kind = AttentionKind;

const std::string& WordsOf(Kind kind, const AttentionWording& wording) {
  switch (kind) {
    case Kind::kEscalated:
      return wording.escalated;
    case Kind::kOverdue:
      return wording.overdue;
    case Kind::kUnexplained:
      return wording.unexplained;
    case Kind::kUnacknowledged:
      return wording.unacknowledged;
    case Kind::kDueToday:
      return wording.due_today;
    case Kind::kDueSoon:
      return wording.due_soon;
    case Kind::kNotComputable:
      return wording.not_computable;
    case Kind::kNotConcrete:
      return wording.not_concrete;
    case Kind::kUnowned:
      return wording.unowned;
    case Kind::kStale:
      return wording.stale;
  }
  return wording.overdue;
}

std::string MissingOf(SubjectKind kind, const AttentionWording& wording) {
  switch (kind) {
    case SubjectKind::kItem:
      return "";
    case SubjectKind::kAssignment:
      return wording.assignment_open;
    case SubjectKind::kPlan:
      return wording.plan_open;
    case SubjectKind::kEngagement:
      return wording.engagement_open;
    case SubjectKind::kRecommendation:
      return wording.recommendation_open;
  }
  return "";
}

bool SpeaksOfTheDate(Kind kind) {
  return kind == Kind::kOverdue || kind == Kind::kDueToday || kind == Kind::kDueSoon ||
         kind == Kind::kNotComputable;
}

std::string DayVi(const std::optional<Day>& day) {
  return day ? calendar::FormatVietnamese(*day) : "";
}

std::string StepVi(const NextReminder& next, const AttentionWording& wording) {
  using enum NextReminder::Step;
  const std::string n = absl::StrCat(next.urging);
  switch (next.step) {
    case kAgenda:
      return wording.agenda;
    case kUrging:
      return absl::StrReplaceAll(wording.urging, {{"{n}", n}});
    case kLastUrging:
      return absl::StrReplaceAll(wording.last_urging, {{"{n}", n}});
    case kNotice:
      break;
  }
  const bool before = next.kind == ReminderFact::Kind::kBeforeDue;
  const std::string notice = absl::StrReplaceAll(
      before ? wording.notice_before : wording.notice_after,
      {{"{rung}", absl::StrCat(next.rung)}, {"{on}", calendar::FormatVietnamese(next.on)}});
  if (!next.outstanding) return notice;
  return absl::StrReplaceAll(wording.outstanding, {{"{step}", notice}});
}

}  // namespace

std::string AttentionVi(const AttentionEntry& entry, const AttentionWording& wording) {
  const std::string due = DayVi(entry.item.due);
  const std::string news = calendar::FormatVietnamese(entry.last_news);
  std::vector<std::string> parts;
  for (const AttentionReason& reason : entry.reasons) {
    const bool explain = reason.kind == Kind::kUnexplained;
    const std::string missed =
        DayVi(explain ? entry.reminders.explain_missed : entry.reminders.acknowledge_missed);
    parts.push_back(
        absl::StrReplaceAll((SpeaksOfTheDate(reason.kind) ? MissingOf(entry.kind, wording) : "") +
                                WordsOf(reason.kind, wording),
                            {{"{days}", absl::StrCat(reason.days)},
                             {"{due}", due},
                             {"{news}", news},
                             {"{missed}", missed},
                             {"{urgings}", absl::StrCat(entry.reminders.urgings_after_due)}}));
  }
  if (entry.suspended) parts.push_back(wording.suspended);
  if (entry.own_part_done) parts.push_back(wording.own_part_done);
  return absl::StrJoin(parts, wording.and_then);
}

std::string NextStepVi(const AttentionEntry& entry, Day day, const ReminderLadder& ladder,
                       const CountWorkingDays& working_days, const AttentionWording& wording) {
  if (entry.own_part_done || !entry.due_in_force) return "";
  const NextReminder next =
      NextAfter(entry.reminders, *entry.due_in_force, day, ladder, working_days);
  const std::string step = StepVi(next, wording);
  if (next.missing_year == 0) return step;
  return absl::StrReplaceAll(wording.no_calendar,
                             {{"{step}", step}, {"{year}", absl::StrCat(next.missing_year)}});
}

std::string_view KindVi(AttentionKind kind) {
  if (const std::optional<Column> column = ColumnOf(kind)) return InfoOf(*column).name_vi;
  switch (kind) {
    case Kind::kEscalated:
      return "đưa vào chương trình làm việc của lãnh đạo";
    case Kind::kUnexplained:
      return "chưa giải trình nhắc nhở";
    case Kind::kUnacknowledged:
      return "chưa xác nhận nhắc nhở";
    default:
      return "không tính được ngày làm việc";
  }
}

std::string_view SubjectVi(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::kItem:
      return "nội dung";
    case SubjectKind::kAssignment:
      return "nhiệm vụ giao đồng loạt";
    case SubjectKind::kPlan:
      return "kế hoạch kiểm tra, giám sát";
    case SubjectKind::kEngagement:
      return "cuộc kiểm tra, giám sát";
    case SubjectKind::kRecommendation:
      return "kiến nghị";
  }
  return "";
}

}  // namespace tiendo::status
