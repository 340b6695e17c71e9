// Handlers of reminders (supervision_service.h).
#include <utility>

#include "common/api/optional_fields.h"
#include "common/base/status_macros.h"
#include "services/supervision/api/reminder_pages.h"
#include "services/supervision/api/supervision_service.h"
#include "services/supervision/api/unit_check.h"
#include "services/supervision/api/validation.h"
#include "services/supervision/domain/reminders.h"

namespace tiendo::supervision {
namespace {

void Fill(const Notices& notices, v1::IssueDueRemindersResponse& out) {
  for (const Reminder& reminder : notices.issued) *out.add_reminders() = ToProto(reminder);
  out.set_already_issued(notices.already_issued);
  out.set_not_due(notices.not_due);
  for (const NotComputable& part : notices.not_computable) {
    v1::IssueDueRemindersResponse::NotComputable& message = *out.add_not_computable();
    message.set_subject(part.subject);
    message.set_unit(part.unit);
    message.mutable_rungs()->Add(part.rungs.begin(), part.rungs.end());
    message.set_missing_year(part.missing_year);
  }
  for (const OpenPart& part : notices.no_unit) {
    v1::IssueDueRemindersResponse::NoUnit& message = *out.add_no_unit();
    message.set_subject(part.subject);
    message.set_unit(part.unit);
  }
}

// A reorganisation that the copy does not hold yet would give an heir numbers of its own, for good.
absl::Status AwaitUnits(units::UnitDirectory& directory, const rpc::Call& call,
                        const NamedUnits& named) {
  TIENDO_RETURN_IF_ERROR(directory.AwaitHead(call).status());
  return CheckUnits(directory, call, named);
}

}  // namespace

SupervisionService::Reactor* SupervisionService::GetReminder(Context* context,
                                                             const v1::GetReminderRequest* request,
                                                             v1::Reminder* response) {
  return Get<kReminderPattern>(context, "GetReminder", request, response);
}

SupervisionService::Reactor* SupervisionService::ListReminders(
    Context* context, const v1::ListRemindersRequest* request,
    v1::ListRemindersResponse* response) {
  return parts_.handlers->Read(context, "ListReminders", request, response, &ValidateListReminders,
                               [this](ledger::Reader& reader, const v1::ListRemindersRequest& r,
                                      v1::ListRemindersResponse& out) {
                                 return ReadReminders(*parts_.directory, parts_.scope_reads,
                                                      Today(), reader, r, out);
                               });
}

SupervisionService::Reactor* SupervisionService::IssueReminder(
    Context* context, const v1::IssueReminderRequest* request, v1::Reminder* response) {
  return Change(
      context, "IssueReminder", request, response,
      [this](const rpc::Call& call, const v1::IssueReminderRequest& r) -> absl::Status {
        TIENDO_RETURN_IF_ERROR(ValidateIssueReminder(r, Today()));
        return AwaitUnits(*parts_.directory, call, UnitsOf(r));
      },
      [this](const Repositories& repositories, const v1::IssueReminderRequest& r) {
        return supervision::IssueReminder(repositories, *parts_.environment, UrgingOf(r));
      });
}

SupervisionService::Reactor* SupervisionService::IssueDueReminders(
    Context* context, const v1::IssueDueRemindersRequest* request,
    v1::IssueDueRemindersResponse* response) {
  rpc::WriteSteps<v1::IssueDueRemindersRequest, v1::IssueDueRemindersResponse> steps;
  steps.prepare = [this](const rpc::Call& call,
                         const v1::IssueDueRemindersRequest& r) -> absl::Status {
    TIENDO_RETURN_IF_ERROR(ValidateIssueDue(r, Today()));
    return AwaitUnits(*parts_.directory, call, UnitsOf(r));
  };
  steps.apply = [this](ledger::Transaction& tx, const v1::IssueDueRemindersRequest& r,
                       v1::IssueDueRemindersResponse& out) -> absl::Status {
    const Day as_of = api::OptionalDay(r.has_as_of(), r.as_of()).value_or(Today());
    TIENDO_ASSIGN_OR_RETURN(const Notices notices,
                            supervision::IssueDueReminders(parts_.store->In(tx),
                                                           *parts_.environment, as_of, PartsOf(r)));
    Fill(notices, out);
    return absl::OkStatus();
  };
  steps.replay = [this, request](const std::vector<ledger::Row>& rows,
                                 v1::IssueDueRemindersResponse& out) -> absl::Status {
    std::vector<Reminder> issued;
    for (const ledger::Row& row : rows) {
      v1::Reminder message;
      TIENDO_RETURN_IF_ERROR(api::UnpackBody(row.body, message));
      issued.push_back(FromProto(message));
    }
    const Day as_of = api::OptionalDay(request->has_as_of(), request->as_of()).value_or(Today());
    Fill(NoticesAgain(*parts_.environment, as_of, PartsOf(*request), std::move(issued)), out);
    return absl::OkStatus();
  };
  return parts_.handlers->Write(context, "IssueDueReminders", request, response, std::move(steps));
}

SupervisionService::Reactor* SupervisionService::AcknowledgeReminder(
    Context* context, const v1::AcknowledgeReminderRequest* request, v1::Reminder* response) {
  return Record(context, "AcknowledgeReminder", request, response, &ValidateAcknowledge,
                [](const Repositories& repositories, const Environment&,
                   const v1::AcknowledgeReminderRequest& r) {
                  return supervision::AcknowledgeReminder(repositories, r.name(), r.etag(),
                                                          AcknowledgementOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::ExplainReminder(
    Context* context, const v1::ExplainReminderRequest* request, v1::Reminder* response) {
  return Record(context, "ExplainReminder", request, response, &ValidateExplain,
                [](const Repositories& repositories, const Environment&,
                   const v1::ExplainReminderRequest& r) {
                  return supervision::ExplainReminder(repositories, r.name(), r.etag(),
                                                      ExplanationOf(r));
                });
}

SupervisionService::Reactor* SupervisionService::VoidReminder(
    Context* context, const v1::VoidReminderRequest* request, v1::Reminder* response) {
  return Change(
      context, "VoidReminder", request, response,
      [](const rpc::Call&, const v1::VoidReminderRequest& r) { return ValidateVoidReminder(r); },
      [](const Repositories& repositories, const v1::VoidReminderRequest& r) {
        return supervision::VoidReminder(repositories, VoidingOf(r));
      });
}

}  // namespace tiendo::supervision
