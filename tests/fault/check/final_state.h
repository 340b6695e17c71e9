// What the databases hold at the end, ready to be asked.
#ifndef TIENDO_TESTS_FAULT_CHECK_FINAL_STATE_H_
#define TIENDO_TESTS_FAULT_CHECK_FINAL_STATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/fault/check/report.h"
#include "tests/fault/history/record.h"

namespace tiendo::fault {

// One service's.
class Ledger {
 public:
  LedgerHead head;
  // The changes of revision i + 1 at [i], in the order in which they were written.
  std::vector<std::vector<LedgerChange>> revisions;
  std::vector<RequestRow> requests;

  const std::vector<LedgerChange>& At(int64_t revision) const;
  // The revision of the version of a resource in force at `revision`; 0 when there was none.
  int64_t VersionAt(const std::string& name, int64_t revision) const;
  // The change that made a version; nullptr when there is none.
  const LedgerChange* Version(const std::string& name, int64_t revision) const;
  // The earliest commit time of all revisions after `revision`; nullopt when none follows.
  std::optional<int64_t> EarliestAfter(int64_t revision) const;
  // Revisions that carry a request id. `method`: full.
  const std::set<int64_t>& EffectsOf(const std::string& method, const std::string& id) const;
  const std::unordered_map<std::string, std::vector<int64_t>>& versions() const {
    return versions_;
  }
  const std::map<std::pair<std::string, std::string>, std::set<int64_t>>& effects() const {
    return effects_;
  }
  void Index();

 private:
  // By name, ascending.
  std::unordered_map<std::string, std::vector<int64_t>> versions_;
  std::map<std::pair<std::string, std::string>, std::set<int64_t>> effects_;
  // What EarliestAfter(i) gives at [i].
  std::vector<int64_t> earliest_after_;
};

class FinalState {
 public:
  void Add(const Record& record);
  // After the last record.
  void Index();
  // nullptr for a service without a ledger.
  const Ledger* Find(const std::string& service) const;
  const std::map<std::string, Ledger>& ledgers() const { return ledgers_; }

 private:
  std::map<std::string, Ledger> ledgers_;
};

// Whether a resource as a change left it passes a watch's filter.
bool Matches(const std::vector<Term>& filter, const LedgerChange& change);

// Dense revisions in commit order, linked versions, one effect per request id.
void CheckLedger(const Ledger& ledger, Report& report);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_CHECK_FINAL_STATE_H_
