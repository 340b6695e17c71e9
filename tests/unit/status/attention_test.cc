// What needs attention: reasons, order, words, and what has changed since a day.
#include "services/status/domain/attention.h"

#include <gmock/gmock.h>

#include "services/status/domain/attention_text.h"
#include "services/status/domain/due_soon.h"
#include "tests/unit/status/facts_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kCategory[] = "categories/department";

std::vector<std::string> Show(const Attention& attention) {
  std::vector<std::string> out;
  for (const AttentionGroup& group : attention.groups) {
    for (const AttentionEntry& entry : group.entries) {
      out.push_back(group.unit.substr(6) + " " +
                    entry.item.item.substr(entry.item.item.rfind('/') + 1) + ": " +
                    AttentionVi(entry));
    }
    if (group.entries.empty()) out.push_back(group.unit.substr(6));
  }
  return out;
}

calendar::CalendarYear Year(int year) {
  calendar::CalendarYear out;
  out.year = year;
  return out;
}

class AttentionTest : public ::testing::Test {
 protected:
  Attention On(const std::vector<ItemFact>& items, const char* day, const char* before = nullptr) {
    const UnitHistory history(units_);
    const UnitTree tree(history, D(day));
    const UnitTree tree_before(history, D(before == nullptr ? day : before));
    AttentionQuery query = query_;
    query.query.as_of = D(day);
    if (before != nullptr) query.before = D(before);
    query.tree_before = &tree_before;
    auto attention = AttentionOf(tree, PointersTo(items), query);
    if (!attention.ok()) {
      ADD_FAILURE() << attention.status();
      return {};
    }
    return *std::move(attention);
  }
  void SetUp() override {
    query_.query.scope = U("root");
    query_.query.year = 2022;
    query_.query.not_updated_days = 30;
    query_.query.due_soon_days = 5;
    auto calendar = calendar::WorkingCalendar::Create({Year(2022)});
    working_days_.emplace(std::make_shared<calendar::WorkingCalendar>(*std::move(calendar)));
    query_.query.working_days = *working_days_;
    query_.kinds = {kAllAttentionKinds.begin(), kAllAttentionKinds.end()};
  }
  static AttentionCount CountOf(const AttentionCounts& counts, AttentionKind kind) {
    const auto found = counts.find({{SubjectKind::kItem, kCategory}, kind});
    return found == counts.end() ? AttentionCount() : found->second;
  }

  std::vector<UnitFact> units_ = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  AttentionQuery query_;
  std::optional<WorkingDaysLeft> working_days_;
};

// Of every kind one, to the letter.
TEST_F(AttentionTest, SaysWhyInWords) {
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"a"}), {MilestonesAdded("2022-07-01", {"2022-08-01"})}),
      With(Item("2", "2022-07-14", {"a"}), {MilestonesAdded("2022-07-01", {"2022-08-01"})}),
      // Friday, Monday to Wednesday: the weekend is not worked.
      With(Item("3", "2022-07-20", {"a"}), {MilestonesAdded("2022-07-01", {"2022-08-01"})}),
      With(Item("4", "2022-12-15", {"b"}), {News("2022-07-01")}),
      With(Item("5", "", {}), {MilestonesAdded("2022-07-01", {""})}),
      With(Item("6", "", {"b"}), {MilestonesAdded("2022-05-10", {""}), Suspended("2022-05-20")}),
      With(Item("7", "2022-06-30", {"a"}), {Completed("2022-07-13", "a")}),
      With(Item("8", "2022-12-31", {"a"}), {MilestonesAdded("2022-07-01", {"2022-08-01"})})};
  const Attention attention = On(items, "2022-07-14");
  EXPECT_THAT(
      Show(attention),
      ElementsAre("a 1: quá hạn 14 ngày (hạn 30/06/2022)", "a 2: đến hạn trong ngày 14/07/2022",
                  "a 3: còn 4 ngày làm việc đến hạn 20/07/2022",
                  "b 4: chưa cụ thể hóa: chưa có mốc thực hiện",
                  "b 6: 55 ngày chưa cập nhật (gần nhất 20/05/2022); đang tạm dừng",
                  "root 5: chưa có đơn vị chủ trì"));
  for (const AttentionKind kind : kAllAttentionKinds) {
    EXPECT_EQ(CountOf(attention.totals, kind).now, ColumnOf(kind) ? 1 : 0) << KindVi(kind);
  }
  EXPECT_TRUE(attention.due_soon_complete);
}

