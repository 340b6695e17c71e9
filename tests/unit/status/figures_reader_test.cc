// Several replicas over one shared store: one computation of a cold key, never older figures than
// before, and no dependence on the store.
#include "services/status/api/figures_reader.h"

#include <gmock/gmock.h>

#include <thread>

#include "common/calendar/time_zone.h"
#include "tests/fakes/fake_versioned_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;
using tiendo::testing::HasReason;
using tiendo::testing::IsOk;
using tiendo::testing::WaitUntil;

// What one status process has between its feeds and its handlers.
class Replica {
 public:
  explicit Replica(cache::VersionedStore* store, FiguresReader::Options options = {})
      : facts_({}, calendar::BusinessZone::Create("Asia/Ho_Chi_Minh").value()),
        waiters_(facts_),
        answers_({}, nullptr, integrity_errors_),
        cache_({.near = {}, .shared = store}),
        reader_(options, facts_, waiters_, answers_, cache_,
                [this](Instant at, FiguresReader::Deadline) { return FactsAt(at); }) {}

  // The feeds bring every source to `revision`; units with a fact, so that answers change.
  void Load(int64_t revision, const std::string& database_id = "db") {
    database_id_ = database_id;
    LoadInto(facts_, {database_id, revision, Instant(), true});
  }
  // The revision of the answer.
  absl::StatusOr<int64_t> Read() {
    Question question;
    question.scope = "units/dang-bo";
    question.as_of = calendar::ParseIsoDay("2022-06-30").value();
    question.year = 2022;
    auto figures = reader_.Read(question, SteadyClock::now() + tiendo::testing::kPatience);
    if (!figures.ok()) return figures.status();
    return (*figures)->positions[0].revision;
  }
  // The figures as known at an earlier time, and how often their facts had to be read.
  absl::StatusOr<FiguresPtr> ReadKnown(Instant known_at) {
    Question question;
    question.scope = "units/dang-bo";
    question.as_of = calendar::ParseIsoDay("2022-06-30").value();
    question.year = 2022;
    question.known_at = known_at;
    return reader_.Read(question, SteadyClock::now() + tiendo::testing::kPatience);
  }
  int facts_read() const { return facts_read_; }
  FactBase& facts() { return facts_; }

 private:
  // As known at any earlier time: revision 3.
  absl::StatusOr<std::shared_ptr<const FactBase>> FactsAt(Instant at) {
    ++facts_read_;
    auto facts =
        std::make_shared<FactBase>(ScanIndex::Options(), calendar::BusinessZone::Create().value());
    LoadInto(*facts, {database_id_, 3, at, true});
    return std::shared_ptr<const FactBase>(facts);
  }
  static void LoadInto(FactBase& facts, const feed::MirrorPosition& position) {
    units::v1::Unit unit;
    unit.set_name("units/dang-bo");
    unit.set_side(units::v1::Unit::SIDE_PARTY);
    unit.set_kind(units::v1::Unit::KIND_GRASSROOTS_CELL);
    unit.set_display_name("Đảng bộ " + std::to_string(position.revision));
    unit.mutable_effective_from()->set_year(2020);
    unit.mutable_effective_from()->set_month(1);
    unit.mutable_effective_from()->set_day(1);
    google::protobuf::Any any;
    any.PackFrom(unit);
    facts.Apply(Source::kUnits, {{unit.name(), position.revision, any.SerializeAsString()}},
                position);
    facts.Apply(Source::kPrograms, {}, position);
    facts.Apply(Source::kSupervision, {}, position);
  }

  std::string database_id_ = "db";
  int facts_read_ = 0;
  FactBase facts_;
  PositionWaiters waiters_;
  metrics::Counter integrity_errors_;
  Answers answers_;
  AnswerCache cache_;
  FiguresReader reader_;
};

TEST(FiguresReaderTest, AReplicaWithTheSameFactsTakesTheSharedValue) {
  cache::FakeVersionedStore store;
  Replica first(&store);
  Replica second(&store);
  first.Load(5);
  second.Load(5);
  EXPECT_EQ(first.Read().value(), 5);
  EXPECT_EQ(second.Read().value(), 5);
  EXPECT_EQ(store.stats().puts, 1u) << "computed once";
  EXPECT_EQ(store.stats().leases_acquired, 1u);
}

