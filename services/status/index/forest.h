// The units of one interval of days, numbered so that every scope is one range of numbers.
#ifndef TIENDO_SERVICES_STATUS_INDEX_FOREST_H_
#define TIENDO_SERVICES_STATUS_INDEX_FOREST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/status/domain/facts.h"

namespace tiendo::status {

// Units by id, with their periods in order of time; heirs as plain links.
class Lineage {
 public:
  explicit Lineage(const std::vector<UnitFact>& facts);

  const std::unordered_map<std::string, std::vector<UnitFact>>& units() const { return units_; }
  // The unit, or who has come into its place by `day`; "" when nobody.
  std::string StandIn(const std::string& id, Day day) const;
  // All who ever come after the unit, nearest first.
  std::vector<std::string> Followers(const std::string& id) const;
  // Day on which the unit's last period ends.
  std::optional<Day> Ending(const std::string& id) const;
  // Days on which any period begins or ends, ascending and distinct.
  const std::vector<Day>& borders() const { return borders_; }

 private:
  std::unordered_map<std::string, std::vector<UnitFact>> units_;
  std::vector<Day> borders_;
};

// Pre-order numbers: first the Party side, then the government side. An item is placed on both: on
// the Party side at its Party leads and at the leaders of its government leads.
class Forest {
 public:
  static constexpr int32_t kNowhere = -1;
  struct Place {
    int32_t number = kNowhere;  // on its own side
    int32_t end = kNowhere;     // past the last number of its subtree
    int32_t leader = kNowhere;  // government side: number of the Party unit that leads it
    Side side = Side::kParty;
    std::vector<std::string> children;  // by id
  };

  Forest(const Lineage& lineage, Day day);

  // nullptr for a unit that is not in force.
  const Place* Find(const std::string& id) const;
  // Number of units; also the number at which items of unknown leads are kept.
  int32_t size() const { return static_cast<int32_t>(above_.size()); }
  // Lowest common ancestor of two numbers, kNowhere when they stand in different trees.
  int32_t Meet(int32_t a, int32_t b) const;

 private:
  std::unordered_map<std::string, Place> places_;
  std::vector<int32_t> above_;  // number of the superior, by number
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_INDEX_FOREST_H_
