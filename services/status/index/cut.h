// An item line cut at its event dates into intervals, each of which is one unit in one column. This
// is the algebra of counting; services/status/domain decides the same questions day by day, and the
// two share nothing but the facts, so that each can find the other's mistakes.
#ifndef TIENDO_SERVICES_STATUS_INDEX_CUT_H_
#define TIENDO_SERVICES_STATUS_INDEX_CUT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/status/domain/columns.h"
#include "services/status/domain/facts.h"
#include "services/status/index/forest.h"

namespace tiendo::status {

// What an interval depends on besides the line: nothing, or the due date of one basis.
enum class Part : uint8_t { kCommon, kInForce, kBaseline };

// The day past all days that can be asked for: the end of an interval that is still open.
inline constexpr Day kForever = calendar::kLastDay + std::chrono::days{1};

// The line counts in `column` on the days of [from, until).
struct Interval {
  Column column;
  Part part;
  Day from;
  Day until;
};

// Intervals during which the same units answer for the item.
struct Stretch {
  std::vector<std::string> units;  // as named; the owner of the programme when there is no lead
  std::vector<Interval> intervals;
};

// `remaining`, `due_soon` and anything by `due_by` are not cut: the first is plan - done_total, the
// others depend on a parameter. `not_updated_days` is fixed for the whole index.
std::vector<Stretch> CutItem(const ItemFact& item, const Lineage& lineage, int not_updated_days);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_INDEX_CUT_H_
