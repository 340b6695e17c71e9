// What a clerk's writes on programs would do, told before they are made:
// ProgramService.PreviewWrites makes every check and tells the changes, StatusService.PreviewStatus
// what they do to the figures.
#ifndef TIENDO_SERVICES_CLI_WRITE_PREVIEW_H_
#define TIENDO_SERVICES_CLI_WRITE_PREVIEW_H_

#include <google/protobuf/message.h>
#include <google/type/date.pb.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/context.h"
#include "tiendo/programs/v1/preview.pb.h"
#include "tiendo/status/v1/status.pb.h"

namespace tiendo::cli {

struct ProgramWrite {
  // Method of ProgramService, e.g. "ExtendItem".
  std::string method;
  // What is about to happen, in one line.
  std::string description;
  // With everything but request_id and validate_only.
  std::unique_ptr<google::protobuf::Message> request;
};

// The day on which a write counts, as far as its request says: of an approval, an event, a result …
std::optional<google::type::Date> DayOf(const google::protobuf::Message& request);

// Calls a method of ProgramService; the answer is of the type that it has. `position` as of
// Caller::Call.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallPrograms(
    Context& context, const std::string& method, const google::protobuf::Message& request,
    std::string* position = nullptr);

// Checks one write with validate_only and gives what it would answer.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> ValidateWrite(Context& context,
                                                                         const ProgramWrite& write);

// What was said about writes.
struct WritePreview {
  // What they would change, which is to say that they pass every check; nullopt when that is too
  // much for one answer, which says nothing about them.
  std::optional<programs::v1::PreviewWritesResponse> changes;
  // What the changes were made upon.
  std::string position;
};

// Checks `writes`, each upon what those before it would have done. Of several the clerk is told
// which one was refused.
absl::StatusOr<WritePreview> PreviewWrites(Context& context,
                                           const std::vector<ProgramWrite>& writes);

// Figures as they are and as they would be; absent as far as they could not be told.
struct Forecast {
  std::optional<status::v1::Status> before;
  std::optional<status::v1::Status> after;
  // `before` may lack what programs has recorded last. Without `after`.
  bool incomplete = false;
  // The changes were made upon an older state than the one status counts from.
  bool outdated = false;
};

// Figures are shown beside a write, never a condition of it: where status does not tell them, the
// clerk is told why. When others have written since `preview`, it is made once more; the error is
// that of a write that is refused by then.
absl::StatusOr<Forecast> ForecastFigures(Context& context,
                                         const status::v1::GetStatusRequest& question,
                                         const std::vector<ProgramWrite>& writes,
                                         WritePreview& preview);
std::optional<status::v1::Status> ReadFiguresOrSay(Context& context,
                                                   const status::v1::GetStatusRequest& question);
// Tells the clerk why there are no figures.
void SayNoFigures(Context& context, const absl::Status& status);

}  // namespace tiendo::cli

#endif  // TIENDO_SERVICES_CLI_WRITE_PREVIEW_H_
