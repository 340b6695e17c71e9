// The verbs of reorganisation over gRPC: effect, errors with their details, repeats, feed.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <google/protobuf/util/time_util.h>

#include "tests/integration/units/fixture.h"

namespace tiendo::units {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

class ReorganiseServiceTest : public UnitsFixture {
 protected:
  void SetUp() override {
    UnitsFixture::SetUp();
    CreateTrees();
  }
  v1::Reorganisation out_;
};

INSTANTIATE_TEST_SUITE_P(Engines, ReorganiseServiceTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(ReorganiseServiceTest, RenamesFromADayOn) {
  v1::RenameUnitRequest request;
  request.set_name("units/phong-1");
  request.set_display_name("U\u0309y ban mới");  // the hook as a character of its own
  request.set_code("P1");
  *request.mutable_effective_date() = Date("2023-05-01");
  request.mutable_legal_basis()->set_number("5/QĐ");
  *request.mutable_legal_basis()->mutable_date() = Date("2023-04-20");
  ASSERT_THAT(Call(&Stub::RenameUnit, request, &out_), IsOk());
  ASSERT_EQ(out_.units_size(), 1);
  ASSERT_EQ(out_.events_size(), 1);
  EXPECT_EQ(out_.units(0).periods_size(), 2);
  EXPECT_EQ(out_.events(0).name(), "units/phong-1/events/0001");
  EXPECT_EQ(out_.events(0).display_name(), "Ủy ban mới");
  EXPECT_FALSE(out_.events(0).has_short_name());
  EXPECT_EQ(out_.events(0).record_revision(), out_.units(0).revision());
  EXPECT_EQ(out_.moves_size(), 0);

  v1::GetUnitRequest get;
  get.set_name("units/phong-1");
  *get.mutable_as_of() = Date("2023-04-30");
  v1::Unit unit;
  ASSERT_THAT(Call(&Stub::GetUnit, get, &unit), IsOk());
  EXPECT_EQ(unit.display_name(), "Đơn vị phong-1");
  *get.mutable_as_of() = Date("2023-05-01");
  ASSERT_THAT(Call(&Stub::GetUnit, get, &unit), IsOk());
  EXPECT_EQ(unit.display_name(), "Ủy ban mới");
  *get.mutable_as_of() = Date("2019-05-01");
  EXPECT_THAT(Call(&Stub::GetUnit, get, &unit), HasReason("UNIT_NOT_IN_FORCE"));
}

TEST_P(ReorganiseServiceTest, EveryVerbNamesAllThatIsMissing) {
  EXPECT_THAT(Fields(Call(&Stub::RenameUnit, {}, &out_)),
              UnorderedElementsAre("name", "display_name", "effective_date", "legal_basis.number"));
  EXPECT_THAT(Fields(Call(&Stub::TransferUnit, {}, &out_)),
              UnorderedElementsAre("name", "parent", "effective_date", "legal_basis.number"));
  EXPECT_THAT(Fields(Call(&Stub::MergeUnits, {}, &out_)),
              UnorderedElementsAre("names", "into.name", "effective_date", "legal_basis.number"));
  EXPECT_THAT(Fields(Call(&Stub::SplitUnit, {}, &out_)),
              UnorderedElementsAre("name", "successors", "effective_date", "legal_basis.number"));
  EXPECT_THAT(Fields(Call(&Stub::DissolveUnit, {}, &out_)),
              UnorderedElementsAre("name", "effective_date", "legal_basis.number"));
  EXPECT_THAT(Fields(Call(&Stub::VoidUnitEvent, {}, &out_)),
              UnorderedElementsAre("name", "reason"));
}

TEST_P(ReorganiseServiceTest, TransfersPlannedAndLateAndAsKnownBefore) {
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("chi-bo-b", "chi-bo-a", "2024-01-01"), &out_),
              IsOk());
  v1::GetTreeRequest before;
  before.set_root("units/dang-bo");
  *before.mutable_as_of() = Date("2023-06-01");
  *before.mutable_read_time() = out_.units(0).update_time();
  const std::vector<std::string> known_before = Tree(before);

  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "chi-bo-b", "2022-01-01"), &out_),
              IsOk());
  EXPECT_THAT(TreeOn("2021-12-31", "units/dang-bo"),
              ElementsAre("dang-bo", ".chi-bo-a", "..to-a1", "..phong-1*", ".chi-bo-b", ".so*",
                          "..phong-2"));
  EXPECT_THAT(TreeOn("2023-06-01", "units/dang-bo"),
              ElementsAre("dang-bo", ".chi-bo-a", "..phong-1*", ".chi-bo-b", "..to-a1", ".so*",
                          "..phong-2"));
  EXPECT_THAT(TreeOn("2024-01-01", "units/dang-bo"),
              ElementsAre("dang-bo", ".chi-bo-a", "..chi-bo-b", "...to-a1", "..phong-1*", ".so*",
                          "..phong-2"));
  // What was known before the late entry is still answered.
  EXPECT_EQ(Tree(before), known_before);
  EXPECT_EQ(known_before[2], "..to-a1");
}

