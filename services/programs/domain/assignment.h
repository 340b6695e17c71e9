// What one unit owes of a duty for one period, and its dated events.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/programs/domain/duty.h"

namespace tiendo::programs {

// Values as in duties.proto. Whether it is late is not a state: it is derived at a date.
enum class AssignmentState {
  kOpen = 1,
  kIncomplete = 2,
  kSubmitted = 3,
  kAccepted = 4,
  kReturned = 5,
};

struct Assignment {
  std::string name;  // programs/{program}/duties/{duty}/assignments/{unit}-{period}
  std::string unit;  // units/{unit}
  std::string period;
  Day assigned;  // counts from here on
  Demand demand;
  Day original_deadline;
  Day deadline;  // in force
  AssignmentState state = AssignmentState::kOpen;
  std::optional<Day> submitted;        // the hand-in that stands
  int32_t sets = 0;                    // of the last hand-in since the last return, with
  int64_t value = 0;                   // value and
  std::vector<std::string> documents;  // documents
  std::optional<Day> accepted;         // while in force
  std::optional<Day> returned;         // the last one
  std::string return_reason;
  int32_t events = 0;  // recorded, voided ones included
  int64_t units_revision = 0;
  resource::Stamp stamp;
  bool operator==(const Assignment&) const = default;
};

enum class AssignmentEventKind { kSubmitted = 1, kAccepted = 2, kReturned = 3, kDeadline = 4 };

struct AssignmentEvent {
  std::string name;  // {assignment}/events/{number}
  AssignmentEventKind kind = AssignmentEventKind::kSubmitted;
  Day date;
  // Of a hand-in: all that was there, and whether that is all that is asked.
  int32_t sets = 0;
  int64_t value = 0;
  std::vector<std::string> documents;
  bool complete = false;
  std::string reason_code;          // of a return
  std::optional<Day> new_deadline;  // of a return or a deadline
  std::string reason;
  std::string approver;  // of a deadline
  resource::Document document;
  std::string unit;            // of a hand-in: who handed in
  int64_t units_revision = 0;  // by which it was found
  bool voided = false;
  std::string void_reason;
  resource::Stamp stamp;
  bool operator==(const AssignmentEvent&) const = default;
};

class AssignmentRepository : public resource::Repository<Assignment> {
 public:
  // Units that have an assignment of the duty for the period, by name.
  virtual absl::StatusOr<std::vector<std::string>> UnitsOf(const std::string& duty,
                                                           const std::string& period) = 0;
  // Stores assignments that do not exist yet, many at a time. RESOURCE_EXISTS.
  virtual absl::Status Create(std::vector<Assignment>& assignments) = 0;
};
using AssignmentEventRepository = resource::Repository<AssignmentEvent>;

// "programs/p/duties/d" of an assignment's name, and of what stands below it.
std::string DutyOf(std::string_view name);
// The assignment of an event.
std::string AssignmentOf(std::string_view event_name);
// The name of the assignment of a unit for a period. Where both do not fit into an id the unit's
// beginning stands with a hash of the whole.
std::string AssignmentName(std::string_view duty, std::string_view unit, std::string_view period);

// Whether what is there is all that is demanded.
bool IsComplete(const Demand& demand, const AssignmentEvent& hand_in);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_ASSIGNMENT_H_
