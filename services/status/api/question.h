// A request for figures, checked and completed.
#ifndef TIENDO_SERVICES_STATUS_API_QUESTION_H_
#define TIENDO_SERVICES_STATUS_API_QUESTION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/calendar/time_zone.h"
#include "common/errors/error.h"
#include "common/feed/tokens.h"
#include "services/status/domain/attention_text.h"
#include "services/status/domain/dossiers.h"
#include "services/status/domain/figures.h"
#include "services/status/domain/reminders.h"
#include "services/status/domain/rounding.h"
#include "services/status/domain/sentence.h"
#include "services/status/domain/statistics_text.h"
#include "services/status/domain/target_text.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::status {

// What the operator decides; everything has a documented default.
struct Rules {
  // Rounding of percentages when a request says nothing.
  Rounding rounding = Rounding::kTruncate;
  // Calendar days without news after which an open item counts in not_updated.
  int not_updated_days = 30;
  // Working days up to which a due date is soon, where a request for attention says nothing.
  int due_soon_days = 15;
  Wording wording;
  AttentionWording attention;
  // As supervision issues by it.
  ReminderLadder ladder;
  // Documents that a checklist asks for where supervision has told of none.
  ChecklistSizes checklists = DefaultChecklistSizes();
  // Tags that the statistics of supervision count on their own.
  std::vector<std::string> themes = {"theme/phong-chong-tham-nhung", "theme/lang-phi",
                                     "theme/tieu-cuc"};
  StatisticsWording statistics;
  TargetRules targets;
  TargetWording target_wording;
};

struct Question {
  std::string scope;
  Day as_of;
  int year = 0;
  std::optional<Day> due_by;
  Basis basis = Basis::kInForce;
  Rounding rounding = Rounding::kTruncate;
  bool full = false;
  int not_updated_days = 30;
  std::optional<int> due_soon_days;  // nullopt: not counted
  // as_of lies after today.
  bool projection = false;
  // What was recorded up to and including it counts; nullopt: what is known now.
  std::optional<Instant> known_at;
  std::string tag;  // empty: all

  // Equal for equal answers: what caches are keyed by.
  std::string Key() const;
  // `working_days` counts for due_soon; may be null where it is not asked for.
  Query ToQuery(CountWorkingDays working_days = nullptr) const;
};

// The question of a request, `today` and the rules filling in what it leaves open. Violations under
// `prefix` ("" or "requests[3]").
Question ParseQuestion(const std::string& prefix, const v1::GetStatusRequest& request, Day today,
                       const Rules& rules, errors::Violations& violations);

// The time of knowledge that a request or claim names; nullopt when it names none, or with a
// violation, also for one after `now`.
std::optional<Instant> ParseKnown(const std::string& prefix, const v1::GetStatusRequest& request,
                                  const calendar::BusinessZone& zone, Instant now,
                                  errors::Violations& violations);
std::optional<Instant> ParseKnown(const std::string& prefix, const v1::Claim& claim,
                                  const calendar::BusinessZone& zone, Instant now,
                                  errors::Violations& violations);
// That of the earlier side.
std::optional<Instant> ParseKnown(const v1::CompareStatusRequest& request,
                                  const calendar::BusinessZone& zone, Instant now,
                                  errors::Violations& violations);

// min_positions; INVALID_ARGUMENT POSITION_INVALID, or a violation for more than 8.
absl::StatusOr<std::vector<feed::Position>> ParsePositions(
    const google::protobuf::RepeatedPtrField<std::string>& min_positions);

v1::Column ToProto(Column column);
// nullopt for COLUMN_UNSPECIFIED and unknown values.
std::optional<Column> FromProto(v1::Column column);

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_API_QUESTION_H_
