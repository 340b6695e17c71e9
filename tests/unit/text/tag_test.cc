#include "common/text/tag.h"

#include <gtest/gtest.h>

#include <string>

namespace tiendo::text {
namespace {

TEST(ValidTag, Accepts) {
  for (const char* tag : {"theme/covid-19", "work-area/2", "r/13", "-/-"}) {
    EXPECT_TRUE(ValidTag(tag)) << tag;
  }
  EXPECT_TRUE(ValidTag("theme/" + std::string(122, 'a')));
}

TEST(ValidTag, Refuses) {
  for (const char* tag : {"", "/", "theme", "theme/", "/covid-19", "theme/covid/19", "theme2/a",
                          "Theme/a", "theme/A", "theme/đ", "theme/a ", " theme/a", "theme/a_b"}) {
    EXPECT_FALSE(ValidTag(tag)) << tag;
  }
  EXPECT_FALSE(ValidTag("theme/" + std::string(123, 'a')));
}

}  // namespace
}  // namespace tiendo::text
