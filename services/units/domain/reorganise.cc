#include "services/units/domain/reorganise.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/resource/etag.h"
#include "common/resource/name.h"
#include "services/units/domain/history.h"
#include "services/units/domain/units_manager.h"
#include "services/units/domain/workspace.h"

namespace tiendo::units {
namespace {

bool SameEffect(const UnitEvent& a, const UnitEvent& b) {
  return a.kind == b.kind && a.date == b.date && a.display_name == b.display_name &&
         a.short_name == b.short_name && a.code == b.code && a.head_title == b.head_title &&
         a.parent == b.parent && a.led_by == b.led_by && a.successors == b.successors;
}

// The first field that an event sets and that is another on its day; "" when nothing changes.
bool ChangesNothing(const UnitEvent& event, const Period& then) {
  auto same = [](const std::optional<std::string>& value, const std::string& is) {
    return !value || *value == is;
  };
  return !event.Ends() && same(event.display_name, then.display_name) &&
         same(event.short_name, then.short_name) && same(event.code, then.code) &&
         same(event.head_title, then.head_title) && same(event.parent, then.parent) &&
         same(event.led_by, then.led_by);
}

const char* FirstField(const UnitEvent& event) {
  if (event.display_name) return "display_name";
  if (event.short_name) return "short_name";
  if (event.code) return "code";
  if (event.head_title) return "head_title";
  return event.parent ? "parent" : "led_by";
}

absl::Status CheckDay(const Unit& unit, const Decision& decision) {
  if (decision.date == unit.effective_from) {
    return errors::InvalidField(
        "effective_date",
        absl::StrCat("is the first day of ", unit.name,
                     ": give a later day, or correct its creation with UpdateUnit"));
  }
  return unit.InForce(decision.date) ? absl::OkStatus() : NotInForce(unit, decision.date);
}

// The new state of one unit and its event, not yet held against the tree.
absl::Status Apply(const Stores& stores, const Decision& decision, const Decision::Change& change,
                   Workspace& workspace, Outcome& outcome) {
  TIENDO_ASSIGN_OR_RETURN(const Unit* stored, workspace.Stored(change.name));
  if (stored == nullptr) return resource::NotFound(change.name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(change.name, change.etag, stored->stamp.revision));
  TIENDO_ASSIGN_OR_RETURN(std::vector<UnitEvent> events, EventsOf(stores.events, change.name));
  UnitEvent event = change.event;
  event.name = EventName(change.name, static_cast<int>(events.size()) + 1);
  event.date = decision.date;
  event.legal_basis = decision.legal_basis;
  for (const UnitEvent& e : events) {
    if (!e.voided && SameEffect(e, event)) {
      return EventConflict(change.name, e, "the same is recorded already");
    }
  }
  TIENDO_RETURN_IF_ERROR(CheckDay(*stored, decision));
  if (events.size() >= static_cast<size_t>(kMaxEvents)) {
    return EventConflict(change.name, events.back(), "a unit cannot have more events");
  }
  if (stored->side == Side::kParty && event.led_by) {
    return errors::InvalidField("led_by", "is for government units only");
  }
  if (ChangesNothing(event, *stored->On(decision.date))) {
    return errors::InvalidField(FirstField(event),
                                absl::StrCat("is so on ", calendar::FormatIso(decision.date),
                                             " already: nothing would change"));
  }
  Unit unit = *stored;
  events.push_back(event);
  TIENDO_RETURN_IF_ERROR(Replay(unit, events));
  TIENDO_RETURN_IF_ERROR(workspace.Propose(unit));
  outcome.units.push_back(std::move(unit));
  outcome.events.push_back(std::move(event));
  return absl::OkStatus();
}

absl::Status Found(const Decision::Founding& founding, Workspace& workspace, Outcome& outcome) {
  TIENDO_ASSIGN_OR_RETURN(const Unit* stored, workspace.Stored(founding.unit.name));
  if (stored != nullptr) return resource::Exists(founding.unit.name);
  if (founding.unit.side == Side::kParty && !founding.unit.last().led_by.empty()) {
    return errors::InvalidField(founding.field + ".led_by", "is for government units only");
  }
  TIENDO_RETURN_IF_ERROR(workspace.Propose(founding.unit));
  outcome.units.push_back(founding.unit);
  return absl::OkStatus();
}

// The path of a problem that the request itself makes by a name that is no good; "" for what the
// tree says against it.
std::string PathOf(const Decision& decision, const Problem& problem) {
  for (const Decision::Founding& f : decision.foundings) {
    if (f.unit.name == problem.unit && problem.field != "successors") {
      return f.field + "." + problem.field;
    }
  }
  const bool named = problem.kind == Problem::Kind::kUnknown ||
                     problem.kind == Problem::Kind::kOtherSide ||
                     problem.kind == Problem::Kind::kNotInForce;
  if (!named || problem.day != decision.date) return "";
  const auto found = decision.paths.find({problem.unit, problem.field, problem.other});
  return found == decision.paths.end() ? "" : found->second;
}

absl::Status CheckCodes(const Decision& decision, Workspace& workspace) {
  TIENDO_ASSIGN_OR_RETURN(std::vector<Workspace::CodeTaken> codes, workspace.CheckCodes());
  errors::Violations violations;
  for (const Workspace::CodeTaken& c : codes) {
    std::string path = "code";
    for (const Decision::Founding& f : decision.foundings) {
      if (f.unit.name == c.unit) path = f.field + ".code";
    }
    violations.Add(path, c.sentence);
  }
  return violations.ToStatus();
}

absl::Status Save(const Stores& stores, Outcome& outcome) {
  for (Unit& unit : outcome.units) TIENDO_RETURN_IF_ERROR(stores.units.Put(unit));
  for (UnitEvent& event : outcome.events) TIENDO_RETURN_IF_ERROR(stores.events.Put(event));
  return absl::OkStatus();
}

absl::Status Preview(Workspace& workspace, Day day, Outcome& outcome) {
  std::vector<std::string> names;
  for (const Unit& unit : outcome.units) names.push_back(unit.name);
  TIENDO_ASSIGN_OR_RETURN(outcome.moves, MovesOf(workspace, names, day));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Outcome> Reorganise(const Stores& stores, const Decision& decision) {
  Outcome outcome;
  Workspace workspace(stores.units);
  for (const Decision::Change& change : decision.changes) {
    TIENDO_RETURN_IF_ERROR(Apply(stores, decision, change, workspace, outcome));
  }
  for (const Decision::Founding& founding : decision.foundings) {
    TIENDO_RETURN_IF_ERROR(Found(founding, workspace, outcome));
  }
  TIENDO_ASSIGN_OR_RETURN(std::vector<Problem> problems, workspace.Check());
  TIENDO_RETURN_IF_ERROR(
      ToStatus(problems, [&decision](const Problem& p) { return PathOf(decision, p); }));
  TIENDO_RETURN_IF_ERROR(CheckCodes(decision, workspace));
  if (decision.preview) TIENDO_RETURN_IF_ERROR(Preview(workspace, decision.date, outcome));
  TIENDO_RETURN_IF_ERROR(Save(stores, outcome));
  return outcome;
}

absl::StatusOr<Outcome> VoidEvent(const Stores& stores, std::string_view name,
                                  std::string_view etag, const std::string& reason, bool preview) {
  TIENDO_ASSIGN_OR_RETURN(std::optional<UnitEvent> stored, stores.events.Get(name));
  if (!stored) return resource::NotFound(name);
  TIENDO_RETURN_IF_ERROR(resource::CheckEtag(name, etag, stored->stamp.revision));
  const std::string unit_name = UnitOf(name);
  if (stored->voided) return EventConflict(unit_name, *stored, "it is voided already");
  Workspace workspace(stores.units);
  TIENDO_ASSIGN_OR_RETURN(const Unit* unit_stored, workspace.Stored(unit_name));
  if (unit_stored == nullptr) return resource::NotFound(unit_name);
  TIENDO_ASSIGN_OR_RETURN(std::vector<UnitEvent> events, EventsOf(stores.events, unit_name));
  Outcome outcome;
  for (UnitEvent& event : events) {
    if (event.name != name) continue;
    event.voided = true;
    event.void_reason = reason;
    outcome.events.push_back(event);
  }
  Unit unit = *unit_stored;
  TIENDO_RETURN_IF_ERROR(Replay(unit, events));
  TIENDO_RETURN_IF_ERROR(workspace.Propose(unit));
  outcome.units.push_back(std::move(unit));
  TIENDO_ASSIGN_OR_RETURN(std::vector<Problem> problems, workspace.Check());
  TIENDO_RETURN_IF_ERROR(ToStatus(problems, [](const Problem&) { return std::string(); }));
  TIENDO_ASSIGN_OR_RETURN(std::vector<Workspace::CodeTaken> codes, workspace.CheckCodes());
  if (!codes.empty()) return EventConflict(unit_name, *stored, codes.front().sentence);
  if (preview) TIENDO_RETURN_IF_ERROR(Preview(workspace, stored->date, outcome));
  TIENDO_RETURN_IF_ERROR(Save(stores, outcome));
  return outcome;
}

}  // namespace tiendo::units
