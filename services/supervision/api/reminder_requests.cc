// Requests about reminders (validation.h).
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "common/api/optional_fields.h"
#include "common/errors/error.h"
#include "common/paging/filter.h"
#include "common/paging/page_size.h"
#include "services/supervision/api/validation.h"
#include "services/supervision/domain/states.h"

namespace tiendo::supervision {
namespace {

using api::Presence;
using errors::Violations;

// Limits as the protos state them.
constexpr int kMaxSubjects = 1000;
constexpr size_t kMaxExplanation = 1024;

void CheckSubject(const std::string& field, const std::string& name, Violations& violations) {
  if (IsSubject(name)) return;
  std::string list;
  for (std::string_view pattern : kSubjectPatterns) {
    list += (list.empty() ? "" : ", ") + std::string(pattern);
  }
  violations.Add(field, (name.empty() ? "is required: one of " : "must be one of ") + list +
                            ", with ids for the asterisks");
}

void CheckNotBefore(std::string_view field, const std::optional<Day>& day,
                    const std::optional<Day>& issue, Violations& violations) {
  if (!day || !issue || *day >= *issue) return;
  violations.Add(std::string(field), calendar::FormatIso(*day) + " is before the issue on " +
                                         calendar::FormatIso(*issue));
}

std::vector<std::string> KindNames() {
  std::vector<std::string> out;
  for (ReminderKind kind : kReminderKinds) out.emplace_back(Name(kind));
  return out;
}

}  // namespace

const std::vector<feed::ListField>& ReminderFields() {
  using paging::FieldType;
  constexpr unsigned kUse = feed::uses::kFilter | feed::uses::kWatch;
  static const std::vector<feed::ListField> fields = {
      {{"subject", FieldType::kString, {}}, "subject"},
      {{"unit", FieldType::kString, {}}, "unit"},
      {{"kind", FieldType::kEnum, KindNames()}, "kind"},
      {{"urging", FieldType::kNumber, {}}, "urging"},
      {{"issued_date", FieldType::kDate, {}}, "issued_date"},
      {{"due_date", FieldType::kDate, {}}, "due_date", kUse, std::string(kNoDay)},
      {{"trigger_date", FieldType::kDate, {}}, "trigger_date", kUse, std::string(kNoDay)},
      {{"voided", FieldType::kBool, {}}, "voided"},
  };
  return fields;
}

absl::Status ValidateListReminders(const v1::ListRemindersRequest& request) {
  Violations violations;
  violations.Merge("", paging::ResolvePageSize(request.page_size()).status());
  violations.Merge(
      "", paging::ParseFilter(request.filter(), feed::FilterFields(ReminderFields())).status());
  api::CheckName("scope", request.scope(), kUnitPattern, Presence::kOptional, violations);
  api::Date("as_of", request.has_as_of(), request.as_of(), Presence::kOptional, violations);
  if (!v1::ListRemindersRequest::Awaiting_IsValid(request.awaiting())) {
    violations.Add("awaiting", "must be one of ListRemindersRequest.Awaiting");
  }
  return violations.ToStatus();
}

absl::Status ValidateIssueReminder(const v1::IssueReminderRequest& request, Day today) {
  Violations violations;
  CheckSubject("subject", request.subject(), violations);
  api::CheckName("unit", request.unit(), kUnitPattern, Presence::kRequired, violations);
  const std::optional<Day> date =
      api::PastDate("date", request.has_date(), request.date(), today, violations);
  api::Document("document", request.document(), Presence::kRequired, violations);
  api::Date("due_date", request.has_due_date(), request.due_date(), Presence::kOptional,
            violations);
  api::Text("reason", request.reason(), Presence::kOptional, kMaxReason, violations);
  CheckNotBefore("acknowledge_by",
                 api::Date("acknowledge_by", request.has_acknowledge_by(), request.acknowledge_by(),
                           Presence::kOptional, violations),
                 date, violations);
  CheckNotBefore("explain_by",
                 api::Date("explain_by", request.has_explain_by(), request.explain_by(),
                           Presence::kOptional, violations),
                 date, violations);
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateIssueDue(const v1::IssueDueRemindersRequest& request, Day today) {
  Violations violations;
  if (request.has_as_of()) {
    api::PastDate("as_of", true, request.as_of(), today, violations);
  }
  if (request.subjects().empty() || request.subjects_size() > kMaxSubjects) {
    violations.Add("subjects", "give 1 to 1,000");
  }
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (int i = 0; i < request.subjects_size(); ++i) {
    const v1::IssueDueRemindersRequest::Subject& part = request.subjects(i);
    const std::string field = errors::At("subjects", i);
    CheckSubject(field + ".subject", part.subject(), violations);
    api::CheckName(field + ".unit", part.unit(), kUnitPattern, Presence::kRequired, violations);
    api::Date(field + ".due_date", part.has_due_date(), part.due_date(), Presence::kRequired,
              violations);
    if (!seen.emplace(part.subject(), part.unit()).second) {
      violations.Add(field, part.subject() + " of " + part.unit() + " is there twice");
    }
  }
  api::CheckRequestId(request.request_id(), violations);
  return violations.ToStatus();
}

absl::Status ValidateAcknowledge(const v1::AcknowledgeReminderRequest& request, Day today) {
  Violations violations;
  CheckRecord(request, kReminderPattern, Presence::kOptional, today, violations);
  if (!request.member_code().empty() && !ValidMemberCode(request.member_code())) {
    violations.Add("member_code", kMemberCodeRule);
  }
  return violations.ToStatus();
}

absl::Status ValidateExplain(const v1::ExplainReminderRequest& request, Day today) {
  Violations violations;
  CheckRecord(request, kReminderPattern, Presence::kOptional, today, violations);
  api::Text("text", request.text(), Presence::kRequired, kMaxExplanation, violations);
  return violations.ToStatus();
}

absl::Status ValidateVoidReminder(const v1::VoidReminderRequest& request) {
  return ValidateVoiding(request, kReminderPattern);
}

Urging UrgingOf(const v1::IssueReminderRequest& request) {
  Violations checked_before;
  return {request.subject(),
          request.unit(),
          api::FromProto(request.date()),
          api::Document("document", request.document(), Presence::kRequired, checked_before),
          api::OptionalDay(request.has_due_date(), request.due_date()),
          api::Text("reason", request.reason(), Presence::kOptional, kMaxReason, checked_before),
          api::OptionalDay(request.has_acknowledge_by(), request.acknowledge_by()),
          api::OptionalDay(request.has_explain_by(), request.explain_by())};
}

std::vector<OpenPart> PartsOf(const v1::IssueDueRemindersRequest& request) {
  std::vector<OpenPart> out;
  out.reserve(static_cast<size_t>(request.subjects_size()));
  for (const v1::IssueDueRemindersRequest::Subject& part : request.subjects()) {
    out.push_back({part.subject(), part.unit(), api::FromProto(part.due_date())});
  }
  return out;
}

Acknowledgement AcknowledgementOf(const v1::AcknowledgeReminderRequest& request) {
  Violations checked_before;
  return {api::FromProto(request.date()),
          api::Document("document", request.document(), Presence::kOptional, checked_before),
          request.member_code()};
}

Explanation ExplanationOf(const v1::ExplainReminderRequest& request) {
  Violations checked_before;
  return {api::FromProto(request.date()),
          api::Text("text", request.text(), Presence::kRequired, kMaxExplanation, checked_before),
          api::Document("document", request.document(), Presence::kOptional, checked_before)};
}

}  // namespace tiendo::supervision
