// A clerk's write on a duty or an assignment, shown by the hand-in figures of its period
// (figure_write.h).
#ifndef TIENDO_SERVICES_CLI_DUTY_WRITE_H_
#define TIENDO_SERVICES_CLI_DUTY_WRITE_H_

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/status_query.h"
#include "services/cli/table.h"
#include "services/cli/write_preview.h"
#include "tiendo/programs/v1/duties.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

struct DutyWrite {
  ProgramWrite call;
  // What is written to, in one line.
  std::string subject;
  // The row of figures that it changes.
  std::string duty;
  std::string period;
  // As of FigureWrite.
  std::function<std::string(const google::protobuf::Message& checked)> detail;
};

// Exit code 0 when written, 1 when the clerk said no.
absl::StatusOr<int> RunDutyWrite(Context& context, const StatusFlags& figures, bool yes,
                                 DutyWrite write);

// Hand-in figures as a table; the first columns are headed by `first`.
Table HandInTable(const std::vector<std::string>& first);
void AddHandInRow(Table& table, std::vector<std::string> first,
                  const status::v1::DutyFigures& figures);

// "chưa nộp", "nộp thiếu" … of a state.
std::string_view StateName(programs::v1::DutyAssignment::State state);

// "2/3 bộ, 80/120 học viên, 1/2 văn bản": what is there of what is asked.
std::string HandedIn(const programs::v1::DutyAssignment& assignment);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_DUTY_WRITE_H_
