// Rule 24: percentages and sentences, to the letter.
#include <gtest/gtest.h>

#include "services/status/domain/rounding.h"
#include "services/status/domain/sentence.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

TEST(Rounding, Truncates) {
  const auto text = [](int64_t n, int64_t d) {
    return PercentText(n, d, Rounding::kTruncate).value_or("-");
  };
  EXPECT_EQ(text(18, 19), "94,73%");
  EXPECT_EQ(text(10, 18), "55,55%");
  EXPECT_EQ(text(18, 21), "85,71%");
  EXPECT_EQ(text(10, 10), "100%");
  EXPECT_EQ(text(1, 2), "50%");
  EXPECT_EQ(text(3, 8), "37,50%");
  EXPECT_EQ(text(0, 5), "0%");
  EXPECT_EQ(text(12, 10), "120%");
  EXPECT_EQ(text(99999, 100000), "99,99%");
  EXPECT_EQ(text(1, 100000), "0,00%");
  EXPECT_EQ(text(1, 13), "7,69%");
  EXPECT_EQ(text(1, 33), "3,03%");
  EXPECT_EQ(text(1, 0), "-");
  EXPECT_EQ(BasisPoints(18, 19, Rounding::kTruncate), 9473);
  EXPECT_EQ(BasisPoints(0, 0, Rounding::kTruncate), std::nullopt);
}

TEST(Rounding, HalfUpByName) {
  EXPECT_EQ(PercentText(108503, 300000, Rounding::kHalfUp), "36,17%");
  EXPECT_EQ(PercentText(108503, 300000, Rounding::kTruncate), "36,16%");
  EXPECT_EQ(PercentText(99999, 100000, Rounding::kHalfUp), "100,00%");
  EXPECT_EQ(PercentText(18, 19, Rounding::kHalfUp), "94,74%");
  EXPECT_EQ(BasisPoints(1, 20000, Rounding::kHalfUp), 1);
}

Figures Counts(int32_t done, int32_t due, int32_t plan) {
  Figures figures;
  figures.done_total = done;
  figures.due_to_date = due;
  figures.plan = plan;
  figures.remaining = plan - done;
  return figures;
}

std::string Sentence(const Figures& figures, const char* day, const char* due_by = nullptr) {
  SentenceQuery query;
  query.year = 2022;
  query.as_of = D(day);
  if (due_by != nullptr) query.due_by = D(due_by);
  return SentenceVi(figures, query);
}

TEST(Sentence, NamesThePeriod) {
  const Figures figures = Counts(18, 19, 21);
  EXPECT_EQ(Sentence(figures, "2022-03-31"),
            "đã thực hiện 18/19/21 (đạt 94,73% so với quý I và đạt 85,71% kế hoạch năm), còn 3 nội "
            "dung");
  EXPECT_EQ(
      Sentence(figures, "2022-09-30"),
      "đã thực hiện 18/19/21 (đạt 94,73% so với 9 tháng và đạt 85,71% kế hoạch năm), còn 3 nội "
      "dung");
  EXPECT_EQ(Sentence(figures, "2022-12-31"),
            "đã thực hiện 18/19/21 (đạt 85,71% kế hoạch năm), còn 3 nội dung");
  EXPECT_EQ(Sentence(figures, "2022-07-14"),
            "đã thực hiện 18/19/21 (đạt 94,73% so với nội dung đến hạn đến ngày 14/07/2022 và đạt "
            "85,71% kế hoạch năm), còn 3 nội dung");
  EXPECT_EQ(
      Sentence(figures, "2022-07-14", "2022-06-30"),
      "đã thực hiện 18/19/21 (đạt 94,73% so với 6 tháng và đạt 85,71% kế hoạch năm), còn 3 nội "
      "dung");
  // The six months of another year are not this programme's.
  EXPECT_EQ(Sentence(figures, "2023-06-30"),
            "đã thực hiện 18/19/21 (đạt 94,73% so với nội dung đến hạn đến ngày 30/06/2023 và đạt "
            "85,71% kế hoạch năm), còn 3 nội dung");
}

TEST(Sentence, SaysWhatIsMissing) {
  EXPECT_EQ(
      Sentence(Counts(0, 0, 18), "2022-03-31"),
      "đã thực hiện 0/0/18 (chưa có nội dung đến hạn và đạt 0% kế hoạch năm), còn 18 nội dung");
  EXPECT_EQ(Sentence(Counts(0, 0, 0), "2022-03-31"),
            "đã thực hiện 0/0/0 (chưa có nội dung trong kế hoạch), còn 0 nội dung");
  EXPECT_EQ(ShareOfDueText(0, 0, Rounding::kTruncate), "chưa có nội dung đến hạn");
  EXPECT_EQ(ShareOfPlanText(0, 0, Rounding::kTruncate), "chưa có nội dung trong kế hoạch");
  EXPECT_EQ(Sentence(Counts(12, 10, 20), "2022-06-30"),
            "đã thực hiện 12/10/20 (đạt 120% so với 6 tháng và đạt 60% kế hoạch năm), còn 8 nội "
            "dung");
}

TEST(Sentence, ExplainsOnlyWhatThereIs) {
  Figures figures;
  EXPECT_EQ(ExplanationVi(figures), "");
  figures.overdue_open = 3;
  EXPECT_EQ(ExplanationVi(figures), "trong đó 3 nội dung quá hạn");
  figures.done_ahead = 1;
  EXPECT_EQ(ExplanationVi(figures), "trong đó 1 nội dung hoàn thành trước hạn, 3 nội dung quá hạn");
}

TEST(Sentence, WordingIsConfiguration) {
  Wording wording;
  wording.sentence = "{triple}; còn {remaining}";
  const SentenceQuery query{.year = 2022, .as_of = D("2022-06-30"), .due_by = {}, .rounding = {}};
  EXPECT_EQ(SentenceVi(Counts(10, 10, 18), query, wording), "10/10/18; còn 8");
}

}  // namespace
}  // namespace tiendo::status::testing
