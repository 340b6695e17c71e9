#include "services/cli/present_reminder.h"

#include <google/protobuf/util/message_differencer.h>

#include "common/base/status_macros.h"
#include "services/cli/filter_text.h"

namespace tiendo::cli {
namespace {

using google::protobuf::util::MessageDifferencer;
using supervision::v1::Reminder;

constexpr char kList[] = "tiendo.supervision.v1.SupervisionService/ListReminders";
constexpr int kPage = 1000;

PresentState From(std::vector<std::string> differences) {
  const Presence presence = differences.empty() ? Presence::kSame : Presence::kDiffers;
  return {presence, std::move(differences)};
}

}  // namespace

absl::StatusOr<PresentState> FindUrging(Caller& caller,
                                        const supervision::v1::IssueReminderRequest& request) {
  supervision::v1::ListRemindersRequest list;
  FilterText filter;
  filter.Add("subject", "=", request.subject());
  filter.Add("unit", "=", request.unit());
  filter.AddBare("kind", "=", "URGING");
  list.set_filter(filter.text());
  list.set_page_size(kPage);
  do {
    supervision::v1::ListRemindersResponse page;
    TIENDO_RETURN_IF_ERROR(caller.CallByName(kList, list, page));
    for (const Reminder& one : page.reminders()) {
      if (MessageDifferencer::Equals(one.issued_date(), request.date()) &&
          DifferencesOf(request.document(), one.document()).empty()) {
        return PresentState{Presence::kSame, {}};
      }
    }
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return PresentState{};
}

bool IssuedNothing(const google::protobuf::Message& response) {
  using supervision::v1::IssueDueRemindersResponse;
  return response.GetDescriptor() == IssueDueRemindersResponse::descriptor() &&
         static_cast<const IssueDueRemindersResponse&>(response).reminders().empty();
}

PresentState CompareAnswer(const supervision::v1::AcknowledgeReminderRequest& request,
                           const Reminder& reminder) {
  if (!reminder.has_acknowledgement()) return {};
  Reminder::Acknowledgement wanted;
  *wanted.mutable_date() = request.date();
  if (request.has_document()) *wanted.mutable_document() = request.document();
  wanted.set_member_code(request.member_code());
  return From(DifferencesOf(wanted, reminder.acknowledgement()));
}

PresentState CompareAnswer(const supervision::v1::ExplainReminderRequest& request,
                           const Reminder& reminder) {
  if (!reminder.has_explanation()) return {};
  Reminder::Explanation wanted;
  *wanted.mutable_date() = request.date();
  if (request.has_document()) *wanted.mutable_document() = request.document();
  wanted.set_text(request.text());
  return From(DifferencesOf(wanted, reminder.explanation()));
}

}  // namespace tiendo::cli
