// Duties, assignments and their events (sql_store.h).
#include <string>
#include <utility>

#include "common/ledger/sql_repository.h"
#include "services/programs/domain/assignment_life.h"
#include "services/programs/domain/duties.h"
#include "services/programs/storage/sql_store.h"

namespace tiendo::programs {
namespace {

std::vector<db::Param> DutyColumns(const Duty& d) { return {Name(d.state), Name(d.cadence)}; }

std::vector<db::Param> AssignmentColumns(const Assignment& a) {
  return {DutyOf(a.name), a.unit, a.period, Name(a.state), calendar::FormatIso(a.deadline)};
}

std::vector<db::Param> EventColumns(const AssignmentEvent& e) { return {e.voided ? 1 : 0}; }

class SqlAssignments final : public AssignmentRepository {
 public:
  SqlAssignments(ledger::Transaction& tx, const ledger::Collection& collection,
                 const resource::Codec<Assignment>& codec)
      : tx_(tx), codec_(codec), rows_(tx, collection, codec, &AssignmentColumns) {}

  absl::StatusOr<std::optional<Assignment>> Get(std::string_view name) override {
    return rows_.Get(name);
  }
  absl::StatusOr<std::vector<Assignment>> List(std::string_view prefix, std::string_view after,
                                               int limit) override {
    return rows_.List(prefix, after, limit);
  }
  absl::Status Put(Assignment& value) override { return rows_.Put(value); }

  absl::StatusOr<std::vector<std::string>> UnitsOf(const std::string& duty,
                                                   const std::string& period) override {
    TIENDO_ASSIGN_OR_RETURN(auto rows,
                            (tx_.connection().Query<std::string>(
                                "SELECT unit FROM assignments WHERE duty = :d AND period = :p AND"
                                " to_revision = 9223372036854775807 ORDER BY unit",
                                {duty, period})));
    std::vector<std::string> out;
    out.reserve(rows.size());
    for (auto& [unit] : rows) out.push_back(std::move(unit));
    return out;
  }

  absl::Status Create(std::vector<Assignment>& assignments) override {
    std::vector<ledger::Transaction::NewResource> resources;
    resources.reserve(assignments.size());
    for (Assignment& a : assignments) {
      a.stamp = {tx_.revision(), tx_.time(), tx_.time()};
      resources.push_back({a.name, codec_.Encode(a), AssignmentColumns(a)});
    }
    return tx_.PutNew(std::move(resources));
  }

 private:
  ledger::Transaction& tx_;
  const resource::Codec<Assignment>& codec_;
  ledger::SqlRepository<Assignment> rows_;
};

}  // namespace

std::unique_ptr<DutyRepository> SqlStore::Duties(ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<Duty>>(tx, *schema_.ById("duties"), *codecs_.duty,
                                                       &DutyColumns);
}

std::unique_ptr<AssignmentRepository> SqlStore::Assignments(ledger::Transaction& tx) const {
  return std::make_unique<SqlAssignments>(tx, *schema_.ById("assignments"), *codecs_.assignment);
}

std::unique_ptr<AssignmentEventRepository> SqlStore::AssignmentEvents(
    ledger::Transaction& tx) const {
  return std::make_unique<ledger::SqlRepository<AssignmentEvent>>(
      tx, *schema_.ById("assignment_events"), *codecs_.assignment_event, &EventColumns);
}

}  // namespace tiendo::programs
