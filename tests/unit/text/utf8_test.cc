#include "common/text/utf8.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors/error.h"

namespace tiendo::text {
namespace {

TEST(ValidateUtf8, AcceptsVietnameseAndNul) {
  EXPECT_TRUE(ValidateUtf8("").ok());
  EXPECT_TRUE(ValidateUtf8("Thành ủy Thành phố Hồ Chí Minh").ok());
  EXPECT_TRUE(ValidateUtf8(std::string("a\0b", 3)).ok());
}

TEST(ValidateUtf8, NamesTheFirstBadByte) {
  absl::Status status = ValidateUtf8("Ủy\xff");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors::GetDetails(status)->metadata.at("offset"), "4");
}

TEST(ValidateUtf8, RefusesWhatIsNoScalarValue) {
  EXPECT_FALSE(ValidateUtf8("\xed\xa0\x80").ok()) << "surrogate";
  EXPECT_FALSE(ValidateUtf8("\xc0\xaf").ok()) << "overlong";
  EXPECT_FALSE(ValidateUtf8("\xf4\x90\x80\x80").ok()) << "above U+10FFFF";
  EXPECT_FALSE(ValidateUtf8("\xe1\xba").ok()) << "cut";
}

TEST(ToNfc, ComposesDecomposedText) {
  // u, hook above, y -> ủy.
  EXPECT_EQ(*ToNfc("u\xcc\x89y"), "ủy");
  EXPECT_EQ(*ToNfc("Đảng bộ"), "Đảng bộ");
  EXPECT_EQ(*ToNfc("plain"), "plain");
  // ế from e, circumflex, acute, as some keyboards on macOS send it.
  EXPECT_EQ(*ToNfc("e\xcc\x82\xcc\x81"), "ế");
}

TEST(ToNfc, RefusesBadUtf8) { EXPECT_FALSE(ToNfc("a\x80").ok()); }

TEST(CodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(CodePoints(""), 0u);
  EXPECT_EQ(CodePoints("Đảng"), 4u);
  EXPECT_EQ(CodePoints("😀a"), 2u);
}

}  // namespace
}  // namespace tiendo::text
