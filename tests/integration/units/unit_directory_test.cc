// The directory that other services keep of the units: follows, survives, and says when it cannot
// say.
#include "services/units/client/unit_directory.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <memory>
#include <random>

#include "common/api/body.h"
#include "common/api/fields.h"
#include "common/db/migrator.h"
#include "services/units/server.h"
#include "tests/integration/units/fixture.h"
#include "tests/support/seed.h"
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
  absl::StatusOr<int64_t> AwaitHead() {
    rpc::Call call;
    call.deadline = std::chrono::system_clock::now() + std::chrono::seconds(5);
    return directory_->AwaitHead(call);
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

TEST(UnitDirectoryTest, WaitsForAllThatThereIsNowAndAdmitsWhenItCannotSay) {
  tiendo::testing::TempDir dir;
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("units.db");
  auto units = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(units, IsOk());
  Consumer consumer(dir.File("consumer.db"), (*units)->address());
  for (int i = 1; i <= 20; ++i) {
    const std::string id = "cell-" + std::to_string(i);
    CreateUnit(**units, id);
    // At once: the feed may not have told yet.
    EXPECT_THAT(consumer.AwaitHead(), tiendo::testing::IsOkAndHolds(i));
    EXPECT_TRUE(consumer.directory().Find("units/" + id).has_value());
  }
  (*units)->Stop();
  EXPECT_THAT(consumer.AwaitHead(), HasReason("PEER_UNAVAILABLE"));
}

TEST(UnitDirectoryTest, KeepsTheCalendarsToo) {
  tiendo::testing::TempDir dir;
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("units.db");
  auto units = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(units, IsOk());
  const calendar::Day monday{std::chrono::year{2022} / 6 / 27};
  Consumer consumer(dir.File("consumer.db"), (*units)->address());
  EXPECT_THAT(consumer.directory().WorkingDays()->IsWorkingDay(monday),
              HasReason("CALENDAR_YEAR_MISSING"));
  auto stub = v1::UnitService::NewStub((*units)->channel());
  const auto enter = [&](bool holiday) {
    v1::UpdateCalendarRequest request;
    request.set_allow_missing(true);
    request.mutable_calendar()->set_name("calendars/2022");
    if (holiday) {
      v1::CalendarDay& day = *request.mutable_calendar()->add_holidays();
      *day.mutable_date() = api::ToProto(monday);
      day.set_description("Ngày nghỉ mẫu");
      day.mutable_source()->set_number("MẪU-01");
    }
    grpc::ClientContext context;
    v1::Calendar calendar;
    ASSERT_TRUE(stub->UpdateCalendar(&context, request, &calendar).ok());
    ASSERT_THAT(consumer.AwaitHead(), IsOk());
  };
  enter(true);
  EXPECT_THAT(consumer.directory().WorkingDays()->IsWorkingDay(monday),
              tiendo::testing::IsOkAndHolds(false));
  EXPECT_TRUE(consumer.directory().All().empty());
  enter(false);
  EXPECT_THAT(consumer.directory().WorkingDays()->IsWorkingDay(monday),
              tiendo::testing::IsOkAndHolds(true));
}

void Create(ServiceHarness& units, const std::string& id, const std::string& parent,
            v1::Unit::Kind kind, const std::string& led_by = "") {
  auto stub = v1::UnitService::NewStub(units.channel());
  v1::CreateUnitRequest request;
  request.set_unit_id(id);
  request.mutable_unit()->set_display_name(id);
  request.mutable_unit()->set_kind(kind);
  request.mutable_unit()->set_side(kind >= v1::Unit::KIND_DEPARTMENT ? v1::Unit::SIDE_GOVERNMENT
                                                                     : v1::Unit::SIDE_PARTY);
  if (!parent.empty()) request.mutable_unit()->set_parent("units/" + parent);
  if (!led_by.empty()) request.mutable_unit()->set_led_by("units/" + led_by);
  *request.mutable_unit()->mutable_effective_from() = Date("2020-01-01");
  grpc::ClientContext context;
  v1::Unit unit;
  ASSERT_TRUE(stub->CreateUnit(&context, request, &unit).ok());
}

// One random reorganisation; refused ones are part of the game. True when it was accepted.
bool AnyReorganisation(ServiceHarness& units, std::mt19937& random, int count) {
  auto stub = v1::UnitService::NewStub(units.channel());
  auto any = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  auto unit = [&] { return "units/u" + std::to_string(any(count)); };
  const google::type::Date day = Date(calendar::FormatIso(
      calendar::ParseIsoDay("2022-01-01").value() + std::chrono::days(any(30))));
  grpc::ClientContext context;
  v1::Reorganisation out;
  if (any(4) == 0) {
    v1::DissolveUnitRequest request;
    request.set_name(unit());
    for (int n = any(3); n > 0; --n) request.add_successors(unit());
    *request.mutable_effective_date() = day;
    request.mutable_legal_basis()->set_number("x");
    return stub->DissolveUnit(&context, request, &out).ok();
  }
  v1::TransferUnitRequest request;
  request.set_name(unit());
  if (any(3) == 0) {
    request.set_led_by(unit());
  } else {
    request.set_parent(any(6) == 0 ? "" : unit());
  }
  *request.mutable_effective_date() = day;
  request.mutable_legal_basis()->set_number("x");
  return stub->TransferUnit(&context, request, &out).ok();
}

// The tree of the service as pre-order names, everything below a root.
std::vector<std::string> ServiceTree(ServiceHarness& units, const std::string& root,
                                     calendar::Day day) {
  auto stub = v1::UnitService::NewStub(units.channel());
  v1::GetTreeRequest request;
  request.set_root(root);
  *request.mutable_as_of() = api::ToProto(day);
  grpc::ClientContext context;
  v1::GetTreeResponse response;
  std::vector<std::string> names;
  if (!stub->GetTree(&context, request, &response).ok()) return names;
  for (const v1::TreeNode& node : response.nodes()) names.push_back(node.unit().name());
  return names;
}

TEST(UnitDirectoryTest, EqualsTheServiceOnRandomHistories) {
  const uint32_t seed = tiendo::testing::Seed();
  SCOPED_TRACE(tiendo::testing::WithSeed(seed));
  std::mt19937 random(seed);
  tiendo::testing::TempDir dir;
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("units.db");
  auto units = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(units, IsOk());
  constexpr int kUnits = 14;
  for (int i = 0; i < kUnits; ++i) {
    const bool party = i % 3 != 2;
    const int above = i < 3 ? -1 : i - 3;
    Create(**units, "u" + std::to_string(i), above < 0 ? "" : "u" + std::to_string(above),
           party ? v1::Unit::KIND_GRASSROOTS_CELL : v1::Unit::KIND_DIVISION,
           party || i % 2 == 0 ? "" : "u0");
    if (HasFatalFailure()) return;
  }
  Consumer consumer(dir.File("consumer.db"), (*units)->address());
  int accepted = 0;
  for (int i = 0; i < 150; ++i) accepted += AnyReorganisation(**units, random, kUnits) ? 1 : 0;
  ASSERT_GE(accepted, 10) << "invalid: too little happened";
  ASSERT_TRUE(WaitUntil([&] {
    const DirectoryAge age = consumer.directory().age();
    return age.loaded && age.revision == kUnits + accepted;
  }));
  const UnitDirectory& directory = consumer.directory();
  for (int d = -1; d <= 31; d += 4) {
    const calendar::Day day = calendar::ParseIsoDay("2022-01-01").value() + std::chrono::days(d);
    for (int i = 0; i < kUnits; ++i) {
      const std::string top = "units/u" + std::to_string(i);
      const std::vector<std::string> tree = ServiceTree(**units, top, day);
      EXPECT_EQ(directory.SubtreeOn(top, day), tree) << top << calendar::FormatIso(day);
      // Counts is the same question asked upwards.
      for (int k = 0; k < kUnits; ++k) {
        const std::string unit = "units/u" + std::to_string(k);
        const bool below = std::find(tree.begin(), tree.end(), unit) != tree.end();
        if (directory.Within(unit, top, day)) {
          const std::vector<std::string> above = directory.AncestorsOn(unit, day);
          EXPECT_TRUE(unit == top || std::find(above.begin(), above.end(), top) != above.end());
        }
        // From a Party unit a government unit is shown with its superior; who counts is who leads.
        if (directory.Find(top)->party == directory.Find(unit)->party) {
          EXPECT_EQ(directory.Counts(unit, top, day), below) << unit << " in " << top;
        }
      }
    }
  }
}

TEST(UnitDirectoryTest, ChecksTheDayAndNamesTheHeir) {
  tiendo::testing::TempDir dir;
  host::Settings settings;
  settings.database.url = "sqlite:" + dir.File("units.db");
  auto units = ServiceHarness::Start(UnitsServer(), settings);
  ASSERT_THAT(units, IsOk());
  CreateUnit(**units, "a");
  CreateUnit(**units, "b");
  Consumer consumer(dir.File("consumer.db"), (*units)->address());
  ASSERT_TRUE(WaitUntil([&] { return consumer.directory().loaded(); }));
  // Told at once, before the feed brings it: a miss is asked for at the service.
  auto stub = v1::UnitService::NewStub((*units)->channel());
  v1::DissolveUnitRequest request;
  request.set_name("units/a");
  request.add_successors("units/b");
  *request.mutable_effective_date() = Date("2023-01-01");
  request.mutable_legal_basis()->set_number("x");
  grpc::ClientContext context;
  v1::Reorganisation out;
  ASSERT_TRUE(stub->DissolveUnit(&context, request, &out).ok());
  ASSERT_TRUE(
      WaitUntil([&] { return consumer.directory().Find("units/a")->effective_to.has_value(); }));
  auto check = [&consumer](const char* first, const char* last = "") {
    const calendar::Day from = calendar::ParseIsoDay(first).value();
    const calendar::Day to = *last == '\0' ? from : calendar::ParseIsoDay(last).value();
    rpc::Call call;
    call.deadline = std::chrono::system_clock::now() + std::chrono::seconds(5);
    return consumer.directory()
        .Check(call, {{"plan.unit", "units/a", UnitReference::Days{from, to}}})
        .status();
  };
  EXPECT_THAT(check("2022-12-31", "2023-12-31"), IsOk()) << "in force on one of the days";
  EXPECT_THAT(check("2022-12-31"), IsOk());
  const absl::Status ended = check("2023-01-01");
  EXPECT_THAT(ended, HasReason("INVALID_REQUEST"));
  EXPECT_NE(errors::GetDetails(ended)->violations[0].description.find("units/b"),
            std::string::npos);
  EXPECT_THAT(check("2019-12-31"), HasReason("INVALID_REQUEST"));
  EXPECT_EQ(consumer.directory().HeirOn("units/a", calendar::ParseIsoDay("2023-01-01").value()),
            "units/b");
  EXPECT_TRUE(consumer.directory().Inherits("units/b", "units/a"));
  EXPECT_FALSE(consumer.directory().Inherits("units/a", "units/b"));
  EXPECT_FALSE(consumer.directory().Inherits("units/a", "units/a"));
  EXPECT_FALSE(consumer.directory().Inherits("units/none", "units/a"));
}

TEST(UnitDirectoryTest, TakesTheSameTwiceAndTheOlderNever) {
  tiendo::testing::TempDir dir;
  Consumer consumer(dir.File("consumer.db"), "127.0.0.1:1");
  auto resource = [](int64_t revision, const std::string& parent) {
    v1::Unit unit;
    unit.set_name("units/a");
    unit.set_side(v1::Unit::SIDE_PARTY);
    unit.set_kind(v1::Unit::KIND_GRASSROOTS_CELL);
    unit.set_parent(parent);
    *unit.mutable_effective_from() = Date("2020-01-01");
    unit.set_revision(revision);
    return feed::MirroredResource{"units/a", revision, api::PackBody(unit)};
  };
  UnitDirectory& directory = consumer.directory();
  directory.Remember({resource(5, "units/new")});
  directory.Remember({resource(5, "units/new"), resource(3, "units/old")});
  EXPECT_EQ(directory.Find("units/a")->parent, "units/new");
  directory.Remember({resource(6, "units/newer")});
  EXPECT_EQ(directory.Find("units/a")->parent, "units/newer");
  EXPECT_EQ(directory.All().size(), 1U);
  EXPECT_FALSE(directory.age().loaded);
}

TEST(UnitDirectoryTest, KnowsTheWorkingDaysOfTheYearsThatItWasTold) {
  tiendo::testing::TempDir dir;
  Consumer consumer(dir.File("consumer.db"), "127.0.0.1:1");
  UnitDirectory& directory = consumer.directory();
  const auto working_days = [&directory](const char* from, const char* to) {
    return directory.WorkingDays()->CountWorkingDays(calendar::ParseIsoDay(from).value(),
                                                     calendar::ParseIsoDay(to).value());
  };
  EXPECT_THAT(working_days("2026-02-13", "2026-02-25"), HasReason("CALENDAR_YEAR_MISSING"));
  auto calendar_of = [](int64_t revision, int first, int last) {
    v1::Calendar calendar;
    calendar.set_name("calendars/2026");
    calendar.set_revision(revision);
    for (int day = first; day <= last; ++day) {
      *calendar.add_holidays()->mutable_date() = Date("2026-02-" + std::to_string(day));
    }
    return feed::MirroredResource{"calendars/2026", revision, api::PackBody(calendar)};
  };
  directory.Remember({calendar_of(7, 16, 20)});
  EXPECT_EQ(working_days("2026-02-13", "2026-02-25").value(), 3);
  directory.Remember({calendar_of(6, 16, 16)});  // older
  EXPECT_EQ(working_days("2026-02-13", "2026-02-25").value(), 3);
  directory.Remember({calendar_of(8, 16, 17)});
  EXPECT_EQ(working_days("2026-02-13", "2026-02-25").value(), 6);
  EXPECT_THAT(working_days("2025-12-30", "2026-01-05"), HasReason("CALENDAR_YEAR_MISSING"));
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
