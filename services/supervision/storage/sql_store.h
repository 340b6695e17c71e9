// Requirements, plans and engagements in SQL, on either engine.
#ifndef TIENDO_SERVICES_SUPERVISION_STORAGE_SQL_STORE_H_
#define TIENDO_SERVICES_SUPERVISION_STORAGE_SQL_STORE_H_

#include <memory>
#include <vector>

#include "common/db/migrator.h"
#include "common/ledger/schema.h"
#include "services/supervision/domain/store.h"

namespace tiendo::supervision {

// The service's own migrations (generated from storage/migrations).
std::vector<db::Migration> Migrations();

// Collections of the supervision database.
ledger::Schema StorageSchema();

class SqlStore final : public Store {
 public:
  // The codecs encode and decode the stored bytes.
  SqlStore(std::unique_ptr<resource::Codec<PlanRequirement>> requirement_codec,
           std::unique_ptr<resource::Codec<Plan>> plan_codec,
           std::unique_ptr<resource::Codec<Engagement>> engagement_codec);

  std::unique_ptr<RequirementRepository> Requirements(ledger::Transaction& tx) const override;
  std::unique_ptr<PlanRepository> Plans(ledger::Transaction& tx) const override;
  std::unique_ptr<EngagementRepository> Engagements(ledger::Transaction& tx) const override;
  absl::StatusOr<std::optional<std::string>> FindPlan(ledger::Reader& reader,
                                                      const std::string& unit,
                                                      int year) const override;
  absl::StatusOr<std::optional<PlanRequirement>> FindRequirement(ledger::Reader& reader, int year,
                                                                 int64_t at) const override;
  absl::StatusOr<std::vector<Plan>> PlansOfYear(ledger::Reader& reader, int year,
                                                int64_t at) const override;

 private:
  const std::unique_ptr<resource::Codec<PlanRequirement>> requirement_codec_;
  const std::unique_ptr<resource::Codec<Plan>> plan_codec_;
  const std::unique_ptr<resource::Codec<Engagement>> engagement_codec_;
  const ledger::Schema schema_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_STORAGE_SQL_STORE_H_