TEST_P(ReorganiseServiceTest, RefusalsSayWhichUnitWhichDayAndWhy) {
  const absl::Status cycle =
      Call(&Stub::TransferUnit, Transfer("chi-bo-a", "to-a1", "2023-01-01"), &out_);
  EXPECT_THAT(cycle, HasReason("UNIT_TREE_CONFLICT"));
  EXPECT_THAT(cycle, tiendo::testing::StatusIs(absl::StatusCode::kFailedPrecondition));
  const auto details = errors::GetDetails(cycle);
  EXPECT_EQ(details->metadata.at("day"), "2023-01-01");
  ASSERT_FALSE(details->violations.empty());
  EXPECT_EQ(details->violations[0].field, "units/chi-bo-a");

  EXPECT_THAT(Fields(Call(&Stub::TransferUnit, Transfer("chi-bo-a", "so", "2023-01-01"), &out_)),
              ElementsAre("parent"));
  EXPECT_THAT(Call(&Stub::TransferUnit, Transfer("none", "so", "2023-01-01"), &out_),
              HasReason("RESOURCE_NOT_FOUND"));
  v1::TransferUnitRequest stale = Transfer("to-a1", "chi-bo-b", "2023-01-01");
  stale.set_etag("\"99\"");
  EXPECT_THAT(Call(&Stub::TransferUnit, stale, &out_), HasReason("ETAG_MISMATCH"));
  stale.set_etag("\"1\"");
  EXPECT_THAT(Call(&Stub::TransferUnit, stale, &out_), IsOk());
  EXPECT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "chi-bo-b", "2023-01-01"), &out_),
              HasReason("UNIT_EVENT_CONFLICT"));
}

TEST_P(ReorganiseServiceTest, ARepeatGetsTheFirstAnswer) {
  v1::TransferUnitRequest request = Transfer("to-a1", "chi-bo-b", "2023-01-01");
  request.set_request_id("11111111-2222-4333-8444-555555555555");
  ASSERT_THAT(Call(&Stub::TransferUnit, request, &out_), IsOk());
  v1::Reorganisation again;
  ASSERT_THAT(Call(&Stub::TransferUnit, request, &again), IsOk());
  EXPECT_EQ(again.SerializeAsString(), out_.SerializeAsString());
  request.mutable_legal_basis()->set_number("khác");
  EXPECT_THAT(Call(&Stub::TransferUnit, request, &again), HasReason("REQUEST_ID_REUSED"));
}

TEST_P(ReorganiseServiceTest, ValidateOnlyListsWhatWouldMoveAndWritesNothing) {
  v1::TransferUnitRequest request = Transfer("chi-bo-a", "chi-bo-b", "2023-01-01");
  request.set_validate_only(true);
  ASSERT_THAT(Call(&Stub::TransferUnit, request, &out_), IsOk());
  EXPECT_EQ(out_.move_count(), 3);
  ASSERT_EQ(out_.moves_size(), 3);
  EXPECT_EQ(out_.moves(0).unit(), "units/chi-bo-a");
  EXPECT_EQ(out_.moves(0).effect(), v1::UnitMove::EFFECT_MOVES);
  EXPECT_EQ(out_.moves(0).old_parent(), "units/dang-bo");
  EXPECT_EQ(out_.moves(0).new_parent(), "units/chi-bo-b");
  for (int i : {1, 2}) EXPECT_EQ(out_.moves(i).effect(), v1::UnitMove::EFFECT_FOLLOWS);
  v1::Unit unit;
  v1::GetUnitRequest get;
  get.set_name("units/chi-bo-a");
  ASSERT_THAT(Call(&Stub::GetUnit, get, &unit), IsOk());
  EXPECT_EQ(unit.periods_size(), 1);
}

