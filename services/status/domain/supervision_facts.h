// The facts about recommendations and reminders, as facts.h has those about the rest: what
// supervision has recorded, cut at one moment of knowledge.
#ifndef TIENDO_SERVICES_STATUS_DOMAIN_SUPERVISION_FACTS_H_
#define TIENDO_SERVICES_STATUS_DOMAIN_SUPERVISION_FACTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/status/domain/facts.h"

namespace tiendo::status {

// What became of a recommendation, as it was assessed.
enum class Outcome : uint8_t {
  kNone,
  kDone,
  kPartly,
  kNotDone,
  kOverdue,
  kNotCarriedOut,
  kUnsatisfactory,
};

struct RecommendationEvent {
  enum class Kind { kReported, kAssessed };
  Kind kind = Kind::kReported;
  Day date;
  Outcome outcome = Outcome::kNone;  // of an assessment
  bool voided = false;               // as if it had never been recorded
  bool operator==(const RecommendationEvent&) const = default;
};

// What the conclusion of an engagement asks a unit to mend (kiến nghị).
struct RecommendationFact {
  std::string name;        // "engagements/{engagement}/recommendations/{recommendation}"
  std::string engagement;  // "engagements/{engagement}"
  std::string unit;        // who must carry it out
  std::string text;
  Day deadline;  // last day in time
  // Of the engagement. Nothing is asked for before its conclusion.
  int year = 0;
  std::vector<std::string> tags;
  std::optional<Day> concluded_on;
  std::vector<RecommendationEvent> events;  // in the order of entry
  bool operator==(const RecommendationFact&) const = default;
};

// One reminder of one unit about one subject (nhắc nhở, đôn đốc).
struct ReminderFact {
  enum class Kind {
    kBeforeDue,  // a notice of the ladder, working days before the due date
    kAfterDue,   // a notice of the ladder, calendar days after it
    kUrging,     // by hand, with a document
  };
  std::string name;  // "reminders/{reminder}"
  std::string subject;
  std::string unit;
  Kind kind = Kind::kUrging;
  int ordinal = 0;             // "lần n" of this subject and unit
  int urging = 0;              // "đôn đốc lần n"; 0 for a notice
  std::optional<Day> trigger;  // of a notice: the day on which its rung began
  std::optional<Day> due;      // of the subject, in force when it was issued
  Day issued;
  std::optional<Day> acknowledge_by;  // last day in time; nullopt: not asked for
  std::optional<Day> acknowledged_on;
  std::optional<Day> explain_by;
  std::optional<Day> explained_on;
  bool voided = false;  // as if it had never been recorded, but that its numbers stay taken
  bool operator==(const ReminderFact&) const = default;
};

// By subject, then by name, which is the order of recording.
using ReminderLedger = std::map<std::string, std::map<std::string, ReminderFact>, std::less<>>;

}  // namespace tiendo::status

#endif  // TIENDO_SERVICES_STATUS_DOMAIN_SUPERVISION_FACTS_H_
