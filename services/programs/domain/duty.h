// A duty (nhiệm vụ giao đồng loạt): one requirement to many units.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTY_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"
#include "services/programs/domain/duty_period.h"

namespace tiendo::programs {

// Values as in duties.proto.
enum class DutyState { kDraft = 1, kIssued = 2, kClosed = 3 };

// Who gets it: `units`, and whoever fits all that is given of the rest.
struct Population {
  std::string side;                     // PARTY, GOVERNMENT or empty: both
  std::vector<std::string> unit_kinds;  // of tiendo.units.v1.Unit.Kind without prefix; empty: all
  std::string superior;                 // units/{unit}: only below it; empty: anywhere
  std::vector<std::string> units;       // units/{unit}, whatever else is said
  bool HasRule() const { return !side.empty() || !unit_kinds.empty() || !superior.empty(); }
  bool operator==(const Population&) const = default;
};

struct RequiredDocument {
  std::string id;
  std::string title;
  bool operator==(const RequiredDocument&) const = default;
};

// What has to be handed in: all that is given.
struct Demand {
  int32_t sets = 0;  // 0: none asked
  int64_t goal = 0;  // 0: none asked
  std::string goal_unit;
  std::vector<RequiredDocument> documents;
  bool operator==(const Demand&) const = default;
};

struct UnitDemand {
  std::string unit;  // units/{unit}
  int32_t sets = 0;  // 0: as the duty says
  int64_t goal = 0;
  bool operator==(const UnitDemand&) const = default;
};

struct ReturnReason {
  std::string code;
  std::string display_name;
  bool operator==(const ReturnReason&) const = default;
};

// A period that was distributed.
struct DistributedPeriod {
  std::string period;
  Day first_assigned;
  Day last_assigned;
  int32_t assignments = 0;
  int64_t units_revision = 0;
  bool operator==(const DistributedPeriod&) const = default;
};

struct Duty {
  std::string name;  // programs/{program}/duties/{duty}
  int32_t ordinal = 0;
  std::string title;
  std::vector<std::string> tags;
  std::vector<resource::Document> legal_basis;
  Cadence cadence = Cadence::kOnce;
  DeadlineRule deadline_rule;
  Population population;
  Demand demand;
  std::vector<UnitDemand> unit_demands;
  std::vector<ReturnReason> return_reasons;
  DutyState state = DutyState::kDraft;
  std::optional<Day> issued;
  resource::Document issue_document;
  std::optional<Day> closed;
  std::vector<DistributedPeriod> periods;  // by name of the period
  resource::Stamp stamp;
  bool operator==(const Duty&) const = default;
};

using DutyRepository = resource::Repository<Duty>;

// "programs/p" of "programs/p/duties/d", and of what stands below it.
std::string ProgramOfDuty(std::string_view name);

// What the duty asks of one unit.
Demand DemandOf(const Duty& duty, std::string_view unit);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTY_H_
