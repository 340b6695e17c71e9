// What writes would do to the figures, over the real services: what programs says they would change
// is handed to status, and what status says is what is there after the writes.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/integration/status/preview_status_fixture.h"

namespace tiendo::status {
namespace {

using tiendo::testing::DateOf;
using tiendo::testing::IsOk;

TEST_P(PreviewStatusTest, SaysWhatIsThereAfterTheWrites) {
  CreateTarget();
  DistributeDuty();
  const v1::Status before = Get(Question());
  const v1::PreviewStatusRequest request = WhatTheyChange(Completion(), Value(), Submission());
  ASSERT_GE(request.changes_size(), 5) << "what is changed, and the events and the report";
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(Text(preview->before()), Text(before));
  EXPECT_FALSE(preview->outdated());
  ASSERT_EQ(preview->after().categories_size(), 1);
  EXPECT_EQ(preview->before().categories(0).triple(), "0/1/2");
  EXPECT_EQ(preview->after().categories(0).triple(), "1/1/2");
  EXPECT_EQ(preview->after().categories(0).columns().overdue_open(), 0);
  EXPECT_EQ(preview->after().targets(0).rows(0).value(), "45");
  EXPECT_EQ(preview->before().duties(0).not_handed_in(), 2);
  EXPECT_EQ(preview->after().duties(0).in_time(), 1);
  // Of one look, and told as in every answer.
  EXPECT_EQ(preview->before().freshness().SerializeAsString(),
            preview->after().freshness().SerializeAsString());
  EXPECT_EQ(preview->before().freshness().source_positions_size(), 3);
  EXPECT_FALSE(trailer_.empty());

  // Nobody has made them.
  EXPECT_EQ(Text(Get(Question())), Text(before));
  EXPECT_EQ(HeadOf(WhatTheyChange(Completion())), HeadOf(request)) << "the head has not moved";

  suite_->Write(&ProgramStub::ReportCompletion, Completion());
  suite_->Write(&ProgramStub::ReportTargetValue, Value());
  position_ = suite_->Write(&ProgramStub::SubmitAssignment, Submission());
  EXPECT_EQ(Text(Get(Question())), Text(preview->after()));
}

// Where the figures are computed item by item, and in a scope below.
TEST_P(PreviewStatusTest, AnswersEveryQuestionThatGetStatusDoes) {
  const std::string calendar = suite_->EnterCalendar(2022);
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  std::vector<v1::GetStatusRequest> questions(4, Question());
  *questions[0].mutable_due_by() = DateOf("2022-05-31");
  questions[1].set_due_soon_days(60);
  questions[2].set_tag("theme/covid-19");
  questions[3].set_scope("units/chi-bo-1");
  questions[3].set_basis(v1::BASIS_BASELINE);
  for (v1::GetStatusRequest& question : questions) question.add_min_positions(calendar);
  std::vector<std::string> after;
  const std::string position = HeadOf(request);
  for (const v1::GetStatusRequest& question : questions) {
    *request.mutable_question() = question;
    request.mutable_question()->add_min_positions(position);
    const auto preview = Preview(request);
    ASSERT_THAT(preview, IsOk());
    EXPECT_EQ(Text(preview->before()), Text(Get(question)));
    after.push_back(Text(preview->after()));
  }
  position_ = suite_->Write(&ProgramStub::ReportCompletion, Completion());
  for (size_t i = 0; i < questions.size(); ++i) EXPECT_EQ(Text(Get(questions[i])), after[i]);
}

TEST_P(PreviewStatusTest, AnswersFromNoCacheAndIntoNone) {
  const v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  ASSERT_THAT(Preview(request), IsOk());
  const v1::Status cold = Get(Question());
  EXPECT_EQ(cold.categories(0).triple(), "0/1/2") << "what was supposed went into a cache";
  const auto again = Preview(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->after().categories(0).triple(), "1/1/2");
}

TEST_P(PreviewStatusTest, WhatIsKnownAlreadyChangesNothing) {
  const v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  position_ = suite_->Write(&ProgramStub::ReportCompletion, Completion());
  v1::PreviewStatusRequest late = request;
  late.mutable_question()->add_min_positions(position_);
  const auto preview = Preview(late);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(Text(preview->before()), Text(preview->after()));
  EXPECT_TRUE(preview->outdated());
}

// What the changes say of the item is older than what a colleague has written of it.
TEST_P(PreviewStatusTest, SaysThatItIsOutdated) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_FALSE(preview->outdated());

  position_ = suite_->Extend(kItem, "2022-12-31", "2022-06-01");
  request.mutable_question()->add_min_positions(position_);
  preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_TRUE(preview->outdated());

  preview = Preview(WhatTheyChange(Completion()));
  ASSERT_THAT(preview, IsOk());
  EXPECT_FALSE(preview->outdated()) << "told again after the colleague's write";
}

// Programs masks what it hands out, and status shows no title of an item here.
TEST_P(PreviewStatusTest, ShowsNothingOfASecretItem) {
  programs::v1::CreateItemRequest create;
  create.set_parent("programs/so-2022");
  create.set_item_id("mat");
  create.mutable_item()->set_ordinal(3);
  create.mutable_item()->set_title("Điều không được lộ");
  create.mutable_item()->set_secret(true);
  programs::v1::IssueItemRequest issue;
  issue.set_name("programs/so-2022/items/mat");
  *issue.mutable_approval_date() = DateOf("2022-02-10");
  const v1::PreviewStatusRequest request = WhatTheyChange(create, issue);
  const std::string bytes = request.SerializeAsString();
  EXPECT_NE(bytes.find("(nội dung mật)"), std::string::npos);
  EXPECT_EQ(bytes.find("không được lộ"), std::string::npos);
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->before().categories(0).columns().plan(), 2);
  EXPECT_EQ(preview->after().categories(0).columns().plan(), 3);
  EXPECT_EQ(preview->after().categories(0).columns().added(), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, PreviewStatusTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::status
