// The facts about targets (chỉ tiêu), as facts.h has those about items: what programs has recorded,
// cut at one moment of knowledge.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_TARGET_FACTS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_TARGET_FACTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/day.h"
#include "common/decimal/decimal.h"

namespace tiendo::status {

using calendar::Day;
using decimal::Decimal;

struct TargetFact {
  // What must hold of the value.
  enum class Direction { kAtLeast, kMoreThan, kAtMost, kLessThan, kIncreaseBy, kDecreaseBy };

  // Planned from the beginning of the year to the end of a month.
  struct PlanPoint {
    unsigned month = 12;  // 1 to 12
    Decimal value;
    bool operator==(const PlanPoint&) const = default;
  };

  // What is asked, and of whom. An event says only what it changes; an assignment says everything.
  struct Event {
    enum class Kind { kAssigned, kAdjusted, kWithdrawn };
    Kind kind = Kind::kAssigned;
    Day date;  // approval
    bool voided = false;
    std::optional<Decimal> year_value;
    std::optional<std::vector<PlanPoint>> plan;  // by month
    std::optional<Decimal> base_value;
    std::optional<std::vector<std::string>> leads;
    bool operator==(const Event&) const = default;
  };

  struct Report {
    unsigned month = 12;      // last month of the period that it is about
    bool whole_year = false;  // it is about the year, not about a part that ends with it
    bool incremental =
        false;  // what came on top, otherwise the whole since the beginning of the year
    Decimal value;
    Day as_of;
    bool voided = false;
    bool operator==(const Report&) const = default;
  };

  std::string name;                     // "programs/{program}/targets/{target}"
  std::string program;                  // "programs/{program}"
  std::string category;                 // "categories/{category}", of the programme
  std::string program_owner;            // unit at which a target without lead counts
  std::optional<Day> program_approval;  // nullopt: a draft programme, counts nowhere
  std::string title;
  std::vector<std::string> tags;
  int32_t ordinal = 0;
  std::string unit_of_measure;
  Direction direction = Direction::kAtLeast;
  int year = 0;
  std::optional<unsigned> measured_from;  // last month of the first period that can be measured
  std::vector<Event> events;              // in the order of entry, like the reports
  std::vector<Report> reports;
  bool operator==(const TargetFact&) const = default;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_TARGET_FACTS_H_
