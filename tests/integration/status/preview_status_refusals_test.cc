// What PreviewStatus does not take: it comes from clients, and no feed has checked it.
#include <gmock/gmock.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "common/feed/tokens.h"
#include "tests/integration/status/preview_status_fixture.h"

namespace tiendo::status {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using tiendo::testing::DateOf;
using tiendo::testing::Fields;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;

class PreviewStatusRefusalsTest : public PreviewStatusTest {};
INSTANTIATE_TEST_SUITE_P(Engines, PreviewStatusRefusalsTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

TEST_P(PreviewStatusRefusalsTest, NamesEverythingThatIsWrong) {
  v1::PreviewStatusRequest request;
  EXPECT_THAT(Fields(Preview(request)), ElementsAre("question", "changes"));

  request = WhatTheyChange(Completion());
  const Change good = OfItem(request);
  request.mutable_question()->set_scope("dang-bo");
  *request.mutable_question()->mutable_known_on() = DateOf("2022-06-30");
  request.clear_changes();
  Change* change = request.add_changes();  // 0: no resource, no name
  change->set_kind(Change::KIND_CREATED);
  *request.add_changes() = good;  // 1
  request.mutable_changes(1)->set_kind(Change::KIND_CURRENT);
  *request.add_changes() = good;  // 2: the name of another resource
  request.mutable_changes(2)->set_name("programs/so-2022/items/i2");
  *request.add_changes() = good;  // 3: no such bytes
  request.mutable_changes(3)->mutable_resource()->set_value("\xff\xff\xff");
  *request.add_changes() = good;  // 4: of another service
  units::v1::Unit unit;
  unit.set_name("units/dang-bo");
  request.mutable_changes(4)->set_name(unit.name());
  request.mutable_changes(4)->mutable_resource()->PackFrom(unit);
  *request.add_changes() = good;  // 5: the name of another collection
  request.mutable_changes(5)->set_name("tags/t");
  EXPECT_THAT(Fields(Preview(request)),
              UnorderedElementsAre("question.scope", "question.known_on", "changes[0].resource",
                                   "changes[0].revision", "changes[0].name", "changes[1].kind",
                                   "changes[2].name", "changes[3].resource", "changes[4].resource",
                                   "changes[5].name", "changes[5].name"));

  request.clear_changes();
  *request.mutable_question() = Question();
  for (int i = 0; i <= 10'000; ++i) request.add_changes();
  EXPECT_THAT(Fields(Preview(request)), ElementsAre("changes"));
}

// Each that programs never tells of, by itself.
TEST_P(PreviewStatusRefusalsTest, RefusesWhatProgramsNeverTells) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  request.clear_changes();
  programs::v1::Program program;
  program.set_name("programs/so-2022");
  program.set_category("categories/department");
  program.set_owner("units/dang-bo");
  for (int year = 2022; year < 2032; ++year) program.add_years(year);
  Add(program, request);
  ASSERT_THAT(Preview(request), IsOk());
  program.add_years(2032);
  Add(program, request);
  programs::v1::ItemEvent event;
  event.set_name(std::string(kItem) + "/events/0002");
  event.set_kind(programs::v1::ItemEvent::KIND_COMPLETED);
  *event.mutable_event_date() = DateOf("2022-06-10");
  event.mutable_create_time()->set_seconds(253402300799);  // the last there is
  Add(event, request);
  event.mutable_create_time()->set_seconds(253402300800);
  Add(event, request);
  event.mutable_create_time()->set_seconds(std::numeric_limits<int64_t>::min());
  Add(event, request);
  programs::v1::Item item;
  item.set_name(kItem);
  item.set_title(std::string(size_t{512} << 10, 'x'));
  Add(item, request);
  item.clear_title();
  Add(item, request);
  request.mutable_changes()->rbegin()->clear_revision();
  EXPECT_THAT(Fields(Preview(request)),
              UnorderedElementsAre("changes[1].resource.years", "changes[3].resource.create_time",
                                   "changes[4].resource.create_time", "changes[5].resource",
                                   "changes[6].revision"));
}

TEST_P(PreviewStatusRefusalsTest, RefusesARequestThatIsTooLarge) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  programs::v1::Item item;
  item.set_name(kItem);
  item.set_title(std::string(size_t{500} << 10, 'x'));
  for (int i = 0; i < 9; ++i) Add(item, request);
  ASSERT_GT(request.ByteSizeLong(), size_t{4} << 20);
  const auto refused = Preview(request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(refused, HasReason("MESSAGE_TOO_LARGE"));
}

// Lines hold those before them with all that they hold: also those that hold one another.
TEST_P(PreviewStatusRefusalsTest, FewLinesMayBeCarriedOver) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  request.clear_changes();
  for (int i = 0; i < 100; ++i) Add(Line(i, (i + 1) % 100), request);
  const auto ring = Preview(request);
  ASSERT_THAT(ring, IsOk());
  Add(Line(100, 0), request);
  EXPECT_THAT(Fields(Preview(request)), ElementsAre("changes"));
}

TEST_P(PreviewStatusRefusalsTest, LinesHoldFewEvents) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  request.clear_changes();
  programs::v1::Item first;
  first.set_name("programs/so-2022/items/l0");
  Add(first, request);
  programs::v1::ItemEvent event;
  event.set_kind(programs::v1::ItemEvent::KIND_PROGRESS);
  *event.mutable_event_date() = DateOf("2022-06-10");
  event.set_note(std::string(200, 'x'));
  for (int i = 1; i <= 1000; ++i) {
    event.set_name("programs/so-2022/items/l0/events/" + std::to_string(1000 + i));
    Add(event, request);
  }
  for (int i = 1; i <= 10; ++i) Add(Line(i, 0), request);
  ASSERT_THAT(Preview(request), IsOk());
  v1::PreviewStatusRequest more = request;
  event.set_name("programs/so-2022/items/l0/events/3000");
  Add(event, more);
  EXPECT_THAT(Fields(Preview(more)), ElementsAre("changes"));
  for (int i = 11; i <= 100; ++i) Add(Line(i, 0), request);
  const auto refused = Preview(request);
  EXPECT_THAT(refused, HasReason("INVALID_REQUEST"));
  EXPECT_THAT(Fields(refused), ElementsAre("changes"));
}

TEST_P(PreviewStatusRefusalsTest, RefusesAsGetStatusDoes) {
  v1::PreviewStatusRequest request = WhatTheyChange(Completion());
  request.mutable_question()->set_scope("units/none");
  EXPECT_THAT(Preview(request), HasReason("SCOPE_NOT_FOUND"));
  request.mutable_question()->set_scope("units/chi-bo-1");
  *request.mutable_question()->mutable_as_of() = DateOf("2019-06-30");
  EXPECT_THAT(Preview(request), HasReason("SCOPE_NOT_IN_FORCE"));
  *request.mutable_question() = Question();
  request.mutable_question()->add_min_positions("garbage");
  EXPECT_THAT(Preview(request), HasReason("POSITION_INVALID"));

  const v1::Status now = Get(Question());
  std::vector<feed::Position> ahead;
  for (const v1::SourcePosition& p : now.freshness().source_positions()) {
    ahead.push_back({p.service(), p.database_id(), p.revision() + 1000});
  }
  request.mutable_question()->set_min_positions(1, feed::EncodePositions(ahead));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  v1::PreviewStatusResponse response;
  const absl::Status status =
      rpc::FromGrpc(suite_->status().PreviewStatus(&context, request, &response));
  // The server's own answer and the client's deadline race; neither is an old figure.
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
}

}  // namespace
}  // namespace tiendo::status
