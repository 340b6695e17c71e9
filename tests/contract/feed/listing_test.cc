// Lists: pages cover a changing table once, and a watch goes on from them without a hole.
#include "common/feed/listing.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "common/feed/tokens.h"
#include "tests/contract/feed/example_feed.h"
#include "tests/support/seed.h"

namespace tiendo::feed {
namespace {

using absl::StatusCode;
using std::chrono::hours;
using testing::Frame;
using testing::HasReason;
using testing::IsOk;
using testing::NewUnit;
using testing::StatusIs;
using testing::Unit;
using testing::View;

class ListingTest : public testing::FeedTest {
 protected:
  static ListRequest Request(int32_t page_size = 0) {
    ListRequest request;
    request.method = "Example/List";
    request.page_size = page_size;
    return request;
  }
  absl::StatusOr<ListPage> Page(const ListRequest& request) {
    return Read([&](ledger::Reader& r) {
      return ReadPage(r, schema_.collections[0], fields_, request, clock_.Now());
    });
  }
  // All pages; `between` runs after each.
  std::vector<ledger::Row> All(
      ListRequest request, std::string* resume_token,
      const std::function<void()>& between = [] {}) {
    std::vector<ledger::Row> rows;
    while (true) {
      auto page = Page(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return rows;
      EXPECT_LE(page->rows.size(), 1000u);
      for (ledger::Row& row : page->rows) rows.push_back(std::move(row));
      if (resume_token != nullptr) {
        if (!request.page_token.empty()) {
          EXPECT_EQ(page->resume_token, *resume_token);
        }
        *resume_token = page->resume_token;
      }
      between();
      if (page->next_page_token.empty()) return rows;
      request.page_token = page->next_page_token;
    }
  }
  static View ViewOf(const std::vector<ledger::Row>& rows) {
    Frame frame;
    for (const ledger::Row& row : rows) {
      auto* change = frame.add_changes();
      change->set_name(row.name);
      change->set_revision(row.revision);
      EXPECT_TRUE(change->mutable_resource()->ParseFromString(row.body));
    }
    View view;
    view.Apply(frame);
    return view;
  }

  const std::vector<ListField> fields_ = {{{"code", paging::FieldType::kString}, "code"},
                                          {{"parent", paging::FieldType::kString}, "parent"}};
};

INSTANTIATE_TEST_SUITE_P(Engines, ListingTest, testing::AllEngines(), testing::EngineName);

// Between the pages rows are added before and after the cursor and changed everywhere. Each row
// that stood at the first page is listed once, none twice; what changed comes on the watch.
TEST_P(ListingTest, PagesCoverAChangingTableOnce) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  std::mt19937 random(seed);
  std::set<std::string> initial;
  for (int i = 0; i < 25; ++i) {
    initial.insert("units/u" + std::to_string(10 + random() % 80));
  }
  for (const std::string& name : initial) WriteUnits({NewUnit(name, "0")});
  for (int32_t page_size : {1, 3, 7}) {
    std::string resume_token;
    const std::vector<ledger::Row> rows = All(Request(page_size), &resume_token, [&] {
      const std::string name = "units/u" + std::to_string(10 + random() % 80);
      WriteUnits({NewUnit(name, std::to_string(random()))});
    });
    std::set<std::string> listed;
    for (const ledger::Row& row : rows) EXPECT_TRUE(listed.insert(row.name).second) << row.name;
    for (const std::string& name : initial) EXPECT_TRUE(listed.contains(name)) << name;
    for (const ledger::Row& row : List(0)) initial.insert(row.name);
    View view = ViewOf(rows);
    view.Apply(Watch(Resume(resume_token)));
    EXPECT_EQ(testing::ToText(view.rows()), testing::ToText(List(0)));
  }
}

TEST_P(ListingTest, AListsTokenFitsAWatchWithAnyFilter) {
  WriteUnits({NewUnit("units/a", "A"), NewUnit("units/b", "B")});
  ListRequest request = Request();
  request.filter = "code = \"A\"";
  auto page = Page(request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->rows.size(), 1u);
  WriteUnits({NewUnit("units/b", "A")});
  WriteUnits({NewUnit("units/a", "B")});
  View view = ViewOf(page->rows);
  view.Apply(Watch(Resume(page->resume_token, "code = \"A\"")));
  ASSERT_EQ(view.rows().size(), 1u);
  EXPECT_EQ(view.rows()[0].name, "units/b");
  EXPECT_EQ(testing::ToText(Watch(Resume(page->resume_token))).size(), 2u);
}

TEST_P(ListingTest, PagesAtAReadTimeAreOfThatTime) {
  for (int i = 0; i < 6; ++i) WriteUnits({NewUnit("units/u" + std::to_string(i), "old")});
  // The revisions of one instant are a microsecond apart: the last of them lies a little after it.
  clock_.Advance(std::chrono::seconds(1));
  const Instant then = clock_.Now();
  const std::string wanted = testing::ToText(List(0));
  clock_.Advance(hours(1));
  ListRequest request = Request(2);
  request.read_time = then;
  std::string resume_token;
  int n = 0;
  const std::vector<ledger::Row> rows = All(request, &resume_token, [&] {
    WriteUnits(
        {NewUnit("units/u" + std::to_string(n++), "new"), NewUnit("units/x" + std::to_string(n))});
  });
  EXPECT_EQ(testing::ToText(rows), wanted);
  // The watch starts there.
  View view = ViewOf(rows);
  view.Apply(Watch(Resume(resume_token)));
  EXPECT_EQ(testing::ToText(view.rows()), testing::ToText(List(0)));

  request.read_time = clock_.Now() + hours(1);
  EXPECT_THAT(Page(request), HasReason("INVALID_REQUEST"));
  request.read_time = then - hours(1000);
  EXPECT_TRUE(Page(request)->rows.empty()) << "before the first revision";
  Read([&](ledger::Reader& r) {
    EXPECT_EQ(*ResolveReadTime(r, then, clock_.Now()), 6);
    EXPECT_EQ(*ResolveReadTime(r, std::nullopt, clock_.Now()), std::nullopt);
    EXPECT_THAT(ResolveReadTime(r, clock_.Now() + hours(1), clock_.Now()),
                HasReason("INVALID_REQUEST"));
    return 0;
  });
}

TEST_P(ListingTest, APageTokenBelongsToItsArguments) {
  for (int i = 0; i < 6; ++i) WriteUnits({NewUnit("units/u" + std::to_string(i), "A")});
  ListRequest request = Request(2);
  request.parent = "units/-";
  request.filter = "code = \"A\"";
  request.page_token = Page(request)->next_page_token;
  ASSERT_FALSE(request.page_token.empty());

  ListRequest other = request;
  other.page_size = 5;
  EXPECT_EQ(Page(other)->rows.size(), 4u) << "only the size may change";
  other = request;
  other.filter = "code  =  'A'";
  EXPECT_THAT(Page(other), IsOk()) << "the same filter, spelled otherwise";
  other.filter = "code = \"B\"";
  EXPECT_THAT(Page(other), HasReason("PAGE_TOKEN_MISMATCH"));
  other = request;
  other.parent = "units/a";
  EXPECT_THAT(Page(other), HasReason("PAGE_TOKEN_MISMATCH"));
  other = request;
  other.method = "Example/ListOthers";
  EXPECT_THAT(Page(other), HasReason("PAGE_TOKEN_MISMATCH"));
  other = request;
  other.read_time = clock_.Now();
  EXPECT_THAT(Page(other), HasReason("PAGE_TOKEN_MISMATCH"));

  PageToken token = DecodePageToken(request.page_token).value();
  token.database_id = "another";
  other = request;
  other.page_token = Encode(token);
  EXPECT_THAT(Page(other), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(Page(other), HasReason("DATABASE_CHANGED"));
  ResumeToken resume;
  resume.service = schema_.service;
  for (const std::string& garbage :
       {std::string("x"), std::string("AAAA"), request.page_token + "A", std::string(100'000, 'A'),
        Encode(resume)}) {
    other.page_token = garbage;
    const absl::Status status = Page(other).status();
    EXPECT_THAT(status, StatusIs(StatusCode::kInvalidArgument)) << garbage.substr(0, 20);
    EXPECT_TRUE(errors::Reason(status).starts_with("PAGE_TOKEN_")) << status;
  }
}

TEST_P(ListingTest, SizesAndViolations) {
  std::vector<Unit> units;
  for (int i = 0; i < 60; ++i) units.push_back(NewUnit("units/u" + std::to_string(i)));
  WriteUnits(units);
  EXPECT_EQ(Page(Request())->rows.size(), 50u);
  auto page = Page(Request(60));
  EXPECT_EQ(page->rows.size(), 60u);
  EXPECT_TRUE(page->next_page_token.empty()) << "no empty last page";
  ListRequest bad = Request(-1);
  bad.filter = "colour = 1";
  bad.read_time = clock_.Now() + hours(1);
  absl::Status status = Page(bad).status();
  EXPECT_THAT(status, HasReason("INVALID_REQUEST"));
  EXPECT_EQ(errors::GetDetails(status)->violations.size(), 3u);
}

}  // namespace
}  // namespace tiendo::feed
