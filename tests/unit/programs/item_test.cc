#include "services/programs/domain/item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/domain/secret.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::ElementsAre;

TEST(EventName, OrderOfNamesIsOrderOfNumbers) {
  EXPECT_EQ(EventName("programs/p/items/i", 1), "programs/p/items/i/events/0001");
  std::string before;
  for (int number = 1; number <= kMaxEvents; ++number) {
    std::string name = EventName("programs/p/items/i", number);
    ASSERT_LT(before, name);
    before = name;
  }
  EXPECT_EQ(ProgramOf("programs/p/items/i"), "programs/p");
  EXPECT_EQ(ItemOf("programs/p/items/i/events/0001"), "programs/p/items/i");
}

TEST(Masked, HidesTheTextOfSecretItemsOnly) {
  Item item;
  item.title = "Nội dung mẫu 01";
  item.product = "Báo cáo";
  item.milestones = {{"m1", "Họp", D("2022-05-01"), std::nullopt}};
  EXPECT_EQ(Masked(item), item);
  item.secret = true;
  EXPECT_EQ(Masked(item).title, "(nội dung mật)");
  EXPECT_EQ(Masked(item).product, "");
  // That it was made concrete is no secret, by what is.
  EXPECT_THAT(Masked(item).milestones, ElementsAre(Milestone{"", "(nội dung mật)"}));
  ItemEvent event;
  event.reason = event.note = event.void_reason = "chờ ý kiến";
  event.milestones = item.milestones;
  EXPECT_EQ(Masked(event), event);
  event.secret = true;
  EXPECT_EQ(Masked(event).reason, "");
  EXPECT_EQ(Masked(event).note, "");
  EXPECT_EQ(Masked(event).void_reason, "");
  EXPECT_EQ(Masked(event).milestones, Masked(item).milestones);
}

}  // namespace
}  // namespace tiendo::programs::testing
