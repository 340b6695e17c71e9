// Whether an urging that a request asks for is there already (present_state.h).
#ifndef TIENDO_SERVICES_CLI_PRESENT_REMINDER_H_
#define TIENDO_SERVICES_CLI_PRESENT_REMINDER_H_

#include <google/protobuf/message.h>

#include "absl/status/statusor.h"
#include "services/cli/caller.h"
#include "services/cli/present_state.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace tiendo::cli {

// Looks through the urgings of the subject and unit for one with this document and day, a voided
// one too: it was recorded, and taken back since.
absl::StatusOr<PresentState> FindUrging(Caller& caller,
                                        const supervision::v1::IssueReminderRequest& request);

// Whether `response` is that of a scan that had nothing to issue: it wrote nothing.
bool IssuedNothing(const google::protobuf::Message& response);

// Of an answer: whether the reminder has it, or another one.
PresentState CompareAnswer(const supervision::v1::AcknowledgeReminderRequest& request,
                           const supervision::v1::Reminder& reminder);
PresentState CompareAnswer(const supervision::v1::ExplainReminderRequest& request,
                           const supervision::v1::Reminder& reminder);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_PRESENT_REMINDER_H_
