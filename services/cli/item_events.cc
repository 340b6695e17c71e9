#include "services/cli/item_events.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "common/base/status_macros.h"
#include "common/text/utf8.h"

namespace tiendo::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using programs::v1::Item;
using programs::v1::ItemEvent;

// What a verb's request is called, and the kind of its event.
struct Verb {
  std::string_view request;
  ItemEvent::Kind kind;
};
constexpr std::array kVerbs = {
    Verb{"IssueItemRequest", ItemEvent::KIND_ISSUED},
    Verb{"AcceptItemRequest", ItemEvent::KIND_ACCEPTED},
    Verb{"RefuseItemRequest", ItemEvent::KIND_REFUSED},
    Verb{"ReportProgressRequest", ItemEvent::KIND_PROGRESS},
    Verb{"ReportCompletionRequest", ItemEvent::KIND_COMPLETED},
    Verb{"AppraiseCompletionRequest", ItemEvent::KIND_APPRAISED},  // or returned
    Verb{"ExtendItemRequest", ItemEvent::KIND_EXTENDED},
    Verb{"SuspendItemRequest", ItemEvent::KIND_SUSPENDED},
    Verb{"ResumeItemRequest", ItemEvent::KIND_RESUMED},
    Verb{"ReassignItemRequest", ItemEvent::KIND_REASSIGNED},
    Verb{"AddMilestonesRequest", ItemEvent::KIND_MILESTONES_ADDED},
    Verb{"ReplaceMilestonesRequest", ItemEvent::KIND_MILESTONES_REPLACED},
    Verb{"CompleteMilestoneRequest", ItemEvent::KIND_MILESTONE_DONE},
    Verb{"CarryOverItemRequest", ItemEvent::KIND_CARRIED_OVER},
    Verb{"WithdrawItemRequest", ItemEvent::KIND_WITHDRAWN},
};
// Where the day on which it counts stands.
constexpr std::array kDates = {"event_date", "approval_date", "result_date", "done_date"};
// Fields of the same name and meaning in request and event.
constexpr std::array kShared = {"lead", "leads", "new_due_date", "percent", "note", "milestones"};

std::string Nfc(const std::string& text) {
  absl::StatusOr<std::string> nfc = text::ToNfc(text);
  return nfc.ok() ? *nfc : text;
}

void CopySingular(const Message& from, const FieldDescriptor& source, const FieldDescriptor& target,
                  Message& to) {
  const google::protobuf::Reflection& r = *from.GetReflection();
  const google::protobuf::Reflection& w = *to.GetReflection();
  switch (source.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      w.SetString(&to, &target, Nfc(r.GetString(from, &source)));
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      w.SetInt32(&to, &target, r.GetInt32(from, &source));
      break;
    default:
      w.MutableMessage(&to, &target)->CopyFrom(r.GetMessage(from, &source));
  }
}

void CopyRepeated(const Message& from, const FieldDescriptor& source, const FieldDescriptor& target,
                  Message& to) {
  const google::protobuf::Reflection& r = *from.GetReflection();
  const google::protobuf::Reflection& w = *to.GetReflection();
  for (int i = 0; i < r.FieldSize(from, &source); ++i) {
    if (source.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      w.AddString(&to, &target, r.GetRepeatedString(from, &source, i));
    } else {
      w.AddMessage(&to, &target)->CopyFrom(r.GetRepeatedMessage(from, &source, i));
    }
  }
}

void Copy(const Message& request, const char* from, const char* to, ItemEvent& event) {
  const FieldDescriptor* source = request.GetDescriptor()->FindFieldByName(from);
  const FieldDescriptor* target = ItemEvent::descriptor()->FindFieldByName(to);
  if (source == nullptr || target == nullptr || source->is_repeated() != target->is_repeated()) {
    return;
  }
  if (source->is_repeated()) return CopyRepeated(request, *source, *target, event);
  if (request.GetReflection()->HasField(request, source)) {
    CopySingular(request, *source, *target, event);
  }
}

// A carry-over says where to; its due date and leads are those of the new line.
void SetNewLine(const programs::v1::CarryOverItemRequest& request, ItemEvent& event) {
  event.clear_new_due_date();
  event.clear_leads();
  event.set_item(request.program() + "/items/" + request.item_id());
}

