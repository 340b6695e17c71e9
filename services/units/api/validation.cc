#include "services/units/api/validation.h"

#include <set>
#include <utility>

#include "common/api/enum_names.h"
#include "common/api/field_mask.h"
#include "common/api/fields.h"
#include "common/api/read.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "common/text/fold.h"
#include "services/units/api/codec.h"

namespace tiendo::units {
namespace {

using api::Presence;
using errors::Violations;

constexpr int kMaxBatch = 1000;
constexpr int kTreePage = 1000;
constexpr int kSearchPage = 20;
constexpr int kMaxSearchPage = 100;
constexpr size_t kMaxQuery = 256;
constexpr char kUnitPattern[] = "units/*";
constexpr char kAllUnits[] = "units/-";

const std::vector<std::string>& Updatable() {
  static const std::vector<std::string> paths = {"display_name", "short_name", "code",
                                                 "head_title",   "parent",     "led_by"};
  return paths;
}

// Text fields of `unit`, checked under `prefix` and put into NFC.
void NormaliseText(const std::string& prefix, v1::Unit& unit, Violations& violations) {
  auto text = [&](const char* field, const std::string& value, Presence presence, size_t max) {
    return api::Text(prefix + "." + field, value, presence, max, violations);
  };
  unit.set_display_name(
      text("display_name", unit.display_name(), Presence::kRequired, kDisplayNameLength));
  unit.set_short_name(text("short_name", unit.short_name(), Presence::kOptional, kShortNameLength));
  unit.set_code(text("code", unit.code(), Presence::kOptional, kCodeLength));
  unit.set_head_title(text("head_title", unit.head_title(), Presence::kOptional, kHeadTitleLength));
}

void CheckLinks(const std::string& prefix, const v1::Unit& unit, Violations& violations) {
  api::CheckName(prefix + ".parent", unit.parent(), kUnitPattern, Presence::kOptional, violations);
  api::CheckName(prefix + ".led_by", unit.led_by(), kUnitPattern, Presence::kOptional, violations);
}

// The request's unit with its text in NFC.
v1::Unit Normalised(const v1::Unit& message) {
  v1::Unit unit = message;
  Violations checked_before;
  NormaliseText("unit", unit, checked_before);
  return unit;
}

}  // namespace

void CheckNew(const std::string& path, const v1::CreateUnitRequest& request,
              Violations& violations) {
  const std::string prefix = path.empty() ? "unit" : path + ".unit";
  api::CheckId(path.empty() ? "unit_id" : path + ".unit_id", request.unit_id(), violations);
  if (!request.has_unit()) {
    violations.Add(prefix, "is required");
    return;
  }
  v1::Unit unit = request.unit();
  NormaliseText(prefix, unit, violations);
  CheckLinks(prefix, unit, violations);
  if (!v1::Unit::Side_IsValid(unit.side()) || unit.side() == v1::Unit::SIDE_UNSPECIFIED) {
    violations.Add(prefix + ".side", "is required: SIDE_PARTY or SIDE_GOVERNMENT");
  }
  if (!v1::Unit::Kind_IsValid(unit.kind()) || unit.kind() == v1::Unit::KIND_UNSPECIFIED) {
    violations.Add(prefix + ".kind", "is required: one of Unit.Kind");
  } else if (SideOf(static_cast<Kind>(unit.kind())) != static_cast<Side>(unit.side())) {
    violations.Add(prefix + ".kind", v1::Unit::Kind_Name(unit.kind()) + " does not belong to " +
                                         v1::Unit::Side_Name(unit.side()));
  }
  api::Date(prefix + ".effective_from", unit.has_effective_from(), unit.effective_from(),
            Presence::kRequired, violations);
  api::Document(prefix + ".legal_basis", unit.legal_basis(), Presence::kOptional, violations);
}

const std::vector<feed::ListField>& ListFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"side", FieldType::kEnum, {"PARTY", "GOVERNMENT"}}, "side"},
      {{"kind", FieldType::kEnum, api::EnumNames(*v1::Unit::Kind_descriptor())}, "kind"},
      {{"parent", FieldType::kString, {}}, "parent"},
      {{"led_by", FieldType::kString, {}}, "led_by"},
      {{"code", FieldType::kString, {}}, "code"},
      {{"state", FieldType::kEnum, {"ACTIVE", "ENDED"}}, "state"},
  };
  return fields;
}

const std::vector<feed::ListField>& EventFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"kind", FieldType::kEnum, api::EnumNames(*v1::UnitEvent::Kind_descriptor())}, "kind"},
      {{"effective_date", FieldType::kDate, {}}, "effective_date"},
      {{"voided", FieldType::kBool, {}}, "voided"},
  };
  return fields;
}

absl::Status ValidateGet(const v1::GetUnitRequest& request) {
  Violations violations;
  violations.Merge("", api::ValidateGet(request, kUnitPattern));
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  return violations.ToStatus();
}

