#include "services/programs/domain/target_verbs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/programs/domain/item.h"
#include "services/programs/domain/reasons.h"
#include "services/programs/domain/states.h"
#include "services/programs/domain/target_states.h"

namespace tiendo::programs {
namespace {

// A target as a verb finds it.
struct Found {
  Target target;
  std::vector<TargetEvent> events;
};

absl::StatusOr<std::vector<TargetEvent>> EventsOfTarget(const TargetStores& stores,
                                                        const std::string& target) {
  return stores.events.List(EventPrefix(target), "", resource::kMaxNumber);
}

absl::StatusOr<std::vector<TargetReport>> ReportsOf(const TargetStores& stores,
                                                    const std::string& target) {
  return stores.reports.List(ReportPrefix(target), "", resource::kMaxNumber);
}

absl::Status CheckRoom(const Target& target, TargetVerb verb, size_t entries) {
  if (entries < static_cast<size_t>(resource::kMaxNumber)) return absl::OkStatus();
  return TargetStateError(target, verb,
                          "would be entry " + std::to_string(resource::kMaxNumber + 1) +
                              ", which a target cannot have");
}

absl::StatusOr<Found> Begin(const TargetStores& stores, const TargetVerbInput& input,
                            TargetVerb verb) {
  TIENDO_ASSIGN_OR_RETURN(Target target, ReadTarget(stores.targets, input.name, input.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(target, verb));
  TIENDO_ASSIGN_OR_RETURN(std::vector<TargetEvent> events, EventsOfTarget(stores, target.name));
  TIENDO_RETURN_IF_ERROR(CheckRoom(target, verb, events.size()));
  return Found{std::move(target), std::move(events)};
}

TargetEvent NewEvent(const Found& found, TargetEvent::Kind kind, const TargetVerbInput& input) {
  TargetEvent event;
  event.name = EventName(found.target.name, static_cast<int>(found.events.size()) + 1);
  event.kind = kind;
  event.date = input.date;
  event.document = input.document;
  event.reason = input.reason;
  return event;
}

// Stores the event and the target as its events now have it.
absl::StatusOr<Target> Store(const TargetStores& stores, Found found, TargetEvent event) {
  found.events.push_back(event);
  Rebuild(found.events, found.target);
  TIENDO_RETURN_IF_ERROR(stores.targets.Put(found.target));
  TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  return std::move(found.target);
}

absl::Status CheckNotBeforeApproval(const Target& target, Day date) {
  if (!target.approval_date || date >= *target.approval_date) return absl::OkStatus();
  return errors::InvalidField(
      "approval_date", calendar::FormatIso(date) + " is before the target was in the programme (" +
                           calendar::FormatIso(*target.approval_date) + ")");
}

absl::Status Voided(const std::string& name, const std::string& reason) {
  return errors::Make(
      absl::StatusCode::kFailedPrecondition, reasons::kTargetEntryVoided,
      name + " was taken back before (" + reason + "): enter it anew if it is right",
      {{"name", name}});
}

// An event or report that stands, with its target.
template <typename Entry>
struct FoundEntry {
  Target target;
  Entry entry;
};
template <typename Entry>
absl::StatusOr<FoundEntry<Entry>> ReadEntry(const TargetStores& stores,
                                            resource::Repository<Entry>& entries,
                                            const std::string& name, const std::string& etag,
                                            TargetVerb verb) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<Entry> entry, entries.Get(name));
  if (!entry) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, entry->stamp.revision));
  if (entry->voided) return Voided(name, entry->void_reason);
  TIENDO_ASSIGN_OR_RETURN(Target target, ReadTarget(stores.targets, TargetOf(name), ""));
  TIENDO_RETURN_IF_ERROR(CheckState(target, verb));
  return FoundEntry<Entry>{std::move(target), *std::move(entry)};
}

template <typename Entries>
bool AnyStands(const Entries& entries) {
  return std::any_of(entries.begin(), entries.end(), [](const auto& e) { return !e.voided; });
}

// What a report says beside itself, held against its target and the other reports.
absl::Status CheckReport(const TargetStores& stores, const Target& target,
                         const TargetReport& report, Day today) {
  errors::Violations violations;
  if (report.as_of > today) {
    violations.Add("as_of", calendar::FormatIso(report.as_of) +
                                " is after today: give the day up"
                                " to which the value holds");
  } else if (report.as_of > report.reported_date) {
    violations.Add("as_of", calendar::FormatIso(report.as_of) +
                                " is after the day of the report (" +
                                calendar::FormatIso(report.reported_date) + ")");
  }
  const Day first = report.period.FirstDay(target.year);
  const Day last = report.period.LastDay(target.year);
  if (report.as_of < first || report.as_of > last) {
    violations.Add("as_of", calendar::FormatIso(report.as_of) + " is not in the period, " +
                                calendar::FormatIso(first) + " to " + calendar::FormatIso(last));
  }
  if (report.kind == TargetReport::Kind::kIncremental && target.terms.base_value) {
    violations.Add("kind", "must be CUMULATIVE: with a base value reports tell levels");
  }
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TIENDO_ASSIGN_OR_RETURN(const std::vector<TargetReport> others, ReportsOf(stores, target.name));
  const TargetReport* other = ConflictOf(report, target.year, others);
  if (other == nullptr) return absl::OkStatus();
  return errors::Make(absl::StatusCode::kFailedPrecondition, reasons::kTargetReportConflict,
                      other->name + " (as of " + calendar::FormatIso(other->as_of) +
                          ") is about the same: counted together they would count twice; correct"
                          " that report, or take it back if it was entered wrongly",
                      {{"name", target.name},
                       {"report", other->name},
                       {"as_of", calendar::FormatIso(other->as_of)}});
}

}  // namespace

