#include "services/supervision/domain/late_engagements.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/supervision/domain/schedule.h"

namespace tiendo::supervision {
namespace {

int YearOf(const Engagement& engagement, const CarryingOutQuery& query) {
  if (!engagement.plan.empty()) return engagement.year;
  const std::optional<Day> from = engagement.scheduled.from;
  return calendar::YearOf(from ? *from : query.day_of(engagement.stamp.create_time));
}

bool Wanted(const Engagement& engagement, const CarryingOutQuery& query) {
  if (YearOf(engagement, query) != query.year) return false;
  const std::vector<std::string>& tags = engagement.tags;
  if (!query.tag.empty() && !absl::c_linear_search(tags, query.tag)) {
    return false;
  }
  return query.in_scope(engagement.unit);
}

void Count(const Engagement& engagement, Day as_of, LateEngagements& out) {
  if (RemovedBy(engagement, as_of)) return;
  ++out.planned;
  const std::optional<Day> due = DueOn(engagement, as_of);
  const bool concluded = ConcludedBy(engagement, as_of);
  out.due += due && *due <= as_of ? 1 : 0;
  out.concluded += concluded ? 1 : 0;
  const Day until = concluded ? *ConcludedOn(engagement) : as_of;
  if (!due || until <= *due) return;
  ++(concluded ? out.concluded_late : out.overdue_open);
  LateEngagement late{engagement.name, engagement.unit, *due, std::nullopt,
                      static_cast<int>((until - *due).count())};
  if (concluded) late.concluded_on = until;
  out.late.push_back(std::move(late));
}

}  // namespace

LateEngagements FindLateEngagements(const std::vector<Engagement>& engagements,
                                    const CarryingOutQuery& query) {
  LateEngagements out;
  for (const Engagement& engagement : engagements) {
    if (!Wanted(engagement, query)) continue;
    if (engagement.plan.empty()) {
      ++out.unplanned;
    } else {
      Count(engagement, query.as_of, out);
    }
  }
  std::sort(out.late.begin(), out.late.end(), [](const LateEngagement& a, const LateEngagement& b) {
    return a.engagement < b.engagement;
  });
  return out;
}

}  // namespace tiendo::supervision
