// Requests about engagements (validation.h).
#include <set>
#include <string>
#include <string_view>

#include "common/api/enum_names.h"
#include "common/errors/error.h"
#include "common/paging/page_size.h"
#include "common/text/tag.h"
#include "services/supervision/api/codec.h"
#include "services/supervision/api/validation.h"

namespace tiendo::supervision {
namespace {

using api::Presence;
using errors::Violations;

// Limits as the protos state them.
constexpr int kMaxSubjects = 100;
constexpr int kMaxTags = 20;
constexpr int kMaxExtension = 365;
constexpr size_t kMaxApprover = 256;

void CheckTags(const Strings& tags, Violations& violations) {
  if (tags.size() > kMaxTags) violations.Add("engagement.tags", "at most 20 tags are allowed");
  std::set<std::string> seen;
  for (int i = 0; i < tags.size(); ++i) {
    if (!text::ValidTag(tags[i])) {
      violations.Add(errors::At("engagement.tags", i), std::string(text::kTagRule));
    } else if (!seen.insert(tags[i]).second) {
      violations.Add(errors::At("engagement.tags", i), tags[i] + " appears twice");
    }
  }
}

void CheckSubjects(const v1::Engagement& engagement, Violations& violations) {
  const int units = engagement.subjects_size();
  const int members = engagement.member_codes_size();
  if (units > kMaxSubjects || units + members == 0) {
    violations.Add("engagement.subjects", "give 1 to 100 organisations, or codes of members");
  }
  CheckUnitNames("engagement.subjects", engagement.subjects(), violations);
  if (members > kMaxSubjects) violations.Add("engagement.member_codes", "at most 100 are allowed");
  for (int i = 0; i < members; ++i) {
    if (ValidMemberCode(engagement.member_codes(i))) continue;
    violations.Add(errors::At("engagement.member_codes", i), kMemberCodeRule);
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

void CheckOrder(std::string_view field, const std::optional<Day>& from,
                const std::optional<Day>& to, std::string_view first, Violations& violations) {
  if (!from || !to || *to >= *from) return;
  violations.Add(std::string(field), calendar::FormatIso(*to) + " is before " +
                                         calendar::FormatIso(*from) + ", the first day of " +
                                         std::string(first));
}

void CheckSchedule(const v1::Engagement& engagement, Violations& violations) {
  const Presence presence = engagement.plan().empty() ? Presence::kOptional : Presence::kRequired;
  const auto from = api::Date("engagement.scheduled_from", engagement.has_scheduled_from(),
                              engagement.scheduled_from(), Presence::kOptional, violations);
  const auto to = api::Date("engagement.scheduled_to", engagement.has_scheduled_to(),
                            engagement.scheduled_to(), presence, violations);
  CheckOrder("engagement.scheduled_to", from, to, "the window", violations);
  const auto first = api::Date("engagement.period_from", engagement.has_period_from(),
                               engagement.period_from(), Presence::kOptional, violations);
  const auto last = api::Date("engagement.period_to", engagement.has_period_to(),
                              engagement.period_to(), Presence::kOptional, violations);
  CheckOrder("engagement.period_to", first, last, "the period", violations);
}

// What is the same however an engagement is opened.
void CheckContent(const v1::Engagement& engagement, Violations& violations) {
  CheckSubjects(engagement, violations);
  api::Text("engagement.title", engagement.title(), Presence::kOptional, kMaxTitle, violations);
  CheckTags(engagement.tags(), violations);
  CheckSchedule(engagement, violations);
}

Engagement ContentOf(const v1::Engagement& message, const std::string& id) {
  Violations checked_before;
  const Engagement given = FromProto(message);
  Engagement out;
  out.name = "engagements/" + id;
  out.plan = given.plan;
  out.kind = given.kind;
  out.unit = given.unit;
  out.subjects = given.subjects;
  out.member_codes = given.member_codes;
  out.title =
      api::Text("engagement.title", given.title, Presence::kOptional, kMaxTitle, checked_before);
  out.tags = given.tags;
  out.period = given.period;
  out.scheduled = given.scheduled;
  return out;
}

}  // namespace

const std::vector<feed::ListField>& EngagementFields() {
  using paging::FieldType;
  static const std::vector<feed::ListField> fields = {
      {{"plan", FieldType::kString, {}}, "plan"},
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"year", FieldType::kNumber, {}}, "year"},
      {{"kind", FieldType::kEnum, api::EnumNames(*v1::Engagement::Kind_descriptor())}, "kind"},
      {{"state", FieldType::kEnum, api::EnumNames(*v1::Engagement::State_descriptor())}, "state"},
      {{"step", FieldType::kEnum, api::EnumNames(*v1::Engagement::Step_descriptor())}, "step"},
      {{"tags", FieldType::kString, {}}, "tags"},
  };
  return fields;
}

std::vector<feed::ListField> WatchedEngagementFields() {
  std::vector<feed::ListField> out = EngagementFields();
  std::erase_if(out, [](const feed::ListField& f) { return f.field.name == "tags"; });
  return out;
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
    CheckContent(engagement, violations);
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateListLateEngagements(const v1::ListLateEngagementsRequest& request) {
  Violations violations;
  CheckYear("year", request.year(), violations);
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  api::CheckName("scope", request.scope(), kUnitPattern, Presence::kOptional, violations);
  if (!request.tag().empty() && !text::ValidTag(request.tag())) {
    violations.Add("tag", std::string(text::kTagRule));
  }
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  return violations.ToStatus();
}

absl::Status ValidateStep(const v1::RecordStepRequest& request, Step step, Day today) {
  return ValidateRecord(request, kEngagementPattern,
                        step == Step::kDecision ? Presence::kRequired : Presence::kOptional, today);
}

absl::Status ValidateConclude(const v1::ConcludeEngagementRequest& request, Day today) {
  return ValidateRecord(request, kEngagementPattern, Presence::kRequired, today);
}

absl::Status ValidateExtend(const v1::ExtendEngagementRequest& request, Day today) {
  Violations violations;
  CheckRecord(request, kEngagementPattern, Presence::kRequired, today, violations);
  if (request.days() < 1 || request.days() > kMaxExtension) {
    violations.Add("days", "must be from 1 to 365");
  }
  api::Text("approver", request.approver(), Presence::kRequired, kMaxApprover, violations);
  api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, violations);
  return violations.ToStatus();
}

absl::Status ValidateOpenFromSigns(const v1::OpenFromViolationSignsRequest& request, Day today) {
  Violations violations;
  CheckRecord(request, kEngagementPattern, Presence::kOptional, today, violations);
  api::CheckId("engagement_id", request.engagement_id(), violations);
  if (!request.has_engagement()) {
    violations.Add("engagement", "is required");
    return violations.ToStatus();
  }
  const v1::Engagement& engagement = request.engagement();
  if (engagement.kind() != v1::Engagement::KIND_UNSPECIFIED &&
      engagement.kind() != v1::Engagement::KIND_VIOLATION_SIGNS_INSPECTION) {
    violations.Add("engagement.kind", "must be KIND_VIOLATION_SIGNS_INSPECTION, or left out");
  }
  if (!engagement.plan().empty()) {
    violations.Add("engagement.plan",
                   "must be empty: an inspection on signs of violation is never planned");
  }
  api::CheckName("engagement.unit", engagement.unit(), kUnitPattern, Presence::kOptional,
                 violations);
  CheckContent(engagement, violations);
  return violations.ToStatus();
}

absl::Status ValidateVoidEngagementEvent(const v1::VoidEngagementEventRequest& request) {
  return ValidateVoiding(request, kEngagementEventPattern);
}

Engagement NewEngagement(const v1::CreateEngagementRequest& request) {
  return ContentOf(request.engagement(), request.engagement_id());
}

Engagement NewEngagement(const v1::OpenFromViolationSignsRequest& request) {
  return ContentOf(request.engagement(), request.engagement_id());
}

Extension ExtensionOf(const v1::ExtendEngagementRequest& request) {
  Violations checked_before;
  return {
      RecordOf(request), request.days(),
      api::Text("approver", request.approver(), Presence::kRequired, kMaxApprover, checked_before),
      api::Text("reason", request.reason(), Presence::kRequired, kMaxReason, checked_before)};
}

}  // namespace tiendo::supervision
