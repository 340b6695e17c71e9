#include "services/cli/present_state.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/text/utf8.h"
#include "services/cli/item_events.h"
#include "services/cli/present_reminder.h"
#include "services/cli/present_target.h"
#include "tiendo/programs/v1/programs.pb.h"
#include "tiendo/supervision/v1/supervision.pb.h"
#include "tiendo/units/v1/units.pb.h"

namespace tiendo::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

// Where a verb leaves its mark on the resource it returns.
struct Mark {
  std::string_view verb;
  std::string_view request_field;
  std::string_view resource_field;
};
constexpr std::array kMarks = {
    Mark{"ApproveProgram", "approval_date", "approval_date"},
    Mark{"ApproveProgram", "document", "approval_document"},
    Mark{"CloseProgram", "close_date", "close_date"},
    Mark{"IssueItem", "approval_date", "approval_date"},
    Mark{"WithdrawItem", "approval_date", "withdrawal_date"},
    Mark{"IssueDuty", "issue_date", "issue_date"},
    Mark{"CloseDuty", "close_date", "close_date"},
    Mark{"AdoptPlan", "date", "adopted_date"},
    Mark{"AdoptPlan", "document", "adopted_document"},
    Mark{"IssuePlan", "date", "issued_date"},
    Mark{"IssuePlan", "document", "issued_document"},
    Mark{"SendPlan", "date", "sent_date"},
    Mark{"SendPlan", "document", "sent_document"},
    Mark{"ClosePlan", "date", "closed_date"},
    Mark{"ClosePlan", "document", "closed_document"},
    Mark{"ReportRemediation", "date", "reported_date"},
    Mark{"AssessRemediation", "date", "assessed_date"},
    Mark{"ConcludeEngagement", "date", "concluded_date"},
    Mark{"ConcludeEngagement", "document", "conclusion_document"},
};

std::string Nfc(const std::string& text) {
  absl::StatusOr<std::string> nfc = text::ToNfc(text);
  return nfc.ok() ? *nfc : text;
}

std::string Shown(const Message& message, const FieldDescriptor& field, int index) {
  std::string text;
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  printer.PrintFieldValueToString(message, &field, index, &text);
  return text;
}

bool SameValue(const Message& a, const Message& b, const FieldDescriptor& field, int index) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return Shown(a, field, index) == Shown(b, field, index);
  }
  const Reflection& r = *a.GetReflection();
  if (index < 0) return Nfc(r.GetString(a, &field)) == Nfc(r.GetString(b, &field));
  return Nfc(r.GetRepeatedString(a, &field, index)) == Nfc(r.GetRepeatedString(b, &field, index));
}

// Texts of a secret item, in the file or as it is, are not shown: a report of an import is read by
// others than its clerk. What names something else (units, tags) is.
bool Hidden(const Message& wanted, const Message& present, const FieldDescriptor& field) {
  if (wanted.GetDescriptor() != programs::v1::Item::descriptor()) return false;
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
  if (field.name() == "coordinators" || field.name() == "tags") return false;
  return static_cast<const programs::v1::Item&>(wanted).secret() ||
         static_cast<const programs::v1::Item&>(present).secret();
}

void Compare(const Message& wanted, const Message& present, const std::string& path,
             std::vector<std::string>& differences) {
  std::vector<const FieldDescriptor*> fields;
  wanted.GetReflection()->ListFields(wanted, &fields);
  const Reflection& r = *wanted.GetReflection();
  for (const FieldDescriptor* field : fields) {
    const std::string name = path + field->name();
    const int size = field->is_repeated() ? r.FieldSize(wanted, field) : 1;
    if (field->is_repeated() && r.FieldSize(present, field) != size) {
      differences.push_back(name + ": trong tệp " + std::to_string(size) + " mục, hiện có " +
                            std::to_string(r.FieldSize(present, field)));
      continue;
    }
    for (int i = 0; i < size; ++i) {
      const int index = field->is_repeated() ? i : -1;
      const std::string at = name + (index < 0 ? "" : "[" + std::to_string(i) + "]");
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Compare(index < 0 ? r.GetMessage(wanted, field) : r.GetRepeatedMessage(wanted, field, i),
                index < 0 ? r.GetMessage(present, field) : r.GetRepeatedMessage(present, field, i),
                at + '.', differences);
      } else if (SameValue(wanted, present, *field, index)) {
        continue;
      } else if (Hidden(wanted, present, *field)) {
        differences.push_back(at + ": khác (nội dung mật)");
      } else {
        differences.push_back(at + ": trong tệp " + Shown(wanted, *field, index) + ", hiện có " +
                              Shown(present, *field, index));
      }
    }
  }
}

