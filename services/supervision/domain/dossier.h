// The dossier of an engagement (hồ sơ) and the checklist of its kind (danh mục hồ sơ): which
// documents are there, and which are missing.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_DOSSIER_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_DOSSIER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"
#include "services/supervision/domain/engagement.h"

namespace tiendo::supervision {

struct ChecklistEntry {
  std::string id;
  std::string display_name;
  bool operator==(const ChecklistEntry&) const = default;
};

struct Checklist {
  std::string name;  // checklists/{kind}
  EngagementKind kind = EngagementKind::kThematicInspection;
  std::vector<ChecklistEntry> entries;
  resource::Stamp stamp;  // revision 0: the one the server comes with
  bool operator==(const Checklist&) const = default;
};

// "checklists/thematic-inspection".
std::string ChecklistName(EngagementKind kind);
// nullopt for any other name.
std::optional<EngagementKind> ChecklistKind(std::string_view name);
// What a kind has until it is changed: data to begin with, not law. Twelve documents for a thematic
// engagement.
Checklist DefaultChecklist(EngagementKind kind);

struct DossierEntry {
  std::string id;
  std::string display_name;
  std::optional<Day> filed_on;  // nullopt: missing
  resource::Document document;
  bool operator==(const DossierEntry&) const = default;
};

struct Dossier {
  std::string name;  // engagements/{engagement}/dossier
  // In the order of the checklist; then what is there and no longer asked for.
  std::vector<DossierEntry> entries;
  int total = 0;  // the first so many are the checklist's
  resource::Stamp stamp;
  bool operator==(const Dossier&) const = default;

  // How many of the checklist's were there on `day`.
  int Present(Day day) const;
};

std::string DossierName(std::string_view engagement);

// The dossier laid out by a checklist.
Dossier Arranged(Dossier dossier, const Checklist& checklist);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_DOSSIER_H_
