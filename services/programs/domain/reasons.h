// Reasons of errors that only this service gives (protos/tiendo/errors/v1/error_reason.proto).
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_REASONS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_REASONS_H_

#include <string_view>

namespace tiendo::programs::reasons {

inline constexpr std::string_view kProgramState = "PROGRAM_STATE";
inline constexpr std::string_view kItemState = "ITEM_STATE";
inline constexpr std::string_view kLeadAlreadyDone = "LEAD_ALREADY_DONE";
inline constexpr std::string_view kItemEventConflict = "ITEM_EVENT_CONFLICT";
inline constexpr std::string_view kVocabularyRetired = "VOCABULARY_RETIRED";

inline constexpr std::string_view kTargetState = "TARGET_STATE";
inline constexpr std::string_view kTargetReportConflict = "TARGET_REPORT_CONFLICT";
inline constexpr std::string_view kTargetEntryVoided = "TARGET_ENTRY_VOIDED";

// Duties.
inline constexpr std::string_view kDutyState = "DUTY_STATE";
inline constexpr std::string_view kAssignmentState = "ASSIGNMENT_STATE";
inline constexpr std::string_view kPopulationTooLarge = "POPULATION_TOO_LARGE";
inline constexpr std::string_view kPopulationEmpty = "POPULATION_EMPTY";

}  // namespace tiendo::programs::reasons

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_REASONS_H_