absl::StatusOr<std::unique_ptr<Message>> Read(Caller& caller, Service service,
                                              const google::protobuf::Descriptor& type,
                                              const std::string& name) {
  const google::protobuf::MethodDescriptor* getter = GetterOf(service, type);
  if (getter == nullptr) return absl::UnimplementedError("no Get method for this resource");
  std::unique_ptr<Message> request = NewMessage(*getter->input_type());
  SetString(*request, "name", name);
  std::unique_ptr<Message> resource = NewMessage(type);
  TIENDO_RETURN_IF_ERROR(caller.Call({service, getter}, *request, *resource));
  return resource;
}

PresentState From(std::vector<std::string> differences) {
  return {differences.empty() ? Presence::kSame : Presence::kDiffers, std::move(differences)};
}

// Compares the marks of a verb; kAbsent when the resource carries none of them.
PresentState CompareMarks(std::string_view verb, const Message& request, const Message& resource) {
  std::vector<std::string> differences;
  bool marked = false;
  for (const Mark& mark : kMarks) {
    if (mark.verb != verb) continue;
    const FieldDescriptor* from =
        request.GetDescriptor()->FindFieldByName(std::string(mark.request_field));
    const FieldDescriptor* to =
        resource.GetDescriptor()->FindFieldByName(std::string(mark.resource_field));
    if (from == nullptr || to == nullptr) continue;
    marked = marked || resource.GetReflection()->HasField(resource, to);
    Compare(request.GetReflection()->GetMessage(request, from),
            resource.GetReflection()->GetMessage(resource, to), to->name() + '.', differences);
  }
  return marked ? From(std::move(differences)) : PresentState();
}

PresentState CompareResult(const programs::v1::ReportCompletionRequest& request,
                           const programs::v1::Item& item) {
  const google::type::Date* recorded = nullptr;
  for (const programs::v1::Item::Lead& lead : item.leads()) {
    const bool meant =
        lead.unit() == request.lead() || (request.lead().empty() && item.leads_size() == 1);
    if (meant && lead.has_result_date()) recorded = &lead.result_date();
  }
  if (item.leads().empty() && item.has_result_date()) recorded = &item.result_date();
  if (recorded == nullptr) return {};
  std::vector<std::string> differences;
  Compare(request.result_date(), *recorded, "result_date.", differences);
  return From(std::move(differences));
}

// Verbs of items whose effect also stands in the item.
bool LeavesAMark(const Message& request) {
  return request.GetDescriptor() == programs::v1::IssueItemRequest::descriptor() ||
         request.GetDescriptor() == programs::v1::ReportCompletionRequest::descriptor() ||
         request.GetDescriptor() == programs::v1::WithdrawItemRequest::descriptor();
}

// The step that a verb records; none for other verbs.
supervision::v1::Engagement::Step StepOf(std::string_view verb) {
  using supervision::v1::Engagement;
  constexpr std::pair<std::string_view, Engagement::Step> kSteps[] = {
      {"IssueDecision", Engagement::STEP_DECISION},
      {"LaunchEngagement", Engagement::STEP_LAUNCH},
      {"RecordSelfReport", Engagement::STEP_SELF_REPORT},
      {"RecordVerification", Engagement::STEP_VERIFICATION},
      {"RecordDraftReport", Engagement::STEP_DRAFT_REPORT},
      {"RecordMeeting", Engagement::STEP_MEETING},
      {"RecordRemediation", Engagement::STEP_REMEDIATION},
      {"RecordRemediationReport", Engagement::STEP_REMEDIATION_REPORT},
      {"ArchiveEngagement", Engagement::STEP_ARCHIVE},
  };
  for (const auto& [name, step] : kSteps) {
    if (name == verb) return step;
  }
  return Engagement::STEP_UNSPECIFIED;
}

PresentState CompareStep(const supervision::v1::RecordStepRequest& request,
                         supervision::v1::Engagement::Step step,
                         const supervision::v1::Engagement& engagement) {
  for (const supervision::v1::Engagement::StepRecord& record : engagement.steps()) {
    if (record.step() != step) continue;
    std::vector<std::string> differences;
    Compare(request.date(), record.date(), "date.", differences);
    Compare(request.document(), record.document(), "document.", differences);
    return From(std::move(differences));
  }
  return {};
}

