// The use cases of checklists and dossiers.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_DOSSIERS_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_DOSSIERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/supervision/domain/environment.h"
#include "services/supervision/domain/repositories.h"

namespace tiendo::supervision {

// The checklist of a kind: as stored, else the one that the server comes with.
absl::StatusOr<Checklist> ChecklistOf(resource::Repository<Checklist>& checklists,
                                      EngagementKind kind);

struct ChecklistUpdate {
  EngagementKind kind = EngagementKind::kThematicInspection;
  std::string etag;  // empty: any
  std::vector<ChecklistEntry> entries;
};
// Stored if it differs. ETAG_MISMATCH.
absl::StatusOr<Checklist> UpdateChecklist(const Repositories& repos, const ChecklistUpdate& update);

struct DossierChange {
  std::string engagement;
  std::string etag;             // of the dossier; empty: any
  std::string id;               // in the checklist
  std::optional<Day> filed_on;  // nullopt: taken out
  resource::Document document;
};
// NOT_FOUND, ETAG_MISMATCH, ENGAGEMENT_STATE when archived; INVALID_ARGUMENT for a document that is
// not in the checklist, or is not there to be taken out.
absl::StatusOr<Dossier> SetDossierDocument(const Repositories& repos,
                                           const Environment& environment,
                                           const DossierChange& change);

// The dossier as it is now: laid out by the checklist in force, of an archived engagement by that
// of its archive.
absl::StatusOr<Dossier> DossierOf(resource::Repository<Dossier>& dossiers,
                                  resource::Repository<Checklist>& checklists,
                                  const Engagement& engagement);

// Keeps the checklist with the dossier of an engagement that is archived.
absl::Status FreezeDossier(const Repositories& repos, const Engagement& engagement);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_DOSSIERS_H_
