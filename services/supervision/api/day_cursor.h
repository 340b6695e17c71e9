// Pages of a list that is computed for a day: all of them are of the day, and of what was stored,
// when the first one was read.
#ifndef TIENDO_SERVICES_SUPERVISION_API_DAY_CURSOR_H_
#define TIENDO_SERVICES_SUPERVISION_API_DAY_CURSOR_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/calendar/day.h"
#include "common/feed/tokens.h"
#include "common/ledger/ledger.h"

namespace tiendo::supervision {

struct DayListing {
  std::string method;     // full name, part of the token
  std::string arguments;  // what must be the same on every page
  std::string page_token;
  std::optional<calendar::Day> as_of;  // nullopt: `today`
  calendar::Day today;
};

struct DayCursor {
  feed::PageToken token;
  calendar::Day as_of;
  std::string after;  // key of the last element listed; empty on the first page

  // Token of the page after the element with this key.
  std::string Next(const std::string& key) const;
};

// PAGE_TOKEN_INVALID, PAGE_TOKEN_MISMATCH, DATABASE_CHANGED.
absl::StatusOr<DayCursor> OpenCursor(const DayListing& listing, const ledger::Head& head);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_API_DAY_CURSOR_H_
