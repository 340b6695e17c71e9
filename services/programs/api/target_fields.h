// Periods and plans of targets as requests carry them. Every function notes what is wrong under the
// field's path and goes on.
#ifndef TIENDO_SERVICES_PROGRAMS_API_TARGET_FIELDS_H_
#define TIENDO_SERVICES_PROGRAMS_API_TARGET_FIELDS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <vector>

#include "common/errors/error.h"
#include "services/programs/domain/target.h"
#include "tiendo/programs/v1/targets.pb.h"

namespace tiendo::programs {

// A required period; one that is not valid() when there is none.
TargetPeriod ParsePeriod(const std::string& field, bool present, const v1::TargetPeriod& message,
                         errors::Violations& violations);

// In the order given, by which mistakes are named. What its points say of each other: CheckTerms.
std::vector<PlanPoint> ParsePlan(
    const std::string& field,
    const google::protobuf::RepeatedPtrField<v1::Target::PlanPoint>& points,
    errors::Violations& violations);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_API_TARGET_FIELDS_H_