TEST(FiguresReaderTest, BeforeItHasLoadedItServesWhatAnotherVouchesFor) {
  cache::FakeVersionedStore store;
  Replica first(&store);
  Replica second(&store);
  EXPECT_THAT(second.Read(), HasReason("NOT_LOADED"));
  first.Load(5);
  EXPECT_EQ(first.Read().value(), 5);
  EXPECT_EQ(second.Read().value(), 5);
}

TEST(FiguresReaderTest, BehindThePointerItWaitsForItsFeeds) {
  cache::FakeVersionedStore store;
  Replica ahead(&store);
  Replica behind(&store, {.catch_up = tiendo::testing::kPatience});
  ahead.Load(6);
  behind.Load(5);
  EXPECT_EQ(ahead.Read().value(), 6);
  std::thread feed([&] { behind.Load(6); });
  EXPECT_EQ(behind.Read().value(), 6);
  feed.join();
}

// Newer figures without the newer facts would make the next answer older than this one.
TEST(FiguresReaderTest, WithItsFeedAwayItAnswersFromItsOwnAndNeverGoesBack) {
  cache::FakeVersionedStore store;
  Replica ahead(&store);
  Replica behind(&store, {.catch_up = milliseconds(1)});
  behind.Load(5);
  EXPECT_EQ(behind.Read().value(), 5);
  ahead.Load(6);
  EXPECT_EQ(ahead.Read().value(), 6);
  behind.facts().Apply(Source::kPrograms, {}, {"db", 5, Instant(), true});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(behind.Read().value(), 5);
  // What it computed does not replace the newer value.
  Replica third(&store);
  EXPECT_EQ(third.Read().value(), 6);
}

