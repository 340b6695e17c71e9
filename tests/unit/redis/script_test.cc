#include "common/redis/script.h"

#include <gtest/gtest.h>

namespace tiendo::redis {
namespace {

TEST(ScriptTest, NameIsTheSha1OfTheText) {
  // SHA-1 of "return 1", as SCRIPT LOAD answers it.
  EXPECT_EQ(Script("return 1").sha1(), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
}

}  // namespace
}  // namespace tiendo::redis
