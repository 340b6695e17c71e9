#include "services/supervision/api/validation.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "common/api/fields.h"
#include "common/api/read.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/codec.h"

namespace tiendo::supervision {
namespace {

using api::Presence;
using errors::Violations;

constexpr char kRequirementPattern[] = "requirements/*";
constexpr char kPlanPattern[] = "plans/*";
constexpr char kEngagementPattern[] = "engagements/*";
constexpr char kUnitPattern[] = "units/*";
// Limits as supervision.proto states them.
constexpr size_t kMaxTitle = 512;
constexpr int kMaxRequiredUnits = 1000;
constexpr int kMaxSubjects = 100;
constexpr int kMaxTags = 20;

using Names = google::protobuf::RepeatedPtrField<std::string>;

std::string Element(std::string_view field, int i) {
  return std::string(field) + "[" + std::to_string(i) + "]";
}

void CheckYear(std::string_view field, int year, Violations& violations) {
  if (year < kFirstYear || year > kLastYear) {
    violations.Add(std::string(field), "must be from 2000 to 2100");
  }
}

void CheckUnitNames(std::string_view field, const Names& names, Violations& violations) {
  for (int i = 0; i < names.size(); ++i) {
    api::CheckName(Element(field, i), names[i], kUnitPattern, Presence::kRequired, violations);
  }
}

// The year of a requirement id; 0 unless it is four digits.
int YearOfId(std::string_view id) {
  int year = 0;
  auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), year);
  const bool whole = error == std::errc() && end == id.data() + id.size();
  return whole && id.size() == 4 ? year : 0;
}

void CheckKinds(const Names& kinds, Violations& violations) {
  const std::vector<std::string>& allowed = PartyKinds();
  std::string list;
  for (const std::string& kind : allowed) list += (list.empty() ? "" : ", ") + kind;
  for (int i = 0; i < kinds.size(); ++i) {
    if (std::find(allowed.begin(), allowed.end(), kinds[i]) != allowed.end()) continue;
    violations.Add(Element("requirement.unit_kinds", i), "must be one of " + list);
  }
}

bool IsOneOf(char c, std::string_view more) {
  return (c >= 'a' && c <= 'z') || more.find(c) != std::string_view::npos;
}

// ^[a-z-]+/[a-z0-9-]+$
bool ValidTag(std::string_view tag) {
  const size_t slash = tag.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == tag.size()) return false;
  const std::string_view dimension = tag.substr(0, slash);
  const std::string_view value = tag.substr(slash + 1);
  return std::all_of(dimension.begin(), dimension.end(), [](char c) { return IsOneOf(c, "-"); }) &&
         std::all_of(value.begin(), value.end(), [](char c) { return IsOneOf(c, "-0123456789"); });
}

void CheckTags(const Names& tags, Violations& violations) {
  if (tags.size() > kMaxTags) violations.Add("engagement.tags", "at most 20 are allowed");
  for (int i = 0; i < tags.size(); ++i) {
    if (ValidTag(tags[i])) continue;
    violations.Add(Element("engagement.tags", i),
                   "must be dimension/value of a-z, 0-9 (value only) and '-', e.g. theme/covid-19");
  }
}

void CheckKindAndPlan(const v1::Engagement& engagement, Violations& violations) {
  api::CheckName("engagement.plan", engagement.plan(), kPlanPattern, Presence::kOptional,
                 violations);
  if (!v1::Engagement::Kind_IsValid(engagement.kind()) ||
      engagement.kind() == v1::Engagement::KIND_UNSPECIFIED) {
    violations.Add("engagement.kind", "is required: one of Engagement.Kind");
  }
  if (engagement.kind() == v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION &&
      !engagement.plan().empty()) {
    violations.Add("engagement.plan",
                   "must be empty: an inspection on signs of violation is never planned");
  }
}

void CheckSchedule(const v1::Engagement& engagement, Violations& violations) {
  const Presence presence = engagement.plan().empty() ? Presence::kOptional : Presence::kRequired;
  auto from = api::Date("engagement.scheduled_from", engagement.has_scheduled_from(),
                        engagement.scheduled_from(), Presence::kOptional, violations);
  auto to = api::Date("engagement.scheduled_to", engagement.has_scheduled_to(),
                      engagement.scheduled_to(), presence, violations);
  if (from && to && *to < *from) {
    violations.Add("engagement.scheduled_to", calendar::FormatIso(*to) + " is before " +
                                                  calendar::FormatIso(*from) +
                                                  ", the first day of the window");
  }
}

// Of a request with name, date, document and request_id.
template <typename Request>
absl::Status ValidateRecord(const Request& request, std::string_view pattern, Presence document,
                            Day today) {
  Violations violations;
  api::CheckName("name", request.name(), pattern, Presence::kRequired, violations);
  api::PastDate("date", request.has_date(), request.date(), today, violations);
  api::Document("document", request.document(), document, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

template <typename Request>
Record RecordOf(const Request& request) {
  Violations checked_before;
  return {request.name(), request.etag(), api::FromProto(request.date()),
          api::Document("document", request.document(), Presence::kOptional, checked_before)};
}

std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& e, size_t prefix) {
  std::vector<std::string> out;
  for (int i = 1; i < e.value_count(); ++i) out.push_back(e.value(i)->name().substr(prefix));
  return out;
}

}  // namespace

const std::vector<feed::ListField>& PlanFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"year", FieldType::kNumber, {}}, "year"},
      {{"state", FieldType::kEnum, EnumNames(*v1::Plan::State_descriptor(), 6)}, "state"},
  };
  return fields;
}

