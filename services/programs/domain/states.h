// Which verb is allowed in which state: the one table of it, and the errors of the others.
#ifndef TIENDO_SERVICES_PROGRAMS_DOMAIN_STATES_H_
#define TIENDO_SERVICES_PROGRAMS_DOMAIN_STATES_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/program.h"

namespace tiendo::programs {

enum class ItemVerb { kUpdate, kIssue, kReportCompletion, kExtend, kWithdraw };
enum class ProgramVerb { kApprove, kIssueItem };

// As filters and errors spell them: the value of the enum in programs.proto without prefix.
std::string_view Name(ItemState state);
std::string_view Name(ProgramState state);
// The RPC of a verb.
std::string_view Name(ItemVerb verb);
std::string_view Name(ProgramVerb verb);

// By state alone. What a verb asks beyond that stands at the verb (item_verbs.h).
bool Allowed(ItemState state, ItemVerb verb);
bool Allowed(ProgramState state, ProgramVerb verb);

// OK, or FAILED_PRECONDITION ITEM_STATE / PROGRAM_STATE.
absl::Status CheckState(const Item& item, ItemVerb verb);
absl::Status CheckState(const Program& program, ProgramVerb verb);

// ITEM_STATE for a verb that the state as such allows; `why` is the end of the sentence.
absl::Status ItemStateError(const Item& item, ItemVerb verb, std::string_view why);

}  // namespace tiendo::programs

#endif  // TIENDO_SERVICES_PROGRAMS_DOMAIN_STATES_H_
