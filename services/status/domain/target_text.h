// Targets in words, as they are read out.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_TARGET_TEXT_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_TARGET_TEXT_H_

#include <array>
#include <optional>
#include <string>

#include "services/status/domain/rounding.h"
#include "services/status/domain/targets.h"

namespace tiendo::status {

// The words, as configuration. A name in braces is replaced; unknown names stay as they are.
struct TargetWording {
  // By state.
  std::array<std::string, kTargetStates> states = {"đạt", "đúng tiến độ", "có nguy cơ không đạt",
                                                   "không đạt", "chưa đánh giá được"};
  std::string count = "đạt {reached}/{total} chỉ tiêu";
  std::string none = "chưa có chỉ tiêu được giao";
  std::string and_then = "; ";
  std::string missing = "{n} chỉ tiêu chưa có báo cáo của kỳ đã kết thúc";
  // What must hold, by direction, and a change that is reported.
  std::array<std::string, 6> directions = {"ít nhất {value}", "trên {value}", "không quá {value}",
                                           "dưới {value}",    "tăng {value}", "giảm {value}"};
  std::string measured = "đến ngày {day} thực hiện {value}";
  std::string of_year = "đạt {percent} chỉ tiêu năm";
  std::string of_plan = "đạt {percent} kế hoạch {period}";
  std::string no_share = "không tính tỷ lệ";
  // Why it is not assessable.
  std::string not_measurable = "chưa đến kỳ đo lường";
  std::string no_value = "chưa có số liệu báo cáo";
  std::string no_plan = "chưa có kế hoạch theo kỳ để so sánh";
};

// A number with its unit: "300.000 lượt", "86%".
std::string ValueText(Decimal value, const std::string& unit_of_measure);
// What must hold of the year: "trên 86%", "giảm 0,35 điểm %".
std::string RequirementVi(const TargetFact& target, const TargetStanding& standing,
                          const TargetWording& wording = {});
// The share of the year's value, or of the plan that it is held against; nullopt for a ceiling,
// without value, without plan, and where the denominator is not above 0.
std::optional<int64_t> ShareOfYear(const TargetFact& target, const TargetStanding& standing,
                                   Rounding rounding);
std::optional<int64_t> ShareOfPlan(const TargetFact& target, const TargetStanding& standing,
                                   Rounding rounding);
// The same as read out: "36,16%".
std::string ShareOfYearText(const TargetFact& target, const TargetStanding& standing,
                            Rounding rounding, const TargetWording& wording = {});
std::string ShareOfPlanText(const TargetFact& target, const TargetStanding& standing,
                            Rounding rounding, const TargetWording& wording = {});

// "đúng tiến độ"; of one that cannot be assessed also why.
std::string StateVi(const TargetStanding& standing, const TargetWording& wording = {});

// "ít nhất 300.000 lượt: đến ngày 30/04/2022 thực hiện 108.503 lượt, đạt 36,16% chỉ tiêu năm; chưa
// đánh giá được (…)".
std::string TargetSentenceVi(const TargetFact& target, const TargetStanding& standing,
                             Rounding rounding, const TargetWording& wording = {});

// "đạt 1/4 chỉ tiêu; đúng tiến độ 2, chưa đánh giá được 1; 1 chỉ tiêu chưa có báo cáo …".
std::string CategorySentenceVi(const TargetCategory& category, const TargetWording& wording = {});

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_TARGET_TEXT_H_