absl::StatusOr<Target> AssignTarget(const TargetStores& stores, const TargetVerbInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, TargetVerb::kAssign));
  const std::string program_name = ProgramOf(input.name);
  TIENDO_ASSIGN_OR_RETURN(std::optional<Program> program, stores.programs.Get(program_name));
  if (!program) return resource::NotFound(program_name);
  TIENDO_RETURN_IF_ERROR(CheckState(*program, ProgramVerb::kAssignTarget));
  TargetEvent event = NewEvent(found, TargetEvent::Kind::kAssigned, input);
  event.changes = AllOf(found.target.terms);
  return Store(stores, std::move(found), std::move(event));
}

absl::StatusOr<Target> AdjustTarget(const TargetStores& stores, const Adjustment& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, TargetVerb::kAdjust));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeApproval(found.target, input.date));
  errors::Violations violations;
  if (input.changes.base_value && !found.target.terms.base_value) {
    violations.Add("base_value",
                   "must be left out: the target has none, its reports tell the"
                   " change itself");
  }
  TargetTerms changed = found.target.terms;
  input.changes.ApplyTo(changed);
  CheckTerms("", found.target.direction, changed, violations);
  TIENDO_RETURN_IF_ERROR(violations.ToStatus());
  TargetEvent event = NewEvent(found, TargetEvent::Kind::kAdjusted, input);
  event.changes = input.changes;
  if (event.changes.plan) SortByEnd(*event.changes.plan);
  event.units_revision = input.units_revision;
  return Store(stores, std::move(found), std::move(event));
}

absl::StatusOr<Target> WithdrawTarget(const TargetStores& stores, const TargetVerbInput& input) {
  TIENDO_ASSIGN_OR_RETURN(Found found, Begin(stores, input, TargetVerb::kWithdraw));
  TIENDO_RETURN_IF_ERROR(CheckNotBeforeApproval(found.target, input.date));
  TargetEvent event = NewEvent(found, TargetEvent::Kind::kWithdrawn, input);
  return Store(stores, std::move(found), std::move(event));
}

absl::StatusOr<TargetEvent> VoidTargetEvent(const TargetStores& stores,
                                            const TargetVoiding& input) {
  TIENDO_ASSIGN_OR_RETURN(
      auto found, ReadEntry(stores, stores.events, input.name, input.etag, TargetVerb::kVoidEvent));
  auto& [target, event] = found;
  event.voided = true;
  event.void_reason = input.reason;
  TIENDO_ASSIGN_OR_RETURN(std::vector<TargetEvent> events, EventsOfTarget(stores, target.name));
  for (TargetEvent& other : events) {
    if (other.name == event.name) other = event;
  }
  if (event.kind == TargetEvent::Kind::kAssigned) {
    TIENDO_ASSIGN_OR_RETURN(const std::vector<TargetReport> reports,
                            ReportsOf(stores, target.name));
    if (AnyStands(events) || AnyStands(reports)) {
      return TargetStateError(target, TargetVerb::kVoidEvent,
                              "takes back the assignment last, after all other events and reports");
    }
    // The draft that it was.
    event.changes.ApplyTo(target.terms);
  }
  Rebuild(events, target);
  TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  TIENDO_RETURN_IF_ERROR(stores.targets.Put(target));
  return std::move(event);
}

absl::StatusOr<TargetReport> ReportTargetValue(const TargetStores& stores, NewTargetReport input) {
  TIENDO_ASSIGN_OR_RETURN(const Target target,
                          ReadTarget(stores.targets, input.target, input.etag));
  TIENDO_RETURN_IF_ERROR(CheckState(target, TargetVerb::kReport));
  TIENDO_ASSIGN_OR_RETURN(const std::vector<TargetReport> reports, ReportsOf(stores, target.name));
  TIENDO_RETURN_IF_ERROR(CheckRoom(target, TargetVerb::kReport, reports.size()));
  TargetReport& report = input.report;
  report.name = ReportName(target.name, static_cast<int>(reports.size()) + 1);
  report.as_of = input.as_of.value_or(report.period.LastDay(target.year));
  TIENDO_RETURN_IF_ERROR(CheckReport(stores, target, report, input.today));
  TIENDO_RETURN_IF_ERROR(stores.reports.Put(report));
  return std::move(report);
}

absl::StatusOr<TargetReport> CorrectTargetReport(const TargetStores& stores,
                                                 const ReportCorrection& input) {
  TIENDO_ASSIGN_OR_RETURN(auto found, ReadEntry(stores, stores.reports, input.name, input.etag,
                                                TargetVerb::kCorrectReport));
  auto& [target, report] = found;
  report.correction = {report.value, report.kind,  report.period,
                       report.as_of, input.reason, input.document};
  report.value = input.value;
  report.kind = input.kind.value_or(report.kind);
  const bool moved = input.period && *input.period != report.period;
  report.period = input.period.value_or(report.period);
  report.as_of = input.as_of.value_or(moved ? report.period.LastDay(target.year) : report.as_of);
  ++report.version;
  TIENDO_RETURN_IF_ERROR(CheckReport(stores, target, report, input.today));
  TIENDO_RETURN_IF_ERROR(stores.reports.Put(report));
  return std::move(report);
}

absl::StatusOr<TargetReport> VoidTargetReport(const TargetStores& stores,
                                              const TargetVoiding& input) {
  TIENDO_ASSIGN_OR_RETURN(auto found, ReadEntry(stores, stores.reports, input.name, input.etag,
                                                TargetVerb::kVoidReport));
  found.entry.voided = true;
  found.entry.void_reason = input.reason;
  TIENDO_RETURN_IF_ERROR(stores.reports.Put(found.entry));
  return std::move(found.entry);
}

}  // namespace tiendo::programs
