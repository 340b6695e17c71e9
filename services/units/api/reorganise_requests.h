// The verbs of reorganisation: what their requests must hold, and the decision that each asks for.
#ifndef TIENDO_SERVICES_UNITS_API_REORGANISE_REQUESTS_H_
#define TIENDO_SERVICES_UNITS_API_REORGANISE_REQUESTS_H_

#include "absl/status/status.h"
#include "services/units/domain/reorganise.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

absl::Status ValidateRename(const v1::RenameUnitRequest& request);
absl::Status ValidateTransfer(const v1::TransferUnitRequest& request);
absl::Status ValidateMerge(const v1::MergeUnitsRequest& request);
absl::Status ValidateSplit(const v1::SplitUnitRequest& request);
absl::Status ValidateDissolve(const v1::DissolveUnitRequest& request);
absl::Status ValidateVoid(const v1::VoidUnitEventRequest& request);

// Of a valid request: text in NFC.
Decision DecisionOf(const v1::RenameUnitRequest& request);
Decision DecisionOf(const v1::TransferUnitRequest& request);
Decision DecisionOf(const v1::MergeUnitsRequest& request);
Decision DecisionOf(const v1::SplitUnitRequest& request);
Decision DecisionOf(const v1::DissolveUnitRequest& request);
// The reason of a valid request, in NFC.
std::string ReasonOf(const v1::VoidUnitEventRequest& request);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_REORGANISE_REQUESTS_H_
