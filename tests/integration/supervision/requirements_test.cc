#include "tests/integration/supervision/fixture.h"

namespace tiendo::supervision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class RequirementsTest : public SupervisionTest {};
INSTANTIATE_TEST_SUITE_P(Engines, RequirementsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(RequirementsTest, IsCreatedAndRead) {
  v1::CreateRequirementRequest request = NewRequirement("2026");
  request.mutable_requirement()->set_year(1999);  // output only
  request.mutable_requirement()->add_units("units/committee");
  request.mutable_requirement()->mutable_document()->set_number("01-KH/ĐU");
  auto created = Call(&Stub::CreateRequirement, request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "requirements/2026");
  EXPECT_EQ(created->year(), 2026);
  EXPECT_EQ(created->revision(), 1);
  EXPECT_EQ(created->etag(), "\"1\"");
  v1::GetRequirementRequest get;
  get.set_name("requirements/2026");
  auto read = Call(&Stub::GetRequirement, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
  get.set_name("requirements/2027");
  EXPECT_THAT(Call(&Stub::GetRequirement, get), HasReason("RESOURCE_NOT_FOUND"));
  get.set_name("plans/2026");
  EXPECT_THAT(Fields(Call(&Stub::GetRequirement, get)), ElementsAre("name"));
}

TEST_P(RequirementsTest, AYearHasOne) {
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  auto again = Call(&Stub::CreateRequirement, NewRequirement("2026"));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(again, HasReason("RESOURCE_EXISTS"));
}

TEST_P(RequirementsTest, EveryViolationIsNamedAtOnce) {
  v1::CreateRequirementRequest request;
  request.set_requirement_id("26");
  request.mutable_requirement()->add_unit_kinds("DIVISION");
  auto refused = Call(&Stub::CreateRequirement, request);
  EXPECT_THAT(refused, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(refused),
              ElementsAre("requirement_id", "requirement.deadline", "requirement.unit_kinds[0]"));
  EXPECT_THAT(errors::GetDetails(refused.status())->violations.back().description,
              HasSubstr("SUBORDINATE_CELL"));
}

TEST_P(RequirementsTest, NamedUnitsArePartyOrganisationsThatExist) {
  v1::CreateRequirementRequest request = NewRequirement("2026");
  request.mutable_requirement()->add_units("units/committee");
  request.mutable_requirement()->add_units("units/nobody");
  request.mutable_requirement()->add_units("units/nowhere");
  auto unknown = Call(&Stub::CreateRequirement, request);
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(unknown), ElementsAre("requirement.units[1]", "requirement.units[2]"));
  request = NewRequirement("2026");
  request.mutable_requirement()->add_units("units/division");
  auto wrong_side = Call(&Stub::CreateRequirement, request);
  EXPECT_THAT(wrong_side, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(wrong_side), ElementsAre("requirement.units[0]"));
}

TEST_P(RequirementsTest, LevelsOfAYearShareNothing) {
  ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement("2026")), IsOk());
  v1::CreateRequirementRequest level = NewRequirement("2026");
  level.set_requirement_id("2026-chi-bo");
  auto overlap = Call(&Stub::CreateRequirement, level);
  EXPECT_THAT(overlap, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(overlap, HasReason("REQUIREMENT_OVERLAP"));
  EXPECT_EQ(Metadata(overlap.status(), "other"), "requirements/2026");
  EXPECT_EQ(Metadata(overlap.status(), "overlap"), "GRASSROOTS_CELL");
  level.mutable_requirement()->clear_unit_kinds();
  level.mutable_requirement()->add_units("units/cell-a");
  level.mutable_requirement()->set_display_name("Chi bộ điểm");
  auto created = Call(&Stub::CreateRequirement, level);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "requirements/2026-chi-bo");
  EXPECT_EQ(created->year(), 2026);
}

TEST_P(RequirementsTest, AreCorrected) {
  auto created = Call(&Stub::CreateRequirement, NewRequirement("2026"));
  ASSERT_THAT(created, IsOk());
  v1::UpdateRequirementRequest update;
  update.mutable_requirement()->set_name("requirements/2026");
  *update.mutable_requirement()->mutable_deadline() = Date("2026-02-28");
  EXPECT_THAT(Fields(Call(&Stub::UpdateRequirement, update)), ElementsAre("update_mask"));
  update.mutable_update_mask()->add_paths("deadline");
  update.mutable_requirement()->set_etag("\"99\"");
  EXPECT_THAT(Call(&Stub::UpdateRequirement, update), HasReason("ETAG_MISMATCH"));
  update.mutable_requirement()->set_etag(created->etag());
  update.set_request_id("r-1");
  auto updated = Call(&Stub::UpdateRequirement, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->deadline().day(), 28);
  EXPECT_EQ(updated->unit_kinds_size(), 1) << "what the mask does not name stays";
  EXPECT_EQ(Call(&Stub::UpdateRequirement, update)->SerializeAsString(),
            updated->SerializeAsString());
  update.clear_request_id();
  update.mutable_requirement()->clear_etag();
  update.mutable_update_mask()->set_paths(0, "unit_kinds");
  EXPECT_THAT(Fields(Call(&Stub::UpdateRequirement, update)),
              ElementsAre("requirement.unit_kinds"));
  update.mutable_requirement()->set_name("requirements/2027");
  EXPECT_THAT(Call(&Stub::UpdateRequirement, update), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_P(RequirementsTest, AreListedByNameInPages) {
  for (const char* year : {"2027", "2025", "2026"}) {
    ASSERT_THAT(Call(&Stub::CreateRequirement, NewRequirement(year)), IsOk());
  }
  v1::ListRequirementsRequest list;
  list.set_page_size(2);
  auto first = Call(&Stub::ListRequirements, list);
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->requirements_size(), 2);
  EXPECT_EQ(first->requirements(0).year(), 2025);
  list.set_page_token(first->next_page_token());
  auto second = Call(&Stub::ListRequirements, list);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->requirements_size(), 1);
  EXPECT_EQ(second->requirements(0).year(), 2027);
  EXPECT_EQ(second->next_page_token(), "");
  list.set_page_size(-1);
  EXPECT_THAT(Fields(Call(&Stub::ListRequirements, list)), ElementsAre("page_size"));
}

}  // namespace
}  // namespace tiendo::supervision::testing
