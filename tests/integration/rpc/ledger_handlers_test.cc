// Read and Write against a real ledger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/db/migrator.h"
#include "common/errors/error.h"
#include "common/feed/tokens.h"
#include "common/rpc/change_watch.h"
#include "common/rpc/retry.h"
#include "common/rpc/status_conversion.h"
#include "tests/integration/rpc/test_service.h"
#include "tests/support/engine_test.h"
#include "tests/support/status_matchers.h"

namespace tiendo::rpc {
namespace {

using ::testing::IsEmpty;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::StatusIs;

ledger::Schema TestSchema() { return {kTestService, {{"units", "units", "units/*", {}}}}; }

std::vector<db::Migration> TestMigrations() {
  return ledger::WithLedger(
      {{2, "units",
        "CREATE TABLE units (name {{text}} NOT NULL, from_revision {{int}} NOT NULL,"
        " to_revision {{int}} NOT NULL, body {{bytes}} NOT NULL,"
        " PRIMARY KEY (name, from_revision));"
        "CREATE UNIQUE INDEX units_open ON units (name)"
        " WHERE to_revision = 9223372036854775807;"}});
}

class LedgerHandlersTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, TestMigrations()), IsOk());
    ledger::Committer::Options committing;
    committing.queue.max = 16;
    auto committer = ledger::Committer::Start(*database_, schema_, clock_, committing);
    ASSERT_THAT(committer, IsOk());
    committer_ = *std::move(committer);
    Handlers::Options options;
    options.database = database_.get();
    options.schema = &schema_;
    options.committer = committer_.get();
    server_.emplace(options);
    server_->service->create_unit.apply = Apply;
    server_->service->create_unit.replay = Replay;
    server_->service->list_units = List;
  }
  void TearDown() override {
    server_.reset();
    committer_.reset();
  }

  static absl::Status Apply(ledger::Transaction& tx, const CreateUnitRequest& request, Unit& unit) {
    const std::string name = "units/" + request.unit_id();
    TIENDO_ASSIGN_OR_RETURN(std::optional<ledger::Row> row, tx.Get(name));
    if (row) {
      return errors::Make(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS", "taken",
                          {{"name", name}});
    }
    EXPECT_TRUE(unit.name().empty());  // cleared before every attempt
    unit.set_name(name);
    unit.set_revision(tx.revision());
    return tx.Put(name, request.unit().display_name());
  }
  static absl::Status Replay(const std::vector<ledger::Row>& rows, Unit& unit) {
    unit.set_name(rows.at(0).name);
    unit.set_revision(rows.at(0).revision);
    return absl::OkStatus();
  }
  static absl::Status List(ledger::Reader& reader, const ListUnitsRequest&,
                           ListUnitsResponse& response) {
    TIENDO_ASSIGN_OR_RETURN(auto rows, reader.List(reader.schema().collections[0], {}));
    for (const ledger::Row& row : rows) response.add_units()->set_name(row.name);
    return absl::OkStatus();
  }

  struct Answer {
    absl::Status status;
    Unit unit;
    std::vector<feed::Position> position;
  };
  Answer Create(const std::string& id, const std::string& request_id = "",
                const std::string& title = "t", bool validate_only = false) {
    grpc::ClientContext context;
    CreateUnitRequest request;
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name(title);
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    Answer answer;
    answer.status = FromGrpc(server_->stub->CreateUnit(&context, request, &answer.unit));
    answer.position = PositionOf(context);
    return answer;
  }
  static std::vector<feed::Position> PositionOf(const grpc::ClientContext& context) {
    const auto& trailing = context.GetServerTrailingMetadata();
    auto found = trailing.find(kPositionMetadata);
    if (found == trailing.end()) return {};
    auto decoded =
        feed::DecodePositions(std::string_view(found->second.data(), found->second.size()));
    EXPECT_THAT(decoded, IsOk());
    return decoded.ok() ? *decoded : std::vector<feed::Position>{};
  }

  const SystemClock clock_;
  const ledger::Schema schema_ = TestSchema();
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  std::optional<TestServer> server_;
};

TEST_P(LedgerHandlersTest, AWriteCarriesItsPositionAndAReadSeesIt) {
  const Answer created = Create("a");
  ASSERT_THAT(created.status, IsOk());
  EXPECT_EQ(created.unit.name(), "units/a");
  ASSERT_EQ(created.position.size(), 1u);
  EXPECT_EQ(created.position[0].service, kTestService);
  EXPECT_EQ(created.position[0].revision, 1);
  EXPECT_FALSE(created.position[0].database_id.empty());

  grpc::ClientContext context;
  ListUnitsResponse list;
  ASSERT_TRUE(server_->stub->ListUnits(&context, {}, &list).ok());
  ASSERT_EQ(list.units_size(), 1);
  EXPECT_EQ(list.units(0).name(), "units/a");
  EXPECT_EQ(PositionOf(context), created.position);
}

TEST_P(LedgerHandlersTest, TheSameRequestIdHasOneEffect) {
  const Answer first = Create("a", "id-1");
  ASSERT_THAT(first.status, IsOk());
  ASSERT_THAT(Create("b").status, IsOk());
  const Answer again = Create("a", "id-1");
  ASSERT_THAT(again.status, IsOk());
  EXPECT_EQ(again.unit.name(), "units/a");
  EXPECT_EQ(again.unit.revision(), first.unit.revision());
  EXPECT_THAT(Create("a", "id-1", "another body").status, HasReason("REQUEST_ID_REUSED"));
}

