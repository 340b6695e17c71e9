#include "services/programs/domain/programs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/domain/vocabulary.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

TEST(Categories, AreCreatedOnce) {
  Fakes fakes;
  Category category;
  category.name = "categories/department";
  EXPECT_THAT(CreateWord(fakes.categories, category), IsOk());
  EXPECT_EQ(category.stamp.revision, 1);
  EXPECT_THAT(CreateWord(fakes.categories, category), HasReason("RESOURCE_EXISTS"));
}

// The table of what stands where, for all three and every kind of category.
TEST(Programs, HoldWhatTheirCategoryCounts) {
  const std::pair<CategoryKind, Content> right[] = {{CategoryKind::kItem, Content::kItem},
                                                    {CategoryKind::kScheme, Content::kItem},
                                                    {CategoryKind::kTarget, Content::kTarget},
                                                    {CategoryKind::kDuty, Content::kDuty}};
  for (const auto& [kind, held] : right) {
    for (const Content content : {Content::kItem, Content::kTarget, Content::kDuty}) {
      EXPECT_EQ(Holds(kind, content), content == held);
    }
  }
  Fakes fakes;
  Program program;
  program.name = "programs/p";
  program.category = "categories/none";
  errors::Violations violations;
  ASSERT_THAT(CheckHolds(fakes.categories, program, Content::kDuty, "parent", violations), IsOk());
  const absl::Status missing = violations.ToStatus();
  EXPECT_EQ(
      errors::GetDetails(missing)->violations.at(0).description,
      "programs/p belongs to categories/none, which does not exist and holds no duties: give a"
      " programme of a category of kind DUTY");
}

TEST(Programs, NameACategoryThatExists) {
  Fakes fakes;
  Program program;
  program.name = "programs/p";
  program.category = "categories/department";
  absl::Status missing = CreateProgram(fakes.programs, fakes.categories, program);
  EXPECT_THAT(missing, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_EQ(errors::GetDetails(missing)->violations.at(0).field, "program.category");
  Category category;
  category.name = program.category;
  ASSERT_THAT(CreateWord(fakes.categories, category), IsOk());
  EXPECT_THAT(CreateProgram(fakes.programs, fakes.categories, program), IsOk());
  EXPECT_THAT(CreateProgram(fakes.programs, fakes.categories, program),
              HasReason("RESOURCE_EXISTS"));
  category.retired = true;
  ASSERT_THAT(fakes.categories.Put(category), IsOk());
  program.name = "programs/q";
  EXPECT_THAT(CreateProgram(fakes.programs, fakes.categories, program),
              HasReason("VOCABULARY_RETIRED"));
}

TEST(Programs, AreApprovedOnceFromTheStateExpected) {
  Fakes fakes;
  fakes.AddProgram(ProgramState::kDraft);
  ProgramInput approval{"programs/p", "\"9\"", D("2022-01-10"), {"12-CTr/ĐU", {}, ""}};
  EXPECT_THAT(ApproveProgram(fakes.programs, approval), HasReason("ETAG_MISMATCH"));
  approval.etag = "\"1\"";
  absl::StatusOr<Program> approved = ApproveProgram(fakes.programs, approval);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state, ProgramState::kApproved);
  EXPECT_EQ(approved->approval_date, D("2022-01-10"));
  EXPECT_EQ(approved->approval_document.number, "12-CTr/ĐU");
  approval.etag.clear();
  EXPECT_THAT(ApproveProgram(fakes.programs, approval), HasReason("PROGRAM_STATE"));
  approval.name = "programs/none";
  EXPECT_THAT(ApproveProgram(fakes.programs, approval), HasReason("RESOURCE_NOT_FOUND"));
}

TEST(Programs, AreClosedOnceAfterTheirApproval) {
  Fakes fakes;
  fakes.AddProgram(ProgramState::kDraft);
  ProgramInput closing{"programs/p", "", D("2022-01-09"), {"80-CV/ĐU", {}, ""}};
  EXPECT_THAT(CloseProgram(fakes.programs, closing), HasReason("PROGRAM_STATE"));
  fakes.AddProgram(ProgramState::kApproved);
  absl::StatusOr<Program> early = CloseProgram(fakes.programs, closing);
  ASSERT_THAT(early, HasReason("INVALID_REQUEST"));
  EXPECT_EQ(errors::GetDetails(early.status())->violations.at(0).field, "close_date");
  closing.date = D("2022-12-31");
  absl::StatusOr<Program> closed = CloseProgram(fakes.programs, closing);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state, ProgramState::kClosed);
  EXPECT_EQ(closed->close_date, D("2022-12-31"));
  EXPECT_EQ(closed->close_document.number, "80-CV/ĐU");
  EXPECT_EQ(closed->approval_date, D("2022-01-10"));
  absl::StatusOr<Program> again = CloseProgram(fakes.programs, closing);
  EXPECT_THAT(again, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(errors::GetDetails(again.status())->metadata["allowed"], "");
}

}  // namespace
}  // namespace tiendo::programs::testing
