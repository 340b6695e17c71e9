// The directory that other services keep of the units: follows, survives, and says when it cannot
// say.
#include "services/units/client/unit_directory.h"

#include <grpcpp/client_context.h>

#include <memory>

#include "common/db/migrator.h"
#include "services/units/server.h"
#include "tests/support/service_harness.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"
#include "tests/support/wait.h"

namespace tiendo::units {
namespace {

using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::ServiceHarness;
using tiendo::testing::WaitUntil;

// The database of a service that keeps a directory.
class Consumer {
 public:
  Consumer(const std::string& file, const std::string& units_address) {
    schema_.service = "consumer";
    db::Options options;
    options.url = "sqlite:" + file;
    database_ = *db::Database::Open(options);
    EXPECT_THAT(db::Migrate(*database_, ledger::WithLedger({{2, "mirrors", feed::kMirrorSql}})),
                IsOk());
    committer_ = *ledger::Committer::Start(*database_, schema_, clock_, {});
    UnitDirectory::Options directory;
    directory.address = units_address;
    directory_ = std::make_unique<UnitDirectory>(directory, *committer_, clock_, log::NullLogger());
    EXPECT_THAT(directory_->Start(*database_), IsOk());
  }
  ~Consumer() {
    directory_->Stop();
    directory_.reset();
  }
  UnitDirectory& directory() { return *directory_; }
  absl::StatusOr<int64_t> Check(const std::string& name) {
    rpc::Call call;
    call.deadline = std::chrono::system_clock::now() + std::chrono::seconds(5);
    return directory_->Check(call, {{"item.leads[0].unit", name}});
  }

 private:
  SystemClock clock_;
  ledger::Schema schema_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  std::unique_ptr<UnitDirectory> directory_;
};

void CreateUnit(ServiceHarness& units, const std::string& id) {
  auto stub = v1::UnitService::NewStub(units.channel());
  v1::CreateUnitRequest request;
  request.set_unit_id(id);
  request.mutable_unit()->set_display_name(id);
  request.mutable_unit()->set_side(v1::Unit::SIDE_PARTY);
  request.mutable_unit()->set_kind(v1::Unit::KIND_GRASSROOTS_CELL);
  request.mutable_unit()->mutable_effective_from()->set_year(2020);
  request.mutable_unit()->mutable_effective_from()->set_month(1);
  request.mutable_unit()->mutable_effective_from()->set_day(1);
  grpc::ClientContext context;
  v1::Unit unit;
  ASSERT_TRUE(stub->CreateUnit(&context, request, &unit).ok());
}

TEST(UnitDirectoryTest, FollowsSurvivesAndAdmitsWhatItCannotSay) {
  tiendo::testing::TempDir dir;
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("units.db");
  auto units = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(units, IsOk());
  const std::string address = (*units)->address();
  CreateUnit(**units, "a");
  {
    Consumer consumer(dir.File("consumer.db"), address);
    ASSERT_TRUE(WaitUntil([&] { return consumer.directory().loaded(); }));
    EXPECT_THAT(consumer.Check("units/a"), IsOk());
    EXPECT_EQ(consumer.directory().Find("units/a")->kind, "GRASSROOTS_CELL");
    // Asked at once after its creation: the feed may not have told yet, the service is asked.
    CreateUnit(**units, "b");
    EXPECT_THAT(consumer.Check("units/b"), IsOk());
    absl::StatusOr<int64_t> unknown = consumer.Check("units/none");
    EXPECT_THAT(unknown, HasReason("REFERENCE_NOT_FOUND"));
    EXPECT_EQ(errors::GetDetails(unknown.status())->violations[0].field, "item.leads[0].unit");
    ASSERT_TRUE(WaitUntil([&] { return consumer.directory().Find("units/b").has_value(); }));
  }
  (*units)->Stop();
  {
    // A restart while units is down: what was known still is, what was not cannot be said.
    Consumer consumer(dir.File("consumer.db"), address);
    EXPECT_TRUE(consumer.directory().loaded());
    EXPECT_THAT(consumer.Check("units/b"), IsOk());
    EXPECT_THAT(consumer.Check("units/none"), HasReason("PEER_UNAVAILABLE"));
    EXPECT_FALSE(consumer.directory().state().connected);
  }
}

TEST(UnitDirectoryTest, ForgetsWhatADatabaseThatIsGoneHadTold) {
  tiendo::testing::TempDir dir;
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("first.db");
  auto units = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(units, IsOk());
  CreateUnit(**units, "old");
  {
    Consumer consumer(dir.File("consumer.db"), (*units)->address());
    ASSERT_TRUE(WaitUntil([&] { return consumer.directory().loaded(); }));
  }
  (*units)->Stop();
  settings.database.url = "sqlite:" + dir.File("second.db");
  auto other = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(other, IsOk());
  CreateUnit(**other, "new");
  Consumer consumer(dir.File("consumer.db"), (*other)->address());
  ASSERT_TRUE(WaitUntil([&] { return consumer.directory().Find("units/new").has_value(); }));
  EXPECT_FALSE(consumer.directory().Find("units/old").has_value());
}

}  // namespace
}  // namespace tiendo::units
