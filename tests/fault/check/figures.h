// Checks of status's answers against the plain function over the facts at their positions.
#ifndef TIENDO_TESTS_FAULT_CHECK_FIGURES_H_
#define TIENDO_TESTS_FAULT_CHECK_FIGURES_H_

#include <vector>

#include "tests/fault/check/final_state.h"
#include "tests/fault/check/report.h"

namespace tiendo::fault {

struct Facts;

class FiguresChecks {
 public:
  // Compares every answer of a quiet time and at most `others` more, evenly spread.
  FiguresChecks(const FinalState& state, const Run& run, size_t others, Report& report)
      : state_(state), run_(run), others_(others), report_(report) {}
  void Add(const Figures& figures);
  // After the last record.
  void Finish();

 private:
  // In their order. The facts are put together once for answers in a row that have the same
  // positions: a quiet point has dozens of them.
  void CompareAll(const std::vector<const Figures*>& figures);
  void Compare(const Figures& figures, const Facts& facts);

  const FinalState& state_;
  const Run& run_;
  const size_t others_;
  Report& report_;
  std::vector<Figures> quiet_;
  std::vector<Figures> busy_;
};

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_CHECK_FIGURES_H_
