// Use cases of duties: create, update, issue, close, distribute. Every function runs inside one
// transaction and decides on what it reads there; what it is given has valid text and dates, and
// units that exist.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTIES_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTIES_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/programs/domain/assignment.h"
#include "services/programs/domain/category.h"
#include "services/programs/domain/duty.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

enum class DutyVerb { kUpdate, kIssue, kDistribute, kClose };

// As filters and errors spell them.
std::string_view Name(DutyState state);
std::string_view Name(Cadence cadence);
std::string_view Name(DutyVerb verb);
// By state alone: the one table.
bool Allowed(DutyState state, DutyVerb verb);

// Stores a draft. NOT_FOUND for the programme, RESOURCE_EXISTS; a violation of "parent" when the
// programme's category does not hold duties.
absl::Status CreateDuty(ProgramRepository& programs, CategoryRepository& categories,
                        DutyRepository& duties, Duty& duty);

struct DutyUpdate {
  std::string name;
  std::string etag;  // expected; empty: any
  // Puts the new values into the duty; `draft`: the cadence too.
  std::function<void(Duty& duty, bool draft)> change;
  bool names_cadence = false;  // an error unless the duty is a draft
  // What is wrong with the duty as changed, where the request alone did not show it.
  std::function<absl::Status(const Duty& duty)> check;
};
// Stores the changed duty, if it differs. NOT_FOUND, ETAG_MISMATCH, DUTY_STATE.
absl::StatusOr<Duty> UpdateDuty(DutyRepository& duties, const DutyUpdate& update);

struct DutyIssue {
  std::string name;
  std::string etag;
  Day date;
  resource::Document document;
};
// NOT_FOUND, ETAG_MISMATCH, DUTY_STATE, and PROGRAM_STATE unless the programme is approved.
absl::StatusOr<Duty> IssueDuty(ProgramRepository& programs, DutyRepository& duties,
                               const DutyIssue& issue);

// NOT_FOUND, ETAG_MISMATCH, DUTY_STATE; INVALID_ARGUMENT for a day before the issue.
absl::StatusOr<Duty> CloseDuty(DutyRepository& duties, const std::string& name,
                               const std::string& etag, Day date);

// The duty, if it has the etag expected (empty: any). NOT_FOUND, ETAG_MISMATCH.
absl::StatusOr<Duty> ReadDuty(DutyRepository& duties, const std::string& name,
                              const std::string& etag);
// FAILED_PRECONDITION DUTY_STATE unless the state allows the verb.
absl::Status CheckState(const Duty& duty, DutyVerb verb);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_DUTIES_H_
