#include "services/units/domain/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/text/fold.h"
#include "tests/unit/units/domain_fixture.h"

namespace tiendo::units::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchTest : public ::testing::Test {
 protected:
  void Add(const std::string& id, const std::string& name, const std::string& short_name = "",
           const std::string& code = "") {
    Unit unit = NewUnit(id, "", Side::kGovernment);
    unit.periods.front().display_name = name;
    unit.periods.front().short_name = short_name;
    unit.periods.front().code = code;
    Put(unit);
  }
  void Put(const Unit& unit) {
    const auto id = static_cast<size_t>(forest_.Put(RecordOf(unit)));
    if (id >= names_.size()) names_.resize(id + 1);
    names_[id] = NamesOf(unit, collator_);
  }
  std::vector<std::string> Find(const std::string& query, const std::string& day = "2022-06-30",
                                bool show_ended = false) {
    SearchQuery q;
    q.words = text::FoldedWords(query);
    q.as_of = D(day);
    q.show_ended = show_ended;
    std::vector<std::string> out;
    for (const SearchHit& hit : Search(forest_, names_, q).hits) {
      out.push_back(forest_.name(hit.unit).substr(6) + (hit.former ? " (tên cũ)" : "") +
                    (hit.ended ? " (đã kết thúc)" : ""));
    }
    return out;
  }

  const text::Collator collator_ = text::Collator::Create().value();
  Forest forest_;
  std::vector<std::shared_ptr<const UnitNames>> names_;
};

TEST_F(SearchTest, IgnoresCaseDiacriticsAndThePlaceOfTones) {
  Add("ubnd", "Ủy ban nhân dân Thành phố");
  Add("hoa", "Trung tâm Hòa Bình");
  for (const char* query : {"uỷ ban", "ủy ban", "UY BAN", "uy ban nhan", "ban uy"}) {
    EXPECT_THAT(Find(query), ElementsAre("ubnd")) << query;
  }
  EXPECT_THAT(Find("hoà bình"), ElementsAre("hoa"));
  EXPECT_THAT(Find("hòa binh"), ElementsAre("hoa"));
}

TEST_F(SearchTest, MatchesBeginningsOfWordsOnly) {
  Add("a", "Phòng Bảo trợ xã hội");
  EXPECT_THAT(Find("pho bao"), ElementsAre("a"));
  EXPECT_THAT(Find("hong"), IsEmpty());
  EXPECT_THAT(Find("phong thuong"), IsEmpty());
}

TEST_F(SearchTest, FindsShortNamesAndCodesAlsoWithoutGaps) {
  Add("so", "Sở Lao động – Thương binh và Xã hội", "Sở LĐ-TBXH", "LD.01");
  for (const char* query : {"ld-tbxh", "sở lđ tbxh", "soldtbxh", "ld.01", "LD01"}) {
    EXPECT_THAT(Find(query), ElementsAre("so")) << query;
  }
}

TEST_F(SearchTest, RanksTheWholeBeforeTheBeginningBeforeTheWords) {
  Add("words", "Quỹ của Trung tâm Việc làm");
  Add("row", "Chi bộ Việc làm");
  Add("beginning", "Việc làm Thành phố");
  Add("whole", "Việc làm");
  Add("code", "Đơn vị khác", "", "Việc làm");
  Add("apart", "Làm mới việc");
  EXPECT_THAT(Find("việc làm"), ElementsAre("code", "whole", "beginning", "row", "words", "apart"));
}

TEST_F(SearchTest, EqualsStandInVietnameseOrder) {
  Add("1", "Phòng Đào tạo");
  Add("2", "Phòng Dạy nghề");
  Add("3", "Phòng Ăn");
  Add("4", "Phòng An toàn");
  EXPECT_THAT(Find("phong"), ElementsAre("4", "3", "2", "1"));
}

TEST_F(SearchTest, KnowsFormerNamesAndEndedUnits) {
  Unit renamed = NewUnit("renamed", "", Side::kGovernment);
  renamed.periods.front().display_name = "Cơ sở Bố Lá";
  renamed.periods.push_back(renamed.periods.front());
  renamed.periods.back().from = D("2022-01-01");
  renamed.periods.back().display_name = "Cơ sở cai nghiện ma túy Bố Lá";
  Put(renamed);
  Unit ended = NewUnit("ended", "", Side::kGovernment);
  ended.periods.front().display_name = "Cơ sở Bố Lá cũ";
  ended.effective_to = D("2021-01-01");
  Put(ended);
  EXPECT_THAT(Find("co so bo la"), ElementsAre("renamed (tên cũ)"));
  EXPECT_THAT(Find("cai nghien"), ElementsAre("renamed"));
  // A name that is not there yet is not found.
  EXPECT_THAT(Find("cai nghien", "2021-12-31"), IsEmpty());
  EXPECT_THAT(Find("bo la", "2022-06-30", true), ElementsAre("renamed", "ended (đã kết thúc)"));
  EXPECT_THAT(Find("bo la", "2020-06-30"), ElementsAre("renamed", "ended"));
}

}  // namespace
}  // namespace tiendo::units::testing
