#include "services/programs/domain/item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/programs/domain/secret.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using ::testing::Optional;

ItemEvent Extension(const char* approved, std::optional<Day> due) {
  ItemEvent event;
  event.kind = EventKind::kExtended;
  event.date = D(approved);
  event.new_due_date = due;
  return event;
}

TEST(DueDate, IsTheBaselineUntilAnExtensionIsApproved) {
  const std::vector<ItemEvent> events = {Extension("2022-06-15", D("2022-09-30"))};
  EXPECT_THAT(DueDate(D("2022-06-30"), events, D("2022-06-14")), Optional(D("2022-06-30")));
  EXPECT_THAT(DueDate(D("2022-06-30"), events, D("2022-06-15")), Optional(D("2022-09-30")));
  EXPECT_EQ(DueDate(std::nullopt, {}, D("2022-06-15")), std::nullopt);
}

TEST(DueDate, TheLatestApprovalStandsNotTheLastEntered) {
  const std::vector<ItemEvent> events = {Extension("2022-06-20", D("2022-12-31")),
                                         Extension("2022-06-15", D("2022-09-30"))};
  EXPECT_THAT(DueDate(D("2022-06-30"), events, D("2022-07-01")), Optional(D("2022-12-31")));
  EXPECT_THAT(DueDate(D("2022-06-30"), events, D("2022-06-17")), Optional(D("2022-09-30")));
}

TEST(DueDate, OfOneDayTheLastEnteredStands) {
  const std::vector<ItemEvent> events = {Extension("2022-06-15", D("2022-12-31")),
                                         Extension("2022-06-15", D("2022-09-30"))};
  EXPECT_THAT(DueDate(D("2022-06-30"), events, D("2022-06-15")), Optional(D("2022-09-30")));
}

TEST(DueDate, CanBeRemovedAndSetAgain) {
  std::vector<ItemEvent> events = {Extension("2022-06-15", std::nullopt)};
  EXPECT_EQ(DueDate(D("2022-06-30"), events, D("2022-06-15")), std::nullopt);
  events.push_back(Extension("2022-07-01", D("2022-08-31")));
  EXPECT_THAT(DueDate(D("2022-06-30"), events, D("2022-07-01")), Optional(D("2022-08-31")));
}

TEST(AllDone, IsTheLastOfTheLeads) {
  EXPECT_EQ(AllDone({}), std::nullopt);
  EXPECT_EQ(AllDone({{"units/a", D("2022-05-01")}, {"units/b", std::nullopt}}), std::nullopt);
  EXPECT_THAT(AllDone({{"units/a", D("2022-05-20")}, {"units/b", D("2022-05-01")}}),
              Optional(D("2022-05-20")));
}

TEST(EventName, OrderOfNamesIsOrderOfNumbers) {
  EXPECT_EQ(EventName("programs/p/items/i", 1), "programs/p/items/i/events/0001");
  std::string before;
  for (int number = 1; number <= kMaxEvents; ++number) {
    std::string name = EventName("programs/p/items/i", number);
    ASSERT_LT(before, name);
    before = name;
  }
  EXPECT_EQ(ProgramOf("programs/p/items/i"), "programs/p");
}

TEST(Masked, HidesTheTextOfSecretItemsOnly) {
  Item item;
  item.title = "Nội dung mẫu 01";
  item.product = "Báo cáo";
  EXPECT_EQ(Masked(item), item);
  item.secret = true;
  EXPECT_EQ(Masked(item).title, "(nội dung mật)");
  EXPECT_EQ(Masked(item).product, "");
  ItemEvent event;
  event.reason = "chờ ý kiến";
  EXPECT_EQ(Masked(event), event);
  event.secret = true;
  EXPECT_EQ(Masked(event).reason, "");
}

}  // namespace
}  // namespace tiendo::programs::testing
