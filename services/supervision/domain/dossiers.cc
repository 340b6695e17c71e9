#include "services/supervision/domain/dossiers.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "services/supervision/domain/record.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {

absl::StatusOr<Checklist> ChecklistOf(resource::Repository<Checklist>& checklists,
                                      EngagementKind kind) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Checklist> stored, checklists.Get(ChecklistName(kind)));
  return stored ? *std::move(stored) : DefaultChecklist(kind);
}

absl::StatusOr<Checklist> UpdateChecklist(const Repositories& repos,
                                          const ChecklistUpdate& update) {
  TIENDO_ASSIGN_OR_RETURN(Checklist checklist, ChecklistOf(*repos.checklists, update.kind));
  TIENDO_RETURN_IF_ERROR(
      resource::CheckEtag(checklist.name, update.etag, checklist.stamp.revision));
  const bool stored = checklist.stamp.revision != 0;
  if (stored && checklist.entries == update.entries) return checklist;
  checklist.entries = update.entries;
  TIENDO_RETURN_IF_ERROR(repos.checklists->Put(checklist));
  return checklist;
}

absl::StatusOr<Dossier> DossierOf(resource::Repository<Dossier>& dossiers,
                                  resource::Repository<Checklist>& checklists,
                                  const Engagement& engagement) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Dossier> stored,
                          dossiers.Get(DossierName(engagement.name)));
  if (stored && engagement.state == EngagementState::kArchived) return *std::move(stored);
  TIENDO_ASSIGN_OR_RETURN(const Checklist checklist, ChecklistOf(checklists, engagement.kind));
  Dossier dossier = stored.value_or(Dossier());
  dossier.name = DossierName(engagement.name);
  return Arranged(std::move(dossier), checklist);
}

absl::Status FreezeDossier(const Repositories& repos, const Engagement& engagement) {
  TIENDO_ASSIGN_OR_RETURN(Dossier dossier,
                          DossierOf(*repos.dossiers, *repos.checklists, engagement));
  return repos.dossiers->Put(dossier);
}

absl::StatusOr<Dossier> SetDossierDocument(const Repositories& repos,
                                           const Environment& environment,
                                           const DossierChange& change) {
  TIENDO_ASSIGN_OR_RETURN(const Engagement engagement,
                          Read(*repos.engagements, change.engagement, ""));
  if (engagement.state == EngagementState::kArchived) {
    return EngagementStateError(engagement, "SetDossierDocument", "is not possible any more",
                                environment.practice);
  }
  TIENDO_ASSIGN_OR_RETURN(Dossier dossier,
                          DossierOf(*repos.dossiers, *repos.checklists, engagement));
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(dossier.name, change.etag, dossier.stamp.revision));
  const auto entry = std::find_if(dossier.entries.begin(), dossier.entries.end(),
                                  [&change](const DossierEntry& e) { return e.id == change.id; });
  if (entry == dossier.entries.end()) {
    std::string ids;
    for (const DossierEntry& e : dossier.entries) ids += (ids.empty() ? "" : ", ") + e.id;
    return errors::InvalidField("document_id", "must be one of " + ids);
  }
  if (!change.filed_on && !entry->filed_on) {
    return errors::InvalidField("remove", change.id + " is not in the dossier");
  }
  entry->filed_on = change.filed_on;
  entry->document = change.document;
  TIENDO_ASSIGN_OR_RETURN(const Checklist checklist,
                          ChecklistOf(*repos.checklists, engagement.kind));
  dossier = Arranged(std::move(dossier), checklist);
  TIENDO_RETURN_IF_ERROR(repos.dossiers->Put(dossier));
  return dossier;
}

}  // namespace tiendo::supervision
