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

// From `from` on another line counts in the year instead of this one.
struct Handover {
  int year = 0;
  Day from;
};

struct Line {
  std::vector<Stretch> stretches;
  std::vector<Handover> handovers;

  // The stretches as far as they count in a year.
  std::vector<Stretch> In(int year) const;
};

// `remaining`, `due_soon` and anything by `due_by` are not cut: the first is plan - done_total, the
// others depend on a parameter. `not_updated_days` is fixed for the whole index.
Line CutItem(const ItemFact& item, const Lineage& lineage, int not_updated_days);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_INDEX_CUT_H_
