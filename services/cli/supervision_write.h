// A clerk's write on a plan, an engagement, a recommendation or a reminder: checks it, shows the
// state before and what it will be, with what the checks of practice will note, asks, writes.
#ifndef TIENDO_SERVICES_CLI_SUPERVISION_WRITE_H_
#define TIENDO_SERVICES_CLI_SUPERVISION_WRITE_H_

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/item_write.h"
#include "tiendo/supervision/v1/supervision.pb.h"

namespace CLI {
class App;
}

namespace tiendo::cli {

struct SupervisionFlags {
  std::string name;
  std::string date;  // empty: today
  DocumentFlags document;
  bool yes = false;
};

// name, --date, --document…, --yes.
void AddSupervisionFlags(CLI::App& command, SupervisionFlags& flags, const std::string& name_help,
                         bool document_required);

// "plans/x" for "plans/x" or "x".
std::string NameIn(std::string_view collection, const std::string& given);

// Fills name, date and document, which requests of verbs have.
template <typename Request>
absl::Status FillVerb(Context& context, const SupervisionFlags& flags,
                      const std::string& collection, Request& request);

struct SupervisionWrite {
  std::string method;       // of SupervisionService, e.g. "IssuePlan"
  std::string description;  // what is about to be recorded, in one line
  // With everything but request_id and validate_only.
  std::unique_ptr<google::protobuf::Message> request;
};

// What `resource` (a Plan, an Engagement, a Dossier, a Recommendation or a Reminder) is and in
// which state, in one line.
std::string DescribeState(const google::protobuf::Message& resource);

// Exit code 0 when written, 1 when the clerk said no. `getter` reads the resource as it is
// ("GetPlan"); empty: the write makes a new one. `answer` is of the type that the verb returns.
absl::StatusOr<int> RunSupervisionWrite(Context& context, const std::string& getter,
                                        const std::string& name, bool yes, SupervisionWrite write,
                                        const google::protobuf::Message& answer);

// "văn bản 12-KH/CB, ngày 30/06/2022".
std::string ByDocumentAndDate(const tiendo::type::v1::Document& document,
                              const google::type::Date& date);

}  // namespace tiendo::cli

#include "common/base/status_macros.h"
#include "services/cli/dates.h"

namespace tiendo::cli {

template <typename Request>
absl::Status FillVerb(Context& context, const SupervisionFlags& flags,
                      const std::string& collection, Request& request) {
  request.set_name(NameIn(collection, flags.name));
  TIENDO_ASSIGN_OR_RETURN(*request.mutable_date(),
                          DateOrToday(context.clock, "--date", flags.date));
  return FillDocument(flags.document, *request.mutable_document());
}

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_SUPERVISION_WRITE_H_
