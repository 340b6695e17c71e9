// Resources of the three services as facts of the domain.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_DECODE_H_
#define TIENDO_SERVICES_STATUS_SOURCES_DECODE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/calendar/time_zone.h"
#include "services/status/domain/facts.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status {

struct CategoryFact {
  std::string name;
  std::string display_name;
  int order = 0;
};

struct ProgramFact {
  std::string name;
  std::string category;
  std::vector<int> years;
  std::string owner;
  std::optional<Day> approval;  // nullopt: a draft
};

// One per period of the unit, ascending.
std::vector<UnitFact> ToFacts(const units::v1::Unit& unit);
CategoryFact ToFact(const programs::v1::Category& category);
ProgramFact ToFact(const programs::v1::Program& program);
// Without what comes from the programme and from the events.
ItemFact ToFact(const programs::v1::Item& item);
// nullopt for an event that moves nothing by itself (the issue, which the item carries).
std::optional<ItemEvent> ToFact(const programs::v1::ItemEvent& event);
RequirementFact ToFact(const supervision::v1::PlanRequirement& requirement);
PlanFact ToFact(const supervision::v1::Plan& plan);
// The year of a planned one comes from its plan.
EngagementFact ToFact(const supervision::v1::Engagement& engagement,
                      const calendar::BusinessZone& zone);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_DECODE_H_
