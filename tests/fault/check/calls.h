// Checks of calls against the final state.
#ifndef TIENDO_TESTS_FAULT_CHECK_CALLS_H_
#define TIENDO_TESTS_FAULT_CHECK_CALLS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/fault/check/final_state.h"
#include "tests/fault/check/report.h"

namespace tiendo::fault {

// Writes: what was acknowledged is there, what was refused is not, a request id has one effect and
// one answer, revisions follow real time. Reads of the owner: the state at the answer's position,
// which includes all that was acknowledged before. Positions: an answer includes what was asked
// for.
class CallChecks {
 public:
  CallChecks(const FinalState& state, Report& report) : state_(state), report_(report) {}
  void Add(const Call& call);
  // After the last record.
  void Finish();

 private:
  // All calls with one request id and body: tries of one write.
  struct Request {
    int64_t begin = 0;     // of the first try
    int64_t end = 0;       // of the first acknowledgement
    int64_t revision = 0;  // acknowledged; 0: none
    bool unknown = false;  // some try has no outcome
    bool wrong = false;
    std::string refused;  // the last refusal
  };
  struct Read {
    int64_t begin = 0;
    int64_t position = 0;
    std::string what;
  };
  using Key = std::pair<std::string, std::string>;  // full method, request id

  void AddWrite(const Call& call);
  void AddRead(const Call& call);
  void CheckAcknowledged(const Ledger& ledger, const Call& call, int64_t revision);
  // What a refusal says has to be true.
  void CheckJustified(const Ledger& ledger, const Call& call);
  void CheckPositions(const Call& call);
  void FinishRequests();
  void FinishOrder();

  const FinalState& state_;
  Report& report_;
  std::map<Key, std::map<std::string, Request>> requests_;  // then by body
  std::map<std::string, std::vector<Read>> reads_;          // by service
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_CHECK_CALLS_H_
