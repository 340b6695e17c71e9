#include "common/api/field_mask.h"

#include <gmock/gmock.h>

#include "tiendo/units/v1/units.pb.h"

namespace tiendo::api {
namespace {

using ::testing::UnorderedElementsAre;

const std::vector<std::string>& Updatable() {
  static const std::vector<std::string> paths = {"display_name", "code", "legal_basis"};
  return paths;
}

std::set<std::string> Paths(std::initializer_list<std::string> paths,
                            errors::Violations& violations) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return UpdatePaths(mask, *units::v1::Unit::descriptor(), Updatable(), violations);
}

TEST(FieldMaskTest, TakesUpdatablePathsAndTheStar) {
  errors::Violations violations;
  EXPECT_THAT(Paths({"code"}, violations), UnorderedElementsAre("code"));
  EXPECT_THAT(Paths({"*"}, violations),
              UnorderedElementsAre("display_name", "code", "legal_basis"));
  EXPECT_TRUE(violations.empty());
}

TEST(FieldMaskTest, RefusesEmptyUnknownAndImmutable) {
  errors::Violations violations;
  Paths({}, violations);
  Paths({"code", "colour", "kind", "legal_basis.number"}, violations);
  ASSERT_EQ(violations.list().size(), 4u);
  EXPECT_EQ(violations.list()[0].field, "update_mask");
  EXPECT_EQ(violations.list()[1].field, "update_mask.paths[1]");
  EXPECT_EQ(violations.list()[3].field, "update_mask.paths[3]");
}

TEST(FieldMaskTest, CopiesSetsAndClears) {
  units::v1::Unit from;
  from.set_code("X");
  units::v1::Unit to;
  to.set_display_name("stays");
  to.set_code("old");
  to.mutable_legal_basis()->set_number("goes");
  CopyFields({"code", "legal_basis"}, from, to);
  EXPECT_EQ(to.display_name(), "stays");
  EXPECT_EQ(to.code(), "X");
  EXPECT_FALSE(to.has_legal_basis());
}

}  // namespace
}  // namespace tiendo::api
