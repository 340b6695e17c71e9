// The reasons of attention in words.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_TEXT_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_TEXT_H_

#include <string>
#include <string_view>

#include "services/status/domain/attention.h"

namespace tiendo::status {

// The words, as configuration. A name in braces is replaced; unknown names stay as they are.
struct AttentionWording {
  std::string overdue = "quá hạn {days} ngày (hạn {due})";
  std::string due_today = "đến hạn trong ngày {due}";
  std::string due_soon = "còn {days} ngày làm việc đến hạn {due}";
  std::string not_concrete = "chưa cụ thể hóa: chưa có mốc thực hiện";
  std::string unowned = "chưa có đơn vị chủ trì";
  std::string stale = "{days} ngày chưa cập nhật (gần nhất {news})";
  std::string suspended = "đang tạm dừng";
  std::string own_part_done = "phần của đơn vị đã xong, còn chờ đơn vị cùng chủ trì";
  std::string and_then = "; ";
};

// "quá hạn 14 ngày (hạn 30/06/2022); chưa cụ thể hóa: chưa có mốc thực hiện": all reasons of the
// entry, the riskiest first, then what stands beside them.
std::string AttentionVi(const AttentionEntry& entry, const AttentionWording& wording = {});

// "quá hạn", "sắp đến hạn" …: the kind as a heading.
std::string_view KindVi(AttentionKind kind);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_TEXT_H_
