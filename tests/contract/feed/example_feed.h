// A feed over the example ledger: its resources are units of tiendo.units.v1.
#ifndef TIENDO_TESTS_CONTRACT_FEED_EXAMPLE_FEED_H_
#define TIENDO_TESTS_CONTRACT_FEED_EXAMPLE_FEED_H_

#include <google/protobuf/any.pb.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/feed/hub.h"
#include "common/feed/session.h"
#include "tests/contract/ledger/example_ledger.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::testing {

using feed::v1::WatchChangesRequest;
using Frame = feed::v1::WatchChangesResponse;
using units::v1::Unit;

inline Unit NewUnit(const std::string& name, const std::string& code = "") {
  Unit unit;
  unit.set_name(name);
  unit.set_code(code);
  unit.set_side(Unit::SIDE_PARTY);
  return unit;
}

// As a service stores it.
inline std::string Body(const Unit& unit) {
  google::protobuf::Any any;
  any.PackFrom(unit);
  return any.SerializeAsString();
}

inline absl::Status PutUnit(ledger::Transaction& tx, const Unit& unit) {
  Columns columns{.side = unit.side() == Unit::SIDE_PARTY ? "PARTY" : "GOVERNMENT",
                  .parent = unit.parent(),
                  .code = unit.code()};
  if (unit.has_effective_from()) {
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", unit.effective_from().year(),
                  unit.effective_from().month(), unit.effective_from().day());
    columns.effective_from = text;
  }
  return Put(tx, unit.name(), Body(unit), columns);
}

inline Apply PutUnits(std::vector<Unit> units) {
  return [units = std::move(units)](ledger::Transaction& tx,
                                    std::vector<ledger::Row>&) -> absl::Status {
    for (const Unit& unit : units) TIENDO_RETURN_IF_ERROR(PutUnit(tx, unit));
    return absl::OkStatus();
  };
}

// "3 units/a UPDATED<1": revision, name, kind and the revision before. What a watcher must get
// right.
inline std::string ToText(const feed::v1::Change& c) {
  return std::to_string(c.revision()) + " " + c.name() + " " +
         feed::v1::Change::Kind_Name(c.kind()).substr(5) + "<" +
         std::to_string(c.previous_revision());
}
inline std::vector<std::string> ToText(const std::vector<Frame>& frames, size_t from = 0) {
  std::vector<std::string> out;
  for (size_t i = from; i < frames.size(); ++i) {
    for (const feed::v1::Change& c : frames[i].changes()) out.push_back(ToText(c));
  }
  return out;
}
// The same of the log, without a filter.
inline std::vector<std::string> ToText(const std::vector<ledger::Change>& changes) {
  std::vector<std::string> out;
  for (const ledger::Change& c : changes) {
    out.push_back(std::to_string(c.revision) + " " + c.name +
                  (c.previous_revision == 0 ? " CREATED<" : " UPDATED<") +
                  std::to_string(c.previous_revision));
  }
  return out;
}

// What a consumer holds: a change counts if it is newer than what is held.
class View {
 public:
  void Apply(const Frame& frame) {
    for (const feed::v1::Change& c : frame.changes()) {
      Held& held = held_[c.name()];
      if (held.revision >= c.revision()) continue;
      held.revision = c.revision();
      held.present = c.kind() != feed::v1::Change::KIND_REMOVED_FROM_VIEW;
      held.body = c.resource().SerializeAsString();
    }
  }
  void Apply(const std::vector<Frame>& frames) {
    for (const Frame& f : frames) Apply(f);
  }
  std::vector<ledger::Row> rows() const {
    std::vector<ledger::Row> out;
    for (const auto& [name, held] : held_) {
      if (held.present) out.push_back({name, held.revision, held.body});
    }
    return out;
  }

 private:
  struct Held {
    int64_t revision = 0;
    bool present = false;
    std::string body;
  };
  std::map<std::string, Held> held_;
};

