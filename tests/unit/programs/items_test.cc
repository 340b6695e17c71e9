#include "services/programs/domain/items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

Item NewItem(const std::string& id) {
  Item item;
  item.name = "programs/p/items/" + id;
  item.title = "Nội dung mẫu " + id;
  item.baseline_due_date = D("2022-06-30");
  return item;
}

TEST(CreateItems, MakesDraftsOfAProgrammeThatIsNotClosed) {
  for (ProgramState state : {ProgramState::kDraft, ProgramState::kApproved}) {
    Fakes fakes;
    fakes.AddProgram(state);
    std::vector<Item> items = {NewItem("a"), NewItem("b")};
    ASSERT_THAT(CreateItems(fakes.stores(), items), IsOk());
    EXPECT_EQ(items[1].state, ItemState::kDraft);
    EXPECT_EQ(items[1].due_date, D("2022-06-30"));
    EXPECT_NE(items[1].stamp.revision, 0);
  }
}

TEST(CreateItems, AClosedProgrammeTakesNoMore) {
  Fakes fakes;
  fakes.AddProgram(ProgramState::kClosed);
  std::vector<Item> items = {NewItem("a")};
  absl::Status closed = CreateItems(fakes.stores(), items);
  EXPECT_THAT(closed, HasReason("PROGRAM_STATE"));
  EXPECT_EQ(errors::GetDetails(closed)->metadata["state"], "CLOSED");
}

TEST(CreateItems, NeedsTheProgrammeAndFreeIds) {
  Fakes fakes;
  std::vector<Item> items = {NewItem("a")};
  EXPECT_THAT(CreateItems(fakes.stores(), items), HasReason("RESOURCE_NOT_FOUND"));
  fakes.AddProgram();
  ASSERT_THAT(CreateItems(fakes.stores(), items), IsOk());
  EXPECT_THAT(CreateItems(fakes.stores(), items), HasReason("RESOURCE_EXISTS"));
}

TEST(CreateItems, StandInAProgrammeThatHoldsItems) {
  for (const CategoryKind kind :
       {CategoryKind::kItem, CategoryKind::kScheme, CategoryKind::kTarget, CategoryKind::kDuty}) {
    Fakes fakes;
    fakes.AddProgram();
    Category category = fakes.categories.Get("categories/department").value().value();
    category.kind = kind;
    fakes.categories.Put(category).IgnoreError();
    std::vector<Item> items = {NewItem("a")};
    const absl::Status created = CreateItems(fakes.stores(), items);
    if (kind == CategoryKind::kItem || kind == CategoryKind::kScheme) {
      EXPECT_THAT(created, IsOk());
      continue;
    }
    const auto details = errors::GetDetails(created);
    ASSERT_TRUE(details && details->violations.size() == 1) << created;
    EXPECT_EQ(details->violations[0].field, "parent");
    EXPECT_THAT(details->violations[0].description,
                ::testing::HasSubstr("give a programme of a category of kind ITEM or SCHEME"));
  }
}

ItemUpdate Update(std::function<void(Item&, const Editable&)> change, Editable named = {}) {
  return {kItem, "", std::move(change), named};
}

void MoveCoordinators(Item& item, const Editable& editable) {
  if (editable.coordinators) item.coordinators = {"units/x"};
}

TEST(UpdateItem, OfADraftMovesTheDueDateWithTheBaseline) {
  Fakes fakes;
  fakes.AddDraft({"units/a"});
  const auto move = [](Item& item, const Editable& editable) {
    if (editable.terms) item.baseline_due_date = D("2022-09-30");
  };
  absl::StatusOr<Item> item = UpdateItem(fakes.stores(), Update(move, {.terms = true}));
  ASSERT_THAT(item, IsOk());
  EXPECT_EQ(item->due_date, D("2022-09-30"));
}

TEST(UpdateItem, OfAnIssuedItemLeavesLeadsAndBaselineAlone) {
  Fakes fakes;
  fakes.AddIssued({"units/a"});
  EXPECT_THAT(UpdateItem(fakes.stores(), Update([](Item&, const Editable&) {}, {.terms = true})),
              HasReason("ITEM_STATE"));
  bool terms = true;
  ASSERT_THAT(UpdateItem(fakes.stores(), Update([&](Item& i, const Editable& editable) {
                           terms = editable.terms;
                           i.ordinal = 4;
                         })),
              IsOk());
  EXPECT_FALSE(terms);
}

TEST(UpdateItem, CorrectsTheCoordinatorsUntilAReassignmentHasSetThem) {
  Fakes fakes;
  fakes.AddIssued({"units/a"});
  ASSERT_THAT(UpdateItem(fakes.stores(), Update(&MoveCoordinators, {.coordinators = true})),
              IsOk());
  EXPECT_THAT(fakes.Stored().coordinators, ::testing::ElementsAre("units/x"));
  Reassignment reassigned = Fakes::Reassigned("2022-05-01", {"units/b"});
  reassigned.coordinators = {"units/y"};
  ASSERT_THAT(ReassignItem(fakes.stores(), reassigned), IsOk());
  EXPECT_THAT(UpdateItem(fakes.stores(), Update(&MoveCoordinators, {.coordinators = true})),
              HasReason("ITEM_STATE"));
  // By "*" they are left alone.
  ASSERT_THAT(UpdateItem(fakes.stores(), Update(&MoveCoordinators)), IsOk());
  EXPECT_THAT(fakes.Stored().coordinators, ::testing::ElementsAre("units/y"));
  // The reassignment voided, what was corrected before is there again.
  ASSERT_THAT(VoidEvent(fakes.stores(), Fakes::Void(2)), IsOk());
  EXPECT_THAT(fakes.Stored().coordinators, ::testing::ElementsAre("units/x"));
}

TEST(UpdateItem, WritesOnlyWhatDiffers) {
  Fakes fakes;
  fakes.AddDraft({});
  const int64_t before = fakes.items.revision();
  ASSERT_THAT(UpdateItem(fakes.stores(), Update([](Item&, const Editable&) {})), IsOk());
  EXPECT_EQ(fakes.items.revision(), before);
  ItemUpdate stale = Update([](Item& i, const Editable&) { i.ordinal = 9; });
  stale.etag = "\"99\"";
  EXPECT_THAT(UpdateItem(fakes.stores(), stale), HasReason("ETAG_MISMATCH"));
  stale.name = "programs/p/items/none";
  EXPECT_THAT(UpdateItem(fakes.stores(), stale), HasReason("RESOURCE_NOT_FOUND"));
}

TEST(UpdateItem, SecrecyReachesTheEvents) {
  Fakes fakes;
  fakes.AddIssued({"units/a"});
  ASSERT_THAT(ExtendItem(fakes.stores(), Fakes::Extended("2022-05-01", "2022-09-30")), IsOk());
  ASSERT_THAT(UpdateItem(fakes.stores(), Update([](Item& i, const Editable&) { i.secret = true; })),
              IsOk());
  ASSERT_EQ(fakes.Events().size(), 2U);
  for (const ItemEvent& event : fakes.Events()) EXPECT_TRUE(event.secret);
  EXPECT_EQ(fakes.Events()[1].reason, "chờ ý kiến");
  ASSERT_THAT(
      UpdateItem(fakes.stores(), Update([](Item& i, const Editable&) { i.secret = false; })),
      IsOk());
  for (const ItemEvent& event : fakes.Events()) EXPECT_FALSE(event.secret);
}

}  // namespace
}  // namespace tiendo::programs::testing
