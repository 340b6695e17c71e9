#include "services/programs/domain/states.h"

#include "common/errors/error.h"
#include "services/programs/domain/reasons.h"

namespace tiendo::programs {
namespace {

struct ItemRow {
  ItemVerb verb;
  const char* name;
  bool draft, issued, completed, withdrawn;
};
constexpr ItemRow kItemTable[] = {
    // clang-format off
    // verb                        RPC                 DRAFT  ISSUED COMPLETED WITHDRAWN
    {ItemVerb::kUpdate,           "UpdateItem",        true,  true,  true,     true},
    {ItemVerb::kIssue,            "IssueItem",         true,  false, false,    false},
    {ItemVerb::kReportCompletion, "ReportCompletion",  false, true,  false,    false},
    {ItemVerb::kExtend,           "ExtendItem",        false, true,  false,    false},
    {ItemVerb::kWithdraw,         "WithdrawItem",      false, true,  true,     false},
    // clang-format on
};

struct ProgramRow {
  ProgramVerb verb;
  const char* name;
  bool draft, approved;
};
constexpr ProgramRow kProgramTable[] = {
    // clang-format off
    // verb                    RPC               DRAFT  APPROVED
    {ProgramVerb::kApprove,   "ApproveProgram",  true,  false},
    {ProgramVerb::kIssueItem, "IssueItem",       false, true},
    // clang-format on
};

bool Cell(const ItemRow& row, ItemState state) {
  switch (state) {
    case ItemState::kDraft:
      return row.draft;
    case ItemState::kIssued:
      return row.issued;
    case ItemState::kCompleted:
      return row.completed;
    case ItemState::kWithdrawn:
      return row.withdrawn;
  }
  return false;
}

bool Cell(const ProgramRow& row, ProgramState state) {
  return state == ProgramState::kDraft ? row.draft : row.approved;
}

const ItemRow& Row(ItemVerb verb) { return kItemTable[static_cast<size_t>(verb)]; }
const ProgramRow& Row(ProgramVerb verb) { return kProgramTable[static_cast<size_t>(verb)]; }

// Verbs that `state` allows, but `verb`: what a caller can do instead.
template <typename Table, typename State, typename Verb>
std::string Others(const Table& table, State state, Verb verb) {
  std::string out;
  for (const auto& row : table) {
    if (row.verb == verb || !Cell(row, state)) continue;
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
  }
  return "";
}

std::string_view Name(ProgramState state) {
  return state == ProgramState::kDraft ? "DRAFT" : "APPROVED";
}

std::string_view Name(ItemVerb verb) { return Row(verb).name; }
std::string_view Name(ProgramVerb verb) { return Row(verb).name; }

bool Allowed(ItemState state, ItemVerb verb) { return Cell(Row(verb), state); }
bool Allowed(ProgramState state, ProgramVerb verb) { return Cell(Row(verb), state); }

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
