// The store of supervision with its committer, on an engine.
#ifndef TIENDO_TESTS_CONTRACT_SUPERVISION_SUPERVISION_STORE_H_
#define TIENDO_TESTS_CONTRACT_SUPERVISION_SUPERVISION_STORE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/ledger/committer.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/storage/sql_store.h"
#include "tests/support/engine_test.h"
#include "tests/support/manual_clock.h"
#include "tests/support/status_matchers.h"

namespace tiendo::supervision {

inline Day D(const char* iso) { return calendar::ParseIsoDay(iso).value(); }

// The service's own; between them stand the tables of its copy of the units, which are not needed.
inline std::vector<db::Migration> AllMigrations() {
  std::vector<db::Migration> all = Migrations();
  all.insert(all.begin() + 1,
             db::Migration{3, "between", "CREATE TABLE between_them (x {{int}});"});
  return ledger::WithLedger(std::move(all));
}

class SupervisionStoreTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    database_ = Open(NewOptions());
    ASSERT_THAT(db::Migrate(*database_, AllMigrations()), testing::IsOk());
    auto committer = ledger::Committer::Start(*database_, schema_, clock_, {});
    ASSERT_THAT(committer, testing::IsOk());
    committer_ = *std::move(committer);
  }

  absl::Status Write(std::function<absl::Status(ledger::Transaction&)> apply) {
    std::promise<absl::Status> done;
    ledger::WriteRequest request;
    request.info = {"test", "test/Write", ""};
    request.apply = std::move(apply);
    request.replay = [](const std::vector<ledger::Row>&) { return absl::OkStatus(); };
    request.done = [&done](const absl::Status& status, const ledger::Commit&) {
      done.set_value(status);
    };
    committer_->Submit(std::move(request));
    return done.get_future().get();
  }
  absl::Status Put(Plan plan) {
    return Write([&](ledger::Transaction& tx) { return store_.In(tx).plans->Put(plan); });
  }
  static Plan PlanOf(const std::string& id, const std::string& unit, int year) {
    Plan plan;
    plan.name = "plans/" + id;
    plan.unit = "units/" + unit;
    plan.year = year;
    return plan;
  }
  // What `read` says on a connection that reads.
  template <typename Read>
  auto Reading(Read read) {
    db::Lease lease = database_->Reader().value();
    ledger::Reader reader(*lease, schema_);
    return read(reader);
  }
  std::vector<std::string> Listed(const std::string& collection,
                                  std::vector<ledger::Condition> conditions) {
    return Reading([&](ledger::Reader& reader) {
      ledger::ListQuery query;
      query.conditions = std::move(conditions);
      std::vector<std::string> names;
      const std::vector<ledger::Row> rows =
          reader.List(*schema_.ForName(collection + "/x"), query).value();
      for (const ledger::Row& row : rows) {
        names.push_back(row.name);
      }
      return names;
    });
  }

  const ledger::Schema schema_ = StorageSchema();
  testing::ManualClock clock_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<ledger::Committer> committer_;
  const SqlStore store_{{.requirement = std::make_unique<RequirementCodec>(),
                         .plan = std::make_unique<PlanCodec>(),
                         .plan_event = std::make_unique<PlanEventCodec>(),
                         .engagement = std::make_unique<EngagementCodec>(),
                         .engagement_event = std::make_unique<EngagementEventCodec>(),
                         .checklist = std::make_unique<ChecklistCodec>(),
                         .dossier = std::make_unique<DossierCodec>(),
                         .recommendation = std::make_unique<RecommendationCodec>(),
                         .reminder = std::make_unique<ReminderCodec>(),
                         .delivery = std::make_unique<DeliveryCodec>()}};
};

}  // namespace tiendo::supervision

#endif  // TIENDO_TESTS_CONTRACT_SUPERVISION_SUPERVISION_STORE_H_
