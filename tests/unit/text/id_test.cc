#include "common/text/id.h"

#include <gtest/gtest.h>

#include <string>

namespace tiendo::text {
namespace {

TEST(ValidId, Accepts) {
  for (const char* id : {"a", "7", "p1", "nq-12-2022", "a--b"}) EXPECT_TRUE(ValidId(id)) << id;
  EXPECT_TRUE(ValidId(std::string(63, 'a')));
}

TEST(ValidId, Refuses) {
  for (const char* id : {"", "-a", "a-", "A", "a_b", "a.b", "a/b", "đ", "a "}) {
    EXPECT_FALSE(ValidId(id)) << id;
  }
  EXPECT_FALSE(ValidId(std::string(64, 'a')));
}

}  // namespace
}  // namespace tiendo::text
