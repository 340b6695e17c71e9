#include "services/programs/domain/target_states.h"

#include <string>

#include "common/errors/error.h"
#include "services/programs/domain/reasons.h"

namespace tiendo::programs {
namespace {

struct Row {
  TargetVerb verb;
  const char* name;
  bool draft, assigned, withdrawn;
};
constexpr Row kTable[] = {
    // clang-format off
    // verb                        RPC                    DRAFT  ASSIGNED WITHDRAWN
    {TargetVerb::kUpdate,         "UpdateTarget",         true,  true,    true},
    {TargetVerb::kAssign,         "AssignTarget",         true,  false,   false},
    {TargetVerb::kAdjust,         "AdjustTarget",         false, true,    false},
    {TargetVerb::kWithdraw,       "WithdrawTarget",       false, true,    false},
    {TargetVerb::kReport,         "ReportTargetValue",    false, true,    false},
    {TargetVerb::kCorrectReport,  "CorrectTargetReport",  false, true,    true},
    {TargetVerb::kVoidReport,     "VoidTargetReport",     false, true,    true},
    {TargetVerb::kVoidEvent,      "VoidTargetEvent",      false, true,    true},
    // clang-format on
};

const Row& RowOf(TargetVerb verb) { return kTable[static_cast<size_t>(verb)]; }

bool Cell(const Row& row, TargetState state) {
  switch (state) {
    case TargetState::kDraft:
      return row.draft;
    case TargetState::kAssigned:
      return row.assigned;
    case TargetState::kWithdrawn:
      return row.withdrawn;
  }
  return false;
}

}  // namespace

std::string_view Name(TargetState state) {
  switch (state) {
    case TargetState::kDraft:
      return "DRAFT";
    case TargetState::kAssigned:
      return "ASSIGNED";
    case TargetState::kWithdrawn:
      return "WITHDRAWN";
  }
  return "";
}

std::string_view Name(TargetDirection direction) {
  switch (direction) {
    case TargetDirection::kAtLeast:
      return "AT_LEAST";
    case TargetDirection::kMoreThan:
      return "MORE_THAN";
    case TargetDirection::kAtMost:
      return "AT_MOST";
    case TargetDirection::kLessThan:
      return "LESS_THAN";
    case TargetDirection::kIncreaseBy:
      return "INCREASE_BY";
    case TargetDirection::kDecreaseBy:
      return "DECREASE_BY";
  }
  return "";
}

std::string_view Name(TargetVerb verb) { return RowOf(verb).name; }

bool Allowed(TargetState state, TargetVerb verb) { return Cell(RowOf(verb), state); }

absl::Status TargetStateError(const Target& target, TargetVerb verb, std::string_view why) {
  std::string allowed;
  for (const Row& row : kTable) {
    if (row.verb == verb || !Cell(row, target.state)) continue;
    allowed += (allowed.empty() ? "" : ",") + std::string(row.name);
  }
  const std::string state(Name(target.state));
  const std::string name(Name(verb));
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kTargetState,
      target.name + " is " + state + ": " + name + " " + std::string(why) + "; allowed: " + allowed,
      {{"name", target.name}, {"state", state}, {"verb", name}, {"allowed", allowed}});
}

absl::Status CheckState(const Target& target, TargetVerb verb) {
  if (Allowed(target.state, verb)) return absl::OkStatus();
  return TargetStateError(target, verb, "is not possible");
}

}  // namespace tiendo::programs
