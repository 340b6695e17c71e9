// The zone in which the suite's days begin and end. A due date, "today" and the day of an event are
// civil dates of this zone, whatever the zone of the server.
#ifndef TIENDO_COMMON_CALENDAR_TIME_ZONE_H_
#define TIENDO_COMMON_CALENDAR_TIME_ZONE_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/day.h"

namespace tiendo::calendar {

inline constexpr std::string_view kDefaultZone = "Asia/Ho_Chi_Minh";

// A time zone of the IANA database as ICU ships it. Immutable and thread-safe; cheap to copy.
class BusinessZone {
 public:
  // INVALID_ARGUMENT when ICU does not know `name`.
  static absl::StatusOr<BusinessZone> Create(std::string_view name = kDefaultZone);

  const std::string& name() const { return name_; }

  // The civil date at `t`.
  Day DayOf(Instant t) const;
  // The first and the last microsecond of `day`: EndOf(d) + 1 µs == StartOf(d + 1).
  Instant StartOf(Day day) const;
  Instant EndOf(Day day) const;

 private:
  // Holds ICU's zone: its headers would otherwise reach every user of a date.
  struct Zone;
  BusinessZone(std::string name, std::shared_ptr<const Zone> zone);

  std::string name_;
  std::shared_ptr<const Zone> zone_;
};

}  // namespace tiendo::calendar

#endif  // TIENDO_COMMON_CALENDAR_TIME_ZONE_H_
