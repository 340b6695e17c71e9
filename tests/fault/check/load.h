// Whether a run had enough load to say anything.
#ifndef TIENDO_TESTS_FAULT_CHECK_LOAD_H_
#define TIENDO_TESTS_FAULT_CHECK_LOAD_H_

#include "tests/fault/check/report.h"
#include "tests/fault/history/record.h"

namespace tiendo::fault {

// Invalid when the fault met fewer writes under way than the run asks for.
void CheckFault(const Fault& fault, const Run& run, Report& report);

// After the last record: invalid for each count that stayed below the run's minimum.
void CheckLoad(const Run& run, Report& report);

}  // namespace tiendo::fault

#endif  // TIENDO_TESTS_FAULT_CHECK_LOAD_H_
