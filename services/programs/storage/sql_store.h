// Programmes, items, targets, their events and reports, and what they are sorted by, in SQL, on
// either engine.
//
// What a resource's stored bytes must not show (the text of secret items) stands in columns beside
// them; lists, the feed and the change log never read those.
#ifndef TIENDO_SERVICES_PROGRAMS_STORAGE_SQL_STORE_H_
#define TIENDO_SERVICES_PROGRAMS_STORAGE_SQL_STORE_H_

#include <memory>
#include <vector>

#include "common/db/migrator.h"
#include "common/ledger/schema.h"
#include "services/programs/domain/secret.h"
#include "services/programs/domain/store.h"

namespace tiendo::programs {

// The service's own migrations (generated from storage/migrations), without version 3: the tables
// of the copy of the units, which the server adds.
std::vector<db::Migration> Migrations();

// Collections of the programs database, in the order of a snapshot: what is referred to comes
// first.
ledger::Schema StorageSchema();

class SqlStore final : public Store {
 public:
  // Encode and decode the stored bytes; those of items and events mask what is secret.
  struct Codecs {
    std::unique_ptr<resource::Codec<Category>> category;
    std::unique_ptr<resource::Codec<Program>> program;
    std::unique_ptr<resource::Codec<Item>> item;
    std::unique_ptr<resource::Codec<ItemEvent>> event;
    std::unique_ptr<HiddenCodec<Item>> hidden_item;
    std::unique_ptr<HiddenCodec<ItemEvent>> hidden_event;
    std::unique_ptr<resource::Codec<Tag>> tag;
    std::unique_ptr<resource::Codec<Period>> period;
    std::unique_ptr<resource::Codec<Target>> target;
    std::unique_ptr<resource::Codec<TargetEvent>> target_event;
    std::unique_ptr<resource::Codec<TargetReport>> target_report;
    std::unique_ptr<resource::Codec<Duty>> duty;
    std::unique_ptr<resource::Codec<Assignment>> assignment;
    std::unique_ptr<resource::Codec<AssignmentEvent>> assignment_event;
  };
  explicit SqlStore(Codecs codecs);

  std::unique_ptr<CategoryRepository> Categories(ledger::Transaction& tx) const override;
  std::unique_ptr<ProgramRepository> Programs(ledger::Transaction& tx) const override;
  std::unique_ptr<ItemRepository> Items(ledger::Transaction& tx) const override;
  std::unique_ptr<EventRepository> Events(ledger::Transaction& tx) const override;
  std::unique_ptr<TagRepository> Tags(ledger::Transaction& tx) const override;
  std::unique_ptr<PeriodRepository> Periods(ledger::Transaction& tx) const override;
  std::unique_ptr<TargetRepository> Targets(ledger::Transaction& tx) const override;
  std::unique_ptr<TargetEventRepository> TargetEvents(ledger::Transaction& tx) const override;
  std::unique_ptr<TargetReportRepository> TargetReports(ledger::Transaction& tx) const override;
  std::unique_ptr<DutyRepository> Duties(ledger::Transaction& tx) const override;
  std::unique_ptr<AssignmentRepository> Assignments(ledger::Transaction& tx) const override;
  std::unique_ptr<AssignmentEventRepository> AssignmentEvents(
      ledger::Transaction& tx) const override;
  std::unique_ptr<ItemRepository> ReadItems(ledger::Reader& reader,
                                            std::optional<int64_t> at) const override;

 private:
  const Codecs codecs_;
  const ledger::Schema schema_;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_STORAGE_SQL_STORE_H_
