#include "services/programs/domain/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/fake_repository.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tiendo::testing::FakeRepository;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

Tag NewTag(const char* id, TagKind kind) {
  Tag tag;
  tag.name = std::string("tags/") + id;
  tag.kind = kind;
  tag.display_name = "Chủ đề mẫu";
  return tag;
}

TEST(Tags, AreNamedByKindAndId) {
  EXPECT_EQ(TagValue(NewTag("xay-dung-dang", TagKind::kWorkArea)), "work-area/xay-dung-dang");
  EXPECT_EQ(TagValue(NewTag("covid-19", TagKind::kTheme)), "theme/covid-19");
  EXPECT_EQ(TagValue(NewTag("dai-hoi-xiii", TagKind::kResolution)), "resolution/dai-hoi-xiii");
}

TEST(Tags, AreCheckedOnceThereAreAny) {
  FakeRepository<Tag> tags;
  const std::vector<TagReference> references = {{"item.tags[0]", "theme/covid-19"},
                                                {"item.tags[1]", "work-area/covid-19"},
                                                {"item.tags[2]", "theme/none"}};
  EXPECT_THAT(CheckTags(tags, references), IsOk());
  Tag covid = NewTag("covid-19", TagKind::kTheme);
  ASSERT_THAT(CreateWord(tags, covid), IsOk());
  const absl::Status missing = CheckTags(tags, references);
  EXPECT_THAT(missing, HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(Fields(missing), ElementsAre("item.tags[1]", "item.tags[2]"))
      << "all at once, the kind too";
  EXPECT_THAT(CheckTags(tags, {references[0]}), IsOk());
  EXPECT_THAT(CheckTags(tags, {}), IsOk());
}

TEST(Tags, RetiredOnesAreNotGivenAnyMore) {
  FakeRepository<Tag> tags;
  Tag covid = NewTag("covid-19", TagKind::kTheme);
  covid.retired = true;
  ASSERT_THAT(CreateWord(tags, covid), IsOk());
  const absl::Status retired = CheckTags(tags, {{"item.tags[0]", "theme/covid-19"}});
  EXPECT_THAT(retired, HasReason("VOCABULARY_RETIRED"));
  EXPECT_EQ(retired.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(errors::GetDetails(retired)->metadata["field"], "item.tags[0]");
}

TEST(Words, AreChangedAtTheStateExpected) {
  FakeRepository<Tag> tags;
  Tag tag = NewTag("covid-19", TagKind::kTheme);
  ASSERT_THAT(CreateWord(tags, tag), IsOk());
  WordUpdate<Tag> update{tag.name, "\"9\"", [](Tag& t) {
                           t.order = 3;
                           return absl::OkStatus();
                         }};
  EXPECT_THAT(UpdateWord(tags, update), HasReason("ETAG_MISMATCH"));
  update.etag = "\"1\"";
  auto changed = UpdateWord(tags, update);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->order, 3);
  EXPECT_EQ(changed->stamp.revision, 2);
  update.etag.clear();
  EXPECT_EQ(UpdateWord(tags, update)->stamp.revision, 2) << "no change is no write";
  update.name = "tags/none";
  EXPECT_THAT(UpdateWord(tags, update), HasReason("RESOURCE_NOT_FOUND"));
  update.name = tag.name;
  update.change = [](Tag& t) {
    t.order = 9;
    return absl::InvalidArgumentError("no");
  };
  EXPECT_FALSE(UpdateWord(tags, update).ok());
  EXPECT_EQ(tags.Get(tag.name).value()->order, 3) << "an error leaves it as it was";
}

std::vector<std::string> Wrong(PeriodKind kind, const char* start, const char* end,
                               const char* cut_off) {
  Period period;
  period.kind = kind;
  period.start = D(start);
  period.end = D(end);
  period.cut_off = D(cut_off);
  errors::Violations violations;
  CheckDates(period, "period", violations);
  std::vector<std::string> fields;
  for (const auto& v : violations.list()) fields.push_back(v.field);
  return fields;
}

TEST(Periods, HaveTheLengthOfTheirKind) {
  EXPECT_THAT(Wrong(PeriodKind::kMonth, "2022-02-01", "2022-02-28", "2022-02-28"), IsEmpty());
  EXPECT_THAT(Wrong(PeriodKind::kQuarter, "2022-01-01", "2022-03-31", "2022-03-31"), IsEmpty());
  EXPECT_THAT(Wrong(PeriodKind::kHalfYear, "2022-01-01", "2022-06-30", "2022-06-14"), IsEmpty());
  EXPECT_THAT(Wrong(PeriodKind::kNineMonths, "2022-01-01", "2022-09-30", "2022-09-30"), IsEmpty());
  EXPECT_THAT(Wrong(PeriodKind::kYear, "2022-01-01", "2022-12-31", "2023-01-15"), IsEmpty());
  EXPECT_THAT(Wrong(PeriodKind::kTerm, "2020-08-01", "2025-07-31", "2025-07-31"), IsEmpty());
  // Where a period begins is practice: six months counted from the 15th of December.
  EXPECT_THAT(Wrong(PeriodKind::kHalfYear, "2021-12-15", "2022-06-14", "2022-06-14"), IsEmpty());
  EXPECT_THAT(Wrong(PeriodKind::kMonth, "2022-01-01", "2022-06-30", "2022-06-30"),
              ElementsAre("period.end_date"));
  EXPECT_THAT(Wrong(PeriodKind::kYear, "2022-01-01", "2022-06-30", "2022-06-30"),
              ElementsAre("period.end_date"));
}

TEST(Periods, NeitherEndNorCutOffBeforeTheStart) {
  EXPECT_THAT(Wrong(PeriodKind::kYear, "2022-01-01", "2021-12-31", "2021-12-31"),
              ElementsAre("period.end_date", "period.cut_off_date"));
}

}  // namespace
}  // namespace tiendo::programs
