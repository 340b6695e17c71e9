// What requests must hold before anything is read or written: all violations at once.
#ifndef TIENDO_SERVICES_UNITS_API_VALIDATION_H_
#define TIENDO_SERVICES_UNITS_API_VALIDATION_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/feed/listing.h"
#include "services/units/domain/unit.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

// Fields that ListUnits and WatchChanges can be filtered by.
const std::vector<feed::ListField>& ListFields();

absl::Status ValidateGet(const v1::GetUnitRequest& request);
absl::Status ValidateBatchGet(const v1::BatchGetUnitsRequest& request);
absl::Status ValidateCreate(const v1::CreateUnitRequest& request);
absl::Status ValidateBatchCreate(const v1::BatchCreateUnitsRequest& request);
absl::Status ValidateUpdate(const v1::UpdateUnitRequest& request);
absl::Status ValidateGetTree(const v1::GetTreeRequest& request);

// The unit that a valid CreateUnitRequest asks for: text in NFC, output-only fields empty.
Unit NewUnit(const v1::CreateUnitRequest& request);
// Fields named in the mask of a valid UpdateUnitRequest.
std::set<std::string> UpdatePaths(const v1::UpdateUnitRequest& request);
// The request's unit with its text in NFC.
v1::Unit Normalised(const v1::Unit& unit);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_VALIDATION_H_
