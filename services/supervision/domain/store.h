// Where requirements, plans and engagements are kept; implemented by storage.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_STORE_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/supervision/domain/supervision_manager.h"

namespace tiendo::ledger {
class Reader;
class Transaction;
}  // namespace tiendo::ledger

namespace tiendo::supervision {

class Store {
 public:
  virtual ~Store() = default;
  // The collections as a transaction sees and writes them; live no longer than the transaction.
  virtual std::unique_ptr<RequirementRepository> Requirements(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<PlanRepository> Plans(ledger::Transaction& tx) const = 0;
  virtual std::unique_ptr<EngagementRepository> Engagements(ledger::Transaction& tx) const = 0;

  // The name of the unit's plan for the year; nullopt when it has none.
  virtual absl::StatusOr<std::optional<std::string>> FindPlan(ledger::Reader& reader,
                                                              const std::string& unit,
                                                              int year) const = 0;
  // The requirement of a year, as of a revision; nullopt when there is none.
  virtual absl::StatusOr<std::optional<PlanRequirement>> FindRequirement(ledger::Reader& reader,
                                                                         int year,
                                                                         int64_t at) const = 0;
  // All plans for a year, by name, as of a revision.
  virtual absl::StatusOr<std::vector<Plan>> PlansOfYear(ledger::Reader& reader, int year,
                                                        int64_t at) const = 0;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_STORE_H_
