// Inspection and supervision in the words of the office.
#ifndef TIENDO_SERVICES_CLI_SUPERVISION_WORDS_H_
#define TIENDO_SERVICES_CLI_SUPERVISION_WORDS_H_

#include <string>
#include <string_view>

#include "tiendo/supervision/v1/deliveries.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::cli {

std::string_view StateVi(supervision::v1::Plan::State state);
std::string_view KindVi(supervision::v1::Engagement::Kind kind);
// The last step, "đã thông báo kết luận"; of a removed one that it was taken out.
std::string StageVi(const supervision::v1::Engagement& engagement);
std::string_view StepVi(supervision::v1::Engagement::Step step);
std::string_view StateVi(supervision::v1::Recommendation::State state);
// What an entry recorded, with its day: "ban hành ngày 20/01/2026".
std::string EventVi(const supervision::v1::PlanEvent& event);
std::string EventVi(const supervision::v1::EngagementEvent& event);
std::string_view OutcomeVi(supervision::v1::Outcome outcome);
std::string_view KindVi(supervision::v1::Reminder::Kind kind);
// What came of telling a reminder: "máy nhận đã nhận".
std::string_view OutcomeVi(supervision::v1::Delivery::Outcome outcome);
// Why it was not taken, "máy nhận trả lời 503"; "–" when it was.
std::string FailureVi(const supervision::v1::Delivery& delivery);
// "đôn đốc lần 3", "thông báo quá hạn (lần 4)".
std::string NumberVi(const supervision::v1::Reminder& reminder);
// "đã xác nhận 06/07/2022, chưa giải trình (hạn 12/07/2022)"; of a voided one that it is.
std::string AnswerVi(const supervision::v1::Reminder& reminder);
// What comes after an urging past the due date: "sau hạn đã đôn đốc 3 lần; từ lần thứ 4 đưa
// vào …"; "" for another reminder.
std::string NextStepVi(const supervision::v1::Reminder& reminder);
// "triển khai sau 5 ngày làm việc, quy định 3 ngày".
std::string WarningVi(const supervision::v1::Warning& warning);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_SUPERVISION_WORDS_H_