TEST_P(ReorganiseServiceTest, MergesIntoAUnitSetUpByTheSameDecision) {
  v1::MergeUnitsRequest request;
  request.add_names("units/chi-bo-a");
  request.add_names("units/chi-bo-b");
  v1::NewUnit& founded = *request.mutable_into()->mutable_new_unit();
  founded.set_unit_id("chi-bo-c");
  founded.mutable_unit()->set_display_name("Chi bộ c");
  founded.mutable_unit()->set_side(v1::Unit::SIDE_PARTY);
  founded.mutable_unit()->set_kind(v1::Unit::KIND_GRASSROOTS_CELL);
  founded.mutable_unit()->set_parent("units/dang-bo");
  *request.mutable_effective_date() = Date("2025-03-01");
  request.mutable_legal_basis()->set_number("9/QĐ");
  ASSERT_THAT(Call(&Stub::MergeUnits, request, &out_), IsOk());
  ASSERT_EQ(out_.units_size(), 3);
  EXPECT_EQ(out_.units(2).name(), "units/chi-bo-c");
  EXPECT_EQ(out_.units(2).legal_basis().number(), "9/QĐ");
  ASSERT_EQ(out_.events_size(), 2);
  EXPECT_EQ(out_.events(0).kind(), v1::UnitEvent::KIND_MERGED);
  EXPECT_EQ(out_.events(0).record_revision(), out_.events(1).record_revision());
  EXPECT_THAT(TreeOn("2025-03-01", "units/dang-bo"),
              ElementsAre("dang-bo", ".chi-bo-c", "..to-a1", "..phong-1*", ".so*", "..phong-2"));
  v1::GetTreeRequest ended;
  ended.set_root("units/chi-bo-a");
  *ended.mutable_as_of() = Date("2025-03-01");
  v1::GetTreeResponse page;
  const absl::Status refused = Call(&Stub::GetTree, ended, &page);
  EXPECT_THAT(refused, HasReason("UNIT_NOT_IN_FORCE"));
  EXPECT_EQ(errors::GetDetails(refused)->metadata.at("successors"), "units/chi-bo-c");
}

TEST_P(ReorganiseServiceTest, SplitsAndDissolves) {
  v1::SplitUnitRequest split;
  split.set_name("units/chi-bo-a");
  split.add_successors()->set_name("units/chi-bo-b");
  split.add_successors()->set_name("units/dang-bo");
  *split.mutable_effective_date() = Date("2024-01-01");
  split.mutable_legal_basis()->set_number("7/QĐ");
  ASSERT_THAT(Call(&Stub::SplitUnit, split, &out_), IsOk());
  EXPECT_THAT(out_.units(0).successors(), ElementsAre("units/chi-bo-b", "units/dang-bo"));
  v1::DissolveUnitRequest dissolve;
  dissolve.set_name("units/dang-bo");
  *dissolve.mutable_effective_date() = Date("2025-01-01");
  dissolve.mutable_legal_basis()->set_number("8/QĐ");
  EXPECT_THAT(Fields(Call(&Stub::DissolveUnit, dissolve, &out_)),
              UnorderedElementsAre("units/chi-bo-b", "units/so"));
  dissolve.set_name("units/chi-bo-b");
  ASSERT_THAT(Call(&Stub::DissolveUnit, dissolve, &out_), IsOk());
  EXPECT_EQ(out_.units(0).state(), v1::Unit::STATE_ENDED);
  EXPECT_THAT(TreeOn("2025-01-01", "units/dang-bo"),
              ElementsAre("dang-bo", ".to-a1", ".so*", "..phong-1", "..phong-2"));
}

TEST_P(ReorganiseServiceTest, AVoidedEventStaysKnownForBefore) {
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "chi-bo-b", "2023-01-01"), &out_),
              IsOk());
  const google::protobuf::Timestamp recorded = out_.units(0).update_time();
  v1::VoidUnitEventRequest request;
  request.set_name(out_.events(0).name());
  request.set_reason("ghi nhầm đơn vị");
  request.set_etag("\"99\"");
  EXPECT_THAT(Call(&Stub::VoidUnitEvent, request, &out_), HasReason("ETAG_MISMATCH"));
  request.clear_etag();
  ASSERT_THAT(Call(&Stub::VoidUnitEvent, request, &out_), IsOk());
  EXPECT_TRUE(out_.events(0).voided());
  EXPECT_TRUE(out_.events(0).has_void_time());
  EXPECT_EQ(out_.units(0).periods_size(), 1);
  v1::ListUnitEventsRequest list;
  list.set_parent("units/to-a1");
  v1::ListUnitEventsResponse events;
  ASSERT_THAT(Call(&Stub::ListUnitEvents, list, &events), IsOk());
  ASSERT_EQ(events.events_size(), 1);
  EXPECT_TRUE(events.events(0).voided());
  *list.mutable_read_time() = recorded;
  ASSERT_THAT(Call(&Stub::ListUnitEvents, list, &events), IsOk());
  ASSERT_EQ(events.events_size(), 1);
  EXPECT_FALSE(events.events(0).voided());
}

