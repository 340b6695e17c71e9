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

void SayNoForecast(Context& context, const std::string& reason) {
  context.err << "  (chưa tính trước được số liệu sau khi ghi: " << reason << ")\n";
}

GetStatusRequest Upon(const GetStatusRequest& question, const WritePreview& preview) {
  GetStatusRequest upon = question;
  if (!preview.position.empty()) upon.add_min_positions(preview.position);
  return upon;
}

// One question, of changes that are not too many.
absl::StatusOr<Forecast> AskPreview(Context& context, const GetStatusRequest& question,
                                    const WritePreview& preview) {
  status::v1::PreviewStatusRequest request;
  *request.mutable_question() = Upon(question, preview);
  *request.mutable_changes() = preview.changes->changes();
  status::v1::PreviewStatusResponse response;
  TIENDO_RETURN_IF_ERROR(
      context.caller.CallByName(std::string(kStatus) + "PreviewStatus", request, response));
  Forecast forecast;
  forecast.before = std::move(*response.mutable_before());
  forecast.after = std::move(*response.mutable_after());
  forecast.outdated = response.outdated();
  return forecast;
}

bool TooMany(const WritePreview& preview) {
  return !preview.changes || preview.changes->changes_size() > kMaxChanges;
}

}  // namespace

std::optional<google::type::Date> DayOf(const Message& request) {
  for (const char* name : {"approval_date", "event_date", "result_date", "done_date", "assign_date",
                           "submit_date", "accept_date", "return_date", "as_of"}) {
    const google::protobuf::FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->message_type() != google::type::Date::descriptor() ||
        !request.GetReflection()->HasField(request, field)) {
      continue;
    }
    return static_cast<const google::type::Date&>(
        request.GetReflection()->GetMessage(request, field));
  }
  return std::nullopt;
}

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

void SayNoFigures(Context& context, const absl::Status& status) {
  context.err << "  (chưa đọc được số liệu: " << OneLine(status) << ")\n";
}

std::optional<Status> ReadFiguresOrSay(Context& context, const GetStatusRequest& question) {
  Status status;
  const absl::Status read =
      context.caller.CallByName(std::string(kStatus) + "GetStatus", question, status);
  if (read.ok()) return status;
  SayNoFigures(context, read);
  return std::nullopt;
}

absl::StatusOr<Forecast> ForecastFigures(Context& context, const GetStatusRequest& question,
                                         const std::vector<ProgramWrite>& writes,
                                         WritePreview& preview) {
  absl::Status untold = absl::OkStatus();
  for (bool again = false; !TooMany(preview); again = true) {
    absl::StatusOr<Forecast> told = AskPreview(context, question, preview);
    if (told.ok() && told->outdated && !again) {
      TIENDO_ASSIGN_OR_RETURN(preview, PreviewWrites(context, writes));
      continue;
    }
    if (told.ok()) return told;
    untold = told.status();
    break;
  }
  Forecast forecast;
  if (untold.ok() || TooLarge(untold)) {
    SayNoForecast(context, "có quá nhiều thay đổi");
    forecast.before = ReadFiguresOrSay(context, Upon(question, preview));
    return forecast;
  }
  // Status may be behind, or of an earlier version: what it has is better than nothing.
  SayNoForecast(context, OneLine(untold));
  forecast.before = ReadFiguresOrSay(context, question);
  forecast.incomplete = true;
  return forecast;
}

}  // namespace tiendo::cli
