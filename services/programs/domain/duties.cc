#include "services/programs/domain/duties.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/programs.h"
#include "services/programs/domain/reasons.h"
#include "services/programs/domain/state_error.h"
#include "services/programs/domain/states.h"

namespace tiendo::programs {
namespace {

struct Row {
  DutyVerb verb;
  const char* name;
  bool draft, issued, closed;
};
constexpr Row kTable[] = {
    // clang-format off
    // verb                   RPC               DRAFT  ISSUED CLOSED
    {DutyVerb::kUpdate,      "UpdateDuty",      true,  true,  false},
    {DutyVerb::kIssue,       "IssueDuty",       true,  false, false},
    {DutyVerb::kDistribute,  "DistributeDuty",  false, true,  false},
    {DutyVerb::kClose,       "CloseDuty",       false, true,  false},
    // clang-format on
};

bool Cell(const Row& row, DutyState state) {
  switch (state) {
    case DutyState::kDraft:
      return row.draft;
    case DutyState::kIssued:
      return row.issued;
    case DutyState::kClosed:
      return row.closed;
  }
  return false;
}

absl::Status DutyStateError(const Duty& duty, DutyVerb verb, std::string why) {
  std::string others;
  for (const Row& row : kTable) {
    if (row.verb != verb && Cell(row, duty.state)) {
      others += (others.empty() ? "" : ",") + std::string(row.name);
    }
  }
  return StateError({.reason = reasons::kDutyState,
                     .name = duty.name,
                     .state = Name(duty.state),
                     .verb = Name(verb),
                     .allowed = std::move(others),
                     .why = std::move(why)});
}

}  // namespace

std::string_view Name(DutyState state) {
  switch (state) {
    case DutyState::kDraft:
      return "DRAFT";
    case DutyState::kIssued:
      return "ISSUED";
    case DutyState::kClosed:
      return "CLOSED";
  }
  return "";
}

std::string_view Name(Cadence cadence) {
  switch (cadence) {
    case Cadence::kOnce:
      return "ONCE";
    case Cadence::kMonthly:
      return "MONTHLY";
    case Cadence::kQuarterly:
      return "QUARTERLY";
    case Cadence::kYearly:
      return "YEARLY";
  }
  return "";
}

std::string_view Name(DutyVerb verb) { return kTable[static_cast<size_t>(verb)].name; }

bool Allowed(DutyState state, DutyVerb verb) {
  return Cell(kTable[static_cast<size_t>(verb)], state);
}

absl::Status CheckState(const Duty& duty, DutyVerb verb) {
  if (Allowed(duty.state, verb)) return absl::OkStatus();
  return DutyStateError(duty, verb, "is not possible");
}

absl::StatusOr<Duty> ReadDuty(DutyRepository& duties, const std::string& name,
                              const std::string& etag) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Duty> duty, duties.Get(name));
  if (!duty) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, duty->stamp.revision));
  return *std::move(duty);
}

absl::Status CreateDuty(ProgramRepository& programs, CategoryRepository& categories,
                        DutyRepository& duties, Duty& duty) {
  const std::string program_name = ProgramOfDuty(duty.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kCreateDuty));
  errors::Violations violations;
  TIENDO_RETURN_IF_ERROR(CheckHolds(categories, *program, Content::kDuty, "parent", violations));
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_ASSIGN_OR_RETURN(std::optional<Duty> stored, duties.Get(duty.name));
  if (stored) return resource::Exists(duty.name);
  return duties.Put(duty);
}

absl::StatusOr<Duty> UpdateDuty(DutyRepository& duties, const DutyUpdate& update) {
  TIENDO_ASSIGN_OR_RETURN(Duty stored, ReadDuty(duties, update.name, update.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(stored, DutyVerb::kUpdate));
  const bool draft = stored.state == DutyState::kDraft;
  if (update.names_cadence && !draft) {
    return DutyStateError(stored, DutyVerb::kUpdate, "changes the cadence of a draft only");
  }
  Duty duty = stored;
  update.change(duty, draft);
  TIENDO_RETURN_IF_ERROR(update.check(duty));
  if (duty == stored) return duty;
  TIENDO_RETURN_IF_ERROR(duties.Put(duty));
  return duty;
}

absl::StatusOr<Duty> IssueDuty(ProgramRepository& programs, DutyRepository& duties,
                               const DutyIssue& issue) {
  TIENDO_ASSIGN_OR_RETURN(Duty duty, ReadDuty(duties, issue.name, issue.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(duty, DutyVerb::kIssue));
  const std::string program_name = ProgramOfDuty(issue.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kIssueDuty));
  duty.state = DutyState::kIssued;
  duty.issued = issue.date;
  duty.issue_document = issue.document;
  TIENDO_RETURN_IF_ERROR(duties.Put(duty));
  return duty;
}

absl::StatusOr<Duty> CloseDuty(DutyRepository& duties, const std::string& name,
                               const std::string& etag, Day date) {
  TIENDO_ASSIGN_OR_RETURN(Duty duty, ReadDuty(duties, name, etag));
  TIENDO_RETURN_IF_ERROR(CheckState(duty, DutyVerb::kClose));
  if (date < *duty.issued) {
    return errors::InvalidField("close_date", calendar::FormatIso(date) +
                                                  " is before the duty was issued (" +
                                                  calendar::FormatIso(*duty.issued) + ")");
  }
  duty.state = DutyState::kClosed;
  duty.closed = date;
  TIENDO_RETURN_IF_ERROR(duties.Put(duty));
  return duty;
}

}  // namespace tiendo::programs
