// Issue, answers of the leads, progress, suspension, milestones (item_verbs.h).
#include "services/programs/domain/item_verbs.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/name.h"
#include "services/programs/domain/verb_steps.h"

namespace tiendo::programs {
namespace {

constexpr char kEventDate[] = "event_date";
constexpr char kApprovalDate[] = "approval_date";

absl::StatusOr<Item> Respond(const ItemStores& stores, const LeadInput& input, ItemVerb verb,
                             EventKind kind) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, verb));
  TIENDO_RETURN_IF_ERROR(CheckLead(step, input.lead));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kEventDate, input.date));
  ItemEvent event = NewEvent(step, kind, input);
  event.lead = input.lead;
  if (step.With(event).responses == step.before.responses) {
    return StateError(step, "changes nobody's answer: what was said last stands");
  }
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> SetSuspended(const ItemStores& stores, const VerbInput& input, ItemVerb verb,
                                  EventKind kind) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, verb));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kApprovalDate, input.date));
  ItemEvent event = NewEvent(step, kind, input);
  if (step.With(event).suspended == step.before.suspended) {
    return Overtaken(kApprovalDate, input.date,
                     "what is recorded of a later day stands against it");
  }
  return Record(stores, std::move(step), std::move(event));
}

bool Has(const std::vector<Milestone>& milestones, const std::string& id) {
  return std::ranges::find(milestones, id, &Milestone::id) != milestones.end();
}

absl::Status CheckNewMilestones(const Step& step, const std::vector<Milestone>& added) {
  const std::vector<Milestone>& present = step.before.milestones;
  errors::Violations violations;
  for (size_t i = 0; i < added.size(); ++i) {
    if (!Has(present, added[i].id)) continue;
    violations.Add(errors::At("milestones", i) + ".milestone_id",
                   added[i].id + " is there already; to change it, replace the milestones");
  }
  if (present.size() + added.size() > kMaxMilestones) {
    violations.Add("milestones", "the item would have more than " + std::to_string(kMaxMilestones) +
                                     " milestones");
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<Item> IssueItem(const ItemStores& stores, const VerbInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kIssue));
  const std::string program_name = ProgramOf(input.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, stores.programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kIssueItem));
  TIENDO_RETURN_IF_ERROR(CheckNotAfterEvents(step, input.date));
  ItemEvent event = NewEvent(step, EventKind::kIssued, input);
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> AcceptItem(const ItemStores& stores, const LeadInput& input) {
  return Respond(stores, input, ItemVerb::kAccept, EventKind::kAccepted);
}

absl::StatusOr<Item> RefuseItem(const ItemStores& stores, const LeadInput& input) {
  return Respond(stores, input, ItemVerb::kRefuse, EventKind::kRefused);
}

absl::StatusOr<Item> ReportProgress(const ItemStores& stores, const Progress& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kReportProgress));
  TIENDO_RETURN_IF_ERROR(CheckLead(step, input.lead));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kEventDate, input.date));
  ItemEvent event = NewEvent(step, EventKind::kProgress, input);
  event.lead = input.lead;
  event.percent = input.percent;
  event.note = input.note;
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> SuspendItem(const ItemStores& stores, const VerbInput& input) {
  return SetSuspended(stores, input, ItemVerb::kSuspend, EventKind::kSuspended);
}

absl::StatusOr<Item> ResumeItem(const ItemStores& stores, const VerbInput& input) {
  return SetSuspended(stores, input, ItemVerb::kResume, EventKind::kResumed);
}

absl::StatusOr<Item> AddMilestones(const ItemStores& stores, const MilestonesInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kAddMilestones));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kEventDate, input.date));
  TIENDO_RETURN_IF_ERROR(CheckNewMilestones(step, input.milestones));
  ItemEvent event = NewEvent(step, EventKind::kMilestonesAdded, input);
  event.milestones = input.milestones;
  const Present after = step.With(event);
  for (const Milestone& added : input.milestones) {
    if (Has(after.milestones, added.id)) continue;
    return Overtaken(kEventDate, input.date, "the milestones were replaced on a later day");
  }
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> ReplaceMilestones(const ItemStores& stores, const MilestonesInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kReplaceMilestones));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, kEventDate, input.date));
  ItemEvent event = NewEvent(step, EventKind::kMilestonesReplaced, input);
  event.milestones = input.milestones;
  const Present after = step.With(event);
  if (after.milestones == step.before.milestones) {
    return Overtaken(kEventDate, input.date, "the milestones are these already");
  }
  if (after.milestones.size() > kMaxMilestones) {
    return errors::InvalidField("milestones", "the item would have more than " +
                                                  std::to_string(kMaxMilestones) + " milestones");
  }
  return Record(stores, std::move(step), std::move(event));
}

absl::StatusOr<Item> CompleteMilestone(const ItemStores& stores, const MilestoneDone& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kCompleteMilestone));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeEntry(step, "done_date", input.date));
  const std::vector<Milestone>& present = step.before.milestones;
  auto found = std::ranges::find(present, input.milestone_id, &Milestone::id);
  if (found == present.end()) {
    return errors::InvalidField("milestone_id",
                                input.milestone_id + " is no milestone of " + step.item.name);
  }
  if (found->done_date) {
    return StateError(step, "is not possible: milestone " + found->id + " was done on " +
                                calendar::FormatIso(*found->done_date));
  }
  ItemEvent event = NewEvent(step, EventKind::kMilestoneDone, input);
  event.milestones = {*found};
  event.milestones.front().done_date = input.date;
  if (step.With(event).milestones == present) {
    return Overtaken("done_date", input.date, "the milestone was set on a later day");
  }
  return Record(stores, std::move(step), std::move(event));
}

}  // namespace tiendo::programs
