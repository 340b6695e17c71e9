// One subject as attention sees it on one day: why it needs care, and at which units. Part of
// attention.cc.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_LOOK_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_LOOK_H_

#include <map>
#include <optional>
#include <set>
#include <string>

#include "services/status/domain/attention.h"

namespace tiendo::status {

using AttentionKinds = std::set<AttentionKind>;

struct AttentionLook {
  ItemState state;          // of an item
  AttentionKinds anywhere;  // that hold whoever answers for it
  // The units that answer for it, in whatever scope, each with all that holds there.
  std::map<std::string, AttentionKinds> units;
  std::set<std::string> here;  // those of them that count in the scope

  // Whether it is of that kind at all, in the scope, at one unit of the scope.
  bool Has(AttentionKind kind) const;
  bool Here(AttentionKind kind) const;
  bool At(const std::string& unit, AttentionKind kind) const;
};

// The scope in the tree of a day. What the query points to outlives this. For one thread.
class AttentionEye {
 public:
  AttentionEye(const UnitTree& tree, int scope, const AttentionQuery& asked, Day day);

  const UnitTree& tree() const { return tree_; }
  const Query& query() const { return query_; }

  AttentionLook LookAt(const ItemFact& item, bool* due_soon_complete) const;
  AttentionLook LookAt(const Subject& subject, bool* due_soon_complete) const;

  // What the unit was reminded of the subject by the day.
  RemindersSoFar Reminded(std::span<const std::string> names, const std::string& unit,
                          std::optional<Day> due_in_force) const;
  // The due date in force, whatever basis was asked for.
  std::optional<Day> DueInForce(const ItemFact& item, const ItemState& state) const;
  // Whether all leads that stand at the unit, by themselves or as whose heir, have finished.
  bool OwnPartDone(const ItemState& state, const std::string& unit) const;

 private:
  void SetHere(AttentionLook& look) const;
  void AddReminded(std::span<const std::string> names, const std::string& unit,
                   std::optional<Day> due_in_force, AttentionKinds& kinds) const;

  const UnitTree& tree_;
  const int scope_;
  const AttentionQuery& asked_;
  const bool asks_reminded_;  // whether a kind that follows from reminders is asked for
  Query query_;
  mutable std::optional<RemindersByUnit> reminders_;  // filled as subjects are looked at
};

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_ATTENTION_LOOK_H_
