// Dossiers of engagements (hồ sơ): what of the checklist is there, n of N. Rule 35 in
// services/status/README.md.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_DOSSIERS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_DOSSIERS_H_

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/unit_tree.h"

namespace tiendo::status {

// How many documents the checklist of a kind asks for as long as supervision has told of no other,
// by EngagementFact::kind. A kind that is not in it asks for none.
using ChecklistSizes = std::map<std::string, int, std::less<>>;
// Those of the lists that supervision comes with.
ChecklistSizes DefaultChecklistSizes();

// A dossier at the end of a day.
struct DossierState {
  int present = 0;
  int required = 0;
  bool complete() const { return present == required; }
};
DossierState DossierOn(const EngagementFact& engagement, Day day, const ChecklistSizes& sizes);

// concluded = complete + incomplete.
struct DossierCounts {
  int concluded = 0;             // planned, by the day
  int complete = 0;              // of these, with all that is asked for
  int incomplete = 0;            // of these
  int documents_present = 0;     // of all these
  int documents_required = 0;    // of all these
  int unplanned_incomplete = 0;  // concluded by the day, on signs of violation: in none of the rest
  bool operator==(const DossierCounts&) const = default;
};

// Takes one engagement in, if it was concluded by the day. True when it is a planned one that lacks
// something.
bool CountDossier(const EngagementFact& engagement, Day day, const ChecklistSizes& sizes,
                  DossierCounts& counts);

struct Dossiers {
  DossierCounts counts;
  std::vector<std::string> incomplete_units;  // units (or heirs) of `incomplete`, distinct, by id
};

// Of the engagements of `year` whose unit, or its heir, counts in `scope` on `day`; of one tag only
// when it is not empty. Errors: those of UnitTree::Scope.
absl::StatusOr<Dossiers> DossiersOn(const UnitTree& tree,
                                    std::span<const EngagementFact> engagements, int year,
                                    const std::string& scope, Day day, const ChecklistSizes& sizes,
                                    const std::string& tag = "");

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_DOSSIERS_H_
