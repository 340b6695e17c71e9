#include "tests/fault/check/load.h"

#include <cstdint>
#include <string>

namespace tiendo::fault {
namespace {

int64_t CountOf(const Report& report, const std::string& what) {
  auto it = report.counts().find(what);
  return it == report.counts().end() ? 0 : it->second;
}

}  // namespace

void CheckFault(const Fault& fault, const Run& run, Report& report) {
  report.Count("fault " + fault.name);
  if (fault.in_flight < 0) return;
  report.Count("faults under load");
  if (fault.in_flight < run.min_in_flight) {
    report.Invalid(fault.name + " of " + fault.target + " met " + std::to_string(fault.in_flight) +
                   " writes under way, at least " + std::to_string(run.min_in_flight) +
                   " are asked for");
  }
}

void CheckLoad(const Run& run, Report& report) {
  auto at_least = [&](const std::string& what, int64_t minimum) {
    const int64_t n = CountOf(report, what);
    if (n < minimum) {
      report.Invalid(what + ": " + std::to_string(n) + ", at least " + std::to_string(minimum) +
                     " are asked for");
    }
  };
  at_least("faults under load", run.min_faults);
  at_least("writes ok", run.min_writes);
  at_least("events", run.min_events);
  at_least("removed from view", run.min_removed);
  at_least("disconnects by client", run.min_disconnects);
}

}  // namespace tiendo::fault
