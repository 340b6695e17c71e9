#include "services/cli/supervision_words.h"

#include <iterator>

#include "services/cli/dates.h"

namespace tiendo::cli {

using supervision::v1::Delivery;
using supervision::v1::Engagement;
using supervision::v1::EngagementEvent;
using supervision::v1::Plan;
using supervision::v1::PlanEvent;
using supervision::v1::Recommendation;
using supervision::v1::Reminder;
using supervision::v1::Warning;

std::string_view StateVi(Plan::State state) {
  switch (state) {
    case Plan::STATE_DRAFTING:
      return "đang xây dựng";
    case Plan::STATE_ADOPTED:
      return "đã thông qua";
    case Plan::STATE_ISSUED:
      return "đã ban hành";
    case Plan::STATE_SENT:
      return "đã gửi cấp trên";
    case Plan::STATE_IN_PROGRESS:
      return "đang thực hiện";
    case Plan::STATE_COMPLETED:
      return "hoàn thành";
    case Plan::STATE_PARTLY_COMPLETED:
      return "hoàn thành một phần";
    default:
      return "chưa xây dựng";
  }
}

std::string_view KindVi(Engagement::Kind kind) {
  switch (kind) {
    case Engagement::KIND_THEMATIC_INSPECTION:
      return "kiểm tra chuyên đề";
    case Engagement::KIND_THEMATIC_SUPERVISION:
      return "giám sát chuyên đề";
    case Engagement::KIND_CONTINUOUS_SUPERVISION:
      return "giám sát thường xuyên";
    case Engagement::KIND_VIOLATION_SIGNS_INSPECTION:
      return "kiểm tra khi có dấu hiệu vi phạm";
    default:
      return "loại khác";
  }
}

std::string_view StepVi(Engagement::Step step) {
  switch (step) {
    case Engagement::STEP_DECISION:
      return "đã ban hành quyết định";
    case Engagement::STEP_LAUNCH:
      return "đã triển khai";
    case Engagement::STEP_SELF_REPORT:
      return "đã nhận báo cáo của đối tượng";
    case Engagement::STEP_VERIFICATION:
      return "đã thẩm tra, xác minh";
    case Engagement::STEP_DRAFT_REPORT:
      return "đã dự thảo báo cáo";
    case Engagement::STEP_MEETING:
      return "đã tổ chức hội nghị";
    case Engagement::STEP_CONCLUSION:
      return "đã thông báo kết luận";
    case Engagement::STEP_REMEDIATION:
      return "đang khắc phục";
    case Engagement::STEP_REMEDIATION_REPORT:
      return "đã báo cáo khắc phục";
    case Engagement::STEP_ARCHIVE:
      return "đã lưu hồ sơ";
    default:
      return "chưa có quyết định";
  }
}

std::string StageVi(const Engagement& engagement) {
  if (engagement.state() == Engagement::STATE_REMOVED) return "đã rút khỏi kế hoạch";
  return std::string(StepVi(engagement.step()));
}

std::string EventVi(const PlanEvent& event) {
  constexpr const char* kKinds[] = {"sự kiện khác",      "thông qua",  "ban hành", "gửi cấp trên",
                                    "bắt đầu thực hiện", "điều chỉnh", "kết thúc"};
  const auto kind = static_cast<size_t>(event.kind());
  return std::string(kKinds[kind < std::size(kKinds) ? kind : 0]) + " ngày " +
         VietnameseDate(event.event_date());
}

std::string EventVi(const EngagementEvent& event) {
  constexpr const char* kKinds[] = {"sự kiện khác",
                                    "",
                                    "gia hạn",
                                    "đổi thời gian",
                                    "rút khỏi kế hoạch",
                                    "phát hiện dấu hiệu vi phạm",
                                    "báo cáo khắc phục kiến nghị",
                                    "đánh giá kiến nghị"};
  const auto kind = static_cast<size_t>(event.kind());
  const std::string what(event.kind() == EngagementEvent::KIND_STEP
                             ? StepVi(event.step())
                             : kKinds[kind < std::size(kKinds) ? kind : 0]);
  return what + " ngày " + VietnameseDate(event.event_date());
}

std::string_view StateVi(Recommendation::State state) {
  switch (state) {
    case Recommendation::STATE_REPORTED:
      return "đã báo cáo";
    case Recommendation::STATE_ASSESSED:
      return "đã đánh giá";
    default:
      return "chờ thực hiện";
  }
}

std::string_view OutcomeVi(supervision::v1::Outcome outcome) {
  switch (outcome) {
    case supervision::v1::OUTCOME_DONE:
      return "đã thực hiện";
    case supervision::v1::OUTCOME_PARTLY:
      return "thực hiện một phần";
    case supervision::v1::OUTCOME_NOT_DONE:
      return "chưa thực hiện";
    case supervision::v1::OUTCOME_OVERDUE:
      return "quá hạn";
    case supervision::v1::OUTCOME_NOT_CARRIED_OUT:
      return "không thực hiện";
    case supervision::v1::OUTCOME_UNSATISFACTORY:
      return "thực hiện không đạt";
    default:
      return "chưa đánh giá";
  }
}

std::string_view KindVi(Reminder::Kind kind) {
  switch (kind) {
    case Reminder::KIND_BEFORE_DUE:
      return "thông báo sắp đến hạn";
    case Reminder::KIND_AFTER_DUE:
      return "thông báo quá hạn";
    case Reminder::KIND_URGING:
      return "đôn đốc";
    default:
      return "nhắc nhở khác";
  }
}

std::string_view OutcomeVi(Delivery::Outcome outcome) {
  switch (outcome) {
    case Delivery::OUTCOME_DELIVERED:
      return "máy nhận đã nhận";
    case Delivery::OUTCOME_FAILED:
      return "chưa gửi được, sẽ gửi lại";
    case Delivery::OUTCOME_GIVEN_UP:
      return "không gửi được, thôi gửi";
    default:
      return "kết quả khác";
  }
}

std::string FailureVi(const Delivery& delivery) {
  switch (delivery.failure()) {
    case Delivery::FAILURE_UNSPECIFIED:
      return "–";
    case Delivery::FAILURE_STATUS:
      return "máy nhận trả lời " + std::to_string(delivery.http_status());
    case Delivery::FAILURE_TIMEOUT:
      return "máy nhận không trả lời kịp";
    case Delivery::FAILURE_RESOLVE:
      return "không tìm được địa chỉ của máy nhận";
    case Delivery::FAILURE_CONNECT:
      return "không kết nối được, hoặc đứt kết nối";
    case Delivery::FAILURE_TLS:
      return "chứng thư của máy nhận không tin được, hoặc lỗi TLS";
    case Delivery::FAILURE_INTERRUPTED:
      return "máy chủ dừng giữa chừng, không rõ máy nhận đã nhận chưa";
    case Delivery::FAILURE_EXPIRED:
      return "lần nhắc đã quá cũ (delivery-max-age)";
    case Delivery::FAILURE_VOIDED:
      return "lần nhắc đã hủy";
    default:
      return "lý do khác";
  }
}

std::string NumberVi(const Reminder& reminder) {
  const std::string kind(KindVi(reminder.kind()));
  if (reminder.kind() == Reminder::KIND_URGING) {
    return kind + " lần " + std::to_string(reminder.urging());
  }
  return kind + " (lần " + std::to_string(reminder.ordinal()) + ")";
}

std::string AnswerVi(const Reminder& reminder) {
  if (reminder.voided()) return "đã hủy: " + reminder.void_reason();
  std::string out;
  const auto add = [&out](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
  if (reminder.has_acknowledgement()) {
    add("đã xác nhận " + VietnameseDate(reminder.acknowledgement().date()));
  } else if (!reminder.has_explanation() && reminder.has_acknowledge_by()) {
    add("chưa xác nhận (hạn " + VietnameseDate(reminder.acknowledge_by()) + ")");
  }
  if (reminder.has_explanation()) {
    add("đã giải trình " + VietnameseDate(reminder.explanation().date()));
  } else if (reminder.has_explain_by()) {
    add("chưa giải trình (hạn " + VietnameseDate(reminder.explain_by()) + ")");
  }
  return out.empty() ? "không yêu cầu trả lời" : out;
}

std::string NextStepVi(const Reminder& reminder) {
  if (reminder.urgings_past_due() == 0) return "";
  const int past = reminder.urgings_past_due();
  const int allowed = reminder.urgings_allowed();
  std::string out = "sau hạn đã đôn đốc " + std::to_string(past) + " lần; ";
  if (past > allowed) return out + "đưa vào chương trình làm việc của lãnh đạo";
  return out + "từ lần thứ " + std::to_string(allowed + 1) +
         " đưa vào chương trình làm việc của lãnh đạo";
}

std::string WarningVi(const Warning& warning) {
  const std::string actual = std::to_string(warning.actual());
  const std::string limit = std::to_string(warning.limit());
  switch (warning.code()) {
    case Warning::CODE_LAUNCH_LATE:
      return "triển khai sau " + actual + " ngày làm việc kể từ quyết định, quy định " + limit +
             " ngày";
    case Warning::CODE_LAUNCH_NOT_COMPUTABLE:
      return "không tính được ngày làm việc đến khi triển khai: thiếu lịch năm " + actual;
    case Warning::CODE_DURATION_EXCEEDED:
      return "từ triển khai đến kết luận " + actual + " ngày, quy định " + limit + " ngày";
    case Warning::CODE_EXTENSION_TOO_LONG:
      return "gia hạn tổng cộng " + actual + " ngày, quy định tối đa " + limit + " ngày";
    case Warning::CODE_PERIOD_TOO_LONG:
      return "mốc kiểm tra " + actual + " năm, quy định tối đa " + limit + " năm";
    default:
      return "lưu ý khác";
  }
}

}  // namespace tiendo::cli