// Of a secret item only the number of milestones is told.
bool SameMilestones(const ItemEvent& wanted, const ItemEvent& event) {
  if (wanted.milestones_size() != event.milestones_size()) return false;
  for (int i = 0; i < wanted.milestones_size(); ++i) {
    const std::string& id = event.milestones(i).milestone_id();
    if (!id.empty() && id != wanted.milestones(i).milestone_id()) return false;
  }
  return true;
}

bool DoesTheSame(const ItemEvent& wanted, const ItemEvent& event) {
  const bool note_hidden = event.note().empty();
  return event.kind() == wanted.kind() &&
         MessageDifferencer::Equals(event.event_date(), wanted.event_date()) &&
         event.has_new_due_date() == wanted.has_new_due_date() &&
         MessageDifferencer::Equals(event.new_due_date(), wanted.new_due_date()) &&
         // A verb may leave out the only lead, which the event then names.
         (wanted.lead().empty() || event.lead() == wanted.lead()) &&
         event.has_percent() == wanted.has_percent() && event.percent() == wanted.percent() &&
         (note_hidden || Nfc(event.note()) == wanted.note()) &&
         Nfc(event.document().number()) == wanted.document().number() &&
         event.item() == wanted.item() && SameMilestones(wanted, event) &&
         std::equal(event.leads().begin(), event.leads().end(), wanted.leads().begin(),
                    wanted.leads().end());
}

}  // namespace

std::optional<WantedItemEvent> ItemEventWantedBy(const Message& request) {
  WantedItemEvent out;
  ItemEvent& event = out.event;
  if (const auto* voiding = dynamic_cast<const programs::v1::VoidEventRequest*>(&request)) {
    out.item = voiding->name().substr(0, voiding->name().find("/events/"));
    event.set_name(voiding->name());
    return out;
  }
  const google::protobuf::Descriptor& type = *request.GetDescriptor();
  if (type.file() != Item::descriptor()->file()) return std::nullopt;
  for (const Verb& verb : kVerbs) {
    if (type.name() == verb.request) event.set_kind(verb.kind);
  }
  if (event.kind() == ItemEvent::KIND_UNSPECIFIED) return std::nullopt;
  const google::protobuf::Reflection& r = *request.GetReflection();
  out.item = r.GetString(request, type.FindFieldByName("name"));
  for (const char* date : kDates) Copy(request, date, "event_date", event);
  for (const char* field : kShared) Copy(request, field, field, event);
  Copy(request, "document", "document", event);
  event.mutable_document()->set_number(Nfc(event.document().number()));
  using Appraisal = programs::v1::AppraiseCompletionRequest;
  if (const auto* appraisal = dynamic_cast<const Appraisal*>(&request);
      appraisal != nullptr && appraisal->outcome() == Appraisal::OUTCOME_RETURN) {
    event.set_kind(ItemEvent::KIND_RETURNED);
  }
  using MilestoneDone = programs::v1::CompleteMilestoneRequest;
  if (const auto* done = dynamic_cast<const MilestoneDone*>(&request)) {
    event.add_milestones()->set_milestone_id(done->milestone_id());
  }
  using CarryOver = programs::v1::CarryOverItemRequest;
  if (const auto* carried = dynamic_cast<const CarryOver*>(&request)) SetNewLine(*carried, event);
  return out;
}

absl::StatusOr<bool> ItemEventIsThere(Caller& caller, const WantedItemEvent& wanted) {
  programs::v1::ListItemEventsRequest list;
  list.set_parent(wanted.item);
  list.set_page_size(1000);
  do {
    programs::v1::ListItemEventsResponse page;
    TIENDO_RETURN_IF_ERROR(
        caller.CallByName("tiendo.programs.v1.ProgramService/ListItemEvents", list, page));
    for (const ItemEvent& event : page.events()) {
      if (!wanted.event.name().empty()) {
        if (event.name() == wanted.event.name()) return event.voided();
      } else if (DoesTheSame(wanted.event, event)) {
        return true;
      }
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return false;
}

}  // namespace tiendo::cli
