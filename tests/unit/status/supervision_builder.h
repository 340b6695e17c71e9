// Short ways to write facts of supervision in tests; facts_builder.h has the others.
#ifndef TIENDO_TESTS_UNIT_STATUS_SUPERVISION_BUILDER_H_
#define TIENDO_TESTS_UNIT_STATUS_SUPERVISION_BUILDER_H_

#include <memory>
#include <string>
#include <vector>

#include "common/calendar/working_days.h"
#include "services/status/domain/supervision_facts.h"

namespace tiendo::status::testing {

// The plan of 2022 of a unit, "plans/{unit}"; issued "" means not yet.
PlanFact PlanOf(const std::string& unit, const char* issued);
// "requirements/2022": all grassroots cells, by 15/02/2022.
RequirementFact CellsOf2022();
// A planned continuous supervision of 2022, of the plan of its unit; concluded "" means open. Its
// dossier was never touched.
EngagementFact EngagementOf(const std::string& id, const std::string& unit, const char* due,
                            const char* concluded, const std::vector<std::string>& tags = {});
// With a dossier of so many documents, each with the day it was put in; "" means missing.
EngagementFact Filed(EngagementFact engagement, const std::vector<std::string>& days);
// "engagements/{engagement}/recommendations/{id}" of an engagement of 2022 concluded on a day.
RecommendationFact RecommendationOf(const EngagementFact& engagement, const std::string& id,
                                    const std::string& unit, const char* deadline);
RecommendationEvent Reported(const char* day);
RecommendationEvent Assessed(const char* day, Outcome outcome);

// An urging of a document; its numbers are given by Put.
ReminderFact Urging(const std::string& subject, const std::string& unit, const char* day);
// A notice of a rung; its day came on `trigger`, by default on the day it was issued.
ReminderFact Notice(const std::string& subject, const std::string& unit, ReminderFact::Kind kind,
                    const char* day, const char* trigger = nullptr);
// As the next reminder of its subject, or in place of the one with the same day and kind.
void Put(ReminderLedger& ledger, ReminderFact reminder);

// 2022 with the holiday 21/07; no other year.
std::shared_ptr<const calendar::WorkingCalendar> WorkingDays2022();

}  // namespace tiendo::status::testing

#endif  // TIENDO_TESTS_UNIT_STATUS_SUPERVISION_BUILDER_H_
