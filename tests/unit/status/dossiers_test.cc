// Rule 35: what of the checklist is in the dossiers of engagements that were concluded.
#include "services/status/domain/dossiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/status/facts_builder.h"
#include "tests/unit/status/supervision_builder.h"

namespace tiendo::status::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DossiersTest : public ::testing::Test {
 protected:
  Dossiers On(const char* day, const std::string& scope = "root", const std::string& tag = "") {
    const UnitHistory history(units_);
    const UnitTree tree(history, D(day));
    auto out = DossiersOn(tree, engagements_, 2022, U(scope), D(day), sizes_, tag);
    EXPECT_TRUE(out.ok()) << out.status();
    return out.ok() ? *std::move(out) : Dossiers();
  }

  std::vector<UnitFact> units_ = {Party("root", ""), Party("a", "root"), Party("b", "root")};
  std::vector<EngagementFact> engagements_;
  ChecklistSizes sizes_ = DefaultChecklistSizes();
};

TEST_F(DossiersTest, R35ADocumentIsThereFromTheDayItWasPutIn) {
  engagements_ = {Filed(EngagementOf("1", "a", "2022-05-31", "2022-05-20"),
                        {"2022-05-01", "2022-05-20", "2022-06-10"}),
                  Filed(EngagementOf("2", "b", "2022-05-31", "2022-05-25"), {"2022-05-02", ""})};
  EXPECT_EQ(On("2022-05-19").counts, DossierCounts()) << "nothing is concluded yet";
  EXPECT_EQ(On("2022-05-20").counts,
            (DossierCounts{
                .concluded = 1, .incomplete = 1, .documents_present = 2, .documents_required = 3}));
  EXPECT_EQ(On("2022-06-09").counts,
            (DossierCounts{
                .concluded = 2, .incomplete = 2, .documents_present = 3, .documents_required = 5}));
  const Dossiers later = On("2022-06-10");
  EXPECT_EQ(later.counts, (DossierCounts{.concluded = 2,
                                         .complete = 1,
                                         .incomplete = 1,
                                         .documents_present = 4,
                                         .documents_required = 5}));
  EXPECT_THAT(later.incomplete_units, ElementsAre(U("b")));
  EXPECT_EQ(On("2022-06-10", "a").counts.complete, 1);
  EXPECT_THAT(On("2022-06-10", "a").incomplete_units, IsEmpty());
}

TEST_F(DossiersTest, R35WithoutAListTheNumberOfTheKindIsMissing) {
  engagements_ = {EngagementOf("1", "a", "2022-05-31", "2022-05-20"),
                  EngagementOf("2", "a", "2022-05-31", "2022-05-20")};
  engagements_[1].kind = "THEMATIC_INSPECTION";
  EXPECT_EQ(On("2022-06-30").counts,
            (DossierCounts{.concluded = 2, .incomplete = 2, .documents_required = 15}));
  EXPECT_THAT(On("2022-06-30").incomplete_units, ElementsAre(U("a"))) << "once";
  sizes_["THEMATIC_INSPECTION"] = 4;
  EXPECT_EQ(On("2022-06-30").counts.documents_required, 7);
  // A kind of a later version: nothing is known to be missing.
  engagements_[1].kind = "NEW";
  EXPECT_EQ(On("2022-06-30").counts.complete, 1);
}

TEST_F(DossiersTest, R35OnlyWhatIsPlannedIsInTheCounts) {
  EngagementFact unplanned = EngagementOf("1", "a", "2022-05-31", "2022-05-20");
  unplanned.planned = false;
  EngagementFact removed = EngagementOf("2", "a", "2022-05-31", "2022-05-20");
  removed.changes = {{D("2022-05-10"), std::nullopt, true}};
  EngagementFact next_year = EngagementOf("3", "a", "2022-05-31", "2022-05-20");
  next_year.year = 2023;
  engagements_ = {unplanned, removed, next_year, EngagementOf("4", "a", "2022-05-31", "")};
  EXPECT_EQ(On("2022-06-30").counts, (DossierCounts{.unplanned_incomplete = 1}));
  EXPECT_THAT(On("2022-06-30").incomplete_units, IsEmpty());
  engagements_[0] = Filed(unplanned, {"2022-06-01"});
  EXPECT_EQ(On("2022-05-31").counts.unplanned_incomplete, 1);
  EXPECT_EQ(On("2022-06-01").counts, DossierCounts());
}

TEST_F(DossiersTest, R35HeirsAndTags) {
  units_ = {units_[0], Party("a", "root"), Ended(Party("b", "root"), "2022-06-01", {"a"})};
  engagements_ = {EngagementOf("1", "b", "2022-05-31", "2022-05-20", {"theme/lang-phi"})};
  EXPECT_THAT(On("2022-05-31").incomplete_units, ElementsAre(U("b")));
  EXPECT_THAT(On("2022-06-30", "a").incomplete_units, ElementsAre(U("a")));
  EXPECT_EQ(On("2022-06-30", "root", "theme/lang-phi").counts.incomplete, 1);
  EXPECT_EQ(On("2022-06-30", "root", "theme/tieu-cuc").counts, DossierCounts());
  const UnitHistory history(units_);
  const UnitTree tree(history, D("2022-06-30"));
  EXPECT_FALSE(DossiersOn(tree, engagements_, 2022, U("b"), D("2022-06-30"), sizes_).ok());
}

}  // namespace
}  // namespace tiendo::status::testing
