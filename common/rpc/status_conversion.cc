#include "common/rpc/status_conversion.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/random_id.h"
#include "common/errors/error.h"
#include "common/errors/reasons.h"
#include "common/rpc/localized_vi.h"
#include "common/text/utf8.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tiendo::rpc {
namespace {

using errors::Details;
using errors::FieldViolation;
namespace reasons = errors::reasons;

// Texts longer than these (bytes) are cut. With violations the message repeats them, so it may be
// shorter.
constexpr size_t kMaxMessageBytes = 1024;
constexpr size_t kMaxMessageBytesWithViolations = 512;
constexpr size_t kMinMessageBytes = 128;
constexpr size_t kMaxFieldBytes = 128;
constexpr size_t kMaxDescriptionBytes = 256;
constexpr size_t kMaxValueBytes = 256;
constexpr size_t kMinValueBytes = 64;
constexpr size_t kMaxMetadata = 16;
constexpr char kEllipsis[] = "…";
constexpr char kErrorId[] = "error_id";
constexpr char kLocale[] = "vi-VN";

// At most `max` bytes of valid UTF-8, cut between characters.
std::string Cut(std::string text, size_t max) {
  if (text.size() <= max) return text;
  size_t end = max - (sizeof(kEllipsis) - 1);
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + kEllipsis;
}

// UTF-8 without control characters: nothing that a log or a terminal would act on.
std::string Clean(std::string text) {
  const bool utf8 = text::ValidateUtf8(text).ok();
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = ' ';
    if (!utf8 && byte >= 0x80) c = '?';
  }
  return text;
}

// Bytes of grpc-message, which is percent-encoded.
size_t WireSize(std::string_view message) {
  return static_cast<size_t>(std::count_if(message.begin(), message.end(),
                                           [](char c) { return c < 0x20 || c == '%'; })) *
             2 +
         message.size();
}

// What will be sent.
struct Draft {
  absl::StatusCode code;
  std::string message;
  Details details;

  std::string Encode() const;
  size_t Size() const { return WireSize(message) + Encode().size(); }
};

std::string Draft::Encode() const {
  google::rpc::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message(message);

  google::rpc::ErrorInfo info;
  info.set_reason(details.reason);
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : details.metadata) (*info.mutable_metadata())[key] = value;
  status.add_details()->PackFrom(info);

  if (!details.violations.empty()) {
    google::rpc::BadRequest bad;
    for (const FieldViolation& v : details.violations) {
      google::rpc::BadRequest::FieldViolation* added = bad.add_field_violations();
      added->set_field(v.field);
      added->set_description(v.description);
    }
    status.add_details()->PackFrom(bad);
  }
  if (details.retry_after) {
    const int64_t millis = details.retry_after->count();
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(millis / 1000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(millis % 1000) * 1'000'000);
    status.add_details()->PackFrom(retry);
  }
  google::rpc::LocalizedMessage localized;
  localized.set_locale(kLocale);
  localized.set_message(std::string(LocalizedVi(details.reason)));
  status.add_details()->PackFrom(localized);
  return status.SerializeAsString();
}

void CleanTexts(Draft& draft) {
  Details& d = draft.details;
  if (d.violations.size() > kMaxViolations) d.violations.resize(kMaxViolations);
  draft.message = Cut(Clean(std::move(draft.message)),
                      d.violations.empty() ? kMaxMessageBytes : kMaxMessageBytesWithViolations);
  for (FieldViolation& v : d.violations) {
    v.field = Cut(Clean(std::move(v.field)), kMaxFieldBytes);
    v.description = Cut(Clean(std::move(v.description)), kMaxDescriptionBytes);
  }
  while (d.metadata.size() > kMaxMetadata) d.metadata.erase(std::prev(d.metadata.end()));
  for (auto& [key, value] : d.metadata) value = Cut(Clean(std::move(value)), kMaxValueBytes);
}

// Violations go first, as the least is lost with the last of many; then the texts get shorter.
void Shrink(Draft& draft) {
  Details& d = draft.details;
  while (draft.Size() > kMaxStatusBytes && d.violations.size() > 1) d.violations.pop_back();
  while (draft.Size() > kMaxStatusBytes && draft.message.size() > kMinMessageBytes) {
    draft.message =
        Cut(std::move(draft.message), std::max(draft.message.size() / 2, kMinMessageBytes));
  }
  if (draft.Size() <= kMaxStatusBytes) return;
  for (auto& [key, value] : d.metadata) value = Cut(std::move(value), kMinValueBytes);
  while (draft.Size() > kMaxStatusBytes && !d.metadata.empty()) {
    d.metadata.erase(std::prev(d.metadata.end()));
  }
}

