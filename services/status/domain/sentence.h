// Figures in words, as they are read out at a conference.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_SENTENCE_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_SENTENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/status/domain/columns.h"
#include "services/status/domain/contributions.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/rounding.h"

namespace tiendo::status {

// The words, as configuration: the defaults are those of the published review of 14/07/2022. A name
// in braces is replaced; unknown names stay as they are.
struct Wording {
  // A day of the year that ends a period and has a word of its own.
  struct PeriodEnd {
    unsigned month = 0;
    unsigned day = 0;
    std::string word;
  };
  std::string sentence = "đã thực hiện {triple} ({shares}), còn {remaining} nội dung";
  std::string of_period = "đạt {percent} so với {period}";
  std::string of_year = "đạt {percent} kế hoạch năm";
  std::string and_then = " và ";
  std::string nothing_due = "chưa có nội dung đến hạn";
  std::string nothing_planned = "chưa có nội dung trong kế hoạch";
  std::vector<PeriodEnd> period_ends = {{3, 31, "quý I"}, {6, 30, "6 tháng"}, {9, 30, "9 tháng"}};
  std::string other_day = "nội dung đến hạn đến ngày {day}";
  std::string explanation = "trong đó {parts}";
  std::string early = "{n} nội dung hoàn thành trước hạn";
  std::string overdue = "{n} nội dung quá hạn";
};

struct SentenceQuery {
  int year = 0;  // programme year: another year's 30/06 is not its "6 tháng"
  Day as_of;
  std::optional<Day> due_by;  // when set, the period is named after it
  Rounding rounding = Rounding::kTruncate;
};

// done_total/due_to_date/plan: "18/19/21".
std::string TripleText(const Figures& figures);

// "đã thực hiện 10/10/18 (đạt 100% so với 6 tháng và đạt 55,55% kế hoạch năm), còn 8 nội dung". On
// 31/12 of the year only the share of the year's plan is said.
std::string SentenceVi(const Figures& figures, const SentenceQuery& query,
                       const Wording& wording = {});

// What the triple hides: "trong đó 1 nội dung hoàn thành trước hạn, 2 nội dung quá hạn"; "" when
// there is neither. Early means done and not yet due on the day (done_ahead).
std::string ExplanationVi(const Figures& figures, const Wording& wording = {});

// The share n/d in words, with the words for "nothing due" when d is 0.
std::string ShareOfDueText(int32_t n, int32_t d, Rounding rounding, const Wording& wording = {});
std::string ShareOfPlanText(int32_t n, int32_t d, Rounding rounding, const Wording& wording = {});

// "quá hạn 5 ngày", "hoàn thành trước hạn" …
std::string TimelinessVi(const Contribution& contribution);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_SENTENCE_H_
