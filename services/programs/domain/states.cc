#include "services/programs/domain/states.h"

#include <algorithm>
#include <array>

#include "common/errors/error.h"
#include "services/programs/domain/reasons.h"

namespace tiendo::programs {
namespace {

// The order of the columns.
constexpr std::array kStates = {
    ItemState::kDraft,     ItemState::kIssued,      ItemState::kAccepted,
    ItemState::kRefused,   ItemState::kInProgress,  ItemState::kSuspended,
    ItemState::kCompleted, ItemState::kCarriedOver, ItemState::kWithdrawn};

struct ItemRow {
  ItemVerb verb;
  const char* name;
  const char* cells;  // y: allowed, i: if the verb's own condition holds, -: forbidden
};
// DRAFT, ISSUED, ACCEPTED, REFUSED, IN_PROGRESS, SUSPENDED, COMPLETED, CARRIED_OVER, WITHDRAWN
constexpr std::array kItemTable = {
    // clang-format off
    // verb                                RPC                    D I A R P S C O W
    ItemRow{ItemVerb::kUpdate,            "UpdateItem",          "y y y y y y y y y"},
    ItemRow{ItemVerb::kIssue,             "IssueItem",           "y - - - - - - - -"},
    ItemRow{ItemVerb::kAccept,            "AcceptItem",          "- y - y i - - - -"},
    ItemRow{ItemVerb::kRefuse,            "RefuseItem",          "- y - i - - - - -"},
    ItemRow{ItemVerb::kReportProgress,    "ReportProgress",      "- y y - y - - - -"},
    ItemRow{ItemVerb::kReportCompletion,  "ReportCompletion",    "- y y y y y - i i"},
    ItemRow{ItemVerb::kAppraise,          "AppraiseCompletion",  "- - - i i i y i -"},
    ItemRow{ItemVerb::kExtend,            "ExtendItem",          "- y y y y y i i -"},
    ItemRow{ItemVerb::kSuspend,           "SuspendItem",         "- y y - y - - - -"},
    ItemRow{ItemVerb::kResume,            "ResumeItem",          "- - - - - y - - -"},
    ItemRow{ItemVerb::kReassign,          "ReassignItem",        "- y y y y y y - -"},
    ItemRow{ItemVerb::kAddMilestones,     "AddMilestones",       "- y y y y y - - -"},
    ItemRow{ItemVerb::kReplaceMilestones, "ReplaceMilestones",   "- y y y y y - - -"},
    ItemRow{ItemVerb::kCompleteMilestone, "CompleteMilestone",   "- y y y y y - - -"},
    ItemRow{ItemVerb::kCarryOver,         "CarryOverItem",       "- y y y y y i - -"},
    ItemRow{ItemVerb::kWithdraw,          "WithdrawItem",        "- y y y y y i - -"},
    ItemRow{ItemVerb::kVoidEvent,         "VoidEvent",           "i y y y y y y y y"},
    // clang-format on
};

struct ProgramRow {
  ProgramVerb verb;
  const char* name;
  bool draft, approved, closed;
};
constexpr ProgramRow kProgramTable[] = {
    // clang-format off
    // verb                        RPC               DRAFT  APPROVED CLOSED
    {ProgramVerb::kApprove,       "ApproveProgram",  true,  false,   false},
    {ProgramVerb::kClose,         "CloseProgram",    false, true,    false},
    {ProgramVerb::kCreateItem,    "CreateItem",      true,  true,    false},
    {ProgramVerb::kIssueItem,     "IssueItem",       false, true,    false},
    {ProgramVerb::kCreateDuty,    "CreateDuty",      true,  true,    false},
    {ProgramVerb::kIssueDuty,     "IssueDuty",       false, true,    false},
    {ProgramVerb::kDistributeDuty,"DistributeDuty",  false, true,    false},
    {ProgramVerb::kCreateTarget,  "CreateTarget",    true,  true,    false},
    {ProgramVerb::kAssignTarget,  "AssignTarget",    false, true,    false},
    {ProgramVerb::kCarryOverItem, "CarryOverItem",   false, true,    false},
    // clang-format on
};

constexpr auto kVerbs = [] {
  std::array<ItemVerb, kItemTable.size()> verbs{};
  for (size_t i = 0; i < verbs.size(); ++i) verbs[i] = kItemTable[i].verb;
  return verbs;
}();

char Cell(const ItemRow& row, ItemState state) {
  const auto column = static_cast<size_t>(std::ranges::find(kStates, state) - kStates.begin());
  return row.cells[2 * column];
}

bool Possible(const ItemRow& row, ItemState state) { return Cell(row, state) != '-'; }

bool Possible(const ProgramRow& row, ProgramState state) {
  switch (state) {
    case ProgramState::kDraft:
      return row.draft;
    case ProgramState::kApproved:
      return row.approved;
    case ProgramState::kClosed:
      return row.closed;
  }
  return false;
}

const ItemRow& Row(ItemVerb verb) { return kItemTable[static_cast<size_t>(verb)]; }
const ProgramRow& Row(ProgramVerb verb) { return kProgramTable[static_cast<size_t>(verb)]; }

// Verbs that `state` allows, but `verb`: what a caller can do instead.
template <typename Table, typename State, typename Verb>
std::string Others(const Table& table, State state, Verb verb) {
  std::string out;
  for (const auto& row : table) {
    if (row.verb == verb || !Possible(row, state)) continue;
    out += (out.empty() ? "" : ",") + std::string(row.name);
  }
  return out;
}

absl::Status StateError(std::string_view reason, const std::string& name, std::string_view state,
                        std::string_view verb, const std::string& allowed, std::string_view why) {
  std::string message = name + " is " + std::string(state) + ": " + std::string(verb) + " " +
                        std::string(why) + "; allowed: " + (allowed.empty() ? "nothing" : allowed);
  return errors::Make(absl::StatusCode::kFailedPrecondition, reason, message,
                      {{"name", name},
                       {"state", std::string(state)},
                       {"verb", std::string(verb)},
                       {"allowed", allowed}});
}

constexpr std::string_view kForbidden = "is not possible";

}  // namespace

std::string_view Name(ItemState state) {
  switch (state) {
    case ItemState::kDraft:
      return "DRAFT";
    case ItemState::kIssued:
      return "ISSUED";
    case ItemState::kCompleted:
      return "COMPLETED";
    case ItemState::kWithdrawn:
      return "WITHDRAWN";
    case ItemState::kAccepted:
      return "ACCEPTED";
    case ItemState::kRefused:
      return "REFUSED";
    case ItemState::kInProgress:
      return "IN_PROGRESS";
    case ItemState::kSuspended:
      return "SUSPENDED";
    case ItemState::kCarriedOver:
      return "CARRIED_OVER";
  }
  return "";
}

std::string_view Name(ProgramState state) {
  switch (state) {
    case ProgramState::kDraft:
      return "DRAFT";
    case ProgramState::kApproved:
      return "APPROVED";
    case ProgramState::kClosed:
      return "CLOSED";
  }
  return "";
}

std::span<const ItemState> AllItemStates() { return kStates; }
std::span<const ItemVerb> AllItemVerbs() { return kVerbs; }

std::string_view Name(ItemVerb verb) { return Row(verb).name; }
std::string_view Name(ProgramVerb verb) { return Row(verb).name; }

Permission PermissionOf(ItemState state, ItemVerb verb) {
  switch (Cell(Row(verb), state)) {
    case 'y':
      return Permission::kYes;
    case 'i':
      return Permission::kIf;
    default:
      return Permission::kNo;
  }
}
bool Allowed(ItemState state, ItemVerb verb) {
  return PermissionOf(state, verb) != Permission::kNo;
}
bool Allowed(ProgramState state, ProgramVerb verb) { return Possible(Row(verb), state); }

absl::Status ItemStateError(const Item& item, ItemVerb verb, std::string_view why) {
  return StateError(reasons::kItemState, item.name, Name(item.state), Name(verb),
                    Others(kItemTable, item.state, verb), why);
}

absl::Status CheckState(const Item& item, ItemVerb verb) {
  if (Allowed(item.state, verb)) return absl::OkStatus();
  return ItemStateError(item, verb, kForbidden);
}

absl::Status CheckState(const Program& program, ProgramVerb verb) {
  if (Allowed(program.state, verb)) return absl::OkStatus();
  return StateError(reasons::kProgramState, program.name, Name(program.state), Name(verb),
                    Others(kProgramTable, program.state, verb), kForbidden);
}

}  // namespace tiendo::programs
