// A programs database on an engine, written through the committer as the service does.
#ifndef TIENDO_TESTS_CONTRACT_PROGRAMS_PROGRAM_STORE_H_
#define TIENDO_TESTS_CONTRACT_PROGRAMS_PROGRAM_STORE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/feed/listing.h"
#include "common/ledger/committer.h"
#include "services/programs/api/codec.h"
#include "services/programs/api/duty_codec.h"
#include "services/programs/api/requests.h"
#include "services/programs/api/target_codec.h"
#include "services/programs/server.h"
#include "services/programs/storage/sql_store.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::programs::testing {

using tiendo::testing::IsOk;

inline Day D(const std::string& iso) { return calendar::ParseIsoDay(iso).value(); }

inline SqlStore::Codecs NewCodecs() {
  return {.category = std::make_unique<CategoryCodec>(),
          .program = std::make_unique<ProgramCodec>(),
          .item = std::make_unique<ItemCodec>(),
          .event = std::make_unique<EventCodec>(),
          .hidden_item = std::make_unique<HiddenItemCodec>(),
          .hidden_event = std::make_unique<HiddenEventCodec>(),
          .tag = std::make_unique<TagCodec>(),
          .period = std::make_unique<PeriodCodec>(),
          .target = std::make_unique<TargetCodec>(),
          .target_event = std::make_unique<TargetEventCodec>(),
          .target_report = std::make_unique<TargetReportCodec>(),
          .duty = std::make_unique<DutyCodec>(),
          .assignment = std::make_unique<AssignmentCodec>(),
          .assignment_event = std::make_unique<AssignmentEventCodec>()};
}

// A database that is migrated, a store on it, and the lists of items as the service reads them.
class ProgramStoreTest : public tiendo::testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, AllMigrations()), IsOk());
    StartLedger();
  }
  void StartLedger() {
    auto committer = ledger::Committer::Start(*database_, schema_, clock_, {});
    ASSERT_THAT(committer, IsOk());
    committer_ = *std::move(committer);
  }

  void Write(std::function<absl::Status(ledger::Transaction&)> apply) {
    std::promise<absl::Status> done;
    ledger::WriteRequest request;
    request.info = {"test", "test/Write", ""};
    request.apply = std::move(apply);
    request.replay = [](const std::vector<ledger::Row>&) { return absl::OkStatus(); };
    request.done = [&done](const absl::Status& status, const ledger::Commit&) {
      done.set_value(status);
    };
    committer_->Submit(std::move(request));
    ASSERT_THAT(done.get_future().get(), IsOk());
  }
  void PutProgram(const std::string& id, const std::string& category, const std::string& owner) {
    Write([&](ledger::Transaction& tx) {
      Program program;
      program.name = "programs/" + id;
      program.category = "categories/" + category;
      program.owner = "units/" + owner;
      program.years = {2022};
      return store_.Programs(tx)->Put(program);
    });
  }
  // Changes an item, which is new when there is none.
  void Change(const std::string& name, std::function<void(Item&)> change) {
    Write([&](ledger::Transaction& tx) -> absl::Status {
      auto items = store_.Items(tx);
      TIENDO_ASSIGN_OR_RETURN(std::optional<Item> item, items->Get(name));
      if (!item) item.emplace().name = name;
      change(*item);
      return items->Put(*item);
    });
  }
  ledger::Head Head() {
    db::Lease lease = database_->Reader().value();
    return ledger::Reader(*lease, schema_).ReadHead().value();
  }

  feed::ListRequest ItemList(const std::string& program, const std::string& filter,
                             const std::string& order_by) {
    feed::ListRequest request;
    request.method = "test/ListItems";
    if (!program.empty()) {
      request.parent = "programs/" + program;
      request.prefix = request.parent + "/items/";
      request.within = {{"program", "=", request.parent}};
    }
    request.filter = filter;
    request.order_by = order_by;
    return request;
  }
  // All pages of two, as one: "p/a" for "programs/p/items/a".
  std::vector<std::string> Listed(feed::ListRequest request) {
    request.page_size = 2;
    std::vector<std::string> names;
    do {
      db::Lease lease = database_->Reader().value();
      ledger::Reader reader(*lease, schema_);
      auto page = feed::ReadPage(reader, schema_.collections[2], ItemFields(), request, kLater);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const ledger::Row& row : page->rows) {
        std::string name = row.name.substr(std::string("programs/").size());
        names.push_back(name.erase(name.find("/items"), 6));
      }
      request.page_token = page->next_page_token;
    } while (!request.page_token.empty());
    return names;
  }
  std::vector<std::string> Listed(const std::string& filter, const std::string& order_by = "",
                                  const std::string& program = "") {
    return Listed(ItemList(program, filter, order_by));
  }

  static constexpr Instant kLater{std::chrono::hours(1'000'000)};
  const ledger::Schema schema_ = StorageSchema();
  tiendo::testing::ManualClock clock_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  const SqlStore store_{NewCodecs()};
};

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_CONTRACT_PROGRAMS_PROGRAM_STORE_H_
