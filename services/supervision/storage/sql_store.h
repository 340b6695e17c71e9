// The resources of supervision in SQL, on either engine.
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
  // They encode and decode the stored bytes.
  struct Codecs {
    std::unique_ptr<resource::Codec<PlanRequirement>> requirement;
    std::unique_ptr<resource::Codec<Plan>> plan;
    std::unique_ptr<resource::Codec<PlanEvent>> plan_event;
    std::unique_ptr<resource::Codec<Engagement>> engagement;
    std::unique_ptr<resource::Codec<EngagementEvent>> engagement_event;
    std::unique_ptr<resource::Codec<Checklist>> checklist;
    std::unique_ptr<resource::Codec<Dossier>> dossier;
    std::unique_ptr<resource::Codec<Recommendation>> recommendation;
    std::unique_ptr<resource::Codec<Reminder>> reminder;
    std::unique_ptr<resource::Codec<Delivery>> delivery;
  };
  explicit SqlStore(Codecs codecs);

  Repositories In(ledger::Transaction& tx) const override;
  Repositories At(ledger::Reader& reader, std::optional<int64_t> revision) const override;
  absl::StatusOr<std::vector<PlanRequirement>> RequirementsOfYear(ledger::Reader& reader, int year,
                                                                  int64_t at) const override;
  absl::StatusOr<std::vector<Plan>> PlansOfYear(ledger::Reader& reader, int year,
                                                int64_t at) const override;
  absl::StatusOr<std::vector<Engagement>> EngagementsOfYear(ledger::Reader& reader, int year,
                                                            int64_t at) const override;

 private:
  void AddFinders(ledger::Reader& reader, std::optional<int64_t> at, Repositories& out) const;

  const Codecs codecs_;
  const ledger::Schema schema_;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_STORAGE_SQL_STORE_H_
