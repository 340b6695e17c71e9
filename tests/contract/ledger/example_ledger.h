// A ledger of two collections, for the contract tests of ledger and feed.
#ifndef TIENDO_TESTS_CONTRACT_LEDGER_EXAMPLE_LEDGER_H_
#define TIENDO_TESTS_CONTRACT_LEDGER_EXAMPLE_LEDGER_H_

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/ledger/committer.h"
#include "common/ledger/ledger.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/wait.h"

namespace tiendo::testing {

inline constexpr char kExampleService[] = "tiendo.example.v1.UnitService";

inline ledger::Schema ExampleSchema() {
  return {kExampleService,
          {{"units", "units", "units/*", {"side", "parent", "code", "effective_from", "slot"}},
           {"notes", "notes", "units/*/notes/*", {}}}};
}

// `slot` is unique among the current units: what a storage constraint of a service looks like.
inline constexpr char kExampleSql[] = R"(
CREATE TABLE units (
  name {{text}} NOT NULL, from_revision {{int}} NOT NULL, to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL, side {{text}} NOT NULL, parent {{text}} NOT NULL, code {{text}} NOT NULL,
  effective_from {{text}}, slot {{text}}, PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX units_open ON units (name) WHERE to_revision = 9223372036854775807;
CREATE UNIQUE INDEX units_slot ON units (slot) WHERE to_revision = 9223372036854775807;
CREATE TABLE notes (
  name {{text}} NOT NULL, from_revision {{int}} NOT NULL, to_revision {{int}} NOT NULL,
  body {{bytes}} NOT NULL, PRIMARY KEY (name, from_revision)
);
CREATE UNIQUE INDEX notes_open ON notes (name) WHERE to_revision = 9223372036854775807;
CREATE TABLE side_table (id {{int}} PRIMARY KEY, n {{int}} NOT NULL);
)";

// Values of the columns of a unit.
struct Columns {
  std::string side = "PARTY";
  std::string parent = "";
  std::string code = "";
  std::optional<std::string> effective_from = std::nullopt;
  std::optional<std::string> slot = std::nullopt;
};

inline absl::Status Put(ledger::Transaction& tx, const std::string& name, const std::string& body,
                        const Columns& c = {}) {
  if (name.find("/notes/") != std::string::npos) return tx.Put(name, body);
  return tx.Put(name, body, {c.side, c.parent, c.code, c.effective_from, c.slot});
}

// What became of a write.
struct Outcome {
  absl::Status status;
  ledger::Commit commit;
  std::vector<ledger::Row> answer;
  int runs = 0;  // of the write itself, replays not counted
};

// Decides and writes; the rows are the answer.
using Apply = std::function<absl::Status(ledger::Transaction&, std::vector<ledger::Row>&)>;

// Writes the resources, in order; they are the answer.
inline Apply PutAll(std::vector<std::pair<std::string, std::string>> resources) {
  return [resources = std::move(resources)](ledger::Transaction& tx,
                                            std::vector<ledger::Row>& answer) -> absl::Status {
    for (const auto& [name, body] : resources) {
      TIENDO_RETURN_IF_ERROR(Put(tx, name, body));
      answer.push_back({name, tx.revision(), body});
    }
    return absl::OkStatus();
  };
}
inline Apply PutOne(const std::string& name, const std::string& body) {
  return PutAll({{name, body}});
}

// A request with an id of the caller's.
inline ledger::WriteRequest WithId(std::string id, std::string body_hash = "body") {
  ledger::WriteRequest request;
  request.info = {"tester", "Example/Put", std::move(id)};
  request.body_hash = std::move(body_hash);
  return request;
}

inline std::future<Outcome> Send(ledger::Committer& committer, Apply apply,
                                 ledger::WriteRequest request = WithId("")) {
  auto outcome = std::make_shared<Outcome>();
  auto promise = std::make_shared<std::promise<Outcome>>();
  request.apply = [outcome, apply = std::move(apply)](ledger::Transaction& tx) {
    ++outcome->runs;
    outcome->answer.clear();
    return apply(tx, outcome->answer);
  };
  request.replay = [outcome](const std::vector<ledger::Row>& rows) {
    outcome->answer = rows;
    return absl::OkStatus();
  };
  // A second call would throw: done comes once.
  request.done = [outcome, promise](const absl::Status& status, const ledger::Commit& commit) {
    outcome->status = status;
    outcome->commit = commit;
    promise->set_value(*outcome);
  };
  std::future<Outcome> future = promise->get_future();
  committer.Submit(std::move(request));
  return future;
}

// "units/a@3=body units/b@3=body"
inline std::string ToText(const std::vector<ledger::Row>& rows) {
  std::string text;
  for (const ledger::Row& r : rows) {
    text += (text.empty() ? "" : " ") + r.name + "@" + std::to_string(r.revision) + "=" + r.body;
  }
  return text;
}

// Holds the committer in a batch until it is opened, so that what is submitted meanwhile waits
// together. Changes nothing itself. Open it before the committer goes.
class Gate {
 public:
  explicit Gate(ledger::Committer& committer) {
    std::shared_future<void> opened = opened_.get_future().share();
    auto entered = std::make_shared<std::promise<void>>();
    std::future<void> inside = entered->get_future();
    done_ = Send(committer, [opened, entered](ledger::Transaction&, std::vector<ledger::Row>&) {
      entered->set_value();
      opened.wait_for(kPatience);
      return absl::OkStatus();
    });
    EXPECT_EQ(inside.wait_for(kPatience), std::future_status::ready);
  }
  void Open() { opened_.set_value(); }

