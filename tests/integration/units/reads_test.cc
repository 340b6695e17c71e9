// Trees in pages, search, calendars over gRPC.
#include <gmock/gmock.h>

#include "tests/integration/units/fixture.h"

namespace tiendo::units {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

class UnitReadsTest : public UnitsFixture {
 protected:
  void SetUp() override {
    UnitsFixture::SetUp();
    CreateTrees();
  }
  std::vector<std::string> Find(const std::string& query, const std::string& day = "2022-06-30") {
    v1::SearchUnitsRequest request;
    request.set_query(query);
    *request.mutable_as_of() = Date(day);
    v1::SearchUnitsResponse response;
    EXPECT_THAT(Call(&Stub::SearchUnits, request, &response), IsOk());
    std::vector<std::string> out;
    for (const v1::SearchResult& r : response.results()) {
      out.push_back(r.unit().name().substr(6) + (r.former_name().empty() ? "" : " ← ") +
                    r.former_name());
    }
    return out;
  }
  absl::Status Update(const v1::UpdateCalendarRequest& request) {
    v1::Calendar calendar;
    return Call(&Stub::UpdateCalendar, request, &calendar);
  }
  absl::StatusOr<int> Count(const std::string& from, const std::string& to) {
    v1::CountWorkingDaysRequest request;
    *request.mutable_from() = Date(from);
    *request.mutable_to() = Date(to);
    v1::CountWorkingDaysResponse response;
    absl::Status status = Call(&Stub::CountWorkingDays, request, &response);
    if (!status.ok()) return status;
    return response.working_days();
  }
  static v1::CalendarDay Off(const std::string& day) {
    v1::CalendarDay out;
    *out.mutable_date() = Date(day);
    out.set_description("nghỉ");
    out.mutable_source()->set_number("45/2019/QH14");
    return out;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, UnitReadsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(UnitReadsTest, PagesOfATreeShowOneRevision) {
  const std::vector<std::string> whole = TreeOn("2022-06-30");
  ASSERT_EQ(whole.size(), 7U);
  v1::GetTreeRequest request;
  *request.mutable_as_of() = Date("2022-06-30");
  request.set_page_size(3);
  v1::GetTreeResponse page;
  ASSERT_THAT(Call(&Stub::GetTree, request, &page), IsOk());
  EXPECT_EQ(page.nodes_size(), 3);
  EXPECT_EQ(page.total_size(), 7);
  EXPECT_EQ(page.as_of().day(), 30);
  // A reorganisation between the pages is not half seen.
  v1::Reorganisation moved;
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("chi-bo-a", "chi-bo-b", "2021-01-01"), &moved),
              IsOk());
  std::vector<std::string> rest;
  request.set_page_token(page.next_page_token());
  v1::GetTreeRequest other = request;
  other.set_root("units/dang-bo");
  EXPECT_THAT(Call(&Stub::GetTree, other, &page), HasReason("PAGE_TOKEN_MISMATCH"));
  other = request;
  other.set_page_token("garbage");
  EXPECT_THAT(Call(&Stub::GetTree, other, &page), HasReason("PAGE_TOKEN_INVALID"));
  for (const std::string& node : Tree(request)) rest.push_back(node);
  EXPECT_EQ(rest, std::vector<std::string>(whole.begin() + 3, whole.end()));
  EXPECT_NE(TreeOn("2022-06-30"), whole);
}

TEST_P(UnitReadsTest, ATreeNamesItsErrors) {
  v1::GetTreeRequest request;
  v1::GetTreeResponse page;
  request.set_root("units/none");
  EXPECT_THAT(Call(&Stub::GetTree, request, &page), HasReason("RESOURCE_NOT_FOUND"));
  request.set_root("none");
  request.set_page_size(-1);
  request.mutable_as_of()->set_month(13);
  EXPECT_THAT(Fields(Call(&Stub::GetTree, request, &page)),
              UnorderedElementsAre("root", "as_of", "page_size"));
  request.Clear();
  request.set_root("units/so");
  *request.mutable_as_of() = Date("2019-01-01");
  EXPECT_THAT(Call(&Stub::GetTree, request, &page), HasReason("UNIT_NOT_IN_FORCE"));
}

TEST_P(UnitReadsTest, SearchFollowsEveryWrite) {
  EXPECT_THAT(Find("don vi phong"), ElementsAre("phong-1", "phong-2"));
  v1::RenameUnitRequest rename;
  rename.set_name("units/phong-1");
  rename.set_display_name("Phòng Bảo trợ xã hội");
  *rename.mutable_effective_date() = Date("2022-01-01");
  rename.mutable_legal_basis()->set_number("5/QĐ");
  v1::Reorganisation out;
  ASSERT_THAT(Call(&Stub::RenameUnit, rename, &out), IsOk());
  EXPECT_THAT(Find("BAO TRO"), ElementsAre("phong-1"));
  EXPECT_THAT(Find("bao tro", "2021-12-31"), ElementsAre());
  EXPECT_THAT(Find("đơn vị phòng"), ElementsAre("phong-2", "phong-1 ← Đơn vị phong-1"));
  v1::SearchUnitsRequest request;
  v1::SearchUnitsResponse response;
  request.set_query(" – ");
  request.set_page_size(-1);
  EXPECT_THAT(Fields(Call(&Stub::SearchUnits, request, &response)),
              UnorderedElementsAre("query", "page_size"));
  request.set_query("don vi");
  request.set_page_size(2);
  request.set_side(v1::Unit::SIDE_PARTY);
  *request.mutable_as_of() = Date("2022-06-30");
  ASSERT_THAT(Call(&Stub::SearchUnits, request, &response), IsOk());
  EXPECT_EQ(response.results_size(), 2);
  EXPECT_EQ(response.total_size(), 4);
}

TEST_P(UnitReadsTest, CalendarsAreEnteredReadAndCounted) {
  EXPECT_THAT(Count("2025-04-25", "2025-05-05"), HasReason("CALENDAR_YEAR_MISSING"));
  v1::UpdateCalendarRequest update;
  update.mutable_calendar()->set_name("calendars/2025");
  *update.mutable_calendar()->add_holidays() = Off("2025-04-30");
  *update.mutable_calendar()->add_holidays() = Off("2025-05-01");
  *update.mutable_calendar()->add_holidays() = Off("2025-05-02");
  *update.mutable_calendar()->add_swapped_working_days() = Off("2025-04-26");
  EXPECT_THAT(Update(update), HasReason("RESOURCE_NOT_FOUND"));
  update.set_allow_missing(true);
  update.set_request_id("11111111-2222-4333-8444-555555555555");
  ASSERT_THAT(Update(update), IsOk());
  ASSERT_THAT(Update(update), IsOk());  // the repeat
  // Saturday 26 is worked; 28 and 29, then 5 May.
  EXPECT_EQ(*Count("2025-04-25", "2025-05-05"), 4);
  EXPECT_EQ(*Count("2025-05-05", "2025-04-25"), 0);
  const auto missing = Count("2025-12-30", "2026-01-05");
  EXPECT_THAT(missing, HasReason("CALENDAR_YEAR_MISSING"));
  EXPECT_EQ(errors::GetDetails(missing.status())->metadata["year"], "2026");

  update.set_request_id("21111111-2222-4333-8444-555555555555");
  update.mutable_calendar()->set_etag("\"99\"");
  EXPECT_THAT(Update(update), HasReason("ETAG_MISMATCH"));
  update.mutable_calendar()->clear_etag();
  update.clear_request_id();
  *update.mutable_calendar()->add_holidays() = Off("2024-05-01");
  update.mutable_calendar()->mutable_holidays(0)->clear_source();
  EXPECT_THAT(Fields(Update(update)), UnorderedElementsAre("calendar.holidays[0].source.number",
                                                           "calendar.holidays[3].date"));
  v1::ListCalendarsResponse list;
  ASSERT_THAT(Call(&Stub::ListCalendars, {}, &list), IsOk());
  ASSERT_EQ(list.calendars_size(), 1);
  EXPECT_EQ(list.calendars(0).holidays_size(), 3);
  v1::GetCalendarRequest get;
  get.set_name("calendars/2025");
  v1::Calendar calendar;
  ASSERT_THAT(Call(&Stub::GetCalendar, get, &calendar), IsOk());
  get.set_name("calendars/2031");
  EXPECT_THAT(Call(&Stub::GetCalendar, get, &calendar), HasReason("RESOURCE_NOT_FOUND"));
  get.set_name("calendars/x");
  EXPECT_THAT(Fields(Call(&Stub::GetCalendar, get, &calendar)), ElementsAre("name"));
}

}  // namespace
}  // namespace tiendo::units
