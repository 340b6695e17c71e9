// How far a list with a scope reads for one page.
#ifndef TIENDO_SERVICES_SUPERVISION_API_SCOPE_READS_H_
#define TIENDO_SERVICES_SUPERVISION_API_SCOPE_READS_H_

namespace tiendo::supervision {

// Rows outside the scope are read and passed over: at most rows * times for one page, which may
// then be short, or empty, and not the last.
struct ScopeReads {
  int rows = 1000;  // at once
  int times = 20;
};

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_SCOPE_READS_H_