 private:
  std::promise<void> opened_;
  std::future<Outcome> done_;
};

class LedgerTest : public EngineTest {
 protected:
  void SetUp() override {
    options_ = NewOptions();
    // Batches end by number and bytes, not by the speed of the machine.
    committer_options_.max_batch_time = std::chrono::minutes(1);
    committer_options_.retry_backoff = std::chrono::milliseconds(1);
    Start();
  }
  void TearDown() override { Stop(); }

  virtual std::vector<db::Migration> Migrations() {
    return ledger::WithLedger({{2, "example", kExampleSql}});
  }
  void Start() {
    database_ = Open(options_);
    ASSERT_THAT(db::Migrate(*database_, Migrations()), IsOk());
    StartCommitter();
  }
  void StartCommitter() {
    auto committer = ledger::Committer::Start(*database_, schema_, clock_, committer_options_);
    ASSERT_THAT(committer, IsOk());
    committer_ = *std::move(committer);
  }
  void Stop() {
    committer_.reset();
    database_.reset();
  }

  Outcome Write(Apply apply, ledger::WriteRequest request = WithId("")) {
    return Send(*committer_, std::move(apply), std::move(request)).get();
  }
  // What a test needs and the ledger must do: a write that succeeds.
  int64_t MustWrite(Apply apply) {
    Outcome outcome = Write(std::move(apply));
    EXPECT_THAT(outcome.status, IsOk());
    return outcome.commit.revision;
  }

  // Runs `f(reader)` on a connection that reads.
  template <typename F>
  auto Read(F f) {
    db::Lease lease = database_->Reader().value();
    ledger::Reader reader(*lease, schema_);
    return f(reader);
  }
  ledger::Head Head() {
    return Read([](ledger::Reader& r) { return r.ReadHead().value(); });
  }
  std::vector<ledger::Row> List(size_t collection, std::optional<int64_t> at = std::nullopt) {
    ledger::ListQuery query;
    query.at = at;
    query.limit = 100'000;
    return Read(
        [&](ledger::Reader& r) { return r.List(schema_.collections[collection], query).value(); });
  }
  std::vector<ledger::Change> Changes(int64_t after = 0) {
    return Read([&](ledger::Reader& r) { return r.ChangesAfter(after, 1'000'000).value(); });
  }
  std::optional<ledger::Row> Get(const std::string& name, std::optional<int64_t> at = {}) {
    return Read([&](ledger::Reader& r) { return r.Get(name, at).value(); });
  }
  absl::Status VerifyChain() {
    return Read([&](ledger::Reader& r) { return ledger::VerifyChain(r.connection(), schema_); });
  }
  // Revisions are dense, times rise, ordinals count up, and the chain holds.
  void ExpectSoundLog() {
    int64_t revision = 0;
    int ordinal = 0;
    Instant time;
    for (const ledger::Change& c : Changes()) {
      ordinal = c.revision == revision ? ordinal + 1 : 0;
      ASSERT_TRUE(c.revision == revision || c.revision == revision + 1) << c.revision;
      ASSERT_EQ(c.ordinal, ordinal);
      if (c.revision != revision) {
        ASSERT_GT(c.time, time);
      }
      revision = c.revision;
      time = c.time;
    }
    EXPECT_EQ(Head().revision, revision);
    EXPECT_EQ(Head().time, time);
    EXPECT_THAT(VerifyChain(), IsOk());
  }

  const ledger::Schema schema_ = ExampleSchema();
  ManualClock clock_;
  db::Options options_;
  ledger::Committer::Options committer_options_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_CONTRACT_LEDGER_EXAMPLE_LEDGER_H_