const std::vector<feed::ListField>& EngagementFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"plan", FieldType::kString, {}}, "plan"},
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"kind", FieldType::kEnum, EnumNames(*v1::Engagement::Kind_descriptor(), 5)}, "kind"},
      {{"state", FieldType::kEnum, EnumNames(*v1::Engagement::State_descriptor(), 6)}, "state"},
  };
  return fields;
}

absl::Status ValidateGetRequirement(const v1::GetRequirementRequest& request) {
  return api::ValidateGet(request, kRequirementPattern);
}

absl::Status ValidateGetPlan(const v1::GetPlanRequest& request) {
  return api::ValidateGet(request, kPlanPattern);
}

absl::Status ValidateGetEngagement(const v1::GetEngagementRequest& request) {
  return api::ValidateGet(request, kEngagementPattern);
}

absl::Status ValidateCreateRequirement(const v1::CreateRequirementRequest& request) {
  Violations violations;
  CheckYear("requirement_id", YearOfId(request.requirement_id()), violations);
  if (!request.has_requirement()) {
    violations.Add("requirement", "is required");
  } else {
    const v1::PlanRequirement& requirement = request.requirement();
    api::Date("requirement.deadline", requirement.has_deadline(), requirement.deadline(),
              Presence::kRequired, violations);
    CheckKinds(requirement.unit_kinds(), violations);
    CheckUnitNames("requirement.units", requirement.units(), violations);
    if (requirement.units_size() > kMaxRequiredUnits) {
      violations.Add("requirement.units", "at most 1,000 are allowed");
    }
    if (requirement.unit_kinds().empty() && requirement.units().empty()) {
      violations.Add("requirement.unit_kinds", "give at least one of unit_kinds and units");
    }
    api::Document("requirement.document", requirement.document(), Presence::kOptional, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateCreatePlan(const v1::CreatePlanRequest& request) {
  Violations violations;
  api::CheckId("plan_id", request.plan_id(), violations);
  if (!request.has_plan()) {
    violations.Add("plan", "is required");
  } else {
    api::CheckName("plan.unit", request.plan().unit(), kUnitPattern, Presence::kRequired,
                   violations);
    CheckYear("plan.year", request.plan().year(), violations);
    api::Text("plan.title", request.plan().title(), Presence::kOptional, kMaxTitle, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateCreateEngagement(const v1::CreateEngagementRequest& request) {
  Violations violations;
  api::CheckId("engagement_id", request.engagement_id(), violations);
  if (!request.has_engagement()) {
    violations.Add("engagement", "is required");
  } else {
    const v1::Engagement& engagement = request.engagement();
    CheckKindAndPlan(engagement, violations);
    api::CheckName("engagement.unit", engagement.unit(), kUnitPattern, Presence::kRequired,
                   violations);
    if (engagement.subjects().empty() || engagement.subjects_size() > kMaxSubjects) {
      violations.Add("engagement.subjects", "give 1 to 100 organisations");
    }
    CheckUnitNames("engagement.subjects", engagement.subjects(), violations);
    api::Text("engagement.title", engagement.title(), Presence::kOptional, kMaxTitle, violations);
    CheckTags(engagement.tags(), violations);
    CheckSchedule(engagement, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListLatePlans(const v1::ListLatePlansRequest& request) {
  Violations violations;
  CheckYear("year", request.year(), violations);
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  return violations.ToStatus();
}

absl::Status ValidateAdopt(const v1::AdoptPlanRequest& request, Day today) {
  return ValidateRecord(request, kPlanPattern, Presence::kOptional, today);
}

absl::Status ValidateIssue(const v1::IssuePlanRequest& request, Day today) {
  return ValidateRecord(request, kPlanPattern, Presence::kRequired, today);
}

absl::Status ValidateConclude(const v1::ConcludeEngagementRequest& request, Day today) {
  return ValidateRecord(request, kEngagementPattern, Presence::kRequired, today);
}

PlanRequirement NewRequirement(const v1::CreateRequirementRequest& request) {
  Violations checked_before;
  PlanRequirement requirement = FromProto(request.requirement());
  requirement.name = "requirements/" + request.requirement_id();
  requirement.year = YearOfId(request.requirement_id());
  requirement.document = api::Document("requirement.document", request.requirement().document(),
                                       Presence::kOptional, checked_before);
  requirement.stamp = {};
  return requirement;
}

Plan NewPlan(const v1::CreatePlanRequest& request) {
  Violations checked_before;
  Plan plan;
  plan.name = "plans/" + request.plan_id();
  plan.unit = request.plan().unit();
  plan.year = request.plan().year();
  plan.title = api::Text("plan.title", request.plan().title(), Presence::kOptional, kMaxTitle,
                         checked_before);
  return plan;
}

Engagement NewEngagement(const v1::CreateEngagementRequest& request) {
  Violations checked_before;
  Engagement engagement = FromProto(request.engagement());
  engagement.name = "engagements/" + request.engagement_id();
  engagement.title = api::Text("engagement.title", engagement.title, Presence::kOptional, kMaxTitle,
                               checked_before);
  engagement.concluded_on.reset();
  engagement.conclusion_document = {};
  engagement.state = EngagementState::kOpen;
  engagement.stamp = {};
  return engagement;
}

Record ToRecord(const v1::AdoptPlanRequest& request) { return RecordOf(request); }
Record ToRecord(const v1::IssuePlanRequest& request) { return RecordOf(request); }
Record ToRecord(const v1::ConcludeEngagementRequest& request) { return RecordOf(request); }

}  // namespace tiendo::supervision