TEST_F(AttentionTest, AnItemMayNeedItForSeveralReasons) {
  const Attention attention = On({Item("1", "2022-03-01", {})}, "2022-03-02");
  EXPECT_THAT(Show(attention), ElementsAre("root 1: quá hạn 1 ngày (hạn 01/03/2022); chưa cụ thể "
                                           "hóa: chưa có mốc thực hiện; chưa có đơn vị chủ trì; "
                                           "51 ngày chưa cập nhật (gần nhất 10/01/2022)"));
  query_.kinds = {AttentionKind::kUnowned};
  EXPECT_THAT(Show(On({Item("1", "2022-03-01", {})}, "2022-03-02")),
              ElementsAre("root 1: chưa có đơn vị chủ trì"));
}

TEST_F(AttentionTest, PutsTheRiskiestFirst) {
  query_.kinds = {AttentionKind::kOverdue, AttentionKind::kDueSoon};
  const std::vector<ItemFact> items = {
      Item("1", "2022-07-18", {"b"}), Item("2", "2022-06-01", {"b"}),
      Item("3", "2022-06-20", {"a"}), Item("4", "2022-06-10", {"a"}),
      Item("5", "2022-07-15", {"b"})};
  EXPECT_THAT(
      Show(On(items, "2022-07-14")),
      ElementsAre("a 4: quá hạn 34 ngày (hạn 10/06/2022)", "a 3: quá hạn 24 ngày (hạn 20/06/2022)",
                  "b 2: quá hạn 43 ngày (hạn 01/06/2022)",
                  "b 5: còn 1 ngày làm việc đến hạn 15/07/2022",
                  "b 1: còn 2 ngày làm việc đến hạn 18/07/2022"));
}

TEST_F(AttentionTest, ListsAnItemAtEachResponsibleUnitAndCountsItOnce) {
  query_.kinds = {AttentionKind::kOverdue};
  const ItemFact item = With(Item("1", "2022-06-30", {"a", "b"}), {Completed("2022-06-20", "a")});
  const Attention attention = On({item}, "2022-07-01");
  EXPECT_THAT(Show(attention),
              ElementsAre("a 1: quá hạn 1 ngày (hạn 30/06/2022); phần của đơn vị đã xong, còn chờ "
                          "đơn vị cùng chủ trì",
                          "b 1: quá hạn 1 ngày (hạn 30/06/2022)"));
  EXPECT_EQ(CountOf(attention.totals, AttentionKind::kOverdue).now, 1);
  EXPECT_THAT(attention.groups[1].entries[0].open_leads, ElementsAre(U("b")));
  // The heir stands in for a unit that has ended.
  units_ = {Party("root", ""), Ended(Party("a", "root"), "2022-07-01", {"b"}), Party("b", "root")};
  const Attention merged = On({item}, "2022-07-01");
  ASSERT_EQ(merged.groups.size(), 1u);
  EXPECT_FALSE(merged.groups[0].entries[0].own_part_done);
}

TEST_F(AttentionTest, NamesTheNextStep) {
  query_.kinds = {AttentionKind::kOverdue};
  ItemFact item = With(Item("1", "2022-06-30", {"a"}),
                       {MilestonesAdded("2022-05-01", {"", "2022-07-20", "2022-05-15"}),
                        MilestoneDone("2022-05-10", "c")});
  const Attention attention = On({item}, "2022-07-01");
  EXPECT_EQ(attention.groups[0].entries[0].next_step->id, "b");
  item.secret = true;
  const Attention secret = On({item}, "2022-07-01");
  EXPECT_EQ(secret.groups[0].entries[0].next_step, std::nullopt);
  EXPECT_EQ(secret.groups[0].entries[0].item.title, "(nội dung mật)");
}

