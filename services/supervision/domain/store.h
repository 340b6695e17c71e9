// Where the resources of supervision are kept; implemented by storage.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_STORE_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::ledger {
class Reader;
class Transaction;
}  // namespace tiendo::ledger

namespace tiendo::supervision {

class Store {
 public:
  virtual ~Store() = default;
  // The collections as a transaction sees and writes them; live no longer than the transaction.
  virtual Repositories In(ledger::Transaction& tx) const = 0;
  // The same as of a revision (nullopt: now), only to read.
  virtual Repositories At(ledger::Reader& reader, std::optional<int64_t> revision) const = 0;

  // What a year's lists are made of, by name, as of a revision.
  virtual absl::StatusOr<std::vector<PlanRequirement>> RequirementsOfYear(ledger::Reader& reader,
                                                                          int year,
                                                                          int64_t at) const = 0;
  virtual absl::StatusOr<std::vector<Plan>> PlansOfYear(ledger::Reader& reader, int year,
                                                        int64_t at) const = 0;
  // Those of the year's plans, and all that have no plan.
  virtual absl::StatusOr<std::vector<Engagement>> EngagementsOfYear(ledger::Reader& reader,
                                                                    int year, int64_t at) const = 0;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_STORE_H_
