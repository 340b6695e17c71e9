// A unit (đơn vị), its dated history, and the rules that need nothing but itself.
#ifndef TIENDO_SERVICES_UNITS_DOMAIN_UNIT_H_
#define TIENDO_SERVICES_UNITS_DOMAIN_UNIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/name.h"
#include "common/resource/repository.h"

namespace tiendo::units {

using calendar::Day;

enum class Side { kParty = 1, kGovernment = 2 };

// Values as in units.proto, where the Vietnamese terms stand.
enum class Kind {
  kPartyCommitteeAboveGrassroots = 1,
  kGrassrootsPartyOrganisation = 2,
  kSectionPartyOrganisation = 3,
  kGrassrootsCell = 4,
  kSubordinateCell = 5,
  kCommitteeOrgan = 6,
  kDepartment = 7,
  kDivision = 8,
  kSubDepartment = 9,
  kServiceUnit = 10,
  kFund = 11,
};

// The side a kind belongs to.
Side SideOf(Kind kind);

// What holds of a unit from `from` until the next period or its end.
struct Period {
  Day from;
  std::string display_name;
  std::string short_name;
  std::string code;
  std::string head_title;
  std::string parent;  // of the same side; empty at the top
  std::string led_by;  // government side: the Party organisation that leads it; empty: inherited
  std::vector<std::string> events;  // that begin on `from`, in the order of recording
  bool operator==(const Period&) const = default;
};

struct Unit {
  std::string name;  // units/{unit}
  Side side = Side::kParty;
  Kind kind = Kind::kGrassrootsCell;
  Day effective_from;
  std::optional<Day> effective_to;  // first day no longer in force
  std::vector<std::string> successors;
  resource::Document legal_basis;
  // Ascending, never empty: the creation's, then those that events begin (history.h).
  std::vector<Period> periods = std::vector<Period>(1);
  resource::Stamp stamp;

  // In force on [effective_from, effective_to).
  bool InForce(Day day) const {
    return effective_from <= day && (!effective_to || day < *effective_to);
  }
  // The period that holds on `day`: after the end the last one that did, nullptr before the first.
  const Period* On(Day day) const;
  const Period& last() const { return periods.back(); }
  bool operator==(const Unit&) const = default;
};

enum class EventKind {
  kRenamed = 1,
  kTransferred = 2,
  kMerged = 3,
  kSplit = 4,
  kDissolved = 5,
};

// A reorganisation of one unit: what it changes, and nothing else.
struct UnitEvent {
  std::string name;  // units/{unit}/events/{number}
  EventKind kind = EventKind::kRenamed;
  Day date;  // first day on which it holds; of an ending, first day no longer in force
  resource::Document legal_basis;
  std::optional<std::string> display_name;
  std::optional<std::string> short_name;
  std::optional<std::string> code;
  std::optional<std::string> head_title;
  std::optional<std::string> parent;
  std::optional<std::string> led_by;
  std::vector<std::string> successors;  // of an ending
  bool voided = false;                  // a wrong entry: it never happened
  std::string void_reason;
  int64_t record_revision = 0;  // in which it was recorded; 0: not stored yet
  resource::Stamp stamp;

  bool Ends() const { return kind >= EventKind::kMerged; }
  bool operator==(const UnitEvent&) const = default;
};

// "units/u" of "units/u/events/0001".
std::string UnitOf(std::string_view event_name);
// What the names of a unit's events start with.
std::string EventPrefix(std::string_view unit_name);
// Numbers have four digits: the order of names is the order of recording.
inline constexpr int kMaxEvents = resource::kMaxNumber;
std::string EventName(std::string_view unit_name, int number);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_DOMAIN_UNIT_H_