TEST_F(AttentionTest, ComparesWithAnEarlierDay) {
  query_.kinds = {AttentionKind::kOverdue};
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"a"}), {Completed("2022-07-10", "a")}),    // resolved
      Item("2", "2022-06-30", {"a"}),                                          // still
      Item("3", "2022-07-05", {"b"}),                                          // new
      With(Item("4", "2022-06-30", {"a"}), {Reassigned("2022-07-05", {"b"})})  // moved
  };
  const Attention attention = On(items, "2022-07-14", "2022-07-01");
  const AttentionCount total = CountOf(attention.totals, AttentionKind::kOverdue);
  EXPECT_EQ(total, (AttentionCount{.now = 3, .before = 3, .appeared = 1, .resolved = 1}));
  ASSERT_EQ(attention.groups.size(), 2u);
  EXPECT_EQ(attention.groups[0].unit, U("b"));
  EXPECT_EQ(CountOf(attention.groups[0].counts, AttentionKind::kOverdue),
            (AttentionCount{.now = 2, .appeared = 1, .moved_in = 1}));
  EXPECT_EQ(CountOf(attention.groups[1].counts, AttentionKind::kOverdue),
            (AttentionCount{.now = 1, .before = 3, .resolved = 1, .moved_out = 1}));
  query_.query.scope = U("b");
  EXPECT_EQ(CountOf(On(items, "2022-07-14", "2022-07-01").totals, AttentionKind::kOverdue),
            (AttentionCount{.now = 2, .appeared = 1, .moved_in = 1}));
}

TEST_F(AttentionTest, KeepsAUnitOfWhichAllIsResolved) {
  query_.kinds = {AttentionKind::kOverdue};
  const std::vector<ItemFact> items = {
      With(Item("1", "2022-06-30", {"b"}), {Completed("2022-07-10", "b")}),
      Item("2", "2022-06-30", {"a"})};
  const Attention attention = On(items, "2022-07-14", "2022-07-01");
  EXPECT_THAT(Show(attention), ElementsAre("a 2: quá hạn 14 ngày (hạn 30/06/2022)", "b"));
  EXPECT_THAT(Show(On(items, "2022-07-14")), ElementsAre("a 2: quá hạn 14 ngày (hạn 30/06/2022)"));
}

TEST_F(AttentionTest, CountsZeroForWhatNobodyNeeds) {
  query_.kinds = {AttentionKind::kOverdue, AttentionKind::kStale};
  const Attention attention = On({Item("1", "2022-06-30", {"a"})}, "2022-01-20");
  EXPECT_THAT(attention.groups, IsEmpty());
  EXPECT_EQ(attention.totals.size(), 2u);
  query_.category = "categories/other";
  EXPECT_TRUE(On({Item("1", "2022-06-30", {"a"})}, "2022-01-20").totals.empty());
}

TEST_F(AttentionTest, SaysWhichYearOfTheCalendarIsMissing) {
  query_.kinds = {AttentionKind::kDueSoon};
  query_.query.year = 2022;
  const std::vector<ItemFact> items = {Item("1", "2022-12-30", {"a"}),
                                       Item("2", "2023-01-03", {"a"}),
                                       Item("3", "2024-06-30", {"a"})};
  const Attention attention = On(items, "2022-12-29");
  EXPECT_THAT(Show(attention), ElementsAre("a 1: còn 1 ngày làm việc đến hạn 30/12/2022"));
  EXPECT_FALSE(attention.due_soon_complete);
  EXPECT_THAT(working_days_->missing_years(), ElementsAre(2023));
}

TEST_F(AttentionTest, AMissingYearBeyondTheLimitDoesNotMatter) {
  query_.kinds = {AttentionKind::kDueSoon};
  const Attention attention = On({Item("1", "2024-06-30", {"a"})}, "2022-12-15");
  EXPECT_TRUE(attention.due_soon_complete);
  EXPECT_THAT(working_days_->missing_years(), IsEmpty());
}

}  // namespace
}  // namespace tiendo::status::testing
