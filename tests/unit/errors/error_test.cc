#include "common/errors/error.h"

#include <gmock/gmock.h>

#include "common/errors/reasons.h"

namespace tiendo::errors {
namespace {

using ::testing::ElementsAre;

TEST(ErrorTest, CarriesReasonMetadataAndRetry) {
  Details details;
  details.reason = "OVERLOADED";
  details.metadata = {{"resource", "hàng đợi"}};
  details.retry_after = std::chrono::milliseconds(250);
  absl::Status status = Make(absl::StatusCode::kResourceExhausted, "later", details);
  EXPECT_EQ(status.message(), "later");
  EXPECT_EQ(Reason(status), "OVERLOADED");
  EXPECT_EQ(GetDetails(status)->metadata.at("resource"), "hàng đợi");
  EXPECT_EQ(GetDetails(status)->retry_after, std::chrono::milliseconds(250));
}

TEST(ErrorTest, AStatusOfOthersHasNone) {
  EXPECT_FALSE(GetDetails(absl::OkStatus()).has_value());
  EXPECT_FALSE(GetDetails(absl::InternalError("theirs")).has_value());
  EXPECT_EQ(Reason(absl::InternalError("theirs")), "");
}

TEST(ErrorTest, SurvivesTextThatIsNotUtf8) {
  absl::Status status = Make(absl::StatusCode::kInvalidArgument, "R", "m", {{"name", "a\xff"}});
  EXPECT_EQ(Reason(status), "R");
}

TEST(ViolationsTest, AreAnsweredTogether) {
  Violations violations;
  EXPECT_TRUE(violations.ToStatus().ok());
  violations.Add("unit.code", "is too long");
  violations.Merge("requests[2]", InvalidField("unit.kind", "is required"));
  violations.Merge("", InvalidField("page_size", "must not be negative"));
  absl::Status status = violations.ToStatus();
  EXPECT_EQ(Reason(status), reasons::kInvalidRequest);
  EXPECT_THAT(GetDetails(status)->violations,
              ElementsAre(FieldViolation{"unit.code", "is too long"},
                          FieldViolation{"requests[2].unit.kind", "is required"},
                          FieldViolation{"page_size", "must not be negative"}));
}

}  // namespace
}  // namespace tiendo::errors
