// All periods of all units: who was in force when, and who is whose heir.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_UNIT_HISTORY_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_UNIT_HISTORY_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/status/domain/facts.h"

namespace tiendo::status {

// Immutable, hence safe to share between threads. Trees and pointers that it gives out live as long
// as it does.
class UnitHistory {
 public:
  explicit UnitHistory(std::vector<UnitFact> facts);
  UnitHistory(const UnitHistory&) = delete;
  UnitHistory& operator=(const UnitHistory&) = delete;

  // Periods sorted by id, then start.
  const std::vector<UnitFact>& facts() const { return facts_; }
  bool Knows(std::string_view id) const { return periods_.contains(id); }
  // The period in force on `day`: a unit is in force on [start, end). nullptr when there is none.
  const UnitFact* InForce(std::string_view id, Day day) const;
  // The latest period that has begun by `day`, ended or not; nullptr before the first.
  const UnitFact* LatestPeriod(std::string_view id, Day day) const;
  // First period of the unit, nullptr when unknown.
  const UnitFact* FirstPeriod(std::string_view id) const;
  // The unit itself while in force, afterwards its heir in force on `day`: the first-named
  // successor, else the last superior, transitively. nullopt before its first period, for an
  // unknown unit and when the line of heirs ends.
  std::optional<std::string> HeirOn(std::string_view id, Day day) const;
  // The superior of a unit in force on `day`, heirs considered; nullopt at the top. A unit that
  // took over from its own superior moves up to that one's superior.
  std::optional<std::string> SuperiorOn(std::string_view id, Day day) const;
  // Whether `heir` is in the line of heirs of `unit`, on whatever day.
  bool Inherits(std::string_view heir, std::string_view unit) const;
  // First day after the unit's last period; nullopt while no end is recorded.
  std::optional<Day> EndOf(std::string_view id) const;
  // The days on which the tree may change, ascending: it is constant from each to the next.
  const std::vector<Day>& change_days() const { return change_days_; }

 private:
  std::vector<UnitFact> facts_;
  std::map<std::string, std::vector<const UnitFact*>, std::less<>> periods_;
  std::vector<Day> change_days_;
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_UNIT_HISTORY_H_