class FeedTest : public LedgerTest {
 protected:
  void SetUp() override {
    committer_options_.on_commit = [this](const ledger::Head&) {
      if (feed::Hub* hub = to_wake_.load()) hub->Wake();
    };
    LedgerTest::SetUp();
    StartHub();
  }
  void TearDown() override {
    committer_.reset();
    StopHub();
    Stop();
  }
  void StartHub() {
    auto hub = feed::Hub::Start(*database_, schema_, hub_options_);
    ASSERT_THAT(hub, IsOk());
    hub_ = *std::move(hub);
    source_.database = database_.get();
    source_.schema = &schema_;
    source_.hub = hub_.get();
    source_.filter_fields = {{"side", paging::FieldType::kEnum, {"PARTY", "GOVERNMENT"}},
                             {"code", paging::FieldType::kString},
                             {"parent", paging::FieldType::kString},
                             {"effective_from", paging::FieldType::kDate}};
    to_wake_ = hub_.get();
  }
  void StopHub() {
    to_wake_ = nullptr;
    hub_.reset();
  }
  // Until the hub has seen all that is committed.
  void Sync() {
    const int64_t head = Head().revision;
    hub_->Wake();
    ASSERT_TRUE(WaitUntil([&] { return hub_->head().revision >= head; }));
  }

  int64_t WriteUnits(std::vector<Unit> units) { return MustWrite(PutUnits(std::move(units))); }

  static WatchChangesRequest FromEarliest(const std::string& filter = "") {
    WatchChangesRequest request;
    request.set_from_earliest(true);
    request.set_filter(filter);
    return request;
  }
  static WatchChangesRequest FromNow() {
    WatchChangesRequest request;
    request.set_from_now(true);
    return request;
  }
  static WatchChangesRequest Snapshot(const std::string& filter = "") {
    WatchChangesRequest request;
    request.set_snapshot(true);
    request.set_filter(filter);
    return request;
  }
  static WatchChangesRequest Resume(const std::string& token, const std::string& filter = "") {
    WatchChangesRequest request;
    request.set_resume_token(token);
    request.set_filter(filter);
    return request;
  }
  std::unique_ptr<feed::Session> OpenWatch(const WatchChangesRequest& request) {
    auto session = feed::Session::Open(source_, request);
    EXPECT_THAT(session, IsOk());
    return *std::move(session);
  }
  // Every frame there is now.
  std::vector<Frame> Drain(feed::Session& session) {
    Sync();
    std::vector<Frame> frames;
    while (true) {
      auto frame = session.Next();
      EXPECT_THAT(frame, IsOk());
      if (!frame.ok() || !frame->has_value()) return frames;
      frames.push_back(**std::move(frame));
    }
  }
  std::vector<Frame> Watch(const WatchChangesRequest& request) {
    return Drain(*OpenWatch(request));
  }
  // Of a stream as a whole: nothing is missing between its frames, positions and database are told.
  void ExpectChained(const std::vector<Frame>& frames) {
    int64_t last = 0;
    for (const Frame& f : frames) {
      EXPECT_EQ(f.previous_revision(), last);
      EXPECT_FALSE(f.resume_token().empty());
      EXPECT_EQ(f.database_id(), Head().database_id);
      EXPECT_GE(f.head_revision(), f.revision());
      last = f.revision();
    }
  }
  // All resources as they are, of both collections.
  std::vector<ledger::Row> Everything() {
    std::vector<ledger::Row> rows = List(0);
    for (ledger::Row& row : List(1)) rows.push_back(std::move(row));
    std::sort(rows.begin(), rows.end(),
              [](const ledger::Row& a, const ledger::Row& b) { return a.name < b.name; });
    return rows;
  }

  feed::Hub::Options hub_options_;
  std::unique_ptr<feed::Hub> hub_;
  feed::Source source_;
  std::atomic<feed::Hub*> to_wake_ = nullptr;
};

}  // namespace tiendo::testing

#endif  // TIENDO_TESTS_CONTRACT_FEED_EXAMPLE_FEED_H_
