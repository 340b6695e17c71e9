// Resources of the three services as facts of the domain.
#ifndef TIENDO_SERVICES_STATUS_SOURCES_DECODE_H_
#define TIENDO_SERVICES_STATUS_SOURCES_DECODE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/time_zone.h"
#include "common/calendar/working_days.h"
#include "services/status/domain/facts.h"
#include "services/status/domain/supervision_facts.h"
#include "services/status/domain/target_facts.h"
#include "tiendo/programs/v1/duties.pb.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/reminders.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::status {

struct CategoryFact {
  std::string name;
  std::string display_name;
  std::string kind;  // without prefix, e.g. "SCHEME"
  int order = 0;
};

struct ProgramFact {
  std::string name;
  std::string category;
  std::vector<int> years;
  std::string owner;
  std::optional<Day> approval;  // nullopt: a draft
};

// An item as its own feed entry has it.
struct ItemRecord {
  ItemFact fact;             // without what comes from the programme, the events and other items
  std::string carried_from;  // the item that it continues; empty: none
};

// One per period of the unit, ascending.
std::vector<UnitFact> ToFacts(const units::v1::Unit& unit);
CategoryFact ToFact(const programs::v1::Category& category);
ProgramFact ToFact(const programs::v1::Program& program);
ItemRecord ToRecord(const programs::v1::Item& item);
// nullopt for an event that moves nothing by itself (the issue, which the item carries). Of a
// carry-over only the other item's name is filled in.
std::optional<ItemEvent> ToFact(const programs::v1::ItemEvent& event);
// Days of other years than the calendar's are left out.
calendar::CalendarYear ToFact(const units::v1::Calendar& calendar);
// Without what comes from the programme, the events and the reports.
TargetFact ToFact(const programs::v1::Target& target);
TargetFact::Event ToFact(const programs::v1::TargetEvent& event);
TargetFact::Report ToFact(const programs::v1::TargetReport& report);
// Without what comes from the programme.
DutyFact ToFact(const programs::v1::Duty& duty);
// Without events.
AssignmentFact ToFact(const programs::v1::DutyAssignment& assignment);
HandInEvent ToFact(const programs::v1::DutyAssignmentEvent& event);
RequirementFact ToFact(const supervision::v1::PlanRequirement& requirement);
PlanFact ToFact(const supervision::v1::Plan& plan);
// Without what comes from the engagement and the events.
RecommendationFact ToFact(const supervision::v1::Recommendation& recommendation);
// nullopt for an event that is about no recommendation.
struct RecommendationNews {
  std::string recommendation;
  RecommendationEvent event;
};
std::optional<RecommendationNews> ToFact(const supervision::v1::EngagementEvent& event);
ReminderFact ToFact(const supervision::v1::Reminder& reminder);
// The documents that the dossiers of a kind have to hold.
struct ChecklistFact {
  std::string kind;                    // without prefix, e.g. "CONTINUOUS_SUPERVISION"
  std::vector<std::string> documents;  // ids, in the order of the list
};
ChecklistFact ToFact(const supervision::v1::Checklist& checklist);
// A dossier as its own feed entry has it: what is there, whether it is asked for or not, by id with
// the day it was put in, and what the list asked for when something was last put in or taken out.
struct DossierRecord {
  std::map<std::string, Day> filed;
  std::vector<std::string> asked;
};
DossierRecord ToRecord(const supervision::v1::Dossier& dossier);
// The year of a planned one comes from its plan. Without the dossier.
EngagementFact ToFact(const supervision::v1::Engagement& engagement,
                      const calendar::BusinessZone& zone);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_SOURCES_DECODE_H_
