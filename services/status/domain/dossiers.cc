#include "services/status/domain/dossiers.h"

#include <optional>
#include <set>

#include "common/base/status_macros.h"
#include "services/status/domain/plans.h"
#include "services/status/domain/tags.h"

namespace tiendo::status {
namespace {

bool ConcludedBy(const EngagementFact& engagement, Day day) {
  return engagement.concluded_on && *engagement.concluded_on <= day;
}

}  // namespace

ChecklistSizes DefaultChecklistSizes() {
  return {{"THEMATIC_INSPECTION", 12},
          {"THEMATIC_SUPERVISION", 12},
          {"CONTINUOUS_SUPERVISION", 3},
          {"VIOLATION_SIGNS_INSPECTION", 13}};
}

DossierState DossierOn(const EngagementFact& engagement, Day day, const ChecklistSizes& sizes) {
  DossierState out;
  if (engagement.dossier.empty()) {
    const auto size = sizes.find(engagement.kind);
    out.required = size == sizes.end() ? 0 : size->second;
    return out;
  }
  out.required = static_cast<int>(engagement.dossier.size());
  for (const std::optional<Day>& filed : engagement.dossier) {
    out.present += filed && *filed <= day ? 1 : 0;
  }
  return out;
}

bool CountDossier(const EngagementFact& engagement, Day day, const ChecklistSizes& sizes,
                  DossierCounts& counts) {
  if (!ConcludedBy(engagement, day)) return false;
  const DossierState dossier = DossierOn(engagement, day, sizes);
  if (!engagement.planned) {
    counts.unplanned_incomplete += dossier.complete() ? 0 : 1;
    return false;
  }
  if (RemovedBy(engagement, day)) return false;
  ++counts.concluded;
  ++(dossier.complete() ? counts.complete : counts.incomplete);
  counts.documents_present += dossier.present;
  counts.documents_required += dossier.required;
  return !dossier.complete();
}

absl::StatusOr<Dossiers> DossiersOn(const UnitTree& tree,
                                    std::span<const EngagementFact> engagements, int year,
                                    const std::string& scope, Day day, const ChecklistSizes& sizes,
                                    const std::string& tag) {
  TIENDO_ASSIGN_OR_RETURN(const int top, tree.Scope(scope, day));
  Dossiers out;
  std::set<std::string> incomplete;
  for (const EngagementFact& engagement : engagements) {
    // What is not concluded is not looked for in the tree.
    if (engagement.year != year || !ConcludedBy(engagement, day) ||
        !Carries(engagement.tags, tag)) {
      continue;
    }
    const int place = tree.Place(engagement.unit);
    if (place == UnitTree::kNone || !tree.Counts(place, top)) continue;
    if (CountDossier(engagement, day, sizes, out.counts)) {
      incomplete.insert(tree.node(place).unit->id);
    }
  }
  out.incomplete_units.assign(incomplete.begin(), incomplete.end());
  return out;
}

}  // namespace tiendo::status