TEST(FiguresReaderTest, OneWaitInVainIsNotFollowedByAnother) {
  cache::FakeVersionedStore store;
  Replica ahead(&store);
  ahead.Load(6);
  EXPECT_EQ(ahead.Read().value(), 6);
  Replica behind(&store, {.catch_up = milliseconds(50), .catch_up_pause = milliseconds(60'000)});
  behind.Load(5);
  const auto start = SteadyClock::now();
  EXPECT_EQ(behind.Read().value(), 5);
  EXPECT_GE(SteadyClock::now() - start, milliseconds(50));
  // A new generation of the same facts: nothing in memory, so it asks the store each time.
  const auto later = SteadyClock::now();
  for (int i = 0; i < 20; ++i) {
    behind.Load(5);
    EXPECT_EQ(behind.Read().value(), 5);
  }
  EXPECT_LT(SteadyClock::now() - later, milliseconds(20 * 50));
}

TEST(FiguresReaderTest, WhileAnotherComputesItWaitsForTheValue) {
  cache::FakeVersionedStore store;
  Replica first(&store);
  first.Load(5);
  Replica second(&store, {.lease_wait = tiendo::testing::kPatience});
  second.Load(5);
  // The other replica: holds the lease, and puts its value while this one waits.
  std::string key;
  {
    Question question;
    question.scope = "units/dang-bo";
    question.as_of = calendar::ParseIsoDay("2022-06-30").value();
    question.year = 2022;
    key = question.Key();
  }
  store.Lease(key + "@5@5@5", "other", std::chrono::minutes(1), redis::kNoDeadline);
  std::thread other([&] {
    EXPECT_TRUE(WaitUntil([&] { return store.stats().leases_held == 1; }));
    cache::PositionVector vector;
    for (int i = 0; i < kSources; ++i) {
      vector[std::string(ServiceOf(static_cast<Source>(i)))] = {"db", 5};
    }
    store.Put(key, vector, "bytes", std::chrono::minutes(1), {}, redis::kNoDeadline);
  });
  EXPECT_EQ(second.Read().value(), 5);
  other.join();
  EXPECT_EQ(store.stats().puts, 1u) << "the waiting replica has not computed";
}

TEST(FiguresReaderTest, ALeaseOfADeadReplicaDelaysOnlyShortly) {
  cache::FakeVersionedStore store;
  Replica replica(&store, {.lease_wait = milliseconds(10)});
  replica.Load(5);
  Question question;
  question.scope = "units/dang-bo";
  question.as_of = calendar::ParseIsoDay("2022-06-30").value();
  question.year = 2022;
  store.Lease(question.Key() + "@5@5@5", "dead", std::chrono::minutes(10), redis::kNoDeadline);
  EXPECT_EQ(replica.Read().value(), 5);
  EXPECT_EQ(store.stats().leases_held, 1u);
}

TEST(FiguresReaderTest, AnotherDatabaseIsNotWaitedFor) {
  cache::FakeVersionedStore store;
  Replica old(&store);
  old.Load(9, "old");
  EXPECT_EQ(old.Read().value(), 9);
  Replica fresh(&store, {.catch_up = std::chrono::minutes(10)});
  fresh.Load(2, "new");
  EXPECT_EQ(fresh.Read().value(), 2);
  // Who has seen the change takes the pointer over; the new epoch counts from then on.
  for (Source source : {Source::kUnits, Source::kPrograms, Source::kSupervision}) {
    old.facts().Reset(source);
  }
  old.Load(2, "new");
  EXPECT_EQ(old.Read().value(), 2);
  Replica third(&store);
  EXPECT_EQ(third.Read().value(), 2);
}

TEST(FiguresReaderTest, WhatWasKnownOnceIsComputedOnce) {
  cache::FakeVersionedStore store;
  Replica first(&store);
  first.Load(5);
  const Instant known_at = FromMicros(1'000'000);
  auto figures = first.ReadKnown(known_at);
  ASSERT_THAT(figures, IsOk());
  EXPECT_EQ((*figures)->positions[0].revision, 3);
  // New facts end what was computed of the present, not this.
  first.Load(6);
  EXPECT_EQ(first.Read().value(), 6);
  EXPECT_EQ(first.ReadKnown(known_at).value(), *figures);
  EXPECT_EQ(first.facts_read(), 1);
  EXPECT_THAT(first.ReadKnown(FromMicros(1'000'001)), IsOk());
  EXPECT_EQ(first.facts_read(), 2);
  // Another replica finds it, whatever it has itself, and tells the same time of the cut.
  Replica second(&store);
  second.Load(9);
  auto found = second.ReadKnown(known_at);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ((*found)->bytes, (*figures)->bytes);
  EXPECT_EQ((*found)->positions[1].revision, 3);
  EXPECT_EQ((*found)->positions[1].time, known_at);
  EXPECT_EQ(second.facts_read(), 0);
}

TEST(FiguresReaderTest, WhatWasKnownInAnotherDatabaseIsNotServed) {
  cache::FakeVersionedStore store;
  Replica replica(&store);
  replica.Load(5, "old");
  const Instant known_at = FromMicros(1'000'000);
  EXPECT_THAT(replica.ReadKnown(known_at), IsOk());
  for (Source source : {Source::kUnits, Source::kPrograms, Source::kSupervision}) {
    replica.facts().Reset(source);
  }
  replica.Load(5, "new");
  auto figures = replica.ReadKnown(known_at);
  ASSERT_THAT(figures, IsOk());
  EXPECT_EQ((*figures)->positions[0].database_id, "new");
  EXPECT_EQ(replica.facts_read(), 2);
}

TEST(FiguresReaderTest, FiguresAreCountedByWhereTheyCameFrom) {
  cache::FakeVersionedStore store;
  metrics::Counter memory;
  metrics::Counter redis;
  metrics::Counter computed;
  const FiguresReader::Options options{
      .from_memory = &memory, .from_redis = &redis, .computed = &computed};
  Replica first(&store, options);
  Replica second(&store, options);
  first.Load(5);
  second.Load(5);
  EXPECT_EQ(first.Read().value(), 5);
  EXPECT_EQ(computed.Value(), 1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(first.Read().value(), 5);
  EXPECT_EQ(memory.Value(), 3);
  EXPECT_EQ(redis.Value(), 0);
  EXPECT_EQ(second.Read().value(), 5);
  EXPECT_EQ(redis.Value(), 1);
  EXPECT_EQ(computed.Value(), 1);
}

TEST(FiguresReaderTest, WithoutTheStoreEverythingIsComputed) {
  cache::FakeVersionedStore store;
  store.SetAvailable(false);
  Replica replica(&store);
  replica.Load(5);
  EXPECT_EQ(replica.Read().value(), 5);
  Replica alone(nullptr);
  alone.Load(5);
  EXPECT_EQ(alone.Read().value(), 5);
}

}  // namespace
}  // namespace tiendo::status
