// What figures, attention and statistics look at beside items, gathered from the facts.
#ifndef TIENDO_SERVICES_STATUS_API_SUBJECT_FACTS_H_
#define TIENDO_SERVICES_STATUS_API_SUBJECT_FACTS_H_

#include "services/status/domain/subjects.h"
#include "services/status/sources/fact_base.h"

namespace tiendo::status {

// Those of programmes that cover the year.
DutiesOfYear DutiesOf(const FactBase::View& facts, int year);

// Of a year. Good for as long as the look.
SubjectFacts SubjectFactsOf(const FactBase::View& facts, int year);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_SUBJECT_FACTS_H_