// Whether an event of an assignment has been voided.
absl::StatusOr<PresentState> FindVoided(Caller& caller, const std::string& event) {
  programs::v1::ListAssignmentEventsRequest list;
  list.set_parent(event.substr(0, event.rfind("/events/")));
  list.set_page_size(1000);
  do {
    programs::v1::ListAssignmentEventsResponse page;
    TIENDO_RETURN_IF_ERROR(
        caller.CallByName("tiendo.programs.v1.ProgramService/ListAssignmentEvents", list, page));
    for (const programs::v1::DutyAssignmentEvent& one : page.events()) {
      if (one.name() == event && one.voided()) return PresentState{Presence::kSame, {}};
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return PresentState{};
}

// Whether one of the events below `parent` does what is wanted, also one that was voided since.
// `List` is the request of `method`.
template <typename ListRequest, typename ListResponse, typename Fits>
absl::StatusOr<PresentState> FindEvent(Caller& caller, const char* method,
                                       const std::string& parent, Fits fits) {
  ListRequest list;
  list.set_parent(parent);
  list.set_page_size(1000);
  do {
    ListResponse page;
    TIENDO_RETURN_IF_ERROR(caller.CallByName(
        std::string("tiendo.supervision.v1.SupervisionService/") + method, list, page));
    for (const auto& event : page.events()) {
      if (fits(event)) return PresentState{Presence::kSame, {}};
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return PresentState{};
}

absl::StatusOr<PresentState> FindAdjustment(Caller& caller,
                                            const supervision::v1::AdjustPlanRequest& request) {
  return FindEvent<supervision::v1::ListPlanEventsRequest, supervision::v1::ListPlanEventsResponse>(
      caller, "ListPlanEvents", request.name(), [&](const supervision::v1::PlanEvent& event) {
        return event.kind() == supervision::v1::PlanEvent::KIND_ADJUSTED &&
               MessageDifferencer::Equals(event.event_date(), request.date()) &&
               Nfc(event.document().number()) == Nfc(request.document().number());
      });
}

absl::StatusOr<PresentState> FindExtension(
    Caller& caller, const supervision::v1::ExtendEngagementRequest& request) {
  return FindEvent<supervision::v1::ListEngagementEventsRequest,
                   supervision::v1::ListEngagementEventsResponse>(
      caller, "ListEngagementEvents", request.name(),
      [&](const supervision::v1::EngagementEvent& event) {
        return event.kind() == supervision::v1::EngagementEvent::KIND_EXTENDED &&
               MessageDifferencer::Equals(event.event_date(), request.date()) &&
               event.extension_days() == request.days() &&
               Nfc(event.document().number()) == Nfc(request.document().number());
      });
}

using programs::v1::DutyAssignmentEvent;

// What a verb of an assignment records; nullopt for other requests.
std::optional<DutyAssignmentEvent> AssignmentEventWantedBy(const Message& message) {
  namespace v1 = programs::v1;
  DutyAssignmentEvent event;
  if (const auto* submit = dynamic_cast<const v1::SubmitAssignmentRequest*>(&message)) {
    event.set_kind(DutyAssignmentEvent::KIND_SUBMITTED);
    *event.mutable_event_date() = submit->submit_date();
    event.set_sets(submit->sets());
    event.set_value(submit->value());
    *event.mutable_documents() = submit->documents();
  } else if (const auto* accept = dynamic_cast<const v1::AcceptAssignmentRequest*>(&message)) {
    event.set_kind(DutyAssignmentEvent::KIND_ACCEPTED);
    *event.mutable_event_date() = accept->accept_date();
  } else if (const auto* back = dynamic_cast<const v1::ReturnAssignmentRequest*>(&message)) {
    event.set_kind(DutyAssignmentEvent::KIND_RETURNED);
    *event.mutable_event_date() = back->return_date();
    event.set_reason_code(back->reason_code());
    if (back->has_new_deadline()) *event.mutable_new_deadline() = back->new_deadline();
  } else if (const auto* deadline = dynamic_cast<const v1::OverrideDeadlineRequest*>(&message)) {
    event.set_kind(DutyAssignmentEvent::KIND_DEADLINE_OVERRIDDEN);
    *event.mutable_event_date() = deadline->approval_date();
    *event.mutable_new_deadline() = deadline->new_deadline();
  } else {
    return std::nullopt;
  }
  return event;
}

// Also one that was voided since: a clerk took it back, and an import that is repeated does not
// bring it in again.
absl::StatusOr<PresentState> FindAssignmentEvent(Caller& caller, const std::string& assignment,
                                                 const DutyAssignmentEvent& wanted) {
  programs::v1::ListAssignmentEventsRequest list;
  list.set_parent(assignment);
  list.set_page_size(1000);
  do {
    programs::v1::ListAssignmentEventsResponse page;
    TIENDO_RETURN_IF_ERROR(
        caller.CallByName("tiendo.programs.v1.ProgramService/ListAssignmentEvents", list, page));
    for (const DutyAssignmentEvent& event : page.events()) {
      if (event.kind() == wanted.kind() && event.sets() == wanted.sets() &&
          event.value() == wanted.value() && event.reason_code() == wanted.reason_code() &&
          MessageDifferencer::Equals(event.event_date(), wanted.event_date()) &&
          MessageDifferencer::Equals(event.new_deadline(), wanted.new_deadline())) {
        return PresentState{Presence::kSame, {}};
      }
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return PresentState{};
}

using units::v1::UnitEvent;

std::string NameOf(const units::v1::Successor& successor) {
  return successor.has_new_unit() ? "units/" + successor.new_unit().unit_id() : successor.name();
}

// The units that a verb of reorganisation is about, and the event that it leaves with each; no
// units for other requests.
struct WantedEvents {
  std::vector<std::string> units;
  UnitEvent event;
};
WantedEvents EventsWantedBy(const Message& message) {
  WantedEvents out;
  UnitEvent& event = out.event;
  if (const auto* rename = dynamic_cast<const units::v1::RenameUnitRequest*>(&message)) {
    out.units = {rename->name()};
    event.set_kind(UnitEvent::KIND_RENAMED);
    *event.mutable_effective_date() = rename->effective_date();
    if (rename->has_display_name()) event.set_display_name(Nfc(rename->display_name()));
    if (rename->has_short_name()) event.set_short_name(Nfc(rename->short_name()));
    if (rename->has_code()) event.set_code(Nfc(rename->code()));
    if (rename->has_head_title()) event.set_head_title(Nfc(rename->head_title()));
  } else if (const auto* transfer = dynamic_cast<const units::v1::TransferUnitRequest*>(&message)) {
    out.units = {transfer->name()};
    event.set_kind(UnitEvent::KIND_TRANSFERRED);
    *event.mutable_effective_date() = transfer->effective_date();
    if (transfer->has_parent()) event.set_parent(transfer->parent());
    if (transfer->has_led_by()) event.set_led_by(transfer->led_by());
  } else if (const auto* merge = dynamic_cast<const units::v1::MergeUnitsRequest*>(&message)) {
    out.units.assign(merge->names().begin(), merge->names().end());
    event.set_kind(UnitEvent::KIND_MERGED);
    *event.mutable_effective_date() = merge->effective_date();
    event.add_successors(NameOf(merge->into()));
  } else if (const auto* split = dynamic_cast<const units::v1::SplitUnitRequest*>(&message)) {
    out.units = {split->name()};
    event.set_kind(UnitEvent::KIND_SPLIT);
    *event.mutable_effective_date() = split->effective_date();
    for (const auto& s : split->successors()) event.add_successors(NameOf(s));
  } else if (const auto* dissolve = dynamic_cast<const units::v1::DissolveUnitRequest*>(&message)) {
    out.units = {dissolve->name()};
    event.set_kind(UnitEvent::KIND_DISSOLVED);
    *event.mutable_effective_date() = dissolve->effective_date();
    *event.mutable_successors() = dissolve->successors();
  }
  return out;
}

// Whether an event does what is wanted; whose decision it was, when it was entered, and whether it
// was voided since apart.
bool DoesTheSame(UnitEvent event, const UnitEvent& wanted) {
  event.clear_voided();
  event.clear_void_reason();
  event.clear_void_time();
  event.clear_name();
  event.clear_legal_basis();
  event.clear_etag();
  event.clear_revision();
  event.clear_create_time();
  event.clear_update_time();
  event.clear_record_revision();
  return MessageDifferencer::Equals(event, wanted);
}

absl::StatusOr<PresentState> FindEvents(Caller& caller, const WantedEvents& wanted) {
  for (const std::string& unit : wanted.units) {
    units::v1::ListUnitEventsRequest list;
    list.set_parent(unit);
    list.set_page_size(1000);
    bool found = false;
    do {
      units::v1::ListUnitEventsResponse page;
      TIENDO_RETURN_IF_ERROR(
          caller.CallByName("tiendo.units.v1.UnitService/ListUnitEvents", list, page));
      for (const UnitEvent& event : page.events()) {
        found = found || DoesTheSame(event, wanted.event);
      }
      list.set_page_token(page.next_page_token());
    } while (!found && !list.page_token().empty());
    if (!found) return PresentState{};
  }
  return PresentState{Presence::kSame, {}};
}

}  // namespace

bool RepeatsUnnoticed(const Message& request) {
  return request.GetDescriptor() == programs::v1::ExtendItemRequest::descriptor() ||
         request.GetDescriptor() == supervision::v1::IssueReminderRequest::descriptor() ||
         AssignmentEventWantedBy(request).has_value();
}

std::vector<std::string> DifferencesOf(const Message& wanted, const Message& present) {
  std::vector<std::string> differences;
  Compare(wanted, present, "", differences);
  return differences;
}

absl::StatusOr<PresentState> LookUpCreation(Caller& caller, Service service,
                                            const Creation& creation) {
  absl::StatusOr<std::unique_ptr<Message>> present =
      Read(caller, service, *creation.resource->GetDescriptor(), creation.name);
  if (absl::IsNotFound(present.status())) return PresentState{};
  if (!present.ok()) return present.status();
  std::unique_ptr<Message> wanted(creation.resource->New());
  wanted->CopyFrom(*creation.resource);
  SetString(*wanted, "name", "");
  return From(DifferencesOf(*wanted, **present));
}

absl::StatusOr<PresentState> LookUpEffect(Caller& caller, const Method& method,
                                          const Message& request) {
  if (const std::optional<WantedItemEvent> event = ItemEventWantedBy(request)) {
    const absl::StatusOr<bool> there = ItemEventIsThere(caller, *event);
    if (there.ok() && *there) return PresentState{Presence::kSame, {}};
    if (!LeavesAMark(request)) {
      if (there.ok() || absl::IsNotFound(there.status())) return PresentState{};
      return there.status();
    }
    // Not that event: the item tells what differs.
  }
  if (request.GetDescriptor() == supervision::v1::AdjustPlanRequest::descriptor()) {
    return FindAdjustment(caller, static_cast<const supervision::v1::AdjustPlanRequest&>(request));
  }
  if (request.GetDescriptor() == supervision::v1::ExtendEngagementRequest::descriptor()) {
    return FindExtension(caller,
                         static_cast<const supervision::v1::ExtendEngagementRequest&>(request));
  }
  if (request.GetDescriptor() == supervision::v1::IssueReminderRequest::descriptor()) {
    return FindUrging(caller, static_cast<const supervision::v1::IssueReminderRequest&>(request));
  }
  if (request.GetDescriptor() == supervision::v1::OpenFromViolationSignsRequest::descriptor()) {
    const auto& open = static_cast<const supervision::v1::OpenFromViolationSignsRequest&>(request);
    return LookUpCreation(caller, method.service,
                          {"engagements/" + open.engagement_id(), &open.engagement(), &open});
  }
  if (IsTargetVerb(request)) return LookUpTargetVerb(caller, request);
  if (request.GetDescriptor() == programs::v1::VoidAssignmentEventRequest::descriptor()) {
    return FindVoided(caller, StringField(request, "name"));
  }
  if (const auto wanted = AssignmentEventWantedBy(request)) {
    return FindAssignmentEvent(caller, StringField(request, "name"), *wanted);
  }
  if (const WantedEvents wanted = EventsWantedBy(request); !wanted.units.empty()) {
    return FindEvents(caller, wanted);
  }
  const std::string name = StringField(request, "name");
  if (name.empty()) return PresentState{};
  absl::StatusOr<std::unique_ptr<Message>> resource =
      Read(caller, method.service, *method.descriptor->output_type(), name);
  if (absl::IsNotFound(resource.status())) return PresentState{};
  if (!resource.ok()) return resource.status();
  if (request.GetDescriptor() == programs::v1::ReportCompletionRequest::descriptor()) {
    return CompareResult(static_cast<const programs::v1::ReportCompletionRequest&>(request),
                         static_cast<const programs::v1::Item&>(**resource));
  }
  if (request.GetDescriptor() == supervision::v1::RecordStepRequest::descriptor()) {
    return CompareStep(static_cast<const supervision::v1::RecordStepRequest&>(request),
                       StepOf(method.descriptor->name()),
                       static_cast<const supervision::v1::Engagement&>(**resource));
  }
  if (request.GetDescriptor() == supervision::v1::AcknowledgeReminderRequest::descriptor()) {
    return CompareAnswer(static_cast<const supervision::v1::AcknowledgeReminderRequest&>(request),
                         static_cast<const supervision::v1::Reminder&>(**resource));
  }
  if (request.GetDescriptor() == supervision::v1::ExplainReminderRequest::descriptor()) {
    return CompareAnswer(static_cast<const supervision::v1::ExplainReminderRequest&>(request),
                         static_cast<const supervision::v1::Reminder&>(**resource));
  }
  return CompareMarks(method.descriptor->name(), request, **resource);
}

}  // namespace tiendo::cli
