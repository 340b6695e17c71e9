// The verbs that change what is asked of a target, and those that say what was measured. Which verb
// is allowed in which state: target_states.h.
//
// Dates given are not after today, so every approval recorded is in force.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_VERBS_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_VERBS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/programs/domain/targets.h"

namespace tiendo::programs {

// Common to the verbs that change what is asked. Each writes the target and one event in one
// revision.
struct TargetVerbInput {
  std::string name;
  std::string etag;  // expected; empty: any
  Day date;          // approval
  resource::Document document;
  std::string reason;
};

// All: NOT_FOUND, ETAG_MISMATCH, TARGET_STATE.

// The target enters the programme. PROGRAM_STATE unless the programme is approved.
absl::StatusOr<Target> AssignTarget(const TargetStores& stores, const TargetVerbInput& input);

struct Adjustment : TargetVerbInput {
  TermChanges changes;
  int64_t units_revision = 0;
};
// Changes value, plan, base or leads from the approval date on; the original stays.
// INVALID_ARGUMENT for a date before the target was in the programme, for terms that contradict
// themselves, and for a base of a target without one: it would change what the reports mean.
absl::StatusOr<Target> AdjustTarget(const TargetStores& stores, const Adjustment& input);

// The target leaves the programme. INVALID_ARGUMENT for a day before it was in it.
absl::StatusOr<Target> WithdrawTarget(const TargetStores& stores, const TargetVerbInput& input);

// An entry that was made wrongly.
struct TargetVoiding {
  std::string name;  // of the event or report
  std::string etag;
  std::string reason;
};
// TARGET_ENTRY_VOIDED when it was taken back before. The assignment is taken back last:
// TARGET_STATE while another event or a report stands.
absl::StatusOr<TargetEvent> VoidTargetEvent(const TargetStores& stores, const TargetVoiding& input);

// A value as reported. `report` has period, kind, value, reported_date, evidence and unit.
struct NewTargetReport {
  std::string target;
  std::string etag;          // of the target, expected; empty: any
  std::optional<Day> as_of;  // nullopt: the last day of the period
  TargetReport report;
  Day today;
};
// INVALID_ARGUMENT for a day outside the period, after today or after the day of the report, and
// for an increment of a level; TARGET_REPORT_CONFLICT when another report that stands says
// something about the same.
absl::StatusOr<TargetReport> ReportTargetValue(const TargetStores& stores, NewTargetReport input);

struct ReportCorrection {
  std::string name;
  std::string etag;  // of the report, expected; empty: any
  Decimal value;
  std::optional<TargetReport::Kind> kind;  // nullopt: as before, like those below
  std::optional<TargetPeriod> period;
  std::optional<Day> as_of;  // nullopt: as before, with another period its last day
  std::string reason;
  resource::Document document;
  Day today;
};
// The same report with what is right, one version on. TARGET_ENTRY_VOIDED; errors as above.
absl::StatusOr<TargetReport> CorrectTargetReport(const TargetStores& stores,
                                                 const ReportCorrection& input);

// TARGET_ENTRY_VOIDED when it was taken back before.
absl::StatusOr<TargetReport> VoidTargetReport(const TargetStores& stores,
                                              const TargetVoiding& input);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_TARGET_VERBS_H_
