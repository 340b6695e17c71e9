// A reminder (nhắc nhở, đôn đốc): that a unit was told of a subject, and what it answered.
#ifndef TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDER_H_
#define TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDER_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "common/calendar/day.h"
#include "common/resource/document.h"
#include "common/resource/repository.h"

namespace tiendo::supervision {

using calendar::Day;

// Values as in reminders.proto, where the Vietnamese terms stand.
enum class ReminderKind {
  kBeforeDue = 1,  // automatic, of a rung of the ladder
  kAfterDue = 2,   // the same
  kUrging = 3,     // by a document
};
inline constexpr std::array kReminderKinds = {ReminderKind::kBeforeDue, ReminderKind::kAfterDue,
                                              ReminderKind::kUrging};

struct Acknowledgement {
  Day date;
  resource::Document document;
  std::string member_code;  // opaque; empty: not told
  bool operator==(const Acknowledgement&) const = default;
};

struct Explanation {
  Day date;
  std::string text;
  resource::Document document;
  bool operator==(const Explanation&) const = default;
};

// Never changed, but that answers are added and a wrong urging is voided.
struct Reminder {
  std::string name;     // reminders/{key of the subject}-{number}
  std::string subject;  // a resource of this service or of programs, as it was called
  std::string unit;
  ReminderKind kind = ReminderKind::kUrging;
  int ordinal = 0;             // lần n, of the subject under all its names and the unit
  int urging = 0;              // the same among urgings; 0: automatic
  int rung = 0;                // days of its rung; 0: an urging
  std::optional<Day> trigger;  // day on which the rung began; nullopt: an urging
  std::optional<Day> due;      // in force when it was issued
  Day issued_on;
  resource::Document document;
  std::string reason;
  std::optional<Day> acknowledge_by;
  std::optional<Day> explain_by;
  std::optional<Acknowledgement> acknowledgement;
  std::optional<Explanation> explanation;
  bool voided = false;
  std::string void_reason;
  int urgings_past_due = 0;  // with this one, when it was recorded
  int urgings_allowed = 0;   // of these, before the leadership's agenda
  resource::Stamp stamp;
  bool operator==(const Reminder&) const = default;

  bool automatic() const { return kind != ReminderKind::kUrging; }
  // The day on which it was first answered; nullopt: not yet. Who explains has taken note, too.
  std::optional<Day> noted_on() const;
};

enum class ReminderState { kIssued, kAcknowledged, kExplained, kVoided };
ReminderState StateOf(const Reminder& reminder);

// What a reminder can be about: shapes of names (common/resource/name.h).
inline constexpr std::array kSubjectPatterns = {
    std::string_view("programs/*/items/*"),
    std::string_view("programs/*/targets/*"),
    std::string_view("programs/*/duties/*/assignments/*"),
    std::string_view("requirements/*"),
    std::string_view("plans/*"),
    std::string_view("engagements/*"),
    std::string_view("engagements/*/recommendations/*")};
bool IsSubject(std::string_view name);

// Stands for a day that there is not where days are compared as text: after all that are asked for.
inline constexpr std::string_view kNoDay = "~";

// What the names of all reminders of a subject begin with: "reminders/", 16 digits that stand for
// the subject, "-". So they lie together, and their numbers are found by one short read.
std::string ReminderPrefix(std::string_view subject);

}  // namespace tiendo::supervision

#endif  // TIENDO_SERVICES_SUPERVISION_DOMAIN_REMINDER_H_
