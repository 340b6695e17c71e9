// Results: completion and appraisal (item_verbs.h).
#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "services/programs/domain/reasons.h"
#include "services/programs/domain/verb_steps.h"

namespace tiendo::programs {
namespace {

constexpr char kAnyLater[] = "the part was returned on a later day; give the result after it";

// The leads for whose parts `unit` speaks on `day`: its own, and those of leads that have ended and
// whose heir it is. A lead that inherits speaks for both only once the other has ended: before, it
// can only be its own part (rule 18).
std::vector<std::string> PartsFor(const Step& step, const std::string& unit, Day day,
                                  const Inheritance& inherits) {
  const bool leads = absl::c_linear_search(step.On(day).leads, unit);
  std::vector<std::string> out;
  for (const std::string& lead : step.before.leads) {
    if (lead == unit) {
      out.push_back(lead);
      continue;
    }
    const std::optional<Day> end = inherits ? inherits(unit, lead) : std::nullopt;
    if (end && (!leads || *end <= day)) out.push_back(lead);
  }
  return out;
}

// What a verb about a result is about: parts of leads, or of an item without lead kWholeItem.
struct Subject {
  std::string lead;
  std::vector<std::string> parts;
};

absl::StatusOr<Subject> SubjectOf(const Step& step, const Completion& input) {
  const std::vector<std::string>& leads = step.before.leads;
  Subject subject{input.lead, {}};
  if (subject.lead.empty()) {
    if (leads.empty()) return Subject{"", {kWholeItem}};
    if (leads.size() > 1) {
      return errors::InvalidField("lead", "is required: the item has several leads");
    }
    subject.lead = leads.front();
  }
  subject.parts = PartsFor(step, subject.lead, input.date, input.inherits);
  if (subject.parts.empty()) return CheckLead(step, subject.lead);
  return subject;
}

absl::Status AlreadyDone(const Step& step, const std::string& unit, const Part& part) {
  const std::string date = calendar::FormatIso(part.result_date);
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kLeadAlreadyDone,
                      (unit.empty() ? step.item.name : unit + "'s part of " + step.item.name) +
                          " was finished on " + date +
                          ": the first date stands; if it was wrong, void that entry",
                      {{"name", step.item.name}, {"lead", unit}, {"result_date", date}});
}

// Drops the parts that are finished already; an error when nothing remains.
absl::Status KeepOpen(const Step& step, std::vector<std::string>& parts) {
  const std::vector<std::string> all = parts;
  const auto& finished = step.before.finished;
  std::erase_if(parts, [&](const std::string& part) { return finished.contains(part); });
  if (!parts.empty()) return absl::OkStatus();
  return AlreadyDone(step, all.front(), finished.find(all.front())->second);
}

absl::Status CheckCounts(const Step& step, const ItemEvent& event,
                         const std::vector<std::string>& parts) {
  if (step.before.withdrawal_date && event.date > *step.before.withdrawal_date) {
    return StateError(step, "with a result after the withdrawal of " +
                                calendar::FormatIso(*step.before.withdrawal_date) +
                                " counts nothing");
  }
  const Present after = step.With(event);
  const bool counts = std::ranges::all_of(
      parts, [&](const std::string& part) { return after.finished.contains(part); });
  if (!counts) return Overtaken("result_date", event.date, kAnyLater);
  const std::optional<Day>& carried = after.carry_over_date;
  if (carried && after.result_date && *after.result_date <= *carried) {
    return StateError(step, "would make it done by " + calendar::FormatIso(*carried) +
                                ", when it was carried over into " + after.carried_to +
                                ": void the carry-over first");
  }
  return absl::OkStatus();
}

std::vector<std::string> FinishedParts(const Step& step) {
  std::vector<std::string> parts = step.before.leads;
  if (parts.empty()) parts.emplace_back(kWholeItem);
  std::erase_if(parts,
                [&](const std::string& part) { return !step.before.finished.contains(part); });
  return parts;
}

// The finished parts that an appraisal is about; never none.
absl::StatusOr<std::vector<std::string>> AppraisedParts(const Step& step, const Appraisal& input) {
  std::vector<std::string> parts = FinishedParts(step);
  if (!input.lead.empty()) {
    const std::vector<std::string> meant = PartsFor(step, input.lead, input.date, input.inherits);
    if (meant.empty()) return CheckLead(step, input.lead);
    std::erase_if(parts,
                  [&](const std::string& part) { return !absl::c_linear_search(meant, part); });
  }
  if (input.accept) {
    std::erase_if(parts, [&](const std::string& part) {
      return step.before.finished.find(part)->second.accepted_date.has_value();
    });
  }
  if (parts.empty()) {
    return StateError(step, input.accept ? "has nothing to accept: no result is waiting for it"
                                         : "has nothing to return: no part is finished");
  }
  return parts;
}

absl::Status CheckNotBeforeResult(const Step& step, const std::vector<std::string>& parts,
                                  Day day) {
  for (const std::string& part : parts) {
    const Day result = step.before.finished.find(part)->second.result_date;
    if (day >= result) continue;
    return errors::InvalidField("event_date", calendar::FormatIso(day) + " is before the result" +
                                                  (part.empty() ? "" : " of " + part) + " (" +
                                                  calendar::FormatIso(result) + ")");
  }
  return absl::OkStatus();
}

// Whose parts the event is about. An heir that leads nothing yet speaks for itself as well: should
// a reassignment that is entered later have given it the item on an earlier day, then the part that
// it finished is its own (rules 1 and 2).
void SetParts(const Step& step, std::vector<std::string> parts, ItemEvent& event) {
  std::erase(parts, kWholeItem);
  if (!event.lead.empty() && !absl::c_linear_search(step.before.leads, event.lead)) {
    parts.push_back(event.lead);
  }
  event.parts = std::move(parts);
}

}  // namespace

