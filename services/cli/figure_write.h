// A clerk's writes that move a figure: every check is made, the row of figures is shown as it is
// and as it would be, the clerk is asked, the writes are made, and the row is shown as it then is.
#ifndef TIENDO_SERVICES_CLI_FIGURE_WRITE_H_
#define TIENDO_SERVICES_CLI_FIGURE_WRITE_H_

#include <google/protobuf/message.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "services/cli/status_query.h"
#include "services/cli/table.h"
#include "services/cli/write_preview.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

// The row of an answer of status that the writes are about.
class FigureRow {
 public:
  virtual ~FigureRow() = default;

  // What status is asked. Called once, before the other members. Wrong flags are an
  // INVALID_ARGUMENT of the client itself; any other error leaves the row without figures.
  virtual absl::StatusOr<status::v1::GetStatusRequest> Question(Context& context) = 0;
  // The row in an answer; nullptr when it is not there.
  virtual const google::protobuf::Message* Find(const status::v1::Status& status) const = 0;
  // "Công việc của Sở — Đảng bộ Sở".
  virtual std::string Title(const status::v1::Status& status) const = 0;
  // A table of such rows, without any; the first column is for what a row is.
  virtual Table Head() const = 0;
  // Adds the row, or that it is not there.
  virtual void AddTo(Table& table, std::string label, const status::v1::Status& status) const = 0;
  // As it is read out; "" when there is no sentence.
  virtual std::string Sentence(const status::v1::Status&) const { return ""; }
};

struct NamedRow {
  FigureRow& row;
  // Where its figures stand in JSON; empty: at the top.
  std::string name;
};

struct FigureWrite {
  // What is written to, in whole lines.
  std::string subject;
  // Made in their order. At least one.
  std::vector<ProgramWrite> writes;
  // What the answer to a check of the first one adds, in whole lines, e.g. who would get an
  // assignment. May be empty.
  std::function<std::string(const google::protobuf::Message& checked)> detail;
  // Name of the last one's answer in JSON.
  std::string answer;
  // The command that tells what was written after all.
  std::string look;
  // The command that makes the second write when the first one alone was made; empty: none.
  std::string rest;
  bool yes = false;
};

// The flags of a row; without --as-of as of the day from which the latest of the writes counts, if
// that is still to come: today they would move nothing.
absl::StatusOr<StatusFlags> FlagsFor(Context& context, const StatusFlags& flags,
                                     std::span<const ProgramWrite> writes);

// Exit code 0 when written, or when there is nothing to write, 1 when the clerk said no.
absl::StatusOr<int> RunFigureWrite(Context& context, std::span<const NamedRow> rows,
                                   FigureWrite write);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_FIGURE_WRITE_H_