TEST_P(LedgerHandlersTest, ARepeatOfTheClientsLibraryHasOneEffectOrNone) {
  const auto repeat = [&](const std::string& id, const std::string& request_id,
                          std::string* pushback) {
    grpc::ClientContext context;
    context.AddMetadata(kPreviousAttemptsMetadata, "1");
    CreateUnitRequest request;
    request.set_unit_id(id);
    request.mutable_unit()->set_display_name("t");
    request.set_request_id(request_id);
    Unit unit;
    const absl::Status status = FromGrpc(server_->stub->CreateUnit(&context, request, &unit));
    auto found = context.GetServerTrailingMetadata().find(kPushbackMetadata);
    if (found != context.GetServerTrailingMetadata().end()) {
      pushback->assign(found->second.data(), found->second.size());
    }
    return status;
  };
  std::string pushback;
  // With an id: the first attempt's effect, or the only one.
  ASSERT_THAT(Create("a", "id-1").status, IsOk());
  EXPECT_THAT(repeat("a", "id-1", &pushback), IsOk());
  EXPECT_THAT(repeat("b", "id-2", &pushback), IsOk());
  EXPECT_EQ(pushback, "");
  // Without one nobody can tell: it is not executed, and the client stops.
  const absl::Status unknown = repeat("c", "", &pushback);
  EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(unknown, HasReason("REPEAT_WITHOUT_REQUEST_ID"));
  EXPECT_THAT(pushback, ::testing::StartsWith("-"));
  EXPECT_THAT(Create("c").status, IsOk()) << "it was not there";
}

TEST_P(LedgerHandlersTest, ErrorsOfTheWriteArrive) {
  ASSERT_THAT(Create("a").status, IsOk());
  const Answer taken = Create("a");
  EXPECT_THAT(taken.status, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(taken.status, HasReason("RESOURCE_EXISTS"));
}

TEST_P(LedgerHandlersTest, ValidateOnlyKeepsNothing) {
  EXPECT_THAT(Create("a", "", "t", /*validate_only=*/true).status, IsOk());
  EXPECT_THAT(Create("a").status, IsOk());
}

TEST_P(LedgerHandlersTest, RequestIdIsChecked) {
  for (const std::string& bad : {std::string(65, 'x'), std::string("a b"), std::string("ộ")}) {
    EXPECT_THAT(Create("a", bad).status, HasReason("INVALID_REQUEST")) << bad;
  }
  EXPECT_THAT(Create("a", std::string(64, 'x')).status, IsOk());
}

TEST_P(LedgerHandlersTest, PrepareMayRefuse) {
  server_->service->create_unit.prepare = [](const Call&, const CreateUnitRequest& request) {
    if (request.unit_id() == "a") return absl::OkStatus();
    return errors::Make(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE", "no units");
  };
  EXPECT_THAT(Create("a").status, IsOk());
  EXPECT_THAT(Create("b").status, HasReason("PEER_UNAVAILABLE"));
}

TEST_P(LedgerHandlersTest, AfterTheDrainWritesAreRefusedAndReadsGoOn) {
  committer_->Drain();
  EXPECT_THAT(Create("a").status, HasReason("SHUTTING_DOWN"));
  grpc::ClientContext context;
  ListUnitsResponse list;
  EXPECT_TRUE(server_->stub->ListUnits(&context, {}, &list).ok());
  EXPECT_THAT(list.units(), IsEmpty());
}

TEST_P(LedgerHandlersTest, AWatchDeliversWhatIsCommitted) {
  auto hub = feed::Hub::Start(*database_, schema_, {});
  ASSERT_THAT(hub, IsOk());
  feed::Source source;
  source.database = database_.get();
  source.schema = &schema_;
  source.hub = hub->get();
  server_->service->open_watch = [&](const WatchChangesRequest& request) {
    return OpenChangeWatch(source, request);
  };
  grpc::ClientContext context;
  WatchChangesRequest request;
  request.set_from_earliest(true);
  request.mutable_progress_interval()->set_nanos(10'000'000);
  auto reader = server_->stub->WatchChanges(&context, request);
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(Create(id).status, IsOk());
  std::vector<std::string> names;
  WatchChangesResponse frame;
  bool idle = false;
  while ((names.size() < 3 || !idle) && reader->Read(&frame)) {
    for (const auto& change : frame.changes()) names.push_back(change.name());
    EXPECT_FALSE(frame.resume_token().empty());
    idle = frame.phase() == WatchChangesResponse::PHASE_PROGRESS;
  }
  EXPECT_THAT(names, ::testing::ElementsAre("units/a", "units/b", "units/c"));
  server_->service->watches().Stop();
  while (reader->Read(&frame)) {
  }
  EXPECT_THAT(FromGrpc(reader->Finish()), HasReason("SHUTTING_DOWN"));
  server_.reset();
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerHandlersTest, tiendo::testing::AllEngines(),
                         tiendo::testing::EngineName);

}  // namespace
}  // namespace tiendo::rpc
