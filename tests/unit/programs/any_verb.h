// Every verb of an item, as tests that walk through all of them call it.
#ifndef TIENDO_TESTS_UNIT_PROGRAMS_ANY_VERB_H_
#define TIENDO_TESTS_UNIT_PROGRAMS_ANY_VERB_H_

#include <string>

#include "absl/status/statusor.h"
#include "tests/unit/programs/domain_fixture.h"

namespace tiendo::programs::testing {

// On kItem, dated `day`. Of a carry-over, the old line is returned; VoidEvent voids the last event
// that is not voided.
inline absl::StatusOr<Item> ApplyAt(ItemVerb verb, const std::string& day, const std::string& lead,
                                    Fakes& fakes) {
  const ItemStores stores = fakes.stores();
  switch (verb) {
    case ItemVerb::kUpdate:
      return UpdateItem(stores,
                        {kItem, "", [](Item& item, const Editable&) { item.ordinal += 1; }, {}});
    case ItemVerb::kIssue:
      return IssueItem(stores, Fakes::Input(day));
    case ItemVerb::kAccept:
      return AcceptItem(stores, Fakes::Of(day, lead));
    case ItemVerb::kRefuse:
      return RefuseItem(stores, Fakes::Of(day, lead));
    case ItemVerb::kReportProgress:
      return ReportProgress(stores, Fakes::Done(day, 40));
    case ItemVerb::kReportCompletion:
      return ReportCompletion(stores, Fakes::Completed(day, lead));
    case ItemVerb::kAppraise:
      return AppraiseCompletion(stores, Fakes::Appraised(day, true));
    case ItemVerb::kExtend:
      return ExtendItem(stores, Fakes::Extended(day, "2022-09-30"));
    case ItemVerb::kSuspend:
      return SuspendItem(stores, Fakes::Input(day));
    case ItemVerb::kResume:
      return ResumeItem(stores, Fakes::Input(day));
    case ItemVerb::kReassign:
      return ReassignItem(stores, Fakes::Reassigned(day, {"units/a", "units/c"}));
    case ItemVerb::kAddMilestones:
      return AddMilestones(stores, Fakes::Milestones(day, {"x"}));
    case ItemVerb::kReplaceMilestones:
      return ReplaceMilestones(stores, Fakes::Milestones(day, {"y"}));
    case ItemVerb::kCompleteMilestone:
      return CompleteMilestone(stores, Fakes::MilestoneIsDone(day, "a"));
    case ItemVerb::kCarryOver: {
      absl::StatusOr<Item> line = CarryOverItem(stores, Fakes::CarriedOver(day));
      if (!line.ok()) return line;
      return fakes.Stored();
    }
    case ItemVerb::kWithdraw:
      return WithdrawItem(stores, Fakes::Input(day));
    case ItemVerb::kVoidEvent: {
      int number = static_cast<int>(fakes.Events().size());
      while (number > 1 && fakes.Events()[static_cast<size_t>(number - 1)].voided) --number;
      return VoidEvent(stores, Fakes::Void(number));
    }
  }
  return absl::InternalError("no such verb");
}

}  // namespace tiendo::programs::testing

#endif  // TIENDO_TESTS_UNIT_PROGRAMS_ANY_VERB_H_
