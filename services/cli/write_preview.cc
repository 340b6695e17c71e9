#include "services/cli/write_preview.h"

#include "absl/strings/numbers.h"
#include "common/base/status_macros.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "services/cli/call_error.h"
#include "services/cli/methods.h"

namespace tiendo::cli {
namespace {

using google::protobuf::Message;
using status::v1::GetStatusRequest;
using status::v1::Status;

constexpr char kPrograms[] = "tiendo.programs.v1.ProgramService/";
constexpr char kStatus[] = "tiendo.status.v1.StatusService/";
// PreviewStatusRequest.changes takes no more.
constexpr int kMaxChanges = 10'000;

bool TooLarge(const absl::Status& status) {
  return errors::Reason(status) == errors::reasons::kMessageTooLarge;
}

void Say(Context& context, const absl::Status& status) {
  context.err << "  (chưa đọc được số liệu: " << OneLine(status) << ")\n";
}

// For machines the place stands in the metadata of the error.
void SayRefused(Context& context, const std::vector<ProgramWrite>& writes,
                const absl::Status& status) {
  if (context.settings.json || writes.size() < 2) return;
  const errors::Details details = errors::GetDetails(status).value_or(errors::Details());
  const auto place = details.metadata.find("write");
  size_t i = 0;
  if (place == details.metadata.end() || !absl::SimpleAtoi(place->second, &i) ||
      i >= writes.size()) {
    return;
  }
  context.err << "Bước " << i + 1 << '/' << writes.size() << " (" << writes[i].description
              << ") không ghi được; chưa ghi gì.\n";
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> CallPrograms(Context& context, const std::string& method,
                                                      const Message& request,
                                                      std::string* position) {
  TIENDO_ASSIGN_OR_RETURN(const Method found, FindMethod(kPrograms + method));
  std::unique_ptr<Message> answer = NewMessage(*found.descriptor->output_type());
  TIENDO_RETURN_IF_ERROR(context.caller.Call(found, request, *answer, position));
  return answer;
}

absl::StatusOr<std::unique_ptr<Message>> ValidateWrite(Context& context,
                                                       const ProgramWrite& write) {
  std::unique_ptr<Message> request(write.request->New());
  request->CopyFrom(*write.request);
  SetBool(*request, "validate_only", true);
  return CallPrograms(context, write.method, *request);
}

absl::StatusOr<WritePreview> PreviewWrites(Context& context,
                                           const std::vector<ProgramWrite>& writes) {
  programs::v1::PreviewWritesRequest request;
  for (const ProgramWrite& write : writes) request.add_writes()->PackFrom(*write.request);
  WritePreview preview;
  const absl::Status checked =
      context.caller.CallByName(std::string(kPrograms) + "PreviewWrites", request,
                                preview.changes.emplace(), &preview.position);
  if (TooLarge(checked)) {
    preview.changes.reset();
    return preview;
  }
  if (!checked.ok()) {
    SayRefused(context, writes, checked);
    return checked;
  }
  return preview;
}

std::optional<Status> ReadFiguresOrSay(Context& context, const GetStatusRequest& question) {
  Status status;
  const absl::Status read =
      context.caller.CallByName(std::string(kStatus) + "GetStatus", question, status);
  if (read.ok()) return status;
  Say(context, read);
  return std::nullopt;
}

Forecast ForecastFigures(Context& context, const GetStatusRequest& question,
                         const WritePreview& preview) {
  status::v1::PreviewStatusRequest request;
  *request.mutable_question() = question;
  if (!preview.position.empty()) request.mutable_question()->add_min_positions(preview.position);
  if (preview.changes && preview.changes->changes().empty()) {
    const std::optional<Status> as_it_is = ReadFiguresOrSay(context, request.question());
    return {as_it_is, as_it_is};
  }
  bool too_large = !preview.changes || preview.changes->changes_size() > kMaxChanges;
  if (!too_large) {
    *request.mutable_changes() = preview.changes->changes();
    status::v1::PreviewStatusResponse response;
    const absl::Status told =
        context.caller.CallByName(std::string(kStatus) + "PreviewStatus", request, response);
    if (told.ok()) return {response.before(), response.after()};
    too_large = TooLarge(told);
    if (!too_large) Say(context, told);
  }
  if (!too_large) return {};
  context.err << "  (chưa tính trước được số liệu sau khi ghi: có quá nhiều thay đổi)\n";
  return {ReadFiguresOrSay(context, request.question()), std::nullopt};
}

}  // namespace tiendo::cli
