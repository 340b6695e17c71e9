// Targets, their events and reports as facts (decode.h).
#include <algorithm>

#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "services/status/sources/decode.h"

namespace tiendo::status {
namespace {

// What was stored was checked when it came in.
Decimal Number(const std::string& text) { return Decimal::Parse(text).value_or(Decimal()); }

// The month with which a period ends.
unsigned LastMonth(const programs::v1::TargetPeriod& period) {
  switch (period.kind()) {
    case programs::v1::TargetPeriod::KIND_MONTH:
      return static_cast<unsigned>(std::clamp(period.number(), 1, 12));
    case programs::v1::TargetPeriod::KIND_QUARTER:
      return static_cast<unsigned>(std::clamp(period.number(), 1, 4)) * 3;
    case programs::v1::TargetPeriod::KIND_SIX_MONTHS:
      return 6;
    case programs::v1::TargetPeriod::KIND_NINE_MONTHS:
      return 9;
    default:
      return 12;
  }
}

TargetFact::Direction DirectionOf(programs::v1::Target::Direction direction) {
  switch (direction) {
    case programs::v1::Target::DIRECTION_MORE_THAN:
      return TargetFact::Direction::kMoreThan;
    case programs::v1::Target::DIRECTION_AT_MOST:
      return TargetFact::Direction::kAtMost;
    case programs::v1::Target::DIRECTION_LESS_THAN:
      return TargetFact::Direction::kLessThan;
    case programs::v1::Target::DIRECTION_INCREASE_BY:
      return TargetFact::Direction::kIncreaseBy;
    case programs::v1::Target::DIRECTION_DECREASE_BY:
      return TargetFact::Direction::kDecreaseBy;
    default:
      return TargetFact::Direction::kAtLeast;
  }
}

TargetFact::Event::Kind KindOf(programs::v1::TargetEvent::Kind kind) {
  switch (kind) {
    case programs::v1::TargetEvent::KIND_ADJUSTED:
      return TargetFact::Event::Kind::kAdjusted;
    case programs::v1::TargetEvent::KIND_WITHDRAWN:
      return TargetFact::Event::Kind::kWithdrawn;
    default:
      return TargetFact::Event::Kind::kAssigned;
  }
}

}  // namespace

TargetFact ToFact(const programs::v1::Target& target) {
  TargetFact out;
  out.name = target.name();
  out.program = target.name().substr(0, target.name().rfind("/targets/"));
  out.title = target.title();
  out.tags.assign(target.tags().begin(), target.tags().end());
  out.ordinal = target.ordinal();
  out.unit_of_measure = target.unit_of_measure();
  out.direction = DirectionOf(target.direction());
  out.year = target.year();
  if (target.has_measured_from()) out.measured_from = LastMonth(target.measured_from());
  return out;
}

TargetFact::Event ToFact(const programs::v1::TargetEvent& event) {
  TargetFact::Event out;
  out.kind = KindOf(event.kind());
  out.date = api::FromProto(event.event_date());
  out.voided = event.voided();
  if (api::Holds(event.changed(), "year_value")) out.year_value = Number(event.year_value());
  if (api::Holds(event.changed(), "plan")) {
    out.plan.emplace();
    for (const programs::v1::Target::PlanPoint& point : event.plan()) {
      out.plan->push_back({LastMonth(point.period()), Number(point.value())});
    }
  }
  if (!event.base_value().empty()) out.base_value = Number(event.base_value());
  if (api::Holds(event.changed(), "leads")) {
    out.leads.emplace(event.leads().begin(), event.leads().end());
  }
  return out;
}

TargetFact::Report ToFact(const programs::v1::TargetReport& report) {
  TargetFact::Report out;
  out.month = LastMonth(report.period());
  out.whole_year = report.period().kind() == programs::v1::TargetPeriod::KIND_YEAR;
  out.incremental = report.kind() == programs::v1::TargetReport::KIND_INCREMENTAL;
  out.value = Number(report.value());
  out.as_of = api::FromProto(report.as_of());
  out.voided = report.voided();
  return out;
}

}  // namespace tiendo::status