// The reason of a status that carries none and needs none.
std::string_view ReasonOfCode(absl::StatusCode code) {
  if (code == absl::StatusCode::kCancelled) return reasons::kCancelled;
  if (code == absl::StatusCode::kDeadlineExceeded) return reasons::kDeadlineExceeded;
  return reasons::kInternal;
}

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

Draft Mask(const absl::Status& status, const ConversionContext& context) {
  const std::string id = RandomUuid();
  if (context.log != nullptr) {
    context.log->Error("internal error", {{"error_id", id},
                                          {"method", context.method},
                                          {"request_id", context.request_id},
                                          {"trace_id", context.trace_id},
                                          {"error", status.ToString()}});
  }
  Draft draft{absl::StatusCode::kInternal,
              "an internal error occurred; report the id " + id + " to the operators",
              {}};
  draft.details.reason = std::string(reasons::kInternal);
  draft.details.metadata = {{kErrorId, id}};
  return draft;
}

Draft MakeDraft(const absl::Status& status, const ConversionContext& context) {
  Details details = errors::GetDetails(status).value_or(Details{});
  if (details.reason.empty()) details.reason = std::string(ReasonOfCode(status.code()));
  if (IsOurFault(status.code()) || details.reason == reasons::kInternal ||
      LocalizedVi(details.reason).empty()) {
    return Mask(status, context);
  }
  if (!details.retry_after &&
      (status.code() == absl::StatusCode::kUnavailable || details.reason == reasons::kOverloaded)) {
    details.retry_after = kDefaultRetryDelay;
  }
  return {status.code(), std::string(status.message()), std::move(details)};
}

// The reason of what gRPC itself answered, without details.
std::string_view ReasonOfTransport(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return reasons::kPeerUnavailable;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return reasons::kDeadlineExceeded;
    case grpc::StatusCode::CANCELLED:
      return reasons::kCancelled;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return status.error_message().find("larger than max") != std::string::npos
                 ? reasons::kMessageTooLarge
                 : reasons::kOverloaded;
    default:
      return {};
  }
}

void ReadDetail(const google::protobuf::Any& any, Details& details) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  google::rpc::RetryInfo retry;
  if (any.UnpackTo(&info)) {
    details.reason = info.reason();
    details.metadata.insert(info.metadata().begin(), info.metadata().end());
  } else if (any.UnpackTo(&bad)) {
    for (const auto& v : bad.field_violations()) {
      details.violations.push_back({v.field(), v.description()});
    }
  } else if (any.UnpackTo(&retry)) {
    details.retry_after = std::chrono::milliseconds(retry.retry_delay().seconds() * 1000 +
                                                    retry.retry_delay().nanos() / 1'000'000);
  }
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status, const ConversionContext& context) {
  if (status.ok()) return grpc::Status::OK;
  Draft draft = MakeDraft(status, context);
  CleanTexts(draft);
  Shrink(draft);
  return grpc::Status(static_cast<grpc::StatusCode>(draft.code), draft.message, draft.Encode());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  Details details;
  google::rpc::Status rich;
  if (rich.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& any : rich.details()) ReadDetail(any, details);
  }
  if (details.reason.empty()) details.reason = std::string(ReasonOfTransport(status));
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (details.reason.empty()) return absl::Status(code, status.error_message());
  return errors::Make(code, status.error_message(), std::move(details));
}

std::string_view CodeName(grpc::StatusCode code) {
  static constexpr std::string_view kNames[] = {"OK",
                                                "CANCELLED",
                                                "UNKNOWN",
                                                "INVALID_ARGUMENT",
                                                "DEADLINE_EXCEEDED",
                                                "NOT_FOUND",
                                                "ALREADY_EXISTS",
                                                "PERMISSION_DENIED",
                                                "RESOURCE_EXHAUSTED",
                                                "FAILED_PRECONDITION",
                                                "ABORTED",
                                                "OUT_OF_RANGE",
                                                "UNIMPLEMENTED",
                                                "INTERNAL",
                                                "UNAVAILABLE",
                                                "DATA_LOSS",
                                                "UNAUTHENTICATED"};
  const auto index = static_cast<size_t>(code);
  return index < std::size(kNames) ? kNames[index] : "UNKNOWN";
}

}  // namespace tiendo::rpc
