#include "services/status/domain/attention_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace tiendo::status {
namespace {

const std::string& WordsOf(AttentionKind kind, const AttentionWording& wording) {
  switch (kind) {
    case AttentionKind::kOverdue:
      return wording.overdue;
    case AttentionKind::kDueToday:
      return wording.due_today;
    case AttentionKind::kDueSoon:
      return wording.due_soon;
    case AttentionKind::kNotConcrete:
      return wording.not_concrete;
    case AttentionKind::kUnowned:
      return wording.unowned;
    case AttentionKind::kStale:
      return wording.stale;
  }
  return wording.overdue;
}

}  // namespace

std::string AttentionVi(const AttentionEntry& entry, const AttentionWording& wording) {
  const std::string due = entry.item.due ? calendar::FormatVietnamese(*entry.item.due) : "";
  const std::string news = calendar::FormatVietnamese(entry.last_news);
  std::vector<std::string> parts;
  for (const AttentionReason& reason : entry.reasons) {
    parts.push_back(absl::StrReplaceAll(
        WordsOf(reason.kind, wording),
        {{"{days}", absl::StrCat(reason.days)}, {"{due}", due}, {"{news}", news}}));
  }
  if (entry.suspended) parts.push_back(wording.suspended);
  if (entry.own_part_done) parts.push_back(wording.own_part_done);
  return absl::StrJoin(parts, wording.and_then);
}

std::string_view KindVi(AttentionKind kind) { return InfoOf(ColumnOf(kind)).name_vi; }

}  // namespace tiendo::status
