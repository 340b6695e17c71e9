// Categories and programmes.
#include "tests/integration/programs/fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class CategoriesAndPrograms : public ProgramsTest {
 protected:
  absl::StatusOr<v1::Program> Get(const std::string& id) {
    v1::GetProgramRequest request;
    request.set_name("programs/" + id);
    return Call(&Stub::GetProgram, request);
  }
  std::vector<std::string> Listed(const std::string& filter) {
    v1::ListProgramsRequest request;
    request.set_filter(filter);
    auto page = Call(&Stub::ListPrograms, request);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    if (page.ok()) {
      for (const v1::Program& one : page->programs()) names.push_back(one.name());
    }
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, CategoriesAndPrograms, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(CategoriesAndPrograms, ACategoryIsCreatedReadAndListed) {
  auto created = Call(&Stub::CreateCategory, NewCategory("department"));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "categories/department");
  EXPECT_EQ(created->etag(), "\"1\"");
  v1::GetCategoryRequest get;
  get.set_name("categories/department");
  auto read = Call(&Stub::GetCategory, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
  get.set_name("categories/none");
  EXPECT_THAT(Call(&Stub::GetCategory, get), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), HasReason("RESOURCE_EXISTS"));
  v1::CreateCategoryRequest scheme = NewCategory("scheme");
  scheme.mutable_category()->set_kind(v1::Category::KIND_SCHEME);
  ASSERT_THAT(Call(&Stub::CreateCategory, scheme), IsOk());
  v1::ListCategoriesRequest list;
  list.set_filter("kind = SCHEME");
  auto page = Call(&Stub::ListCategories, list);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->categories_size(), 1);
  EXPECT_EQ(page->categories(0).name(), "categories/scheme");
  list.set_filter("order = 1");
  EXPECT_THAT(Fields(Call(&Stub::ListCategories, list)), ElementsAre("filter"));
}

TEST_P(CategoriesAndPrograms, AProgrammeIsADraftUntilItIsApproved) {
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  auto created = Call(&Stub::CreateProgram, NewProgram("p"));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->state(), v1::Program::STATE_DRAFT);
  EXPECT_FALSE(created->has_approval_date());
  v1::ApproveProgramRequest approval = Approval("p");
  approval.set_etag("\"99\"");
  auto stale = Call(&Stub::ApproveProgram, approval);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stale, HasReason("ETAG_MISMATCH"));
  approval.set_etag(created->etag());
  auto approved = Call(&Stub::ApproveProgram, approval);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), v1::Program::STATE_APPROVED);
  EXPECT_EQ(approved->approval_document().number(), "12-CTr/ĐU");
  EXPECT_EQ(approved->create_time().nanos(), created->create_time().nanos());
  auto again = Call(&Stub::ApproveProgram, Approval("p"));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(again, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(Metadata(again.status(), "state"), "APPROVED");
  EXPECT_EQ(Metadata(again.status(), "verb"), "ApproveProgram");
  EXPECT_EQ(Metadata(again.status(), "allowed"),
            "CloseProgram,CreateItem,IssueItem,CreateDuty,IssueDuty,DistributeDuty,CreateTarget,"
            "AssignTarget,CarryOverItem");
  EXPECT_THAT(Call(&Stub::ApproveProgram, Approval("none")), HasReason("RESOURCE_NOT_FOUND"));
  auto read = Get("p");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), approved->SerializeAsString());
}

TEST_P(CategoriesAndPrograms, ReferencesExist) {
  auto category = Call(&Stub::CreateProgram, NewProgram("p"));
  EXPECT_THAT(category, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(category, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(category), ElementsAre("program.category"));
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  v1::CreateProgramRequest request = NewProgram("p");
  request.mutable_program()->set_owner("units/nobody");
  auto owner = Call(&Stub::CreateProgram, request);
  EXPECT_THAT(owner, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(owner, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(owner), ElementsAre("program.owner"));
  // It exists, and not in any of the years.
  request.mutable_program()->set_owner("units/so");
  request.mutable_program()->clear_years();
  request.mutable_program()->add_years(2001);
  auto early = Call(&Stub::CreateProgram, request);
  EXPECT_THAT(early, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(early), ElementsAre("program.owner"));
}

TEST_P(CategoriesAndPrograms, TodayIsThatOfTheBusinessZone) {
  ASSERT_THAT(Call(&Stub::CreateCategory, NewCategory("department")), IsOk());
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("p")), IsOk());
  v1::ApproveProgramRequest approval = Approval("p");
  *approval.mutable_approval_date() = Date("2022-07-15");
  approval.mutable_document()->clear_number();
  EXPECT_THAT(Fields(Call(&Stub::ApproveProgram, approval)),
              UnorderedElementsAre("approval_date", "document.number"));
  // 17:30 UTC of the 14th is half past midnight of the 15th in Asia/Ho_Chi_Minh.
  clock_->Set(D("2022-07-14") + std::chrono::minutes(17 * 60 + 30));
  approval.mutable_document()->set_number("12-CTr/ĐU");
  EXPECT_THAT(Call(&Stub::ApproveProgram, approval), IsOk());
}

TEST_P(CategoriesAndPrograms, AreFiltered) {
  ApprovedProgram();
  ASSERT_THAT(Call(&Stub::CreateProgram, NewProgram("q")), IsOk());
  EXPECT_THAT(Listed(""), ElementsAre("programs/p", "programs/q"));
  EXPECT_THAT(Listed("state = DRAFT"), ElementsAre("programs/q"));
  EXPECT_THAT(Listed("owner = \"units/so\" AND category = \"categories/department\""),
              ElementsAre("programs/p", "programs/q"));
  EXPECT_THAT(Listed("owner = \"units/phong-a\""), ElementsAre());
}

}  // namespace
}  // namespace tiendo::programs::testing
