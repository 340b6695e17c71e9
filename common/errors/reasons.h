// Reasons that the shared libraries give. Each is a value of tiendo.errors.v1.ErrorReason without
// its prefix, where meaning, metadata keys and remedy are written; a test compares both lists.
// Reasons of one service stand in its domain/reasons.h.
#ifndef TIENDO_COMMON_ERRORS_REASONS_H_
#define TIENDO_COMMON_ERRORS_REASONS_H_

#include <string_view>

namespace tiendo::errors::reasons {

inline constexpr std::string_view kInternal = "INTERNAL_ERROR";
inline constexpr std::string_view kInvalidRequest = "INVALID_REQUEST";
inline constexpr std::string_view kResourceNotFound = "RESOURCE_NOT_FOUND";
inline constexpr std::string_view kResourceExists = "RESOURCE_EXISTS";
inline constexpr std::string_view kEtagMismatch = "ETAG_MISMATCH";
inline constexpr std::string_view kRequestIdReused = "REQUEST_ID_REUSED";
inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";
inline constexpr std::string_view kPageTokenMismatch = "PAGE_TOKEN_MISMATCH";
inline constexpr std::string_view kResumeTokenInvalid = "RESUME_TOKEN_INVALID";
inline constexpr std::string_view kResumeTokenMismatch = "RESUME_TOKEN_MISMATCH";
inline constexpr std::string_view kHistoryCompacted = "HISTORY_COMPACTED";
inline constexpr std::string_view kRevisionAhead = "REVISION_AHEAD";
inline constexpr std::string_view kDatabaseChanged = "DATABASE_CHANGED";
inline constexpr std::string_view kWatcherTooSlow = "WATCHER_TOO_SLOW";
inline constexpr std::string_view kPositionInvalid = "POSITION_INVALID";
inline constexpr std::string_view kPositionNotReached = "POSITION_NOT_REACHED";
inline constexpr std::string_view kOverloaded = "OVERLOADED";
inline constexpr std::string_view kShuttingDown = "SHUTTING_DOWN";
inline constexpr std::string_view kDeadlineExceeded = "DEADLINE_EXCEEDED";
inline constexpr std::string_view kCancelled = "CANCELLED";
inline constexpr std::string_view kPermissionDenied = "PERMISSION_DENIED";
inline constexpr std::string_view kMessageTooLarge = "MESSAGE_TOO_LARGE";
inline constexpr std::string_view kDatabaseUnavailable = "DATABASE_UNAVAILABLE";
inline constexpr std::string_view kDatabaseConflict = "DATABASE_CONFLICT";
inline constexpr std::string_view kDatabaseFull = "DATABASE_FULL";
inline constexpr std::string_view kSchemaMismatch = "SCHEMA_MISMATCH";
inline constexpr std::string_view kPeerUnavailable = "PEER_UNAVAILABLE";
inline constexpr std::string_view kReferenceNotFound = "REFERENCE_NOT_FOUND";
inline constexpr std::string_view kCalendarYearMissing = "CALENDAR_YEAR_MISSING";
inline constexpr std::string_view kRepeatWithoutRequestId = "REPEAT_WITHOUT_REQUEST_ID";

}  // namespace tiendo::errors::reasons

#endif  // TIENDO_COMMON_ERRORS_REASONS_H_
