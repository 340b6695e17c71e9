#include "services/units/api/reorganise_requests.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "common/api/fields.h"
#include "common/errors/error.h"
#include "services/units/api/codec.h"
#include "services/units/api/validation.h"

namespace tiendo::units {
namespace {

using api::Presence;
using errors::Violations;

constexpr int kMaxUnits = 100;
constexpr char kUnitPattern[] = "units/*";

// Beside the name, what every verb has: day, decision, request id.
template <typename Request>
void CheckDecision(const Request& request, Violations& violations) {
  api::Date("effective_date", request.has_effective_date(), request.effective_date(),
            Presence::kRequired, violations);
  api::Document("legal_basis", request.legal_basis(), Presence::kRequired, violations);
  api::CheckRequestId(request.request_id(), violations);
}

template <typename Request>
Decision NewDecision(const Request& request) {
  Violations checked_before;
  Decision out;
  out.date = api::FromProto(request.effective_date());
  out.legal_basis =
      api::Document("legal_basis", request.legal_basis(), Presence::kRequired, checked_before);
  out.preview = request.validate_only();
  return out;
}

std::optional<std::string> Nfc(bool given, const std::string& field, const std::string& value,
                               Presence presence, size_t max, Violations& violations) {
  if (!given) return std::nullopt;
  return api::Text(field, value, presence, max, violations);
}

UnitEvent Renaming(const v1::RenameUnitRequest& r, Violations& violations) {
  UnitEvent event;
  event.kind = EventKind::kRenamed;
  event.display_name = Nfc(r.has_display_name(), "display_name", r.display_name(),
                           Presence::kRequired, kDisplayNameLength, violations);
  event.short_name = Nfc(r.has_short_name(), "short_name", r.short_name(), Presence::kOptional,
                         kShortNameLength, violations);
  event.code = Nfc(r.has_code(), "code", r.code(), Presence::kOptional, kCodeLength, violations);
  event.head_title = Nfc(r.has_head_title(), "head_title", r.head_title(), Presence::kOptional,
                         kHeadTitleLength, violations);
  return event;
}

// A successor as a message of its own, complete: dates and decision of the request where the new
// unit says none.
template <typename Request>
v1::CreateUnitRequest Creation(const Request& request, const v1::NewUnit& founded) {
  v1::CreateUnitRequest out;
  out.set_unit_id(founded.unit_id());
  if (!founded.has_unit()) return out;
  *out.mutable_unit() = founded.unit();
  if (!founded.unit().has_effective_from()) {
    *out.mutable_unit()->mutable_effective_from() = request.effective_date();
  }
  if (founded.unit().legal_basis().number().empty()) {
    *out.mutable_unit()->mutable_legal_basis() = request.legal_basis();
  }
  return out;
}

std::string NameOf(const v1::Successor& successor) {
  return successor.has_new_unit() ? "units/" + successor.new_unit().unit_id() : successor.name();
}

template <typename Request>
void CheckSuccessor(const Request& request, const std::string& path, const v1::Successor& successor,
                    Violations& violations) {
  if (!successor.has_new_unit()) {
    api::CheckName(path + ".name", successor.name(), kUnitPattern, Presence::kRequired, violations);
    return;
  }
  const v1::NewUnit& founded = successor.new_unit();
  CheckNew(path + ".new_unit", Creation(request, founded), violations);
  const google::type::Date& from = founded.unit().effective_from();
  const google::type::Date& day = request.effective_date();
  if (founded.unit().has_effective_from() &&
      (from.year() != day.year() || from.month() != day.month() || from.day() != day.day())) {
    violations.Add(path + ".new_unit.unit.effective_from",
                   "is not effective_date: leave it out, or create the unit before");
  }
}

template <typename Request>
void AddSuccessor(const Request& request, const std::string& path, const v1::Successor& successor,
                  Decision& decision) {
  const std::string name = NameOf(successor);
  for (Decision::Change& change : decision.changes) {
    change.event.successors.push_back(name);
    decision.paths[{change.name, "successors", name}] =
        path + (successor.has_new_unit() ? ".new_unit.unit.side" : ".name");
  }
  if (!successor.has_new_unit()) return;
  decision.foundings.push_back(
      {path + ".new_unit.unit", NewUnit(Creation(request, successor.new_unit()))});
}

}  // namespace

absl::Status ValidateRename(const v1::RenameUnitRequest& r) {
  Violations violations;
  api::CheckName("name", r.name(), kUnitPattern, Presence::kRequired, violations);
  Renaming(r, violations);
  if (!r.has_display_name() && !r.has_short_name() && !r.has_code() && !r.has_head_title()) {
    violations.Add("display_name", "give display_name, short_name, code or head_title");
  }
  CheckDecision(r, violations);
  return violations.ToStatus();
}

Decision DecisionOf(const v1::RenameUnitRequest& r) {
  Decision out = NewDecision(r);
  Violations checked_before;
  out.changes.push_back({"name", r.name(), r.etag(), Renaming(r, checked_before)});
  return out;
}

absl::Status ValidateTransfer(const v1::TransferUnitRequest& r) {
  Violations violations;
  api::CheckName("name", r.name(), kUnitPattern, Presence::kRequired, violations);
  api::CheckName("parent", r.parent(), kUnitPattern, Presence::kOptional, violations);
  api::CheckName("led_by", r.led_by(), kUnitPattern, Presence::kOptional, violations);
  if (!r.has_parent() && !r.has_led_by()) violations.Add("parent", "give parent or led_by");
  CheckDecision(r, violations);
  return violations.ToStatus();
}

Decision DecisionOf(const v1::TransferUnitRequest& r) {
  Decision out = NewDecision(r);
  UnitEvent event;
  event.kind = EventKind::kTransferred;
  if (r.has_parent()) event.parent = r.parent();
  if (r.has_led_by()) event.led_by = r.led_by();
  out.changes.push_back({"name", r.name(), r.etag(), std::move(event)});
  if (r.has_parent()) out.paths[{r.name(), "parent", r.parent()}] = "parent";
  if (r.has_led_by()) out.paths[{r.name(), "led_by", r.led_by()}] = "led_by";
  return out;
}

absl::Status ValidateMerge(const v1::MergeUnitsRequest& r) {
  Violations violations;
  if (r.names().empty() || r.names_size() > kMaxUnits) {
    violations.Add("names", "give 1 to 100 units");
  }
  std::set<std::string> names;
  for (int i = 0; i < r.names_size(); ++i) {
    api::CheckName(errors::At("names", i), r.names(i), kUnitPattern, Presence::kRequired,
                   violations);
    if (!names.insert(r.names(i)).second) {
      violations.Add(errors::At("names", i), r.names(i) + " is named twice");
    }
  }
  if (!r.etags().empty() && r.etags_size() != r.names_size()) {
    violations.Add("etags", "give one for each of names, in their order, or none");
  }
  CheckSuccessor(r, "into", r.into(), violations);
  if (names.contains(NameOf(r.into()))) {
    violations.Add("into", NameOf(r.into()) +
                               " is one of names: leave it out of them, a unit that goes on does"
                               " not end");
  }
  CheckDecision(r, violations);
  return violations.ToStatus();
}

Decision DecisionOf(const v1::MergeUnitsRequest& r) {
  Decision out = NewDecision(r);
  for (int i = 0; i < r.names_size(); ++i) {
    UnitEvent event;
    event.kind = EventKind::kMerged;
    out.changes.push_back({errors::At("names", i), r.names(i), r.etags().empty() ? "" : r.etags(i),
                           std::move(event)});
  }
  AddSuccessor(r, "into", r.into(), out);
  return out;
}

absl::Status ValidateSplit(const v1::SplitUnitRequest& r) {
  Violations violations;
  api::CheckName("name", r.name(), kUnitPattern, Presence::kRequired, violations);
  if (r.successors_size() < 2 || r.successors_size() > kMaxUnits) {
    violations.Add("successors", "give 2 to 100 units, the heir first");
  }
  std::set<std::string> names;
  for (int i = 0; i < r.successors_size(); ++i) {
    CheckSuccessor(r, errors::At("successors", i), r.successors(i), violations);
    if (!names.insert(NameOf(r.successors(i))).second) {
      violations.Add(errors::At("successors", i), NameOf(r.successors(i)) + " is named twice");
    }
  }
  if (names.contains(r.name())) {
    violations.Add("successors",
                   "names the unit itself: a unit from which a part is taken goes on;"
                   " create the part and transfer to it what it takes");
  }
  CheckDecision(r, violations);
  return violations.ToStatus();
}

Decision DecisionOf(const v1::SplitUnitRequest& r) {
  Decision out = NewDecision(r);
  UnitEvent event;
  event.kind = EventKind::kSplit;
  out.changes.push_back({"name", r.name(), r.etag(), std::move(event)});
  for (int i = 0; i < r.successors_size(); ++i) {
    AddSuccessor(r, errors::At("successors", i), r.successors(i), out);
  }
  return out;
}

absl::Status ValidateDissolve(const v1::DissolveUnitRequest& r) {
  Violations violations;
  api::CheckName("name", r.name(), kUnitPattern, Presence::kRequired, violations);
  if (r.successors_size() > kMaxUnits) violations.Add("successors", "give at most 100 units");
  std::set<std::string> names;
  for (int i = 0; i < r.successors_size(); ++i) {
    api::CheckName(errors::At("successors", i), r.successors(i), kUnitPattern, Presence::kRequired,
                   violations);
    if (r.successors(i) == r.name()) {
      violations.Add(errors::At("successors", i), "is the unit itself");
    }
    if (!names.insert(r.successors(i)).second) {
      violations.Add(errors::At("successors", i), r.successors(i) + " is named twice");
    }
  }
  CheckDecision(r, violations);
  return violations.ToStatus();
}

Decision DecisionOf(const v1::DissolveUnitRequest& r) {
  Decision out = NewDecision(r);
  UnitEvent event;
  event.kind = EventKind::kDissolved;
  event.successors.assign(r.successors().begin(), r.successors().end());
  out.changes.push_back({"name", r.name(), r.etag(), std::move(event)});
  for (int i = 0; i < r.successors_size(); ++i) {
    out.paths[{r.name(), "successors", r.successors(i)}] = errors::At("successors", i);
  }
  return out;
}

absl::Status ValidateVoid(const v1::VoidUnitEventRequest& r) {
  Violations violations;
  api::CheckName("name", r.name(), "units/*/events/*", Presence::kRequired, violations);
  api::Text("reason", r.reason(), Presence::kRequired, kReasonLength, violations);
  api::CheckRequestId(r.request_id(), violations);
  return violations.ToStatus();
}

std::string ReasonOf(const v1::VoidUnitEventRequest& r) {
  Violations checked_before;
  return api::Text("reason", r.reason(), Presence::kRequired, kReasonLength, checked_before);
}

}  // namespace tiendo::units