absl::Status ValidateBatchGet(const v1::BatchGetUnitsRequest& request) {
  Violations violations;
  if (request.names().empty() || request.names_size() > kMaxBatch) {
    violations.Add("names", "give 1 to 1,000 names");
  }
  for (int i = 0; i < request.names_size(); ++i) {
    api::CheckName(errors::At("names", i), request.names(i), kUnitPattern, Presence::kRequired,
                   violations);
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateCreate(const v1::CreateUnitRequest& request) {
  Violations violations;
  CheckNew("", request, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateBatchCreate(const v1::BatchCreateUnitsRequest& request) {
  Violations violations;
  if (request.requests().empty() || request.requests_size() > kMaxBatch) {
    violations.Add("requests", "give 1 to 1,000 requests");
  }
  for (int i = 0; i < request.requests_size(); ++i) {
    const std::string path = errors::At("requests", i);
    const v1::CreateUnitRequest& one = request.requests(i);
    CheckNew(path, one, violations);
    if (!one.request_id().empty()) {
      violations.Add(path + ".request_id", "must be empty: the batch has one");
    }
    if (one.validate_only()) {
      violations.Add(path + ".validate_only", "must be false: the batch has one");
    }
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateUpdate(const v1::UpdateUnitRequest& request) {
  Violations violations;
  api::CheckName("unit.name", request.unit().name(), kUnitPattern, Presence::kRequired, violations);
  std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Unit::descriptor(), Updatable(), violations);
  // Only what the mask names is looked at.
  v1::Unit unit;
  unit.set_display_name("-");
  api::CopyFields(paths, request.unit(), unit);
  NormaliseText("unit", unit, violations);
  CheckLinks("unit", unit, violations);
  api::Date("correct_on", request.has_correct_on(), request.correct_on(), Presence::kOptional,
            violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateGetTree(const v1::GetTreeRequest& request) {
  Violations violations;
  api::CheckName("root", request.root(), kUnitPattern, Presence::kOptional, violations);
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  return violations.ToStatus();
}

absl::Status ValidateSearch(const v1::SearchUnitsRequest& request) {
  Violations violations;
  const size_t before = violations.list().size();
  const std::string query =
      api::Text("query", request.query(), Presence::kRequired, kMaxQuery, violations);
  if (violations.list().size() == before && text::FoldedWords(query).empty()) {
    violations.Add("query", "give at least one letter or digit");
  }
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  if (!v1::Unit::Side_IsValid(request.side())) {
    violations.Add("side", "give SIDE_PARTY or SIDE_GOVERNMENT, or leave it out");
  }
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListEvents(const v1::ListUnitEventsRequest& request) {
  Violations violations;
  if (request.parent() != kAllUnits) {
    api::CheckName("parent", request.parent(), kUnitPattern, Presence::kRequired, violations);
  }
  api::Time("read_time", request.has_read_time(), request.read_time(), violations);
  return violations.ToStatus();
}

Unit NewUnit(const v1::CreateUnitRequest& request) {
  v1::Unit message = Normalised(request.unit());
  message.clear_periods();
  Unit unit = FromProto(message);
  unit.name = "units/" + request.unit_id();
  unit.effective_to.reset();
  unit.successors.clear();
  unit.stamp = {};
  return unit;
}

Correction CorrectionOf(const v1::UpdateUnitRequest& request) {
  Violations checked_before;
  const std::set<std::string> paths =
      api::UpdatePaths(request.update_mask(), *v1::Unit::descriptor(), Updatable(), checked_before);
  const v1::Unit unit = Normalised(request.unit());
  auto given = [&paths](const char* path, const std::string& value) {
    return paths.contains(path) ? std::optional(value) : std::nullopt;
  };
  Correction out;
  out.display_name = given("display_name", unit.display_name());
  out.short_name = given("short_name", unit.short_name());
  out.code = given("code", unit.code());
  out.head_title = given("head_title", unit.head_title());
  out.parent = given("parent", unit.parent());
  out.led_by = given("led_by", unit.led_by());
  if (request.has_correct_on()) out.on = api::FromProto(request.correct_on());
  return out;
}

int TreePageSize(const v1::GetTreeRequest& request) {
  return paging::ResolvePageSize(request.page_size(), kTreePage, kTreePage).value_or(kTreePage);
}

SearchQuery QueryOf(const v1::SearchUnitsRequest& request, Day as_of) {
  SearchQuery query;
  query.words = text::FoldedWords(request.query());
  query.as_of = as_of;
  query.show_ended = request.show_ended();
  query.party = request.side() != v1::Unit::SIDE_GOVERNMENT;
  query.government = request.side() != v1::Unit::SIDE_PARTY;
  query.limit = paging::ResolvePageSize(request.page_size(), kSearchPage, kMaxSearchPage)
                    .value_or(kSearchPage);
  return query;
}

}  // namespace tiendo::units
