#include "common/resource/name.h"

#include <gmock/gmock.h>

#include "common/errors/error.h"
#include "common/resource/etag.h"

namespace tiendo::resource {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

TEST(NameTest, ParsesIds) {
  EXPECT_THAT(ParseName("programs/so-2022/items/nd-01", "programs/*/items/*"),
              Optional(ElementsAre("so-2022", "nd-01")));
  for (const char* bad : {"", "programs", "programs/", "programs/A", "programs/a/items",
                          "programs/a/items/", "programs/a/items/b/", "units/a", "/programs/a"}) {
    EXPECT_EQ(ParseName(bad, "programs/*"), std::nullopt) << bad;
  }
  EXPECT_EQ(ParseName("programs/a/items/b", "programs/*"), std::nullopt);
}

TEST(NameTest, SaysWhatWouldBeRight) {
  EXPECT_EQ(NameProblem("categories/a", "categories/*"), std::nullopt);
  EXPECT_EQ(NameProblem("", "programs/*/items/*"), "is required: programs/{program}/items/{item}");
  EXPECT_THAT(NameProblem("x", "categories/*"),
              Optional(::testing::StartsWith("must be categories/{category}")));
}

TEST(NameTest, AMissingReferenceIsAViolationOfItsField) {
  absl::Status status = ReferenceNotFound("item.leads[0].unit", "units/none");
  EXPECT_EQ(errors::Reason(status), "REFERENCE_NOT_FOUND");
  EXPECT_EQ(errors::GetDetails(status)->violations[0].field, "item.leads[0].unit");
}

TEST(EtagTest, MatchesTheStateItWasReadAt) {
  EXPECT_TRUE(CheckEtag("units/a", "", 7).ok());
  EXPECT_TRUE(CheckEtag("units/a", Etag(7), 7).ok());
  absl::Status status = CheckEtag("units/a", Etag(6), 7);
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(errors::GetDetails(status)->metadata.at("current"), "\"7\"");
}

}  // namespace
}  // namespace tiendo::resource
