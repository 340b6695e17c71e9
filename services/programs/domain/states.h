// Which verb is allowed in which state: the one table of it, and the errors of the others.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_STATES_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_STATES_H_

#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

enum class ItemVerb {
  kUpdate,
  kIssue,
  kAccept,
  kRefuse,
  kReportProgress,
  kReportCompletion,
  kAppraise,
  kExtend,
  kSuspend,
  kResume,
  kReassign,
  kAddMilestones,
  kReplaceMilestones,
  kCompleteMilestone,
  kCarryOver,
  kWithdraw,
  kVoidEvent,
};
enum class ProgramVerb {
  kApprove,
  kClose,
  kCreateItem,
  kIssueItem,
  kCreateDuty,
  kIssueDuty,
  kDistributeDuty,
  kCreateTarget,
  kAssignTarget,
  kCarryOverItem
};

// All of them, in the order of the table.
std::span<const ItemState> AllItemStates();
std::span<const ItemVerb> AllItemVerbs();

// As filters and errors spell them: the value of the enum in programs.proto without prefix.
std::string_view Name(ItemState state);
std::string_view Name(ProgramState state);
// The RPC of a verb.
std::string_view Name(ItemVerb verb);
std::string_view Name(ProgramVerb verb);

enum class Permission { kNo, kYes, kIf };
// By state alone. kIf: as the verb says (item_verbs.h), which may ask more also where this is kYes.
Permission PermissionOf(ItemState state, ItemVerb verb);
// Not kNo.
bool Allowed(ItemState state, ItemVerb verb);
bool Allowed(ProgramState state, ProgramVerb verb);

// OK, or FAILED_PRECONDITION ITEM_STATE / PROGRAM_STATE.
absl::Status CheckState(const Item& item, ItemVerb verb);
absl::Status CheckState(const Program& program, ProgramVerb verb);

// ITEM_STATE for a verb that the state as such allows; `why` is the end of the sentence.
absl::Status ItemStateError(const Item& item, ItemVerb verb, std::string_view why);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_STATES_H_
