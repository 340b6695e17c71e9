// What requests must hold before anything is read or written: all violations at once.
#ifndef TIENDO_SERVICES_UNITS_API_VALIDATION_H_
#define TIENDO_SERVICES_UNITS_API_VALIDATION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/errors/error.h"
#include "common/feed/listing.h"
#include "services/units/domain/history.h"
#include "services/units/domain/search.h"
#include "services/units/domain/unit.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::units {

// Limits of text, in code points (units.proto).
inline constexpr size_t kDisplayNameLength = 256;
inline constexpr size_t kShortNameLength = 64;
inline constexpr size_t kCodeLength = 32;
inline constexpr size_t kHeadTitleLength = 128;
inline constexpr size_t kReasonLength = 512;

// Fields that ListUnits, ListUnitEvents and WatchChanges can be filtered by.
const std::vector<feed::ListField>& ListFields();
const std::vector<feed::ListField>& EventFields();

absl::Status ValidateGet(const v1::GetUnitRequest& request);
absl::Status ValidateBatchGet(const v1::BatchGetUnitsRequest& request);
absl::Status ValidateCreate(const v1::CreateUnitRequest& request);
absl::Status ValidateBatchCreate(const v1::BatchCreateUnitsRequest& request);
absl::Status ValidateUpdate(const v1::UpdateUnitRequest& request);
absl::Status ValidateGetTree(const v1::GetTreeRequest& request);
absl::Status ValidateSearch(const v1::SearchUnitsRequest& request);
absl::Status ValidateListEvents(const v1::ListUnitEventsRequest& request);

// Violations of a unit that is to be created; `path` is that of the CreateUnitRequest, empty for
// the request itself.
void CheckNew(const std::string& path, const v1::CreateUnitRequest& request,
              errors::Violations& violations);
// The unit that a valid CreateUnitRequest asks for: text in NFC, output-only fields empty.
Unit NewUnit(const v1::CreateUnitRequest& request);
// What a valid UpdateUnitRequest asks for, text in NFC.
Correction CorrectionOf(const v1::UpdateUnitRequest& request);
// Nodes per page of a valid GetTreeRequest.
int TreePageSize(const v1::GetTreeRequest& request);
// What a valid SearchUnitsRequest asks for on `as_of`.
SearchQuery QueryOf(const v1::SearchUnitsRequest& request, Day as_of);

}  // namespace tiendo::units

#endif  // TIENDO_SERVICES_UNITS_API_VALIDATION_H_