absl::StatusOr<Item> ReportCompletion(const ItemStores& stores, const Completion& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step,
                          ReadStep(stores, input.name, input.etag, ItemVerb::kReportCompletion));
  if (step.before.approval_date) {
    // Said before the state forbids it: a completed item is told which date stands.
    TIENDO_ASSIGN_OR_RETURN(Subject subject, SubjectOf(step, input));
    TIENDO_RETURN_IF_ERROR(KeepOpen(step, subject.parts));
    TIENDO_RETURN_IF_ERROR(CheckState(step.item, step.verb));
    TIENDO_RETURN_IF_ERROR(CheckRoom(step));
    ItemEvent event = NewEvent(step, EventKind::kCompleted, input);
    event.lead = subject.lead;
    SetParts(step, subject.parts, event);
    event.reported_date = input.reported_date;
    event.accepted_date = input.accepted_date;
    if (!event.lead.empty()) event.units_revision = input.units_revision;
    TIENDO_RETURN_IF_ERROR(CheckCounts(step, event, subject.parts));
    return Record(stores, std::move(step), std::move(event));
  }
  return CheckState(step.item, step.verb);
}

absl::StatusOr<Item> AppraiseCompletion(const ItemStores& stores, const Appraisal& input) {
  TIENDO_ASSIGN_OR_RETURN(Step step, Begin(stores, input, ItemVerb::kAppraise));
  TIENDO_ASSIGN_OR_RETURN(std::vector<std::string> parts, AppraisedParts(step, input));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeResult(step, parts, input.date));
  ItemEvent event =
      NewEvent(step, input.accept ? EventKind::kAppraised : EventKind::kReturned, input);
  event.lead = input.lead;
  if (input.accept || !input.lead.empty()) SetParts(step, parts, event);
  const Present after = step.With(event);
  for (const std::string& part : parts) {
    auto found = after.finished.find(part);
    const bool accepted = found != after.finished.end() && found->second.accepted_date;
    const bool changed = input.accept ? accepted : found == after.finished.end();
    if (!changed) return Overtaken("event_date", input.date, kAnyLater);
  }
  return Record(stores, std::move(step), std::move(event));
}

}  // namespace tiendo::programs
