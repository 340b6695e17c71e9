// The reasons of attention in words.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_TEXT_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_TEXT_H_

#include <string>
#include <string_view>

#include "services/status/domain/attention.h"

namespace tiendo::status {

// The words, as configuration. A name in braces is replaced; unknown names stay as they are.
struct AttentionWording {
  std::string escalated =
      "đã đôn đốc {urgings} lần sau hạn: đưa vào chương trình làm việc của lãnh đạo";
  std::string overdue = "quá hạn {days} ngày (hạn {due})";
  std::string unexplained = "chưa giải trình nhắc nhở, trễ {days} ngày (hạn giải trình {missed})";
  std::string unacknowledged = "chưa xác nhận nhắc nhở, trễ {days} ngày (hạn xác nhận {missed})";
  std::string due_today = "đến hạn trong ngày {due}";
  std::string due_soon = "còn {days} ngày làm việc đến hạn {due}";
  std::string not_computable = "chưa có lịch nghỉ, không tính được số ngày làm việc đến hạn {due}";
  std::string not_concrete = "chưa cụ thể hóa: chưa có mốc thực hiện";
  std::string unowned = "chưa có đơn vị chủ trì";
  std::string stale = "{days} ngày chưa cập nhật (gần nhất {news})";
  std::string suspended = "đang tạm dừng";
  std::string own_part_done = "phần của đơn vị đã xong, còn chờ đơn vị cùng chủ trì";
  std::string and_then = "; ";
  // What is missing, before what its date says.
  std::string assignment_open = "chưa nộp, ";
  std::string plan_open = "chưa ban hành, ";
  std::string engagement_open = "chưa thông báo kết luận, ";
  std::string recommendation_open = "chưa báo cáo kết quả khắc phục, ";
  // The next step.
  std::string notice_before = "nhắc tự động trước hạn {rung} ngày làm việc ({on})";
  std::string notice_after = "nhắc tự động quá hạn {rung} ngày ({on})";
  std::string outstanding = "{step}, chưa gửi";
  std::string urging = "đôn đốc lần {n} bằng văn bản";
  std::string last_urging =
      "đôn đốc lần {n} bằng văn bản, sau đó đưa vào chương trình làm việc của lãnh đạo";
  std::string agenda = "đưa vào chương trình làm việc của lãnh đạo";
  std::string no_calendar = "{step}; chưa có lịch nghỉ năm {year} để tính lần nhắc trước hạn";
};

// "quá hạn 14 ngày (hạn 30/06/2022); chưa cụ thể hóa: chưa có mốc thực hiện": all reasons of the
// entry, the riskiest first, then what stands beside them.
std::string AttentionVi(const AttentionEntry& entry, const AttentionWording& wording = {});

// "đôn đốc lần 2 bằng văn bản": what is to be done next about the entry; "" when its unit has done
// its part, or when it has no due date.
std::string NextStepVi(const AttentionEntry& entry, Day day, const ReminderLadder& ladder,
                       const CountWorkingDays& working_days, const AttentionWording& wording = {});

// "quá hạn", "sắp đến hạn" …: the kind as a heading.
std::string_view KindVi(AttentionKind kind);

// "kế hoạch kiểm tra, giám sát" …
std::string_view SubjectVi(SubjectKind kind);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_TEXT_H_
