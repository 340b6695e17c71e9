#include "common/calendar/time_zone.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <utility>

#include "common/errors/error.h"
#include "common/errors/reasons.h"

namespace tiendo::calendar {

struct BusinessZone::Zone {
  std::unique_ptr<const icu::BasicTimeZone> icu;
};

namespace {

// Offset from UTC. `local` says that `time` is a wall clock reading: one that a change of offset
// skipped or repeated is read with the offset before the change, so the start of a day is its
// earliest instant.
std::chrono::milliseconds Offset(const icu::BasicTimeZone& zone, std::chrono::milliseconds time,
                                 bool local) {
  int32_t raw = 0;
  int32_t dst = 0;
  UErrorCode error = U_ZERO_ERROR;
  auto date = static_cast<UDate>(time.count());
  if (local) {
    zone.getOffsetFromLocal(date, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, dst, error);
  } else {
    zone.getOffset(date, /*local=*/false, raw, dst, error);
  }
  // ICU fails here only for an unusable zone, which Create has refused.
  return std::chrono::milliseconds(raw + dst);
}

}  // namespace

BusinessZone::BusinessZone(std::string name, std::shared_ptr<const Zone> zone)
    : name_(std::move(name)), zone_(std::move(zone)) {}

absl::StatusOr<BusinessZone> BusinessZone::Create(std::string_view name) {
  std::string id(name);
  std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(id)));
  // ICU answers an unknown name with a zone of its own, "Etc/Unknown" (UTC), not with an error.
  auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  if (basic == nullptr || *zone == icu::TimeZone::getUnknown()) {
    return errors::Make(absl::StatusCode::kInvalidArgument, errors::reasons::kInvalidRequest,
                        "unknown time zone \"" + id + "\": use a name of the IANA database, e.g. " +
                            std::string(kDefaultZone),
                        {{"time_zone", id}});
  }
  zone.release();
  return BusinessZone(std::move(id), std::make_shared<const Zone>(
                                         Zone{std::unique_ptr<const icu::BasicTimeZone>(basic)}));
}

Day BusinessZone::DayOf(Instant t) const {
  auto utc = std::chrono::floor<std::chrono::milliseconds>(t.time_since_epoch());
  return std::chrono::floor<std::chrono::days>(
      Instant(t.time_since_epoch() + Offset(*zone_->icu, utc, /*local=*/false)));
}

Instant BusinessZone::StartOf(Day day) const {
  std::chrono::milliseconds midnight = day.time_since_epoch();
  return Instant(midnight - Offset(*zone_->icu, midnight, /*local=*/true));
}

Instant BusinessZone::EndOf(Day day) const {
  return StartOf(day + std::chrono::days(1)) - std::chrono::microseconds(1);
}

}  // namespace tiendo::calendar
