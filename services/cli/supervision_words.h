// Inspection and supervision in the words of the office.
#ifndef TIENDO_SERVICES_CLI_SUPERVISION_WORDS_H_
#define TIENDO_SERVICES_CLI_SUPERVISION_WORDS_H_

#include <string>
#include <string_view>

#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::cli {

std::string_view StateVi(supervision::v1::Plan::State state);
std::string_view KindVi(supervision::v1::Engagement::Kind kind);
// The last step, "đã thông báo kết luận"; of a removed one that it was taken out.
std::string StageVi(const supervision::v1::Engagement& engagement);
std::string_view StepVi(supervision::v1::Engagement::Step step);
std::string_view StateVi(supervision::v1::Recommendation::State state);
std::string_view OutcomeVi(supervision::v1::Outcome outcome);
// "triển khai sau 5 ngày làm việc, quy định 3 ngày".
std::string WarningVi(const supervision::v1::Warning& warning);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_SUPERVISION_WORDS_H_
