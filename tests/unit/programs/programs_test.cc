#include "services/programs/domain/programs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/domain/categories.h"
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
  EXPECT_THAT(CreateCategory(fakes.categories, category), IsOk());
  EXPECT_EQ(category.stamp.revision, 1);
  EXPECT_THAT(CreateCategory(fakes.categories, category), HasReason("RESOURCE_EXISTS"));
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
  ASSERT_THAT(CreateCategory(fakes.categories, category), IsOk());
  EXPECT_THAT(CreateProgram(fakes.programs, fakes.categories, program), IsOk());
  EXPECT_THAT(CreateProgram(fakes.programs, fakes.categories, program),
              HasReason("RESOURCE_EXISTS"));
}

TEST(Programs, AreApprovedOnceFromTheStateExpected) {
  Fakes fakes;
  fakes.AddProgram(ProgramState::kDraft);
  ProgramApproval approval{"programs/p", "\"9\"", D("2022-01-10"), {"12-CTr/ĐU", {}, ""}};
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

}  // namespace
}  // namespace tiendo::programs::testing
