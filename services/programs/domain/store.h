// Where the resources are kept; implemented by storage.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_STORE_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "services/programs/domain/assignment.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/period.h"
#include "services/programs/domain/program.h"
#include "services/programs/domain/tag.h"
#include "services/programs/domain/target.h"

namespace tiendo::ledger {
class Reader;
class Transaction;
}  // namespace tiendo::ledger

namespace tiendo::programs {

// Repositories live no longer than the transaction or reader they were made for.
class Store {
 public:
  virtual ~Store() = default;
  // As a transaction sees and writes them.
  virtual std::unique_ptr<CategoryRepository> Categories(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<ProgramRepository> Programs(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<ItemRepository> Items(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<EventRepository> Events(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<TagRepository> Tags(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<PeriodRepository> Periods(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<TargetRepository> Targets(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<TargetEventRepository> TargetEvents(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<TargetReportRepository> TargetReports(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<DutyRepository> Duties(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<AssignmentRepository> Assignments(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<AssignmentEventRepository> AssignmentEvents(
      ledger::Transaction& tx) const = 0;
  // Items with the true text of the secret ones, at a revision (nullopt: now); only reads.
  virtual std::unique_ptr<ItemRepository> ReadItems(ledger::Reader& reader,
                                                    std::optional<int64_t> at) const = 0;
};

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_STORE_H_