TEST_P(ReorganiseServiceTest, ListsEventsOfOneAndOfAll) {
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "chi-bo-b", "2023-01-01"), &out_),
              IsOk());
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "chi-bo-a", "2022-01-01"), &out_),
              HasReason("INVALID_REQUEST"));
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "dang-bo", "2022-01-01"), &out_), IsOk());
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("phong-1", "", "2024-01-01"), &out_), IsOk());
  v1::ListUnitEventsRequest list;
  list.set_parent("units/-");
  list.set_page_size(2);
  v1::ListUnitEventsResponse page;
  ASSERT_THAT(Call(&Stub::ListUnitEvents, list, &page), IsOk());
  ASSERT_EQ(page.events_size(), 2);
  EXPECT_EQ(page.events(0).name(), "units/phong-1/events/0001");
  list.set_page_token(page.next_page_token());
  ASSERT_THAT(Call(&Stub::ListUnitEvents, list, &page), IsOk());
  EXPECT_EQ(page.events_size(), 1);
  list.clear_page_token();
  list.set_filter("kind = TRANSFERRED AND effective_date >= 2023-01-01");
  ASSERT_THAT(Call(&Stub::ListUnitEvents, list, &page), IsOk());
  EXPECT_EQ(page.events_size(), 2);
  list.set_parent("units/none");
  EXPECT_THAT(Call(&Stub::ListUnitEvents, list, &page), HasReason("RESOURCE_NOT_FOUND"));
  list.set_parent("somewhere");
  EXPECT_THAT(Fields(Call(&Stub::ListUnitEvents, list, &page)), ElementsAre("parent"));
}

TEST_P(ReorganiseServiceTest, TheWatchShowsUnitAndEventInOneRevision) {
  grpc::ClientContext context;
  tiendo::feed::v1::WatchChangesRequest watch;
  watch.set_from_now(true);
  auto stream = stub_->WatchChanges(&context, watch);
  tiendo::feed::v1::WatchChangesResponse frame;
  ASSERT_TRUE(stream->Read(&frame));
  ASSERT_THAT(Call(&Stub::TransferUnit, Transfer("to-a1", "chi-bo-b", "2023-01-01"), &out_),
              IsOk());
  std::vector<std::string> names;
  while (names.size() < 2 && stream->Read(&frame)) {
    for (const auto& change : frame.changes()) {
      names.push_back(change.name());
      EXPECT_EQ(change.revision(), out_.units(0).revision());
    }
  }
  context.TryCancel();
  EXPECT_THAT(names, ElementsAre("units/to-a1", "units/to-a1/events/0001"));
}

TEST_P(ReorganiseServiceTest, MovesASubtreeOfAThousandInOneRevision) {
  v1::BatchCreateUnitsRequest batch;
  for (int i = 0; i < 1000; ++i) {
    v1::CreateUnitRequest& one = *batch.add_requests();
    one.set_unit_id("x" + std::to_string(i));
    one.mutable_unit()->set_display_name("Tổ " + std::to_string(i));
    one.mutable_unit()->set_kind(v1::Unit::KIND_SUBORDINATE_CELL);
    one.mutable_unit()->set_side(v1::Unit::SIDE_PARTY);
    one.mutable_unit()->set_parent(i < 10 ? "units/to-a1" : "units/x" + std::to_string(i % 10));
    *one.mutable_unit()->mutable_effective_from() = Date("2020-01-01");
  }
  v1::BatchCreateUnitsResponse created;
  ASSERT_THAT(Call(&Stub::BatchCreateUnits, batch, &created), IsOk());
  const int64_t revision = created.units(0).revision();
  v1::TransferUnitRequest request = Transfer("to-a1", "chi-bo-b", "2023-01-01");
  request.set_validate_only(true);
  ASSERT_THAT(Call(&Stub::TransferUnit, request, &out_), IsOk());
  EXPECT_EQ(out_.move_count(), 1001);
  EXPECT_EQ(out_.moves_size(), 1000);
  request.set_validate_only(false);
  ASSERT_THAT(Call(&Stub::TransferUnit, request, &out_), IsOk());
  EXPECT_EQ(out_.units(0).revision(), revision + 1);
  // Nothing below was written, and all of it is there.
  EXPECT_EQ(TreeOn("2023-01-01", "units/chi-bo-b").size(), 1002U);
  EXPECT_EQ(TreeOn("2022-12-31", "units/chi-bo-b").size(), 1U);
}

}  // namespace
}  // namespace tiendo::units
